//! JWS compact serialisation (RFC 7515 §7.1), `ES256` only (RFC 7518 §3.4).

use super::jwk::{Jwk, Point};
use super::{COMPACT_SIZE, HEADER, JoseError, SigningKey, base64url, json};
use crate::hazmat::p256;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde_json::{Map, Value};

/// A JWS whose signature is good. `Debug` shows how long the payload is, never what it says.
#[derive(Clone, PartialEq, Eq)]
pub struct Verified {
    /// The protected header.
    pub header: Map<String, Value>,
    /// The payload, decoded.
    pub payload: Vec<u8>,
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Verified({} bytes)", self.payload.len())
    }
}

/// Signs a payload. `header` is a JSON object; its `alg` becomes `ES256` whatever it was, its members are written in
/// lexicographic order.
pub fn sign(header: &Value, payload: &[u8], key: &SigningKey) -> String {
    let mut members = header.as_object().cloned().unwrap_or_default();
    members.insert("alg".into(), "ES256".into());
    sign_text(&json::text(&Value::Object(members)), payload, key)
}

/// Signs a payload under a header that is already JSON and says `ES256`.
pub(crate) fn sign_text(header: &str, payload: &[u8], key: &SigningKey) -> String {
    let length = base64url::encoded_length(header.len())
        .saturating_add(base64url::encoded_length(payload.len()))
        .saturating_add(88);
    let mut compact = String::with_capacity(length);
    base64url::append(&mut compact, header.as_bytes());
    compact.push('.');
    base64url::append(&mut compact, payload);
    let signature = key.sign(compact.as_bytes());
    compact.push('.');
    base64url::append(&mut compact, &signature);
    compact
}

/// Verifies a signature: the header's `alg` must be `ES256`, and the key a P-256 key.
///
/// # Errors
/// [`JoseError::TooLarge`] over 1 MiB, [`JoseError::Malformed`] when it is not three parts of base64url with a JSON
/// object as header, [`JoseError::AlgorithmNotAllowed`] for every other `alg` (`none` too), or a key of another curve,
/// [`JoseError::CriticalHeader`] for `crit`, [`JoseError::SignatureInvalid`] when the signature is not good.
pub fn verify(compact: &str, key: &Jwk) -> Result<Verified, JoseError> {
    let parsed = Parsed::parse(compact)?;
    parsed.verify(key)?;
    Ok(Verified {
        payload: base64url::decode(parsed.payload)?,
        header: parsed.header,
    })
}

/// A JWS taken apart, its signature not looked at yet. For when the key depends on what the header says.
pub(crate) struct Parsed<'a> {
    pub(crate) header: Map<String, Value>,
    /// Still base64url.
    pub(crate) payload: &'a str,
    signing_input: &'a str,
    signature: [u8; 64],
}

impl<'a> Parsed<'a> {
    pub(crate) fn parse(compact: &'a str) -> Result<Self, JoseError> {
        if compact.len() > COMPACT_SIZE {
            return Err(JoseError::TooLarge);
        }
        let (signing_input, signature) = compact.rsplit_once('.').ok_or(THREE_PARTS)?;
        let (header, payload) = signing_input.split_once('.').ok_or(THREE_PARTS)?;
        if payload.contains('.') {
            return Err(THREE_PARTS);
        }
        let header = read_header(header)?;
        if header.get("alg").and_then(Value::as_str) != Some("ES256") {
            return Err(JoseError::AlgorithmNotAllowed);
        }
        // RFC 7518 §3.4: the signature is 64 bytes; another length is another signature, not another format.
        let signature =
            base64url::decode_array(signature).map_err(|_| JoseError::SignatureInvalid)?;
        Ok(Self {
            header,
            payload,
            signing_input,
            signature,
        })
    }

    pub(crate) fn verify(&self, key: &Jwk) -> Result<(), JoseError> {
        let Point::P256(public_key) = &key.0 else {
            return Err(JoseError::AlgorithmNotAllowed);
        };
        if p256::verify(public_key, self.signing_input.as_bytes(), &self.signature) {
            Ok(())
        } else {
            Err(JoseError::SignatureInvalid)
        }
    }
}

/// Reads a protected header and refuses `crit`.
pub(super) fn read_header(encoded: &str) -> Result<Map<String, Value>, JoseError> {
    if encoded.len() > base64url::encoded_length(HEADER.size) {
        return Err(JoseError::TooLarge);
    }
    let header = json::read_object(&base64url::decode(encoded)?, HEADER)?;
    if header.contains_key("crit") {
        return Err(JoseError::CriticalHeader);
    }
    Ok(header)
}

const THREE_PARTS: JoseError =
    JoseError::Malformed("three parts with dots between (RFC 7515 §7.1)");
