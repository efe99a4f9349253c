//! What `response_mode` and `client_metadata` say about the answer: how it is protected (OpenID4VP 1.0 §5.1, §8.3, Appendix A.2).

use super::{RequestError, Site};
use crate::jose::jwe::{Encryption, Recipient};
use crate::jose::{JoseError, Jwk, KeyUse};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde_json::{Map, Value};

/// How the answer goes out.
#[derive(Clone)]
pub(super) enum Answer {
    /// `dc_api`, `direct_post`: readable by whatever stands between the wallet and the site's server.
    Plain,
    /// `dc_api.jwt`, `direct_post.jwt`: encrypted to a key of the site.
    Encrypted {
        recipient: Recipient,
        encryption: Encryption,
    },
}

/// The most keys in `client_metadata.jwks`.
const MAX_KEYS: usize = 16;
/// The longest `kid`, in bytes: it comes back in the header.
const MAX_KID_BYTES: usize = 256;
/// The most algorithm names in one list.
const MAX_NAMES: usize = 64;

impl Answer {
    /// Reads both parameters. A page is answered by the Digital Credentials API (Appendix A.2), a link by a post (§8.2).
    pub(super) fn read(parameters: &Map<String, Value>, site: &Site) -> Result<Self, RequestError> {
        let mode = parameters.get("response_mode").and_then(Value::as_str);
        let (plain, encrypted) = match site {
            Site::Page(_) => ("dc_api", "dc_api.jwt"),
            Site::Link(_) => ("direct_post", "direct_post.jwt"),
        };
        let metadata = match parameters.get("client_metadata") {
            None => &Map::new(),
            Some(metadata) => metadata
                .as_object()
                .ok_or(RequestError::MetadataInvalid("client_metadata: an object"))?,
        };
        let answer = match mode {
            Some(mode) if mode == plain => Self::Plain,
            Some(mode) if mode == encrypted => Self::Encrypted {
                recipient: recipient(metadata)?,
                encryption: encryption(metadata)?,
            },
            _ => return Err(RequestError::ResponseModeUnsupported),
        };
        Ok(answer)
    }

    pub(super) const fn is_encrypted(&self) -> bool {
        matches!(self, Self::Encrypted { .. })
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain => f.write_str("plain"),
            Self::Encrypted { encryption, .. } => {
                write!(f, "encrypted({})", encryption.as_str())
            }
        }
    }
}

/// The first key that we can agree with (§8.3: chosen by `kty`, `use` and `alg`). A key that names what we have and
/// is no such key, wherever it stands, spoils the request: nobody sends one by accident.
fn recipient(metadata: &Map<String, Value>) -> Result<Recipient, RequestError> {
    let expected = RequestError::MetadataInvalid("jwks: an object with an array of keys");
    let keys = match metadata.get("jwks") {
        None => return Err(RequestError::EncryptionKeyMissing),
        Some(jwks) => jwks.get("keys").and_then(Value::as_array).ok_or(expected)?,
    };
    if keys.is_empty() {
        return Err(RequestError::EncryptionKeyMissing);
    }
    if keys.len() > MAX_KEYS {
        return Err(RequestError::LimitExceeded("keys"));
    }
    if !keys.iter().all(Value::is_object) {
        return Err(expected);
    }
    let mut recipients = Vec::new();
    for key in keys.iter().filter(|key| is_supported(key)) {
        recipients.extend(read_key(key)?);
    }
    let mut seen: Vec<Option<&str>> = Vec::new();
    for Recipient { kid, .. } in &recipients {
        if seen.contains(&kid.as_deref()) {
            return Err(RequestError::EncryptionKeyInvalid);
        }
        seen.push(kid.as_deref());
    }
    let first = recipients.into_iter().next();
    first.ok_or(RequestError::AlgorithmUnsupported)
}

/// Whether a key says that it is of a kind that we have. `alg` has to be there (§8.3).
fn is_supported(key: &Value) -> bool {
    let member = |name| key.get(name).and_then(Value::as_str);
    let curve = matches!(
        (member("kty"), member("crv")),
        (Some("EC"), Some("P-256")) | (Some("OKP"), Some("X25519"))
    );
    curve && member("alg") == Some("ECDH-ES")
}

/// A key with its `kid`, which each has to have (§5.1); `None` for one that is not for encryption.
fn read_key(key: &Value) -> Result<Option<Recipient>, RequestError> {
    let jwk = match Jwk::parse_for(key, KeyUse::Agreement) {
        Ok(jwk) => jwk,
        Err(JoseError::AlgorithmNotAllowed) => return Ok(None),
        Err(_) => return Err(RequestError::EncryptionKeyInvalid),
    };
    let kid = key.get("kid").and_then(Value::as_str);
    let kid = kid
        .filter(|kid| (1..=MAX_KID_BYTES).contains(&kid.len()))
        .ok_or(RequestError::EncryptionKeyInvalid)?;
    Ok(Some(Recipient {
        jwk,
        kid: Some(kid.into()),
    }))
}

/// The longest key that the site takes; A128GCM is the default only where it says nothing (§8.3).
fn encryption(metadata: &Map<String, Value>) -> Result<Encryption, RequestError> {
    let Some(names) = metadata.get("encrypted_response_enc_values_supported") else {
        return Ok(Encryption::A128GCM);
    };
    let expected = "encrypted_response_enc_values_supported: a non-empty array of strings";
    let names = names_of(names, expected)?;
    [
        Encryption::A256GCM,
        Encryption::A192GCM,
        Encryption::A128GCM,
    ]
    .into_iter()
    .find(|encryption| names.contains(&encryption.as_str()))
    .ok_or(RequestError::AlgorithmUnsupported)
}

pub(super) fn names_of<'a>(
    value: &'a Value,
    expected: &'static str,
) -> Result<Vec<&'a str>, RequestError> {
    let names = value.as_array().filter(|names| !names.is_empty());
    let names = names.ok_or(RequestError::MetadataInvalid(expected))?;
    if names.len() > MAX_NAMES {
        return Err(RequestError::LimitExceeded("algorithm names"));
    }
    let names = names.iter().map(Value::as_str).collect::<Option<_>>();
    names.ok_or(RequestError::MetadataInvalid(expected))
}
