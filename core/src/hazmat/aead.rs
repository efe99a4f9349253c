//! AES-GCM (NIST SP 800-38D), from the package that is compiled for speed.

use crate::secret::SecretBytes;
use alloc::vec::Vec;
pub(crate) use hailstone_aead::{NotAuthentic, TAG_LENGTH, seal128, seal192, seal256};

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
    hailstone_aead::open256(key, nonce, aad, sealed, room(opened, sealed)?)
}

/// Opens what [`seal128`] made.
pub(crate) fn open128(
    key: &[u8; 16],
    nonce: &[u8; 12],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Vec<u8>, NotAuthentic> {
    let mut opened = SecretBytes::default();
    hailstone_aead::open128(key, nonce, aad, sealed, room(&mut opened, sealed)?)?;
    Ok(opened.into_vec())
}

/// Opens what [`seal192`] made.
pub(crate) fn open192(
    key: &[u8; 24],
    nonce: &[u8; 12],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Vec<u8>, NotAuthentic> {
    let mut opened = SecretBytes::default();
    hailstone_aead::open192(key, nonce, aad, sealed, room(&mut opened, sealed)?)?;
    Ok(opened.into_vec())
}

fn room<'o>(opened: &'o mut SecretBytes, sealed: &[u8]) -> Result<&'o mut [u8], NotAuthentic> {
    let length = sealed.len().checked_sub(TAG_LENGTH).ok_or(NotAuthentic)?;
    Ok(opened.room(length))
}
