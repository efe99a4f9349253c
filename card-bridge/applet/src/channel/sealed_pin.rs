//! A PIN's value, sealed to the card by the process that asked for the PIN (section 4).

use super::Refused;
use crate::hazmat::aead::{self, TAG};
use crate::hazmat::{hash, x25519};
use crate::label::Label;
use crate::secret::Secret;

/// What a sealed PIN is longer than its plaintext.
pub(crate) const SEALED: usize = 32 + TAG;

/// The command that carries it: INS P1 P2.
pub(crate) type Operation = [u8; 3];

/// What a sealed PIN must have been made for.
pub(crate) struct Purpose<'a> {
    pub(crate) session: &'a [u8; 32],
    pub(crate) operation: Operation,
    pub(crate) count: u32,
}

/// Opens a sealed PIN, whose plaintext has `N` bytes.
pub(crate) fn unseal<const N: usize>(
    card_key: &Secret<32>,
    card_public: &[u8; 32],
    purpose: &Purpose<'_>,
    blob: &[u8],
) -> Result<Secret<N>, Refused> {
    let (theirs, rest) = blob.split_first_chunk::<32>().ok_or(Refused)?;
    let (sealed, tag) = rest.split_last_chunk::<TAG>().ok_or(Refused)?;
    let sealed: &[u8; N] = sealed.try_into().map_err(|_| Refused)?;
    let shared = x25519::agree(card_key, theirs).map_err(|_| Refused)?;
    let info = [
        Label::SealedPin.as_bytes(),
        &purpose.operation,
        &purpose.count.to_be_bytes(),
        theirs,
        card_public,
    ];
    let key = hash::derive(purpose.session, shared.expose(), &info);
    let mut opened = Secret::fill_with(|bytes| *bytes = *sealed);
    // The key is for this one message: its ephemeral half is in it.
    aead::open(&key, &[0; 12], &[], opened.expose_mut(), tag).map_err(|_| Refused)?;
    Ok(opened)
}
