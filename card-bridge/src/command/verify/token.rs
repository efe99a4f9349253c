//! An SD-JWT, with or without a key binding, and the status that it refers to.

use super::given::{Given, LEEWAY};
use super::item::{Item, Kind, Outcome, Row, rows};
use hailstone_core::credential::Issuer;
use hailstone_core::error::Coded;
use hailstone_core::jose::{Jwk, KeyUse, jws};
use hailstone_core::sd_jwt::{Binding, Expected, HashAlgorithm, Rule, SdJwtError, Unread, examine};
use hailstone_core::status_list::{self, Reference, Status, StatusList};
use serde_json::{Map, Value};

/// Types that people assert themselves: for these, and no others, a `did:jwk` is an issuer (`docs/release-profile.md`).
const OWN_TYPES: &str = "urn:hailstone:";

pub(super) fn token(text: &str, given: &Given) -> Item {
    let unread = Unread::parse(text).ok();
    let payload = unread.as_ref().map(|unread| &unread.payload);
    let issuer = issuer(text, payload, given);
    let binding = payload_of_binding(text);
    let expected = expected(issuer.as_ref(), given);
    let (report, verified) = examine(text, &expected, &expected_binding(binding.as_ref(), given));
    let mut item = Item::new(Kind::Token, rows(&report));
    item.claims = verified.map(|verified| verified.claims);
    if let (Some(issuer), Some(payload)) = (&issuer, payload)
        && !is_one_issuer(issuer, payload)
    {
        let wrong = SdJwtError::IssuerWrong.code();
        item.replace(Rule::Issuer, Outcome::Failed(wrong));
    }
    mark_unchecked(&mut item, given);
    if let Some(payload) = payload {
        item.rows.extend(status(payload, issuer.as_ref(), given));
    }
    item.issuer = issuer;
    item
}

/// What was not given is compared with itself, so that everything else can be; it does not count as looked at.
pub(super) fn expected_binding<'a>(
    binding: Option<&'a Map<String, Value>>,
    given: &'a Given,
) -> Binding<'a> {
    if binding.is_none() && given.audience.is_none() && given.nonce.is_none() {
        return Binding::NotRequired;
    }
    let own = |name: &str| {
        let member = binding.and_then(|binding| binding.get(name));
        member.and_then(Value::as_str).unwrap_or_default()
    };
    Binding::Required {
        audience: given.audience.as_deref().unwrap_or_else(|| own("aud")),
        nonce: given.nonce.as_deref().unwrap_or_else(|| own("nonce")),
        max_age: given.max_age,
    }
}

pub(super) fn mark_unchecked(item: &mut Item, given: &Given) {
    for (rule, value, option) in [
        (Rule::BindingAudience, &given.audience, "--audience"),
        (Rule::BindingNonce, &given.nonce, "--nonce"),
    ] {
        if value.is_none() {
            item.replace(rule, Outcome::Unchecked(option));
        }
    }
}

pub(super) fn expected<'a>(issuer: Option<&'a Issuer>, given: &'a Given) -> Expected<'a> {
    Expected {
        issuer: issuer.map(Issuer::key),
        typ: &given.typ,
        now: given.now,
        leeway: LEEWAY,
        audience: given.audience.as_deref(),
        required: &[],
        hashes: &HashAlgorithm::ALL,
    }
}

/// The holder's own words.
fn payload_of_binding(text: &str) -> Option<Map<String, Value>> {
    let (_, binding) = text.rsplit_once('~')?;
    let payload = jws::Unverified::parse(binding).ok()?.payload().ok()?;
    serde_json::from_slice(&payload).ok()
}

/// The key that was given comes first; then a certificate, for which an authority has to vouch; then, for a type that people assert
/// themselves, the `did:jwk` (SD-JWT VC §2.5, §7.3).
fn issuer(text: &str, payload: Option<&Map<String, Value>>, given: &Given) -> Option<Issuer> {
    if let Some(key) = &given.issuer_key {
        return Some(Issuer::given(key.clone()));
    }
    if let Ok(issuer) = Issuer::certified(text, &given.anchors, given.now) {
        return Some(issuer);
    }
    let vct = payload?.get("vct")?.as_str()?;
    Issuer::named_by_did(text)
        .ok()
        .filter(|_| vct.starts_with(OWN_TYPES))
}

/// Whether `iss` is who the key belongs to, and for what people assert themselves `cnf`, too.
fn is_one_issuer(issuer: &Issuer, payload: &Map<String, Value>) -> bool {
    let text = |name| payload.get(name).and_then(Value::as_str);
    let holder = || {
        let jwk = payload.get("cnf")?.get("jwk")?;
        Jwk::parse_for(jwk, KeyUse::Signature).ok()
    };
    let is_own = text("vct").is_some_and(|vct| vct.starts_with(OWN_TYPES));
    issuer.may_be(text("iss")) && (!is_own || holder().as_ref() == Some(issuer.key()))
}

const REFERENCE: (&str, &str) = ("status_reference", "Token Status List §6.2");
const LIST: (&str, &str) = ("status_list", "Token Status List §8.3");
const STATUS: (&str, &str) = ("status", "Token Status List §7.1");

/// Nothing for a credential that refers to no status.
fn status(payload: &Map<String, Value>, issuer: Option<&Issuer>, given: &Given) -> Vec<Row> {
    let row = |(rule, clause), outcome| Row::new(rule, clause, outcome);
    let reference = match Reference::parse(payload) {
        Ok(None) => return Vec::new(),
        Ok(Some(reference)) => reference,
        Err(error) => return Vec::from([row(REFERENCE, Err(error.code()))]),
    };
    let mut rows = Vec::from([row(REFERENCE, Ok(()))]);
    let Some(token) = &given.status_list else {
        rows.push(Row {
            rule: LIST.0,
            clause: LIST.1,
            outcome: Outcome::Unchecked("--status-list"),
        });
        return rows;
    };
    let key = given.status_key.as_ref().or(issuer.map(Issuer::key));
    let list = match key {
        None => Err(SdJwtError::IssuerUnknown.code()),
        Some(issuer) => {
            let expected = status_list::Expected {
                uri: &reference.uri,
                issuer,
                now: given.now,
                leeway: LEEWAY,
            };
            StatusList::parse(token.trim(), &expected).map_err(|error| error.code())
        }
    };
    rows.push(row(LIST, list.as_ref().map(drop).map_err(|code| *code)));
    if let Ok(list) = list {
        let outcome = match list.status(reference.index) {
            Ok(Status::Valid) => Ok(()),
            Ok(Status::Invalid) => Err("status.invalid"),
            Ok(Status::Suspended) => Err("status.suspended"),
            Ok(Status::Other(_)) => Err("status.other"),
            Err(error) => Err(error.code()),
        };
        rows.push(row(STATUS, outcome));
    }
    rows
}
