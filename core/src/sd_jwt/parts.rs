use super::SdJwtError;
use super::process::VALUE;
use crate::jose::base64url;
use crate::jose::json::{self, Limits};
use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use serde_json::{Map, Value};

/// `<JWS>~<disclosure>~…~` and the key binding, if any (RFC 9901 §4).
pub(super) struct Parts<'a> {
    pub(super) jwt: &'a str,
    pub(super) disclosures: Vec<&'a str>,
    /// Everything up to the last `~`, that one included.
    pub(super) token: &'a str,
    pub(super) binding: Option<&'a str>,
}

impl<'a> Parts<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, SdJwtError> {
        const TILDE: SdJwtError = SdJwtError::Malformed("parts with `~` after each");
        if text.len() > VALUE.size {
            return Err(SdJwtError::TooLarge);
        }
        let (inner, last) = text.rsplit_once('~').ok_or(TILDE)?;
        let mut parts = inner.split('~');
        let jwt = parts.next().ok_or(TILDE)?;
        let disclosures: Vec<_> = parts.collect();
        if disclosures.iter().any(|part| part.is_empty()) {
            return Err(SdJwtError::Malformed("no empty disclosure"));
        }
        Ok(Self {
            jwt,
            disclosures,
            token: text.strip_suffix(last).unwrap_or(text),
            binding: Some(last).filter(|binding| !binding.is_empty()),
        })
    }
}

/// A disclosure in a header in a signature in the list of them.
const JSON: Limits = Limits {
    size: VALUE.size,
    depth: 12,
};

/// The token in the compact serialisation, whichever of the two it came in; what stands around it is left out.
///
/// # Errors
/// [`parse_json`]'s, for what begins as JSON does. Anything else is given as it is.
pub fn compact(text: &str) -> Result<Cow<'_, str>, SdJwtError> {
    let text = text.trim();
    if text.starts_with('{') {
        parse_json(text).map(Cow::Owned)
    } else {
        Ok(Cow::Borrowed(text))
    }
}

/// Reads an SD-JWT or SD-JWT+KB in JSON (RFC 9901 §8), flattened or general, and gives it in the compact serialisation, which says the
/// same: `disclosures` and `kb_jwt` are members of the unprotected header, and `sd_hash` is over the compact form. Of several signatures
/// the first is the one that counts, as §8 has it.
///
/// # Errors
/// [`SdJwtError::Malformed`] for any other shape, and for `disclosures` or `kb_jwt` in the header of another signature than the first;
/// [`SdJwtError::TooLarge`] over 1 MiB.
pub fn parse_json(text: &str) -> Result<String, SdJwtError> {
    let members = json::read_object(text.as_bytes(), JSON).map_err(|error| match error {
        json::JsonError::TooLarge | json::JsonError::TooDeep => SdJwtError::TooLarge,
        _ => SdJwtError::Malformed("a JSON object with each member name once"),
    })?;
    let first = match members.get("signatures") {
        None => &members,
        Some(_)
            if ["signature", "protected", "header"]
                .iter()
                .any(|name| members.contains_key(*name)) =>
        {
            return Err(SdJwtError::Malformed("general or flattened, not both"));
        }
        Some(signatures) => first_signature(signatures)?,
    };
    let header = match first.get("header") {
        None => &Map::new(),
        Some(header) => header.as_object().ok_or(HEADER)?,
    };
    let mut compact = String::with_capacity(text.len());
    for (holder, name, separator) in [
        (first, "protected", '.'),
        (&members, "payload", '.'),
        (first, "signature", '~'),
    ] {
        let part = holder.get(name).ok_or(HEADER)?;
        push(&mut compact, part, separator)?;
    }
    if let Some(disclosures) = header.get("disclosures") {
        for disclosure in disclosures.as_array().ok_or(HEADER)? {
            push(&mut compact, disclosure, '~')?;
        }
    }
    if let Some(binding) = header.get("kb_jwt") {
        let binding = binding.as_str().filter(|binding| !binding.is_empty());
        let parts = binding.ok_or(HEADER)?.split('.');
        for part in parts {
            push(&mut compact, &Value::from(part), '.')?;
        }
        compact.pop();
    }
    Ok(compact)
}

/// The first signature of a general serialisation; the others may not bring disclosures along.
fn first_signature(signatures: &Value) -> Result<&Map<String, Value>, SdJwtError> {
    let mut signatures = signatures.as_array().ok_or(HEADER)?.iter();
    let first = signatures.next().and_then(Value::as_object);
    for other in signatures {
        let header = other.get("header");
        if ["disclosures", "kb_jwt"]
            .iter()
            .any(|name| header.is_some_and(|header| header.get(name).is_some()))
        {
            return Err(SdJwtError::Malformed(
                "`disclosures` and `kb_jwt` with the first signature only",
            ));
        }
    }
    first.ok_or(HEADER)
}

/// Only base64url goes on: whatever else there were could be taken for the marks between the parts.
fn push(compact: &mut String, part: &Value, separator: char) -> Result<(), SdJwtError> {
    let part = part.as_str().filter(|part| base64url::decode(part).is_ok());
    compact.push_str(part.ok_or(HEADER)?);
    compact.push(separator);
    Ok(())
}

const HEADER: SdJwtError =
    SdJwtError::Malformed("the members of RFC 9901 §8, each of its type, in base64url");
