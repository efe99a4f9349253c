//! What is no credential: a JWS, a key binding by itself, and a JWE with what is in it.

use super::given::Given;
use super::item::{Item, Kind, Outcome, Row, rows};
use super::token::{expected, expected_binding, mark_unchecked, token};
use hailstone_core::error::Coded;
use hailstone_core::jose::{Jwk, KeyUse, SecretJwk, jwe, jws};
use hailstone_core::sd_jwt::{Rule, examine_binding};
use serde_json::{Map, Value};

/// A JWS, of which a key binding is one.
pub(super) fn signed(text: &str, given: &Given) -> Item {
    let unverified = jws::Unverified::parse(text);
    let typ = unverified.as_ref().ok().and_then(|jws| {
        let typ = jws.header().get("typ").and_then(Value::as_str);
        typ.map(str::to_owned)
    });
    let key = given
        .key
        .as_ref()
        .and_then(|key| Jwk::parse_for(&public(key), KeyUse::Signature).ok());
    if typ.as_deref() == Some("kb+jwt") {
        return binding(text, key.as_ref(), given);
    }
    let mut rows = Vec::from([Row::new(
        Rule::Header.code(),
        "RFC 7515 §4, §7.1",
        unverified.as_ref().map(drop).map_err(Coded::code),
    )]);
    rows.extend(unverified.ok().map(|unverified| match &key {
        None => Row::unchecked(Rule::Signature, "--key"),
        Some(key) => {
            let outcome = unverified.verify(key).map(drop);
            let outcome = outcome.map_err(|error| error.code());
            Row::new(Rule::Signature.code(), "RFC 7515 §5.2", outcome)
        }
    }));
    Item::new(Kind::Signed, rows)
}

/// A key binding without its token: all that can be said of it.
fn binding(text: &str, key: Option<&Jwk>, given: &Given) -> Item {
    let payload = jws::Unverified::parse(text).ok();
    let payload = payload.and_then(|jws| jws.payload().ok());
    let payload: Map<String, Value> = payload
        .and_then(|payload| serde_json::from_slice(&payload).ok())
        .unwrap_or_default();
    let binding = expected_binding(Some(&payload), given);
    let report = examine_binding(text, key, &expected(None, given), &binding);
    let mut item = Item::new(Kind::Binding, rows(&report));
    mark_unchecked(&mut item, given);
    if key.is_none() {
        item.rows
            .insert(1, Row::unchecked(Rule::BindingSignature, "--key"));
    }
    // Its token is not here: `sd_hash` has nothing to be compared with.
    let row = Row::unchecked(Rule::BindingHash, "FILE");
    item.rows.push(row);
    item
}

/// A message, and every token in it.
pub(super) fn encrypted(text: &str, given: &Given) -> Vec<Item> {
    const MESSAGE: (&str, &str) = ("message", "RFC 7516 §7.1, RFC 7518 §4.6, §5.3");
    const DECRYPTION: (&str, &str) = ("decryption", "RFC 7516 §5.2");
    let message = jwe::Message::parse(text);
    let outcome = message.as_ref().map(drop).map_err(Coded::code);
    let mut item = Item::new(
        Kind::Encrypted,
        Vec::from([Row::new(MESSAGE.0, MESSAGE.1, outcome)]),
    );
    let mut inside = Vec::new();
    if let Ok(message) = message {
        let outcome = match given.key.as_ref().map(SecretJwk::parse) {
            None => Outcome::Unchecked("--key"),
            Some(Err(error)) => Outcome::Failed(error.code()),
            Some(Ok(key)) => match message.decrypt(&key) {
                Err(error) => Outcome::Failed(error.code()),
                Ok(plaintext) => {
                    inside = tokens(&plaintext, given);
                    Outcome::Held
                }
            },
        };
        item.rows.push(Row {
            rule: DECRYPTION.0,
            clause: DECRYPTION.1,
            outcome,
        });
    }
    let mut items = Vec::from([item]);
    items.extend(inside);
    items
}

/// The presentations of an answer (OpenID4VP 1.0 §8.1), or the token itself.
fn tokens(plaintext: &[u8], given: &Given) -> Vec<Item> {
    let Ok(text) = std::str::from_utf8(plaintext) else {
        return Vec::new();
    };
    let answer: Option<Map<String, Value>> = serde_json::from_str(text).ok();
    let presentations = answer.as_ref().and_then(|answer| answer.get("vp_token"));
    let Some(presentations) = presentations.and_then(Value::as_object) else {
        return match text.contains('~') {
            true => Vec::from([token(text.trim(), given)]),
            false => Vec::new(),
        };
    };
    let mut items = Vec::new();
    for (id, list) in presentations {
        for presentation in list.as_array().into_iter().flatten() {
            let mut item = token(presentation.as_str().unwrap_or_default(), given);
            item.title = Some(id.clone());
            items.push(item);
        }
    }
    items
}

/// Of a key that may be private the public half: a signature is verified with no more.
fn public(key: &Value) -> Value {
    let mut key = key.clone();
    if let Some(members) = key.as_object_mut() {
        members.remove("d");
    }
    key
}
