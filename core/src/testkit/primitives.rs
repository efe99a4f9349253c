//! Single primitives, for a benchmark that holds ours beside somebody else's. No product code comes this way.

use crate::hazmat::{aead, argon2id};
use crate::vault::Cost;
use alloc::vec::Vec;

/// Argon2id version 1.3, 32 bytes; `None` where there is no memory for it.
pub fn derive_argon2id(passphrase: &[u8], salt: &[u8; 16], cost: Cost) -> Option<[u8; 32]> {
    let Cost {
        memory,
        passes,
        lanes,
    } = cost;
    let derived = argon2id::derive(passphrase, salt, memory, passes, lanes).ok()?;
    Some(*derived.expose())
}

/// AES-256-GCM, tag last, without associated data.
pub fn seal_aes256gcm(key: &[u8; 32], nonce: &[u8; 12], plaintext: &[u8]) -> Option<Vec<u8>> {
    aead::seal256(key, nonce, &[], plaintext).ok()
}
