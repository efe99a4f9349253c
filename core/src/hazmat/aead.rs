//! AES-GCM with a 96-bit nonce and a 128-bit tag (NIST SP 800-38D); the tag follows the ciphertext.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes128Gcm, Aes256Gcm, Nonce};
use alloc::vec::Vec;

/// The tag's length in bytes.
pub(crate) const TAG_LENGTH: usize = 16;

/// The key, the nonce, the associated data or the ciphertext is not what was sealed; there is nothing more to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotAuthentic;

/// Seals with AES-256-GCM: `ciphertext || tag`.
pub(crate) fn seal256(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, NotAuthentic> {
    seal(&Aes256Gcm::new(key.into()), nonce, aad, plaintext)
}

/// Opens what [`seal256`] made.
pub(crate) fn open256(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Vec<u8>, NotAuthentic> {
    open(&Aes256Gcm::new(key.into()), nonce, aad, sealed)
}

/// Seals with AES-128-GCM (JWE `A128GCM` only): `ciphertext || tag`.
pub(crate) fn seal128(
    key: &[u8; 16],
    nonce: &[u8; 12],
    aad: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, NotAuthentic> {
    seal(&Aes128Gcm::new(key.into()), nonce, aad, plaintext)
}

/// Opens what [`seal128`] made.
pub(crate) fn open128(
    key: &[u8; 16],
    nonce: &[u8; 12],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Vec<u8>, NotAuthentic> {
    open(&Aes128Gcm::new(key.into()), nonce, aad, sealed)
}

fn seal(
    cipher: &impl Aead<NonceSize = aes_gcm::aead::consts::U12>,
    nonce: &[u8; 12],
    aad: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, NotAuthentic> {
    let payload = Payload {
        msg: plaintext,
        aad,
    };
    cipher
        .encrypt(&Nonce::from(*nonce), payload)
        .map_err(|_| NotAuthentic)
}

fn open(
    cipher: &impl Aead<NonceSize = aes_gcm::aead::consts::U12>,
    nonce: &[u8; 12],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Vec<u8>, NotAuthentic> {
    let payload = Payload { msg: sealed, aad };
    cipher
        .decrypt(&Nonce::from(*nonce), payload)
        .map_err(|_| NotAuthentic)
}
