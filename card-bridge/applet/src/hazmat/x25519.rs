//! X25519 (RFC 7748). The public key comes from the ladder, too: the Edwards form would be code for this alone.

use crate::secret::Secret;
use x25519_dalek::{X25519_BASEPOINT_BYTES, x25519};
use zeroize::Zeroize;

/// A Diffie-Hellman result that is all zero: the other side's point has a small order (RFC 7748 §6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotContributory;

/// The public half of a private key.
pub(crate) fn public_key(private: &Secret<32>) -> [u8; 32] {
    x25519(*private.expose(), X25519_BASEPOINT_BYTES)
}

/// The shared secret; the all-zero result is refused, so a bad one cannot be represented.
pub(crate) fn agree(
    private: &Secret<32>,
    public: &[u8; 32],
) -> Result<Secret<32>, NotContributory> {
    let mut shared = x25519(*private.expose(), *public);
    let secret = Secret::fill_with(|bytes| bytes.copy_from_slice(&shared));
    shared.zeroize();
    if secret == Secret::zero() {
        return Err(NotContributory);
    }
    Ok(secret)
}
