use super::{CredentialError, HolderKey, Issuer, OWN_TYPES, expected};
use crate::data::{Field, Kind, Record};
use crate::sd_jwt::{Held, SdJwtError, Verified};
use crate::secret::Secret32;
use crate::time::Timestamp;
use alloc::string::String;
use alloc::vec::Vec;
use serde_json::Value;

/// Receives a credential from an issuer (RFC 9901 §7.2, SD-JWT VC §2.4): its signature by the issuer's key, its rules as an SD-JWT
/// VC, its validity now, and that it is bound to one of `keys`, if to any. Gives the record to keep, whose label is empty.
///
/// # Errors
/// [`CredentialError`], the first rule that is broken.
pub fn receive(
    token: &str,
    issuer: &Issuer,
    keys: &[HolderKey],
    site_secret: &Secret32,
    now: Timestamp,
) -> Result<Record, CredentialError> {
    let token = token.trim();
    let (_, verified) = Held::receive(token, &expected(issuer, now))?;
    let text = |name| verified.claims.get(name).and_then(Value::as_str);
    let vct = text("vct").unwrap_or_default();
    if vct.trim() != vct || vct.is_empty() || vct.chars().any(char::is_control) {
        return Err(SdJwtError::Malformed("`vct` as a name").into());
    }
    if vct.starts_with(OWN_TYPES) {
        return Err(CredentialError::TypeReserved);
    }
    let iss = text("iss");
    if !issuer.may_be(iss) {
        return Err(CredentialError::IssuerMismatch);
    }
    let name = match issuer.name() {
        "" => iss.unwrap_or_default(),
        name => name,
    };
    let holder = holder(&verified, keys, site_secret)?;
    let mut record = Record::new(Kind::Credential)
        .with(Field::Credential, token)
        .with(Field::CredentialType, &types(&verified, vct))
        .with(Field::Issuer, name)
        .with(Field::IssuerProof, issuer.proof.as_str())
        .with(Field::IssuerKey, &issuer.key.to_json())
        .with(Field::IssuerAuthorities, &issuer.authorities.join("\n"))
        .with(Field::Received, &alloc::format!("{}", now.as_unix()));
    if let Some(holder) = holder {
        record.set(Field::HolderKey, &holder.to_text());
    }
    Ok(record)
}

/// The key that the credential is bound to; it has to be one of ours (RFC 7800 §3.2).
fn holder(
    verified: &Verified,
    keys: &[HolderKey],
    site_secret: &Secret32,
) -> Result<Option<HolderKey>, CredentialError> {
    if !verified.claims.contains_key("cnf") {
        return Ok(None);
    }
    let bound = verified.holder_key()?;
    let mut keys = keys.iter().copied();
    let ours = keys.find(|key| key.public_jwk(site_secret) == bound);
    ours.map(Some).ok_or(CredentialError::KeyNotOurs)
}

/// A line for each type that it says it is (SD-JWT VC §2.2.2.1, `aka_vcts`).
fn types(verified: &Verified, vct: &str) -> String {
    let others = verified.claims.get("aka_vcts").and_then(Value::as_array);
    let others = others.into_iter().flatten().filter_map(Value::as_str);
    let mut types: Vec<&str> = Vec::from([vct]);
    types.extend(others.filter(|other| *other != vct && !other.chars().any(char::is_control)));
    types.join("\n")
}
