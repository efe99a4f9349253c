//! AES (FIPS 197) of single blocks, for proving who holds the management key of a PIV card, and in CBC mode (NIST
//! SP 800-38A §6.2) as security keys want it, and for nothing else: sealing is [`aead`](super::aead).

use aes::cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256};

use crate::secret::Secret32;

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

/// Encrypts whole blocks in place (CBC). `None` for another length.
pub(crate) fn cbc_encrypt(key: &Secret32, iv: &[u8; BLOCK], blocks: &mut [u8]) -> Option<()> {
    let (blocks, rest) = blocks.as_chunks_mut::<BLOCK>();
    let mut before = *iv;
    for block in blocks {
        xor(block, &before);
        encrypt(key.expose(), block)?;
        before = *block;
    }
    rest.is_empty().then_some(())
}

/// Decrypts whole blocks in place (CBC). `None` for another length.
pub(crate) fn cbc_decrypt(key: &Secret32, iv: &[u8; BLOCK], blocks: &mut [u8]) -> Option<()> {
    let (blocks, rest) = blocks.as_chunks_mut::<BLOCK>();
    let mut before = *iv;
    for block in blocks {
        let sealed = *block;
        decrypt(key.expose(), block)?;
        xor(block, &before);
        before = sealed;
    }
    rest.is_empty().then_some(())
}

fn xor(block: &mut [u8; BLOCK], other: &[u8; BLOCK]) {
    for (byte, other) in block.iter_mut().zip(other) {
        *byte ^= other;
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

    #[test]
    fn blocks_in_a_chain_are_those_of_the_published_vector() {
        // NIST SP 800-38A F.2.5 and F.2.6, CBC-AES256.
        let mut key: [u8; 32] =
            hex("603DEB1015CA71BE2B73AEF0857D77811F352C073B6108D72D9810A30914DFF4")
                .try_into()
                .unwrap();
        let key = Secret32::take(&mut key);
        let iv: [u8; BLOCK] = hex("000102030405060708090A0B0C0D0E0F").try_into().unwrap();
        let plain = hex("6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E51");
        let mut blocks = plain.clone();
        cbc_encrypt(&key, &iv, &mut blocks).unwrap();
        let sealed = hex("F58C4C04D6E5F1BA779EABFB5F7BFBD69CFC4E967EDB808D679F777BC6702C7D");
        assert_eq!(blocks, sealed);
        cbc_decrypt(&key, &iv, &mut blocks).unwrap();
        assert_eq!(blocks, plain);
        assert_eq!(cbc_encrypt(&key, &iv, &mut [0; 17]), None);
        assert_eq!(cbc_decrypt(&key, &iv, &mut [0; 15]), None);
    }
}
