use super::jwk::{Jwk, Point};
use super::{JoseError, base64url};
use crate::hazmat::p256::{self, Coordinates};
use crate::hazmat::x25519;
use crate::secret::Secret32;
use core::fmt;
use serde_json::Value;

/// A private key for decryption, as a site holds it. The wallet has none of these; tests, oracles and other programs
/// that receive tokens do.
pub struct SecretJwk {
    secret: Secret,
    public: Jwk,
}

enum Secret {
    P256(p256::SecretKey),
    X25519(x25519::SecretKey),
}

impl SecretJwk {
    /// Reads a private key from a JSON object: the members of [`Jwk::parse`] and `d`, 32 bytes.
    ///
    /// # Errors
    /// [`JoseError::KeyInvalid`] as for [`Jwk::parse`], and when `d` is missing or does not belong to the public half.
    pub fn parse(value: &Value) -> Result<Self, JoseError> {
        let public = Jwk::parse_public(value)?;
        let d = read_secret(value)?;
        let secret = match &public.0 {
            Point::P256(coordinates) => p256::SecretKey::from_secret(&d)
                .ok()
                .filter(|key| key.public_key() == *coordinates)
                .map(Secret::P256),
            Point::X25519(x) => Some(x25519::SecretKey::from_secret(&d))
                .filter(|key| key.public_key() == *x)
                .map(Secret::X25519),
            // A key for signatures, which agrees with nobody.
            Point::Ed25519(_) => None,
        };
        let secret = secret.ok_or(MISMATCH)?;
        Ok(Self { secret, public })
    }

    /// The public half.
    pub const fn public_jwk(&self) -> &Jwk {
        &self.public
    }

    /// The agreement with a public key of the same curve.
    pub(super) fn agree(&self, public: &Jwk) -> Result<Secret32, JoseError> {
        match (&self.secret, &public.0) {
            (Secret::P256(key), Point::P256(Coordinates { x, y })) => {
                key.agree(&Coordinates { x: *x, y: *y }).ok()
            }
            (Secret::X25519(key), Point::X25519(x)) => key.agree(x).ok(),
            _ => None,
        }
        .ok_or(JoseError::DecryptionFailed)
    }
}

/// The private member of a key: `d`, 32 bytes.
pub(super) fn read_secret(value: &Value) -> Result<Secret32, JoseError> {
    let text = value.get("d").and_then(Value::as_str);
    let mut outcome = Err(MISMATCH);
    let d = Secret32::fill_with(|out| {
        outcome = text.map_or(outcome, |text| base64url::decode_into(text, out));
    });
    outcome.map(|()| d).map_err(|_| MISMATCH)
}

pub(super) const MISMATCH: JoseError = JoseError::KeyInvalid("`d` that belongs to the public key");

impl fmt::Debug for SecretJwk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretJwk(redacted)")
    }
}
