//! Raw primitives, one file each, the only files that import the crate behind it.

pub(crate) mod aead;
pub(crate) mod hash;
pub(crate) mod p256;
pub(crate) mod x25519;
