//! Ed25519 (RFC 8032 §5.1), verified strictly: no point of a small order, no encoding but the canonical one, and no cofactor, so that
//! everybody who verifies so agrees.

use crate::secret::Secret32;
use core::fmt;
use ed25519_dalek::{Signature, Signer, VerifyingKey};

/// Not the one encoding of a point of a large order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotAPoint;

/// A private key, for signatures and only for that.
pub(crate) struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// Any thirty-two bytes are a private key (§5.1.5).
    pub(crate) fn from_secret(bytes: &Secret32) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(bytes.expose()))
    }

    pub(crate) fn public_key(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// A signature, which is the same each time (§5.1.6).
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ed25519::SigningKey(redacted)")
    }
}

/// Whether the bytes are the canonical encoding (§5.1.2) of a point that has not a small order.
pub(crate) fn check(public_key: &[u8; 32]) -> Result<(), NotAPoint> {
    parse(public_key).map(|_| ())
}

/// Whether `signature` is good (§5.1.7).
pub(crate) fn verify(public_key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    parse(public_key).is_ok_and(|key| {
        key.verify_strict(message, &Signature::from_bytes(signature))
            .is_ok()
    })
}

fn parse(public_key: &[u8; 32]) -> Result<VerifyingKey, NotAPoint> {
    let key = VerifyingKey::from_bytes(public_key).map_err(|_| NotAPoint)?;
    // The crate reads a y that is not reduced, and keeps the bytes as they came.
    let is_canonical = key.to_edwards().compress().as_bytes() == public_key;
    if is_canonical && !key.is_weak() {
        Ok(key)
    } else {
        Err(NotAPoint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// y, little-endian, and the sign of x.
    fn point(first: u8, rest: u8, last: u8) -> [u8; 32] {
        let mut bytes = [rest; 32];
        (bytes[0], bytes[31]) = (first, last);
        bytes
    }

    #[test]
    fn points_of_a_small_order_and_other_encodings_are_refused() {
        for bytes in [
            point(0, 0, 0),          // y = 0, order 4
            point(0, 0, 0x80),       // the same, the other x
            point(1, 0, 0),          // the neutral point
            point(1, 0, 0x80),       // with a sign that zero has not
            point(0xec, 0xff, 0x7f), // y = -1, order 2
            point(0xed, 0xff, 0x7f), // y = p, which is zero
            point(0xee, 0xff, 0x7f), // y = p + 1, which is one
            point(0xf0, 0xff, 0x7f), // y = p + 3: a point of a large order, not reduced
            point(2, 0, 0),          // no point at all
            [0xff; 32],
        ] {
            assert_eq!(check(&bytes), Err(NotAPoint), "{bytes:?}");
        }
        // y = 3 reduced is the point that p + 3 would be.
        assert_eq!(check(&point(3, 0, 0)), Ok(()));
    }

    #[test]
    fn a_signature_with_another_s_of_the_same_class_is_refused() {
        let key = SigningKey::from_secret(&Secret32::take(&mut [7; 32]));
        let mut signature = key.sign(b"x");
        assert!(verify(&key.public_key(), b"x", &signature));
        // s + ℓ (§8.4): the same equation holds, and it is refused for not being reduced.
        let order = [
            0xed_u8, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9,
            0xde, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
        ];
        let mut carry = 0_u16;
        for (place, byte) in signature.iter_mut().skip(32).zip(order) {
            carry += u16::from(*place) + u16::from(byte);
            *place = carry.to_le_bytes()[0];
            carry >>= 8;
        }
        assert!(!verify(&key.public_key(), b"x", &signature));
    }
}
