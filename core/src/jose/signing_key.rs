use super::jwk::{Jwk, Point};
use crate::hazmat::{hash, p256};
use crate::label::Label;
use crate::secret::Secret32;
use core::fmt;

/// A key that makes `ES256` signatures, and nothing else: it cannot agree.
pub struct SigningKey(p256::SigningKey);

impl SigningKey {
    /// The pairwise key of one origin. Candidates are HKDF-SHA-256 (RFC 5869) of the site secret with
    /// `info = label || counter || origin`, the counter four bytes big-endian from zero; the first that is a scalar of
    /// the group is the key (FIPS 186-5 A.2.2, testing candidates).
    pub(crate) fn derive(site_secret: &Secret32, origin: &str) -> Self {
        let mut counter = 0_u32;
        loop {
            let context: [&[u8]; 2] = [&counter.to_be_bytes(), origin.as_bytes()];
            let candidate = hash::derive_key(Label::SiteKey, &[], site_secret, &context);
            // One candidate in 2^32 is out of range, so this ends.
            if let Ok(key) = p256::SigningKey::from_secret(&candidate) {
                return Self(key);
            }
            counter = counter.wrapping_add(1);
        }
    }

    /// The public half.
    pub fn public_jwk(&self) -> Jwk {
        Jwk(Point::P256(self.0.public_key()))
    }

    /// An `ES256` signature (RFC 7518 §3.4): `r || s`, 64 bytes. The nonce is deterministic (RFC 6979).
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(redacted)")
    }
}
