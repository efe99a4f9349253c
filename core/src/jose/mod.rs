//! JSON object signing and encryption: JWK (RFC 7517), JWS (RFC 7515) with `ES256`, `EdDSA` and `Ed25519`, and JWE (RFC 7516) with
//! `ECDH-ES`. What the wallet does not use is refused rather than carried along.

mod algorithm;
pub mod base64url;
mod concat_kdf;
mod error;
pub(crate) mod json;
pub mod jwe;
mod jwk;
pub mod jws;
mod secret_jwk;
mod signing_key;
mod site_key;
#[cfg(test)]
mod tests;

pub use algorithm::{Algorithm, Signer};
pub use error::JoseError;
pub use jwk::{Curve, Jwk, KeyType, KeyUse};
pub use secret_jwk::SecretJwk;
pub use signing_key::{Ed25519Key, SigningKey};
pub(crate) use site_key::SiteKey;

use json::Limits;

/// The longest compact serialisation that is read, in bytes.
const COMPACT_SIZE: usize = 1 << 20;

/// A protected header; `x5c` chains fit.
const HEADER: Limits = Limits {
    size: 32 << 10,
    depth: 8,
};

/// The bounded JSON reader, for its fuzz target: the value, or nothing when the text is refused.
#[cfg(feature = "testkit")]
pub fn read_json(text: &str, size: usize, depth: usize) -> Option<serde_json::Value> {
    json::read(text, Limits { size, depth }).ok()
}
