//! AES-GCM with a 96-bit nonce and a 128-bit tag (NIST SP 800-38D); the tag follows the ciphertext.

use crate::secret::SecretBytes;
use aes_gcm::aead::consts::{U12, U16};
use aes_gcm::aead::inout::InOutBuf;
use aes_gcm::aead::{Aead, AeadInOut, KeyInit, Payload};
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
    let mut opened = SecretBytes::default();
    open256_into(key, nonce, aad, sealed, &mut opened)?;
    Ok(opened.into_vec())
}

/// The same into memory that is there already. When it does not open, what was in it is of no use.
pub(crate) fn open256_into(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[u8],
    sealed: &[u8],
    opened: &mut SecretBytes,
) -> Result<(), NotAuthentic> {
    open(&Aes256Gcm::new(key.into()), nonce, aad, sealed, opened)
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
    let mut opened = SecretBytes::default();
    open(&Aes128Gcm::new(key.into()), nonce, aad, sealed, &mut opened)?;
    Ok(opened.into_vec())
}

fn seal(
    cipher: &impl Aead<NonceSize = U12>,
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
    cipher: &impl AeadInOut<NonceSize = U12, TagSize = U16>,
    nonce: &[u8; 12],
    aad: &[u8],
    sealed: &[u8],
    opened: &mut SecretBytes,
) -> Result<(), NotAuthentic> {
    let (ciphertext, tag) = sealed
        .split_last_chunk::<TAG_LENGTH>()
        .ok_or(NotAuthentic)?;
    let room = opened.room(ciphertext.len());
    let through = InOutBuf::new(ciphertext, room).map_err(|_| NotAuthentic)?;
    cipher
        .decrypt_inout_detached(&Nonce::from(*nonce), aad, through, tag.into())
        .map_err(|_| NotAuthentic)
}
