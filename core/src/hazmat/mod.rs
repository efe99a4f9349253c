//! Raw primitives, one file each, the only files that import the crate behind it. Private: the rest of the core calls
//! envelopes (`vault`, `jose`), never these from outside.

pub(crate) mod aead;
pub(crate) mod aes;
pub(crate) mod argon2id;
pub(crate) mod ed25519;
pub(crate) mod hash;
pub(crate) mod p256;
pub(crate) mod p384;
pub(crate) mod rsa;
pub(crate) mod sha1;
pub(crate) mod tdes;
pub(crate) mod x25519;

#[cfg(test)]
mod vectors;
