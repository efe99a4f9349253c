use super::{Unverified, read_header};
use crate::jose::json::{self, Limits};
use crate::jose::{COMPACT_SIZE, JoseError};
use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde_json::{Map, Value};

/// A JWS in JSON: general, with any number of signatures (RFC 7515 §7.2.1), or flattened, with one (§7.2.2).
///
/// ```
/// use hailstone_core::jose::{Jwk, jws};
/// let text = r#"{"payload":"RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc","signatures":[{"protected":"eyJhbGciOiJFZERTQSJ9","signature":"hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"}]}"#;
/// let key = Jwk::parse_text(r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#)?;
/// let signed = jws::Json::parse_text(text)?;
/// // One signature of an algorithm that we have not says nothing about the others.
/// let verified = signed.signatures().flatten().find_map(|signature| signature.verify(&key).ok());
/// assert_eq!(verified.map(|verified| verified.payload), Some(b"Example of Ed25519 signing".to_vec()));
/// # Ok::<(), hailstone_core::jose::JoseError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Json {
    /// In base64url.
    payload: String,
    signatures: Vec<Entry>,
}

#[derive(Clone, PartialEq, Eq)]
struct Entry {
    /// In base64url; empty where it is absent, which is a header without an algorithm.
    protected: String,
    header: Map<String, Value>,
    signature: String,
}

/// The JSON around: a header inside of a signature inside of the list.
const TEXT: Limits = Limits {
    size: COMPACT_SIZE,
    depth: 12,
};

/// The most signatures of one payload.
const MAX_SIGNATURES: usize = 16;

impl Json {
    /// Reads the JSON text of either serialisation.
    ///
    /// # Errors
    /// [`JoseError::Malformed`] when it is not a JSON object with each name once; else as [`Json::parse`].
    pub fn parse_text(text: &str) -> Result<Self, JoseError> {
        Self::parse(&json::read_object(text.as_bytes(), TEXT)?)
    }

    /// Reads the members of either serialisation; what else there is in it is ignored (§7.2.1), but for `signatures` beside
    /// `signature`, which is neither.
    ///
    /// # Errors
    /// [`JoseError::Malformed`] for a member that is missing or has another type, for no signature at all, and for both
    /// serialisations in one; [`JoseError::TooLarge`] for more than 16 signatures or 1 MiB.
    pub fn parse(members: &Map<String, Value>) -> Result<Self, JoseError> {
        let payload = text(members, "payload")?;
        let signatures = match members.get("signatures") {
            None => Vec::from([entry(members)?]),
            Some(_)
                if ["signature", "protected", "header"]
                    .iter()
                    .any(|name| members.contains_key(*name)) =>
            {
                return Err(JoseError::Malformed("general or flattened, not both"));
            }
            Some(Value::Array(entries)) if entries.len() > MAX_SIGNATURES => {
                return Err(JoseError::TooLarge);
            }
            Some(Value::Array(entries)) if !entries.is_empty() => entries
                .iter()
                .map(|value| entry(value.as_object().ok_or(SIGNATURES)?))
                .collect::<Result<_, _>>()?,
            Some(_) => return Err(SIGNATURES),
        };
        let read = Self {
            payload: payload.into(),
            signatures,
        };
        let size = read
            .signatures
            .iter()
            .fold(read.payload.len(), |size, entry| {
                size.saturating_add(entry.protected.len())
            });
        if size > COMPACT_SIZE {
            return Err(JoseError::TooLarge);
        }
        Ok(read)
    }

    /// Each signature with the payload, in their order; an error for one that is not of ours, which says nothing about the next.
    pub fn signatures(&self) -> impl ExactSizeIterator<Item = Result<Unverified<'_>, JoseError>> {
        self.signatures.iter().map(|entry| self.unverified(entry))
    }

    fn unverified(&self, entry: &Entry) -> Result<Unverified<'_>, JoseError> {
        let protected = match entry.protected.as_str() {
            "" => Map::new(),
            encoded => read_header(encoded)?,
        };
        if entry.header.contains_key("crit") {
            return Err(JoseError::CriticalHeader);
        }
        if protected.keys().any(|name| entry.header.contains_key(name)) {
            return Err(JoseError::Malformed(
                "no name in both headers (RFC 7515 §7.2.1)",
            ));
        }
        let mut input = String::with_capacity(
            entry
                .protected
                .len()
                .saturating_add(self.payload.len())
                .saturating_add(1),
        );
        input.push_str(&entry.protected);
        input.push('.');
        let payload_at = input.len();
        input.push_str(&self.payload);
        let header = entry.header.clone();
        Unverified::new(
            protected,
            header,
            Cow::Owned(input),
            payload_at,
            &entry.signature,
        )
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({} signatures)", self.signatures.len())
    }
}

fn entry(members: &Map<String, Value>) -> Result<Entry, JoseError> {
    let protected = match members.get("protected") {
        None => "",
        Some(_) => text(members, "protected")?,
    };
    let header = match members.get("header") {
        None => Map::new(),
        Some(Value::Object(header)) => header.clone(),
        Some(_) => return Err(JoseError::Malformed("`header` as an object")),
    };
    Ok(Entry {
        protected: protected.into(),
        header,
        signature: text(members, "signature")?.into(),
    })
}

fn text<'a>(members: &'a Map<String, Value>, name: &str) -> Result<&'a str, JoseError> {
    let member = members.get(name).and_then(Value::as_str);
    member.ok_or(JoseError::Malformed(
        "`payload`, `protected` and `signature` as text",
    ))
}

const SIGNATURES: JoseError = JoseError::Malformed("`signatures` as an array of objects");
