use super::jwk::{Jwk, Point};
use super::secret_jwk::{MISMATCH, read_secret};
use super::{Algorithm, JoseError, Signer};
use crate::hazmat::{ed25519, hash, p256};
use crate::label::Label;
use crate::secret::Secret32;
use core::fmt;
use serde_json::Value;

/// A key that makes `ES256` signatures, and nothing else: it cannot agree.
pub struct SigningKey(p256::SigningKey);

impl SigningKey {
    /// The pairwise key of one origin. Candidates are HKDF-SHA-256 (RFC 5869) of the site secret with
    /// `info = label || counter || origin`, the counter four bytes big-endian from zero; the first that is a scalar of
    /// the group is the key (FIPS 186-5 A.2.2, testing candidates).
    pub(crate) fn derive(site_secret: &Secret32, origin: &str) -> Self {
        Self::derive_for(Label::SiteKey, site_secret, origin.as_bytes())
    }

    /// A key for an issuer to bind a credential to, found again by `salt`; else as [`SigningKey::derive`].
    pub(crate) fn derive_holder(site_secret: &Secret32, salt: &[u8; 16]) -> Self {
        Self::derive_for(Label::HolderKey, site_secret, salt)
    }

    fn derive_for(label: Label, site_secret: &Secret32, name: &[u8]) -> Self {
        let mut counter = 0_u32;
        loop {
            let context: [&[u8]; 2] = [&counter.to_be_bytes(), name];
            let candidate = hash::derive_key(label, &[], site_secret, &context);
            // One candidate in 2^32 is out of range, so this ends.
            if let Ok(key) = p256::SigningKey::from_secret(&candidate) {
                return Self(key);
            }
            counter = counter.wrapping_add(1);
        }
    }

    /// Reads a private P-256 key: the members of [`Jwk::parse`] and `d` (RFC 7518 §6.2.2).
    ///
    /// # Errors
    /// [`JoseError::KeyInvalid`] as for [`Jwk::parse`], for another type of key, and when `d` is missing or does not belong to
    /// the public half.
    pub fn parse(value: &Value) -> Result<Self, JoseError> {
        let public = Jwk::parse_public(value)?;
        let key = p256::SigningKey::from_secret(&read_secret(value)?).map_err(|_| MISMATCH)?;
        let key = Self(key);
        if key.public_jwk() == public {
            Ok(key)
        } else {
            Err(MISMATCH)
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

impl Signer for SigningKey {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Es256
    }

    fn public_jwk(&self) -> Jwk {
        self.public_jwk()
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.sign(message)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(redacted)")
    }
}

/// A key that makes Ed25519 signatures (RFC 8032), under one of the two names that the algorithm has in JOSE.
pub struct Ed25519Key {
    key: ed25519::SigningKey,
    algorithm: Algorithm,
}

impl Ed25519Key {
    /// The pairwise key of one origin: HKDF-SHA-256 (RFC 5869) of the site secret with `info = label || origin`. Any 32 bytes are a key
    /// (RFC 8032 §5.1.5). `algorithm` is one of the two names.
    pub(crate) fn derive(algorithm: Algorithm, site_secret: &Secret32, origin: &str) -> Self {
        let context: [&[u8]; 1] = [origin.as_bytes()];
        let secret = hash::derive_key(Label::SiteKeyEd25519, &[], site_secret, &context);
        Self {
            key: ed25519::SigningKey::from_secret(&secret),
            algorithm,
        }
    }

    /// Reads a private Ed25519 key: the members of [`Jwk::parse`] and `d` (RFC 8037 §2). Its signatures say `Ed25519`, or `EdDSA`
    /// when that is the key's own `alg`.
    ///
    /// # Errors
    /// As for [`SigningKey::parse`]; [`JoseError::AlgorithmNotAllowed`] for another `alg`.
    pub fn parse(value: &Value) -> Result<Self, JoseError> {
        let public = Jwk::parse_public(value)?;
        let algorithm = match value.get("alg") {
            None => Some(Algorithm::Ed25519),
            Some(alg) => alg.as_str().and_then(Algorithm::from_name),
        };
        let algorithm = algorithm.filter(|algorithm| *algorithm != Algorithm::Es256);
        let algorithm = algorithm.ok_or(JoseError::AlgorithmNotAllowed)?;
        let key = ed25519::SigningKey::from_secret(&read_secret(value)?);
        let key = Self { key, algorithm };
        if key.public_jwk() == public {
            Ok(key)
        } else {
            Err(MISMATCH)
        }
    }
}

impl Signer for Ed25519Key {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    fn public_jwk(&self) -> Jwk {
        Jwk(Point::Ed25519(self.key.public_key()))
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message)
    }
}

impl fmt::Debug for Ed25519Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ed25519Key(redacted)")
    }
}
