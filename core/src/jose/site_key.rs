use super::{Algorithm, Ed25519Key, Jwk, Signer, SigningKey};
use crate::secret::Secret32;

/// The pairwise key of one site, of the kind that the site can verify. Each kind has a derivation of its own, so that no secret serves two
/// algorithms.
#[derive(Debug)]
pub(crate) enum SiteKey {
    P256(SigningKey),
    Ed25519(Ed25519Key),
}

impl SiteKey {
    /// [`SigningKey::derive`] or [`Ed25519Key::derive`].
    pub(crate) fn derive(algorithm: Algorithm, site_secret: &Secret32, origin: &str) -> Self {
        match algorithm {
            Algorithm::Es256 => Self::P256(SigningKey::derive(site_secret, origin)),
            Algorithm::EdDsa | Algorithm::Ed25519 => {
                Self::Ed25519(Ed25519Key::derive(algorithm, site_secret, origin))
            }
        }
    }
}

impl Signer for SiteKey {
    fn algorithm(&self) -> Algorithm {
        match self {
            Self::P256(key) => key.algorithm(),
            Self::Ed25519(key) => key.algorithm(),
        }
    }

    fn public_jwk(&self) -> Jwk {
        match self {
            Self::P256(key) => key.public_jwk(),
            Self::Ed25519(key) => key.public_jwk(),
        }
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        match self {
            Self::P256(key) => key.sign(message),
            Self::Ed25519(key) => key.sign(message),
        }
    }
}
