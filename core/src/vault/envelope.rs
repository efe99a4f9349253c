//! The one way in which the vault seals anything: a key and a nonce derived from a secret and a salt that is fresh for
//! each message, and AES-256-GCM with associated data that says what the message is and where it belongs.
//!
//! Because the salt goes through HKDF together with the secret, every message has a key of its own, and no key ever
//! meets a nonce twice.

use crate::hazmat::aead::{self, NotAuthentic};
use crate::hazmat::hash;
use crate::label::Label;
use crate::secret::{Secret32, SecretBytes};
use alloc::vec::Vec;
use zeroize::Zeroizing;

/// What is sealed, and the place it belongs to.
pub(super) struct Purpose {
    key: Label,
    message: Label,
    place: Vec<u8>,
}

impl Purpose {
    /// `key` names the derivation, `message` what is sealed; the parts (vault, object, version) are bound into both.
    /// Each part has a length fixed by the label, so that two lists of parts never read the same.
    pub(super) fn new(key: Label, message: Label, parts: &[&[u8]]) -> Self {
        Self {
            key,
            message,
            place: parts.concat(),
        }
    }

    pub(super) fn associated_data(&self) -> Vec<u8> {
        [self.message.as_bytes(), &self.place].concat()
    }
}

/// Seals: `ciphertext || tag`, sixteen bytes longer than the plaintext.
pub(super) fn seal(
    secret: &Secret32,
    salt: &[u8],
    purpose: &Purpose,
    plaintext: &[u8],
) -> Result<Vec<u8>, NotAuthentic> {
    let mut key = Zeroizing::new([0; 32]);
    let nonce = derive(secret, salt, purpose, &mut key);
    aead::seal256(&key, &nonce, &purpose.associated_data(), plaintext)
}

/// Opens what [`seal`] made with the same secret, salt and purpose.
pub(super) fn open(
    secret: &Secret32,
    salt: &[u8],
    purpose: &Purpose,
    sealed: &[u8],
) -> Result<SecretBytes, NotAuthentic> {
    let mut opened = SecretBytes::default();
    open_into(secret, salt, purpose, sealed, &mut opened)?;
    Ok(opened)
}

/// The same into memory that is there already. When it does not open, what was in it is of no use.
pub(super) fn open_into(
    secret: &Secret32,
    salt: &[u8],
    purpose: &Purpose,
    sealed: &[u8],
    opened: &mut SecretBytes,
) -> Result<(), NotAuthentic> {
    let mut key = Zeroizing::new([0; 32]);
    let nonce = derive(secret, salt, purpose, &mut key);
    aead::open256_into(&key, &nonce, &purpose.associated_data(), sealed, opened)
}

/// The key alone, for a message that comes in parts which count their own nonces.
pub(super) fn key(secret: &Secret32, salt: &[u8], purpose: &Purpose) -> Secret32 {
    Secret32::fill_with(|key| {
        hash::derive_into(purpose.key, salt, secret, &[&purpose.place], key);
    })
}

/// The key goes to where it is used: a secret that is handed back by value leaves a copy of itself behind.
fn derive(secret: &Secret32, salt: &[u8], purpose: &Purpose, key: &mut [u8; 32]) -> [u8; 12] {
    let mut derived = Zeroizing::new([0; 44]);
    hash::derive_into(purpose.key, salt, secret, &[&purpose.place], &mut *derived);
    let mut nonce = [0; 12];
    for (place, byte) in key.iter_mut().chain(&mut nonce).zip(derived.iter()) {
        *place = *byte;
    }
    nonce
}
