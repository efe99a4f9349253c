//! A value of another type, or none, at every position of a request: it is refused, but at the positions that are listed here, where
//! another value is a rule kept as well.

use crate::link::{self, asked};
use crate::signed;
use crate::signer::{anchors, der, header, sign, trust};
use crate::support::*;
use hailstone_core::release::{Examined, Request, RequestError, SIGNED};
use serde_json::{Value, json};

/// What stands in the place of whatever is there.
fn others() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(false),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!(""),
        json!(" "),
        json!("\u{0}"),
        json!("x".repeat(600)),
        json!([]),
        json!([null]),
        json!([[]]),
        json!({}),
        json!({"": null}),
    ]
}

/// A request with something at every position that is read.
fn whole() -> Value {
    let mut whole = encrypted(&[public(&p256_pair())]);
    whole["dcql_query"] = json!({
        "credentials": [
            {
                "id": "contact", "format": "dc+sd-jwt", "meta": {"vct_values": [CONTACT]}, "multiple": false,
                "require_cryptographic_holder_binding": true,
                "claims": [{"id": "e", "path": ["email"], "values": ["ada@example.org"]}, {"id": "p", "path": ["phone_number"]}],
                "claim_sets": [["e", "p"], ["e"]]
            },
            {
                "id": "other", "format": "mso_mdoc", "meta": {"doctype_value": "d"},
                "trusted_authorities": [{"type": "aki", "values": ["s9tIpPmhxdiuNkHMEWNpYim8S8Y"]}],
                "claims": [{"path": ["n", "e"]}]
            },
            {
                "id": "third", "format": "dc+sd-jwt", "meta": {"vct_values": ["https://uni.example/degree"]},
                "claims": [{"path": ["degrees", null, "type"]}, {"path": ["degrees", 0]}]
            }
        ],
        "credential_sets": [{"options": [["contact"]]}, {"options": [["other"], ["third"]], "required": false}]
    });
    whole["verifier_info"] = json!([
        {"format": "urn:hailstone:purpose:1", "data": {"purpose": {"en": "To write"}}, "credential_ids": ["contact"]},
        {"format": "other", "data": "whatever"}
    ]);
    whole
}

/// Every place in a value, as a JSON pointer.
fn places(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, value)| places(value, &format!("{here}/{name}"), found)),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .for_each(|(at, value)| places(value, &format!("{here}/{at}"), found)),
        _ => {}
    }
}

/// Tries every other value at every place, and gives where one was taken.
fn taken(whole: &Value, read: impl Fn(&Value) -> Result<(), RequestError>) -> Vec<(String, Value)> {
    read(whole).expect("the whole request breaks no rule");
    let mut all = Vec::new();
    places(whole, "", &mut all);
    let mut taken = Vec::new();
    for place in all {
        for other in others() {
            let mut changed = whole.clone();
            *changed.pointer_mut(&place).unwrap() = other.clone();
            if read(&changed).is_ok() {
                taken.push((place.clone(), other));
            }
        }
    }
    taken
}

/// Where another value is as good: what is ignored, what may be any text, what has several types.
fn may_be_another(place: &str, value: &Value) -> bool {
    let ends = |end: &str| place.ends_with(end);
    let text = value.is_string();
    // Members that the protocol does not have, and keys' members that say nothing about the key.
    ends("/client_id") && !place.contains("dcql")
        || ends("/expected_origins")
        // An entry of another format is not ours to judge.
        || ends("verifier_info/1/data") || ends("verifier_info/1/format") && text || ends("verifier_info/0/format") && text
        || ends("/verifier_info") && value == &json!([])
        || ends("/purpose") && text || ends("/purpose/en") && text || ends("/purpose") && value == &json!({})
        || ends("/kid") && text
        // Another format matches nothing, and so does another type or authority.
        || place.contains("/format") && text
        || place.contains("vct_values/") && text || ends("/doctype_value") && text
        || ends("trusted_authorities/0/type") && text || place.contains("trusted_authorities/0/values/") && text
        // Flags.
        || (ends("/multiple") || ends("/required") || ends("_holder_binding")) && value.is_boolean()
        // Values are text, integers and flags; steps of a path text, null and whole numbers.
        || place.contains("/values/") && (text || value.is_boolean() || value.is_i64() || value.is_u64())
        || ends("/path") && value == &json!([null])
        || place.contains("/path/") && (text || value.is_null() || value.is_u64())
        // A set without claims makes them all optional.
        || place.contains("/claim_sets/") && value == &json!([])
        || ends("/claim_sets") && value == &json!([[]])
        // Queries that are not there have no purpose.
        || place.contains("/credential_ids/") && text
        // Other algorithms beside ours.
        || place.contains("_values_supported/") && text
        || place.contains("/vp_formats_supported/") && value.is_object()
}

fn shown(wrong: &[(String, Value)]) -> String {
    let lines = wrong
        .iter()
        .map(|(place, value)| format!("{place}: {value:.40}\n"));
    lines.collect()
}

fn all_refused(what: &str, whole: &Value, read: impl Fn(&Value) -> Result<(), RequestError>) {
    let wrong: Vec<_> = taken(whole, read)
        .into_iter()
        .filter(|(place, value)| !may_be_another(place, value))
        .collect();
    assert!(wrong.is_empty(), "{what}:\n{}", shown(&wrong));
}

#[test]
fn another_type_at_any_position_of_an_unsigned_request_is_refused() {
    all_refused("unsigned", &whole(), |data| parse(data).map(|_| ()));
}

#[test]
fn another_type_at_any_position_of_a_signed_request_is_refused() {
    let mut object = whole();
    object["client_id"] = json!(signed::DNS);
    object["expected_origins"] = json!([ORIGIN]);
    object["exp"] = json!(2_000_000_000);
    let anchors = anchors();
    let read = |object: &Value| {
        let data = json!({"request": sign(&header(&[der!("leaf")]), object)}).to_string();
        let examined = Examined::over_api(SIGNED, &origin(), &data, &trust(&anchors))?;
        Request::from_examined(origin(), examined).map(|_| ())
    };
    let wrong: Vec<_> = taken(&object, read)
        .into_iter()
        .filter(|(place, value)| {
            // Here they count: who asks, where, and how long.
            let counts = ["/client_id", "/expected_origins"].contains(&place.as_str());
            let later = place == "/exp" && value == &json!(u64::MAX);
            counts || !may_be_another(place, value) && !later
        })
        .collect();
    assert!(wrong.is_empty(), "{}", shown(&wrong));
}

#[test]
fn another_type_at_any_position_of_a_header_is_refused() {
    let good = header(&[der!("leaf")]);
    let anchors = anchors();
    let read = |header: &Value| {
        let Some(_) = header.as_object() else {
            return Err(RequestError::Malformed);
        };
        let data = json!({"request": sign(header, &signed::object())}).to_string();
        Examined::over_api(SIGNED, &origin(), &data, &trust(&anchors)).map(|_| ())
    };
    assert_eq!(taken(&good, read), []);
}

#[test]
fn another_type_at_any_position_of_a_link_s_request_is_refused() {
    let mut object = whole();
    for (name, value) in [
        ("client_id", json!(link::DNS)),
        ("aud", json!("https://self-issued.me/v2")),
        ("response_mode", json!("direct_post.jwt")),
        ("response_uri", json!(link::RESPONSE)),
        ("state", json!("st-1")),
    ] {
        object[name] = value;
    }
    let read = |object: &Value| {
        let signed = sign(&header(&[der!("leaf")]), object);
        asked(&link::link(&[
            ("client_id", link::DNS),
            ("request", &signed),
        ]))
        .map(|_| ())
    };
    let wrong: Vec<_> = taken(&object, read)
        .into_iter()
        .filter(|(place, value)| place == "/client_id" || !may_be_another(place, value))
        .collect();
    assert!(wrong.is_empty(), "{}", shown(&wrong));
}
