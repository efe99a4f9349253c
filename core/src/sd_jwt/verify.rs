//! The verification of a presentation (RFC 9901 §7.3), of what an issuer hands out (§7.2), and of a self-asserted
//! presentation. What is asked for is fixed before the token is looked at.

use super::process::{VALUE, process, process_credential};
use super::{BINDING_TYPE, SdJwtError, TOKEN_TYPE, key_binding};
use crate::jose::jws::Unverified;
use crate::jose::{JoseError, Jwk, KeyUse, json};
use crate::time::Timestamp;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde_json::{Map, Value};

/// What is expected of the issuer-signed part.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The issuer's key. That it belongs to the issuer whom the token names is the caller's to know.
    pub issuer: &'a Jwk,
    /// The header's `typ`, compared exactly. With `dc+sd-jwt` the rules of credentials hold too: there is a `vct`, and
    /// what a credential says of itself is not selectively disclosed.
    pub typ: &'a str,
    /// The time now.
    pub now: Timestamp,
    /// By how many seconds clocks may differ.
    pub leeway: u64,
    /// Who the token itself must be for, if it has an `aud`. `None`: it may not have one.
    pub audience: Option<&'a str>,
    /// Claims that must be there after processing, such as `exp`: one that was withheld limits nothing (RFC 9901 §9.7).
    pub required: &'a [&'static str],
}

/// Whether a presentation must be bound to its holder's key, decided before it is looked at (RFC 9901 §9.5).
#[derive(Clone, Copy, Debug)]
pub enum Binding<'a> {
    /// A key binding is not looked at, whether there is one or not.
    NotRequired,
    /// A key binding for this audience and this nonce must be there.
    Required {
        /// `aud`, compared exactly.
        audience: &'a str,
        /// `nonce`, compared exactly.
        nonce: &'a str,
        /// For how many seconds after its `iat` it is good.
        max_age: u64,
    },
}

/// What a token says, after verification. `Debug` shows how many claims there are, never what they say.
#[derive(Clone, PartialEq, Eq)]
pub struct Verified {
    /// The protected header of the issuer-signed JWT.
    pub header: Map<String, Value>,
    /// The processed payload: the open claims and the disclosed ones, without digests.
    pub claims: Map<String, Value>,
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Verified({} claims)", self.claims.len())
    }
}

/// Verifies a presentation (RFC 9901 §7.3).
///
/// # Errors
/// [`SdJwtError`], each variant for the step that failed. Nothing of the token is to be used then.
pub fn verify(
    presentation: &str,
    expected: &Expected<'_>,
    binding: &Binding<'_>,
) -> Result<Verified, SdJwtError> {
    let parts = Parts::parse(presentation)?;
    if matches!(binding, Binding::Required { .. }) && parts.binding.is_none() {
        return Err(SdJwtError::BindingMissing);
    }
    let jwt = parse_jwt(parts.jwt)?;
    let verified = verify_token(jwt, &parts.disclosures, expected)?;
    verify_binding(&parts, &verified.claims, expected, binding)?;
    Ok(verified)
}

/// Verifies what an issuer hands out (RFC 9901 §7.2 step 1).
///
/// # Errors
/// [`SdJwtError::BindingUnexpected`] when there is a key binding; else as [`verify`].
pub fn verify_issued(token: &str, expected: &Expected<'_>) -> Result<Verified, SdJwtError> {
    let parts = Parts::parse(token)?;
    if parts.binding.is_some() {
        return Err(SdJwtError::BindingUnexpected);
    }
    verify_token(parse_jwt(parts.jwt)?, &parts.disclosures, expected)
}

/// What a site expects of a self-asserted presentation (`docs/release-profile.md`).
#[derive(Clone, Copy, Debug)]
pub struct SelfAsserted<'a> {
    /// The type of credential, one of those that people may assert themselves. A `did:jwk` issuer is nobody in
    /// particular: for any other type it must not be accepted.
    pub vct: &'a str,
    /// The key binding's `aud`.
    pub audience: &'a str,
    /// The key binding's `nonce`.
    pub nonce: &'a str,
    /// The time now.
    pub now: Timestamp,
    /// By how many seconds clocks may differ.
    pub leeway: u64,
    /// For how many seconds a presentation is good.
    pub max_age: u64,
}

/// Verifies a self-asserted presentation: the issuer is the `did:jwk` of the key that signed it, and the holder's key is
/// the same one.
///
/// # Errors
/// [`SdJwtError::TokenInvalid`] when `kid` is no `did:jwk` of a P-256 key; [`SdJwtError::IssuerWrong`] when `iss` or
/// `cnf` is not that key; [`SdJwtError::ClaimMissing`] when there is no `exp`; [`SdJwtError::VctWrong`]; else as
/// [`verify`].
pub fn verify_self_asserted(
    presentation: &str,
    expected: &SelfAsserted<'_>,
) -> Result<Verified, SdJwtError> {
    let parts = Parts::parse(presentation)?;
    if parts.binding.is_none() {
        return Err(SdJwtError::BindingMissing);
    }
    let jwt = parse_jwt(parts.jwt)?;
    let kid = jwt.header().get("kid").and_then(Value::as_str);
    let did = kid
        .and_then(|kid| kid.strip_suffix("#0"))
        .filter(|did| !did.contains('#'))
        .ok_or(SdJwtError::TokenInvalid(JoseError::KeyInvalid(
            "`kid` with a `did:jwk` and `#0`",
        )))?;
    // Its own text, not the spelling that we would have chosen: the method keeps it verbatim.
    let did = String::from(did);
    let issuer = Jwk::parse_did(&did).map_err(SdJwtError::TokenInvalid)?;
    let token = Expected {
        issuer: &issuer,
        typ: TOKEN_TYPE,
        now: expected.now,
        leeway: expected.leeway,
        audience: None,
        required: &["exp"],
    };
    let verified = verify_token(jwt, &parts.disclosures, &token)?;
    let claims = &verified.claims;
    if claims.get("iss").and_then(Value::as_str) != Some(&did) {
        return Err(SdJwtError::IssuerWrong);
    }
    if claims.get("vct").and_then(Value::as_str) != Some(expected.vct) {
        return Err(SdJwtError::VctWrong);
    }
    if holder_key(claims)? != issuer {
        return Err(SdJwtError::IssuerWrong);
    }
    let binding = Binding::Required {
        audience: expected.audience,
        nonce: expected.nonce,
        max_age: expected.max_age,
    };
    verify_binding(&parts, claims, &token, &binding)?;
    Ok(verified)
}

/// `<JWS>~<disclosure>~…~` and the key binding, if any (RFC 9901 §4).
struct Parts<'a> {
    jwt: &'a str,
    disclosures: Vec<&'a str>,
    /// Everything up to the last `~`, that one included.
    token: &'a str,
    binding: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn parse(text: &'a str) -> Result<Self, SdJwtError> {
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

fn parse_jwt(text: &str) -> Result<Unverified<'_>, SdJwtError> {
    Unverified::parse(text).map_err(SdJwtError::TokenInvalid)
}

/// RFC 9901 §7.1.
fn verify_token(
    jwt: Unverified<'_>,
    disclosures: &[&str],
    expected: &Expected<'_>,
) -> Result<Verified, SdJwtError> {
    let payload = verified_payload(&jwt, expected.issuer).map_err(SdJwtError::TokenInvalid)?;
    if jwt.header().get("typ").and_then(Value::as_str) != Some(expected.typ) {
        return Err(SdJwtError::TypeWrong);
    }
    let claims = if expected.typ == TOKEN_TYPE {
        let claims = process_credential(payload, disclosures)?;
        if !claims.get("vct").is_some_and(Value::is_string) {
            return Err(SdJwtError::ClaimMissing("vct"));
        }
        claims
    } else {
        process(payload, disclosures)?
    };
    check_validity(&claims, expected)?;
    Ok(Verified {
        header: jwt.header().clone(),
        claims,
    })
}

fn verified_payload(jwt: &Unverified<'_>, key: &Jwk) -> Result<Map<String, Value>, JoseError> {
    jwt.check(key)?;
    Ok(json::read_object(&jwt.payload()?, VALUE)?)
}

/// RFC 9901 §7.1 step 6. Times are whole seconds.
fn check_validity(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<(), SdJwtError> {
    for name in expected.required {
        if !claims.contains_key(*name) {
            return Err(SdJwtError::ClaimMissing(name));
        }
    }
    if has_ended(claims, expected)? {
        return Err(SdJwtError::Expired);
    }
    if has_not_begun(claims, expected)? {
        return Err(SdJwtError::NotYetValid);
    }
    let names_us = |value: &Value| {
        value
            .as_str()
            .is_some_and(|aud| expected.audience == Some(aud))
    };
    let is_for_us = match claims.get("aud") {
        None => true,
        Some(Value::Array(audiences)) => audiences.iter().any(names_us),
        Some(audience) => names_us(audience),
    };
    if is_for_us {
        Ok(())
    } else {
        Err(SdJwtError::AudienceWrong)
    }
}

/// RFC 9901 §7.3 step 5.
fn verify_binding(
    parts: &Parts<'_>,
    claims: &Map<String, Value>,
    expected: &Expected<'_>,
    binding: &Binding<'_>,
) -> Result<(), SdJwtError> {
    let Binding::Required {
        audience,
        nonce,
        max_age,
    } = *binding
    else {
        return Ok(());
    };
    let jwt = parts.binding.ok_or(SdJwtError::BindingMissing)?;
    let holder = holder_key(claims)?;
    let jwt = Unverified::parse(jwt).map_err(SdJwtError::BindingInvalid)?;
    let payload = verified_payload(&jwt, &holder).map_err(SdJwtError::BindingInvalid)?;
    if jwt.header().get("typ").and_then(Value::as_str) != Some(BINDING_TYPE) {
        return Err(SdJwtError::BindingTypeWrong);
    }
    let made = time(&payload, "iat")?.ok_or(SdJwtError::BindingTimeWrong)?;
    let latest = made.plus_seconds(max_age).plus_seconds(expected.leeway);
    if made > expected.now.plus_seconds(expected.leeway) || latest < expected.now {
        return Err(SdJwtError::BindingTimeWrong);
    }
    let text = |name| payload.get(name).and_then(Value::as_str);
    if text("aud") != Some(audience) {
        return Err(SdJwtError::BindingAudienceWrong);
    }
    if text("nonce") != Some(nonce) {
        return Err(SdJwtError::BindingNonceWrong);
    }
    if text("sd_hash") != Some(&key_binding::sd_hash(parts.token)) {
        return Err(SdJwtError::BindingHashWrong);
    }
    // It is a JWT: if it has `exp` or `nbf`, they hold too.
    if has_ended(&payload, expected)? || has_not_begun(&payload, expected)? {
        return Err(SdJwtError::BindingTimeWrong);
    }
    Ok(())
}

/// The key in `cnf` (RFC 7800 §3.2).
fn holder_key(claims: &Map<String, Value>) -> Result<Jwk, SdJwtError> {
    let jwk = claims.get("cnf").and_then(|cnf| cnf.get("jwk"));
    let jwk = jwk.ok_or(SdJwtError::ClaimMissing("cnf"))?;
    Jwk::parse_for(jwk, KeyUse::Signature).map_err(SdJwtError::BindingInvalid)
}

/// Whether the time is at or after `exp` (RFC 7519 §4.1.4).
fn has_ended(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<bool, SdJwtError> {
    let expiry = time(claims, "exp")?;
    Ok(expiry.is_some_and(|expiry| expected.now >= expiry.plus_seconds(expected.leeway)))
}

/// Whether the time is before `nbf` (RFC 7519 §4.1.5).
fn has_not_begun(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<bool, SdJwtError> {
    let start = time(claims, "nbf")?;
    Ok(start.is_some_and(|start| expected.now.plus_seconds(expected.leeway) < start))
}

/// A `NumericDate` in whole seconds, not negative.
fn time(claims: &Map<String, Value>, name: &'static str) -> Result<Option<Timestamp>, SdJwtError> {
    match claims.get(name) {
        None => Ok(None),
        Some(value) => match value.as_u64() {
            Some(seconds) => Ok(Some(Timestamp::from_unix(seconds))),
            None => Err(SdJwtError::ClaimMissing(name)),
        },
    }
}
