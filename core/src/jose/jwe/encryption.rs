use super::JoseError;
use crate::hazmat::aead::{self, NotAuthentic};
use crate::secret::Secret32;
use alloc::vec::Vec;
use core::fmt;
use core::hash::{Hash, Hasher};

/// The content encryption (`enc`, RFC 7518 §5.3).
///
/// Not an enumeration, so that a program has in it only those that it names: each is code of its own.
#[derive(Clone, Copy)]
pub struct Encryption(&'static Suite);

struct Suite {
    name: &'static str,
    key_bits: u32,
    seal: Seal,
}

type Seal = fn(&Secret32, &[u8; 12], &[u8], &[u8]) -> Result<Vec<u8>, NotAuthentic>;

impl Encryption {
    /// AES-128 in GCM.
    pub const A128GCM: Self = Self(&Suite {
        name: "A128GCM",
        key_bits: 128,
        seal: |key, nonce, aad, plaintext| aead::seal128(first(key)?, nonce, aad, plaintext),
    });
    /// AES-192 in GCM.
    pub const A192GCM: Self = Self(&Suite {
        name: "A192GCM",
        key_bits: 192,
        seal: |key, nonce, aad, plaintext| aead::seal192(first(key)?, nonce, aad, plaintext),
    });
    /// AES-256 in GCM.
    pub const A256GCM: Self = Self(&Suite {
        name: "A256GCM",
        key_bits: 256,
        seal: |key, nonce, aad, plaintext| aead::seal256(key.expose(), nonce, aad, plaintext),
    });

    /// The `enc` value (RFC 7518 §5.1).
    pub const fn as_str(self) -> &'static str {
        self.0.name
    }

    /// The content encryption with this `enc` value, compared exactly.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::A128GCM, Self::A192GCM, Self::A256GCM]
            .into_iter()
            .find(|encryption| encryption.as_str() == name)
    }

    pub(super) const fn key_bits(self) -> u32 {
        self.0.key_bits
    }

    pub(super) fn seal(
        self,
        key: &Secret32,
        nonce: &[u8; 12],
        aad: &[u8],
        plaintext: &[u8],
    ) -> Result<Vec<u8>, JoseError> {
        (self.0.seal)(key, nonce, aad, plaintext).map_err(|_| JoseError::TooLarge)
    }

    /// By the length of the key: to open is what a site does, and what seals has none of it.
    pub(super) fn open(
        self,
        key: &Secret32,
        nonce: &[u8; 12],
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Vec<u8>, NotAuthentic> {
        match self.key_bits() {
            128 => aead::open128(first(key)?, nonce, aad, sealed),
            192 => aead::open192(first(key)?, nonce, aad, sealed),
            _ => aead::open256(key.expose(), nonce, aad, sealed),
        }
    }
}

/// The beginning of a derived key (RFC 7518 §4.6.2); there are at least so many bytes.
fn first<const N: usize>(key: &Secret32) -> Result<&[u8; N], NotAuthentic> {
    key.expose().first_chunk().ok_or(NotAuthentic)
}

impl PartialEq for Encryption {
    fn eq(&self, other: &Self) -> bool {
        self.key_bits() == other.key_bits()
    }
}

impl Eq for Encryption {}

impl Hash for Encryption {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key_bits().hash(state);
    }
}

impl fmt::Debug for Encryption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
