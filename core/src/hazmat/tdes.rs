//! Triple DES (NIST SP 800-67) of single blocks, because it is what most PIV cards are delivered with for their management
//! key (NIST SP 800-78-4 table 5). Nothing of ours is sealed with it.

use des::TdesEde3;
use des::cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};

/// The length of a block.
pub(crate) const BLOCK: usize = 8;

/// Encrypts one block in place. `None` for a key that has not 24 bytes.
pub(crate) fn encrypt(key: &[u8], block: &mut [u8; BLOCK]) -> Option<()> {
    let cipher = TdesEde3::new_from_slice(key).ok()?;
    cipher.encrypt_block(<&mut Array<u8, _>>::from(block));
    Some(())
}

/// Decrypts one block in place.
pub(crate) fn decrypt(key: &[u8], block: &mut [u8; BLOCK]) -> Option<()> {
    let cipher = TdesEde3::new_from_slice(key).ok()?;
    cipher.decrypt_block(<&mut Array<u8, _>>::from(block));
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::hex;

    #[test]
    fn triple_des_is_triple_des() {
        // NIST SP 800-67 appendix B.1, the first block.
        let key = hex("0123456789ABCDEF 23456789ABCDEF01 456789ABCDEF0123");
        let plain: [u8; BLOCK] = hex("5468652071756663").try_into().unwrap();
        let mut block = plain;
        encrypt(&key, &mut block).unwrap();
        assert_eq!(block.to_vec(), hex("A826FD8CE53B855F"));
        decrypt(&key, &mut block).unwrap();
        assert_eq!(block, plain);
        assert_eq!(encrypt(&[0; 16], &mut [0; BLOCK]), None);
    }
}
