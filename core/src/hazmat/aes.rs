//! AES (FIPS 197) of single blocks, for proving who holds the management key of a PIV card and for nothing else: sealing
//! is [`aead`](super::aead).

use aes::cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256};

/// The length of a block.
pub(crate) const BLOCK: usize = 16;

/// Encrypts one block in place. `None` for a key that has not 16, 24 or 32 bytes.
pub(crate) fn encrypt(key: &[u8], block: &mut [u8; BLOCK]) -> Option<()> {
    match key.len() {
        16 => encrypt_with::<Aes128>(key, block),
        24 => encrypt_with::<Aes192>(key, block),
        _ => encrypt_with::<Aes256>(key, block),
    }
}

/// Decrypts one block in place.
pub(crate) fn decrypt(key: &[u8], block: &mut [u8; BLOCK]) -> Option<()> {
    match key.len() {
        16 => decrypt_with::<Aes128>(key, block),
        24 => decrypt_with::<Aes192>(key, block),
        _ => decrypt_with::<Aes256>(key, block),
    }
}

fn encrypt_with<C>(key: &[u8], block: &mut [u8; BLOCK]) -> Option<()>
where
    C: KeyInit + BlockCipherEncrypt<BlockSize = aes::cipher::consts::U16>,
{
    let cipher = C::new_from_slice(key).ok()?;
    cipher.encrypt_block(<&mut Array<u8, _>>::from(block));
    Some(())
}

fn decrypt_with<C>(key: &[u8], block: &mut [u8; BLOCK]) -> Option<()>
where
    C: KeyInit + BlockCipherDecrypt<BlockSize = aes::cipher::consts::U16>,
{
    let cipher = C::new_from_slice(key).ok()?;
    cipher.decrypt_block(<&mut Array<u8, _>>::from(block));
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::hex;

    #[test]
    fn aes_is_aes_with_every_length_of_key() {
        // FIPS 197 appendix C.
        let cases = [
            (
                "000102030405060708090A0B0C0D0E0F",
                "69C4E0D86A7B0430D8CDB78070B4C55A",
            ),
            (
                "000102030405060708090A0B0C0D0E0F1011121314151617",
                "DDA97CA4864CDFE06EAF70A0EC0D7191",
            ),
            (
                "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F",
                "8EA2B7CA516745BFEAFC49904B496089",
            ),
        ];
        let plain: [u8; BLOCK] = hex("00112233445566778899AABBCCDDEEFF").try_into().unwrap();
        for (key, sealed) in cases {
            let mut block = plain;
            encrypt(&hex(key), &mut block).unwrap();
            assert_eq!(block.to_vec(), hex(sealed));
            decrypt(&hex(key), &mut block).unwrap();
            assert_eq!(block, plain);
        }
        assert_eq!(encrypt(&[0; 17], &mut [0; BLOCK]), None);
    }
}
