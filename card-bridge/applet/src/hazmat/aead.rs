//! AES-256-GCM (NIST SP 800-38D) in place, the tag apart.

use crate::secret::Secret;
use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};

/// The tag's length in bytes.
pub(crate) const TAG: usize = 16;

/// The key, the nonce, the associated data or the ciphertext is not what was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotAuthentic;

/// Replaces a plaintext by its ciphertext and returns the tag.
pub(crate) fn seal(
    key: &Secret<32>,
    nonce: &[u8; 12],
    aad: &[u8],
    text: &mut [u8],
) -> Result<[u8; TAG], NotAuthentic> {
    Aes256Gcm::new(key.expose().into())
        .encrypt_inout_detached(&Nonce::from(*nonce), aad, text.into())
        .map(Into::into)
        .map_err(|_| NotAuthentic)
}

/// Replaces a ciphertext by its plaintext. What does not open stays as it is, and is of no use.
pub(crate) fn open(
    key: &Secret<32>,
    nonce: &[u8; 12],
    aad: &[u8],
    text: &mut [u8],
    tag: &[u8; TAG],
) -> Result<(), NotAuthentic> {
    Aes256Gcm::new(key.expose().into())
        .decrypt_inout_detached(&Nonce::from(*nonce), aad, text.into(), tag.into())
        .map_err(|_| NotAuthentic)
}
