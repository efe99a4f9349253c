use super::{ALWAYS_PLAIN, HashAlgorithm, SdJwt, SdJwtError, TOKEN_TYPE, is_reserved};
use crate::entropy::{Random, Seed};
use crate::jose::{Algorithm, Jwk, Signer, base64url, json, jws};
use crate::ordered;
use crate::time::Timestamp;
use alloc::format;
use alloc::string::String;
use core::fmt;
use serde_json::{Map, Value};

/// One claim to be issued. All of them are selectively disclosable, and all of them are disclosed.
///
/// `Debug` shows the path, never the value.
#[derive(Clone, Copy)]
pub struct Claim<'a> {
    /// The names that lead to it from the top: `["address", "locality"]`. What is above the last name stays open
    /// (RFC 9901 §6.2, structured).
    pub path: &'a [&'a str],
    /// Its value, any JSON.
    pub value: &'a Value,
}

impl fmt::Debug for Claim<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// What a self-asserted token says (`docs/release-profile.md`).
#[derive(Clone, Copy, Debug)]
pub struct Issuance<'a> {
    /// The type of the credential (SD-JWT VC §2.2.2.1).
    pub vct: &'a str,
    /// `iat`.
    pub issued_at: Timestamp,
    /// `exp`.
    pub expires_at: Timestamp,
    /// The claims that the person agreed to, no others: what is not disclosed is not even hashed into the token.
    pub claims: &'a [Claim<'a>],
}

/// Names above a claim, at most.
const DEPTH: usize = 8;

/// Makes a self-asserted token under `key`, whose `did:jwk` is the issuer and whose public half is the holder's key.
///
/// The header is `alg`, `typ`, `kid`; the payload `iss`, `vct`, `iat`, `exp`, `cnf`, then `_sd_alg` and the digests if
/// there is a claim at all (SD-JWT VC §2.2.2.5). Each claim has a salt of 128 bits from the seed (RFC 9901 §9.3), and
/// each `_sd` is sorted (§4.2.4.1).
///
/// # Errors
/// [`SdJwtError::ClaimInvalid`] for a path that is empty, longer than eight names or has a reserved name in it
/// (`_sd`, `...`, `_sd_alg`; at the top also what a token says of itself), for a claim twice or above another one, and
/// for a value with a reserved name inside of it.
pub fn issue(issuance: &Issuance<'_>, key: &impl Signer, seed: Seed) -> Result<SdJwt, SdJwtError> {
    let mut random = seed.expand();
    let mut root = Group::default();
    let mut disclosures = String::new();
    for claim in issuance.claims {
        let (name, above) = check_claim(claim)?;
        let group = root.descend(above)?;
        group.claim(name)?;
        let start = disclosures.len();
        append_disclosure(&mut disclosures, Some(name), claim.value, &mut random);
        let text = disclosures.get(start..).unwrap_or_default();
        let digest = HashAlgorithm::SHA256.digest(text);
        group.digests.insert(digest, Value::Null);
        disclosures.push('~');
    }

    let jwk = key.public_jwk();
    let header = header(key.algorithm(), &jwk);
    let payload = payload(issuance, &jwk, &mut root);
    let mut token = jws::sign_text(&header, payload.as_bytes(), key);
    token.reserve_exact(disclosures.len().saturating_add(1));
    token.push('~');
    token.push_str(&disclosures);
    Ok(SdJwt::new(token, HashAlgorithm::SHA256))
}

/// Writes a disclosure: salt, name and value (RFC 9901 §4.2.1), or salt and value for an element of an array (§4.2.2).
pub(super) fn append_disclosure(
    text: &mut String,
    name: Option<&str>,
    value: &Value,
    random: &mut Random,
) {
    let salt: [u8; 16] = random.make();
    let mut json = String::with_capacity(128);
    json.push_str("[\"");
    base64url::append(&mut json, &salt);
    json.push('"');
    if let Some(name) = name {
        json.push(',');
        json::append_string(&mut json, name);
    }
    json.push(',');
    json::append(&mut json, value);
    json.push(']');
    base64url::append(text, json.as_bytes());
}

fn header(algorithm: Algorithm, jwk: &Jwk) -> String {
    format!(
        r#"{{"alg":"{}","typ":"{TOKEN_TYPE}","kid":"{}#0"}}"#,
        algorithm.as_str(),
        jwk.to_did()
    )
}

fn payload(issuance: &Issuance<'_>, jwk: &Jwk, root: &mut Group<'_>) -> String {
    let mut payload = format!(
        r#"{{"iss":"{}","vct":{},"iat":{},"exp":{},"cnf":{{"jwk":{}}}"#,
        jwk.to_did(),
        json::text(&Value::from(issuance.vct)),
        issuance.issued_at.as_unix(),
        issuance.expires_at.as_unix(),
        jwk.to_json()
    );
    if !issuance.claims.is_empty() {
        payload.push_str(r#","_sd_alg":"sha-256","#);
        root.write(&mut payload);
    }
    payload.push('}');
    payload
}

/// An object of the payload: the digests of its disclosable members, and the objects inside of it that stay open.
///
/// In trees of the one kind that reading JSON brings along, and in a row: each other kind is a kilobyte more in the browser's module.
#[derive(Default)]
struct Group<'a> {
    digests: Map<String, Value>,
    claims: Map<String, Value>,
    groups: ordered::Map<&'a str, Group<'a>>,
}

impl<'a> Group<'a> {
    fn descend(&mut self, path: &[&'a str]) -> Result<&mut Self, SdJwtError> {
        let mut group = self;
        for name in path {
            if group.claims.contains_key(*name) {
                return Err(SdJwtError::ClaimInvalid);
            }
            group = group
                .groups
                .get_or_default(name)
                .ok_or(SdJwtError::ClaimInvalid)?;
        }
        Ok(group)
    }

    /// Takes a name, which must be free.
    fn claim(&mut self, name: &'a str) -> Result<(), SdJwtError> {
        let is_group = self.groups.get(&name).is_some();
        if is_group || self.claims.insert(name.into(), Value::Null).is_some() {
            return Err(SdJwtError::ClaimInvalid);
        }
        Ok(())
    }

    /// Writes the members with commas between, without the braces around them.
    fn write(&mut self, payload: &mut String) {
        let mut separator = "";
        if !self.digests.is_empty() {
            payload.push_str("\"_sd\":[");
            for digest in self.digests.keys() {
                payload.push_str(separator);
                payload.push('"');
                payload.push_str(digest);
                payload.push('"');
                separator = ",";
            }
            payload.push(']');
        }
        for (name, group) in self.groups.iter_mut() {
            payload.push_str(separator);
            payload.push_str(&json::text(&Value::from(*name)));
            payload.push_str(":{");
            group.write(payload);
            payload.push('}');
            separator = ",";
        }
    }
}

/// The claim's own name and the names above it.
fn check_claim<'a>(claim: &Claim<'a>) -> Result<(&'a str, &'a [&'a str]), SdJwtError> {
    let (name, above) = claim.path.split_last().ok_or(SdJwtError::ClaimInvalid)?;
    let first = claim.path.first().copied().unwrap_or_default();
    let of_the_token = ALWAYS_PLAIN.contains(&first) || first == "iat";
    if of_the_token
        || above.len() > DEPTH
        || claim.path.iter().any(|name| is_reserved(name))
        || has_reserved_name(claim.value, DEPTH)
    {
        return Err(SdJwtError::ClaimInvalid);
    }
    Ok((name, above))
}

/// Whether a reserved name stands anywhere in the value, or the value is nested more deeply than `depth`.
pub(super) fn has_reserved_name(value: &Value, depth: usize) -> bool {
    let Some(below) = depth.checked_sub(1) else {
        return value.is_array() || value.is_object();
    };
    match value {
        Value::Array(items) => items.iter().any(|item| has_reserved_name(item, below)),
        Value::Object(members) => members
            .iter()
            .any(|(name, value)| is_reserved(name) || has_reserved_name(value, below)),
        _ => false,
    }
}
