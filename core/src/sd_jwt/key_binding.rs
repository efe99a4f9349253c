use super::{BINDING_TYPE, SdJwt};
use crate::hazmat::hash;
use crate::jose::{SigningKey, base64url, json, jws};
use crate::time::Timestamp;
use alloc::format;
use alloc::string::String;
use serde_json::Value;

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

impl SdJwt {
    /// Appends a key binding JWT, signed with the holder's key, the one in `cnf`: an SD-JWT+KB.
    pub fn bind(&self, binding: &KeyBinding<'_>, key: &SigningKey) -> String {
        let header = format!(r#"{{"alg":"ES256","typ":"{BINDING_TYPE}"}}"#);
        let payload = format!(
            r#"{{"iat":{},"aud":{},"nonce":{},"sd_hash":"{}"}}"#,
            binding.issued_at.as_unix(),
            json::text(&Value::from(binding.audience)),
            json::text(&Value::from(binding.nonce)),
            sd_hash(&self.0)
        );
        let jwt = jws::sign_text(&header, payload.as_bytes(), key);
        let mut presentation = String::with_capacity(self.0.len().saturating_add(jwt.len()));
        presentation.push_str(&self.0);
        presentation.push_str(&jwt);
        presentation
    }
}

/// `sd_hash`: over everything up to the last `~`, that one included (RFC 9901 §4.3.1).
pub(super) fn sd_hash(token: &str) -> String {
    base64url::encode(&hash::sha256(&[token.as_bytes()]))
}
