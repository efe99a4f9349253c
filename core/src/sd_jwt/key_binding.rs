use super::{BINDING_TYPE, HashAlgorithm};
use crate::jose::jws::Unsigned;
use crate::jose::{Algorithm, Signer, json};
use crate::time::Timestamp;
use alloc::format;
use alloc::string::String;
use core::fmt;
use serde_json::Value;

/// An SD-JWT without key binding (RFC 9901 §4): `<JWS>~<disclosure>~…~`.
///
/// `Debug` shows its length only.
#[derive(Clone, PartialEq, Eq)]
pub struct SdJwt {
    text: String,
    hash: HashAlgorithm,
}

impl SdJwt {
    pub(super) const fn new(text: String, hash: HashAlgorithm) -> Self {
        Self { text, hash }
    }

    /// The compact serialisation, with the `~` at its end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Appends a key binding JWT, signed with the holder's key, the one in `cnf`: an SD-JWT+KB.
    pub fn bind(&self, binding: &KeyBinding<'_>, key: &impl Signer) -> String {
        let unbound = self.unbound(binding, key.algorithm());
        let signature = key.sign(unbound.message());
        unbound.finish(&signature)
    }

    /// [`SdJwt::bind`] for a key that signs elsewhere, such as on a card.
    pub fn unbound(&self, binding: &KeyBinding<'_>, algorithm: Algorithm) -> Unbound {
        let header = format!(
            r#"{{"alg":"{}","typ":"{BINDING_TYPE}"}}"#,
            algorithm.as_str()
        );
        let payload = format!(
            r#"{{"iat":{},"aud":{},"nonce":{},"sd_hash":"{}"}}"#,
            binding.issued_at.as_unix(),
            json::text(&Value::from(binding.audience)),
            json::text(&Value::from(binding.nonce)),
            // Over everything up to the last `~`, that one included (RFC 9901 §4.3.1).
            self.hash.digest(&self.text)
        );
        Unbound {
            token: self.text.clone(),
            binding: Unsigned::make(&header, payload.as_bytes()),
        }
    }
}

impl fmt::Debug for SdJwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SdJwt({} bytes)", self.text.len())
    }
}

/// For whom, for which request and when a presentation is made (RFC 9901 §4.3).
#[derive(Clone, Copy, Debug)]
pub struct KeyBinding<'a> {
    /// `aud`: over the Digital Credentials API `origin:` and the origin (OpenID4VP 1.0 §B.3.6, A.2).
    pub audience: &'a str,
    /// `nonce`: the request's.
    pub nonce: &'a str,
    /// `iat`.
    pub issued_at: Timestamp,
}

/// A presentation that waits for the signature of its key binding.
#[derive(Debug)]
pub struct Unbound {
    token: String,
    binding: Unsigned,
}

impl Unbound {
    /// What the holder's key is to sign.
    pub fn message(&self) -> &[u8] {
        self.binding.message()
    }

    /// The same as text, which it is (RFC 7515 §5.1 step 5).
    pub fn signing_input(&self) -> &str {
        self.binding.text()
    }

    /// [`Unbound::finish`] of a copy.
    pub(crate) fn signed(&self, signature: &[u8; 64]) -> String {
        let unbound = Self {
            token: self.token.clone(),
            binding: self.binding.clone(),
        };
        unbound.finish(signature)
    }

    /// The SD-JWT+KB, with the signature of [`Unbound::message`].
    pub fn finish(self, signature: &[u8; 64]) -> String {
        let jwt = self.binding.finish(signature);
        let mut presentation = self.token;
        presentation.reserve_exact(jwt.len());
        presentation.push_str(&jwt);
        presentation
    }
}
