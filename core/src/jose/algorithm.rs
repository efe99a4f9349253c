use super::{Jwk, KeyType};

/// The signature algorithms (`alg`) that we have. There is no other: not `none`, no MAC, nothing that a key's owner cannot prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256 (RFC 7518 §3.4).
    Es256,
    /// Ed25519 under the name that RFC 8037 §3.1 gave it, and RFC 9864 §3.2 took back as it says no curve.
    EdDsa,
    /// Ed25519 (RFC 9864 §2.2).
    Ed25519,
}

impl Algorithm {
    /// The `alg` value.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
            Self::Ed25519 => "Ed25519",
        }
    }

    /// The algorithm with this `alg` value, compared exactly.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Es256, Self::EdDsa, Self::Ed25519]
            .into_iter()
            .find(|algorithm| algorithm.as_str() == name)
    }

    /// The only type of key that goes with it.
    pub const fn key_type(self) -> KeyType {
        match self {
            Self::Es256 => KeyType::P256,
            Self::EdDsa | Self::Ed25519 => KeyType::Ed25519,
        }
    }
}

/// Whoever makes signatures of one algorithm with one key: a key in memory, or what stands for one elsewhere.
pub trait Signer {
    /// The algorithm.
    fn algorithm(&self) -> Algorithm;

    /// The public half.
    fn public_jwk(&self) -> Jwk;

    /// A signature of the message: for `ES256` `r || s`, for Ed25519 `R || S`, both 64 bytes.
    fn sign(&self, message: &[u8]) -> [u8; 64];
}
