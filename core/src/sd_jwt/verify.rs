//! The verification of a presentation (RFC 9901 §7.3), and of what an issuer hands out (§7.2). What is asked for is fixed before the
//! token is looked at.

use super::binding::verify_binding;
use super::parts::Parts;
use super::process::{self, Nowhere, Places, VALUE};
use super::rules::{Judge, Report, Rule, Strict};
use super::{ALWAYS_PLAIN, HashAlgorithm, SdJwtError, TOKEN_TYPE};
use crate::jose::jws::Unverified;
use crate::jose::{JoseError, Jwk, KeyUse, json};
use crate::time::Timestamp;
use alloc::string::String;
use core::fmt;
use serde_json::{Map, Value};

/// What is expected of the issuer-signed part.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The issuer's key. That it belongs to the issuer whom the token names is the caller's to know; where no key is known to,
    /// nothing is verified (SD-JWT VC §2.5).
    pub issuer: Option<&'a Jwk>,
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
    /// The hashes that `_sd_alg` may name.
    pub hashes: &'a [HashAlgorithm],
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
    /// The hash of its disclosures.
    pub hash: HashAlgorithm,
}

impl Verified {
    /// The holder's key, in `cnf` (RFC 7800 §3.2), to which a presentation is bound.
    ///
    /// # Errors
    /// [`SdJwtError::ClaimMissing`] when there is none; [`SdJwtError::BindingInvalid`] when it is no key of ours for signatures.
    pub fn holder_key(&self) -> Result<Jwk, SdJwtError> {
        holder_key(&self.claims)
    }
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
    verify_with(presentation, expected, binding, &mut Strict)
}

/// [`verify`] that goes on behind a rule that does not hold as far as it can, and says how each came out.
///
/// What the token says comes out only when every rule held.
pub fn examine(
    presentation: &str,
    expected: &Expected<'_>,
    binding: &Binding<'_>,
) -> (Report, Option<Verified>) {
    let mut report = Report::default();
    let verified = verify_with(presentation, expected, binding, &mut report);
    let verified = verified.ok().filter(|_| !report.has_failed());
    (report, verified)
}

fn verify_with(
    presentation: &str,
    expected: &Expected<'_>,
    binding: &Binding<'_>,
    judge: &mut impl Judge,
) -> Result<Verified, SdJwtError> {
    let parts = judge.need(Rule::Shape, Parts::parse(presentation))?;
    let is_required = matches!(binding, Binding::Required { .. });
    let is_there = if is_required && parts.binding.is_none() {
        Err(SdJwtError::BindingMissing)
    } else {
        Ok(())
    };
    judge.judge(Rule::BindingPresent, is_there)?;
    let jwt = judge.need(Rule::Header, Jwt::parse(parts.jwt))?;
    let verified = verify_token(jwt, &parts, expected, judge, &mut Nowhere)?;
    if parts.binding.is_some() {
        verify_binding(&parts, &verified, expected, binding, judge)?;
    }
    Ok(verified)
}

/// Verifies what an issuer hands out (RFC 9901 §7.2 step 1).
///
/// # Errors
/// [`SdJwtError::BindingUnexpected`] when there is a key binding; else as [`verify`].
pub fn verify_issued(token: &str, expected: &Expected<'_>) -> Result<Verified, SdJwtError> {
    verify_received(&Parts::parse(token)?, expected, &mut Nowhere)
}

pub(super) fn verify_received(
    parts: &Parts<'_>,
    expected: &Expected<'_>,
    places: &mut impl Places,
) -> Result<Verified, SdJwtError> {
    if parts.binding.is_some() {
        return Err(SdJwtError::BindingUnexpected);
    }
    let jwt = Jwt::parse(parts.jwt)?;
    verify_token(jwt, parts, expected, &mut Strict, places)
}

/// A token before it is verified: for who has to find out first whose it says it is. Nothing of this is true yet.
///
/// `Debug` shows how many members there are.
#[derive(Clone, PartialEq, Eq)]
pub struct Unread {
    /// The protected header.
    pub header: Map<String, Value>,
    /// The payload, with digests where disclosures belong.
    pub payload: Map<String, Value>,
}

impl Unread {
    /// Reads the issuer-signed part of an SD-JWT, whatever else comes with it.
    ///
    /// # Errors
    /// [`SdJwtError::Malformed`], [`SdJwtError::TooLarge`] and [`SdJwtError::TokenInvalid`] for what is none.
    pub fn parse(token: &str) -> Result<Self, SdJwtError> {
        let jwt = Jwt::parse(Parts::parse(token)?.jwt)?;
        Ok(Self {
            header: jwt.jws.header().clone(),
            payload: jwt.payload,
        })
    }
}

impl fmt::Debug for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unread({} members)", self.payload.len())
    }
}

/// A JWT whose signature nobody has looked at.
pub(super) struct Jwt<'a> {
    pub(super) jws: Unverified<'a>,
    pub(super) payload: Map<String, Value>,
}

impl<'a> Jwt<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, SdJwtError> {
        Self::read(text).map_err(SdJwtError::TokenInvalid)
    }

    pub(super) fn read(text: &'a str) -> Result<Self, JoseError> {
        let jws = Unverified::parse(text)?;
        let payload = json::read_object(&jws.payload()?, VALUE)?;
        Ok(Self { jws, payload })
    }

    pub(super) fn typ(&self) -> Option<&str> {
        self.jws.header().get("typ").and_then(Value::as_str)
    }
}

/// RFC 9901 §7.1.
pub(super) fn verify_token(
    mut jwt: Jwt<'_>,
    parts: &Parts<'_>,
    expected: &Expected<'_>,
    judge: &mut impl Judge,
    places: &mut impl Places,
) -> Result<Verified, SdJwtError> {
    let known = expected.issuer.ok_or(SdJwtError::IssuerUnknown).map(drop);
    judge.judge(Rule::Issuer, known)?;
    if let Some(issuer) = expected.issuer {
        let signed = jwt.jws.check(issuer).map_err(SdJwtError::TokenInvalid);
        judge.judge(Rule::Signature, signed)?;
    }
    let is_typ = jwt.typ() == Some(expected.typ);
    judge.judge(
        Rule::Type,
        is_typ.then_some(()).ok_or(SdJwtError::TypeWrong),
    )?;

    let hash = process::take_hash(&mut jwt.payload, expected.hashes);
    let hash = judge.need(Rule::Hash, hash)?;
    let is_credential = expected.typ == TOKEN_TYPE;
    let mut always_plain: &[&str] = &[];
    if is_credential {
        judge.judge(Rule::Open, process::refuse_hidden(&jwt.payload))?;
        always_plain = &ALWAYS_PLAIN;
    }
    let claims = process::place(jwt.payload, &parts.disclosures, hash, always_plain, places);
    let claims = judge.need(Rule::Disclosures, claims)?;
    if is_credential {
        let has_type = claims.get("vct").is_some_and(Value::is_string);
        let has_type = has_type.then_some(());
        judge.judge(
            Rule::CredentialType,
            has_type.ok_or(SdJwtError::ClaimMissing("vct")),
        )?;
    }
    check_validity(&claims, expected, judge)?;
    Ok(Verified {
        header: jwt.jws.header().clone(),
        claims,
        hash,
    })
}

/// RFC 9901 §7.1 step 6. Times are whole seconds.
fn check_validity(
    claims: &Map<String, Value>,
    expected: &Expected<'_>,
    judge: &mut impl Judge,
) -> Result<(), SdJwtError> {
    let absent = |name: &&&'static str| !claims.contains_key(**name);
    let absent = expected.required.iter().find(absent);
    judge.judge(
        Rule::Required,
        absent.map_or(Ok(()), |name| Err(SdJwtError::ClaimMissing(name))),
    )?;
    judge.judge(Rule::Expiry, check_not_ended(claims, expected))?;
    judge.judge(Rule::Start, check_begun(claims, expected))?;
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
    let is_for_us = is_for_us.then_some(()).ok_or(SdJwtError::AudienceWrong);
    judge.judge(Rule::Audience, is_for_us)
}

/// The key in `cnf` (RFC 7800 §3.2).
fn holder_key(claims: &Map<String, Value>) -> Result<Jwk, SdJwtError> {
    let jwk = claims.get("cnf").and_then(|cnf| cnf.get("jwk"));
    let jwk = jwk.ok_or(SdJwtError::ClaimMissing("cnf"))?;
    Jwk::parse_for(jwk, KeyUse::Signature).map_err(SdJwtError::BindingInvalid)
}

/// The time is before `exp` (RFC 7519 §4.1.4).
pub(super) fn check_not_ended(
    claims: &Map<String, Value>,
    expected: &Expected<'_>,
) -> Result<(), SdJwtError> {
    match time(claims, "exp")? {
        Some(expiry) if expected.now >= expiry.plus_seconds(expected.leeway) => {
            Err(SdJwtError::Expired)
        }
        _ => Ok(()),
    }
}

/// The time is not before `nbf` (RFC 7519 §4.1.5).
pub(super) fn check_begun(
    claims: &Map<String, Value>,
    expected: &Expected<'_>,
) -> Result<(), SdJwtError> {
    match time(claims, "nbf")? {
        Some(start) if expected.now.plus_seconds(expected.leeway) < start => {
            Err(SdJwtError::NotYetValid)
        }
        _ => Ok(()),
    }
}

/// A `NumericDate` in whole seconds, not negative.
pub(super) fn time(
    claims: &Map<String, Value>,
    name: &'static str,
) -> Result<Option<Timestamp>, SdJwtError> {
    match claims.get(name) {
        None => Ok(None),
        Some(value) => match value.as_u64() {
            Some(seconds) => Ok(Some(Timestamp::from_unix(seconds))),
            None => Err(SdJwtError::ClaimMissing(name)),
        },
    }
}
