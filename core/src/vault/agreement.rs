//! Key agreement on either curve, with thirty-two bytes for every public half: X25519, or the x coordinate of a point of P-256,
//! which says all that an agreement needs.

use super::VaultError;
use crate::card::{Curve, Point};
use crate::entropy::Random;
use crate::hazmat::p256;
use crate::hazmat::x25519;
use crate::secret::Secret32;

/// Agrees with a fresh key: its public half, and the shared secret.
pub(super) fn with_fresh_key(
    curve: Curve,
    public_key: &[u8; 32],
    random: &mut Random,
) -> Result<([u8; 32], Secret32), VaultError> {
    match curve {
        Curve::X25519 => {
            let key = x25519::SecretKey::make(random);
            let shared = key.agree(public_key);
            Ok((
                key.public_key(),
                shared.map_err(|_| VaultError::AgreementInvalid)?,
            ))
        }
        Curve::P256 => {
            let key = p256::SecretKey::make(random);
            let shared = p256::lift(public_key).and_then(|point| key.agree(&point));
            Ok((
                key.public_key().x,
                shared.map_err(|_| VaultError::AgreementInvalid)?,
            ))
        }
    }
}

/// What hides from everybody on the way what a card agrees on.
#[derive(Debug)]
pub(super) enum Blinding {
    X25519(x25519::Blinding),
    P256(p256::Blinding),
}

impl Blinding {
    /// Blinds a public half: what may be sent to a card, and what undoes it.
    pub(super) fn make(
        curve: Curve,
        public_key: &[u8; 32],
        random: &mut Random,
    ) -> Result<(Self, Point), VaultError> {
        match curve {
            Curve::X25519 => {
                let (blinding, sent) = x25519::Blinding::make(public_key, random);
                Ok((Self::X25519(blinding), Point::X25519(sent)))
            }
            Curve::P256 => {
                let (blinding, sent) = p256::lift(public_key)
                    .and_then(|point| p256::Blinding::make(&point, random))
                    .map_err(|_| VaultError::Tampered)?;
                Ok((Self::P256(blinding), Point::P256(sent.to_sec1())))
            }
        }
    }

    /// The shared secret, from a card's answer.
    pub(super) fn remove(self, answer: &[u8; 32]) -> Result<Secret32, VaultError> {
        match self {
            Self::X25519(blinding) => blinding.remove(answer).ok(),
            Self::P256(blinding) => blinding.remove(answer).ok(),
        }
        .ok_or(VaultError::AgreementInvalid)
    }
}
