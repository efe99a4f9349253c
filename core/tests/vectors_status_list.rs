//! The published examples of draft-ietf-oauth-status-list (`vectors/README.md`): the statuses of each list, and the token.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a test")]

use hailstone_core::jose::{JoseError, SigningKey, jws};
use hailstone_core::status_list::{Expected, Reference, Status, StatusError, StatusList};
use hailstone_core::time::Timestamp;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

fn read(path: &str) -> String {
    let mut full = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    full.push("tests/vectors");
    full.push(path);
    fs::read_to_string(full).unwrap()
}

fn read_json(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap()
}

/// RFC 7518 appendix C, Bob: the examples have lists without a token, and one token without its key.
fn key() -> SigningKey {
    let jwk = json!({"kty": "EC", "crv": "P-256", "x": "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ", "y": "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck", "d": "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"});
    SigningKey::parse(&jwk).unwrap()
}

const URI: &str = "https://example.com/statuslists/1";

fn parse(token: &str) -> Result<StatusList, StatusError> {
    let expected = Expected {
        uri: URI,
        issuer: &key().public_jwk(),
        now: Timestamp::from_unix(1_700_000_000),
        leeway: 0,
    };
    StatusList::parse(token, &expected)
}

/// The list of an example in a token of ours.
fn list(status_list: Value) -> StatusList {
    let payload = json!({"sub": URI, "iat": 1_686_920_170, "status_list": status_list});
    let header = json!({"typ": "statuslist+jwt"});
    parse(&jws::sign(&header, payload.to_string().as_bytes(), &key())).unwrap()
}

fn number(status: Status) -> u64 {
    match status {
        Status::Valid => 0,
        Status::Invalid => 1,
        Status::Suspended => 2,
        Status::Other(number) => number.into(),
    }
}

/// The JSON in an example of the draft, its lines joined.
fn example(path: &str) -> Value {
    let text = read(&format!("status-list/{path}"));
    let start = text.find('{').unwrap();
    let joined: String = text[start..].split_inclusive('\n').map(str::trim).collect();
    serde_json::from_str(&joined).unwrap()
}

#[test]
fn every_listed_status_is_found_and_every_other_is_zero() {
    let mut found = 0;
    for (name, bits) in [
        ("c1_1bit", 1),
        ("c2_2bit", 2),
        ("c3_4bit", 4),
        ("c4_8bit", 8),
    ] {
        let published = read_json(&format!("rfc9901/status_list/{name}.json"));
        assert_eq!(published["bits"], bits);
        let list = list(published);
        let statuses = read_json(&format!("rfc9901/status_list/{name}_statuses.json"));
        let mut not_zero = 0;
        for status in statuses.as_array().unwrap() {
            let index = status[0].as_u64().unwrap();
            assert_eq!(
                number(list.status(index).unwrap()),
                status[1],
                "{name} {index}"
            );
            not_zero += u64::from(status[1] != 0);
            found += 1;
        }
        let (mut others, mut length) = (0, 0);
        while let Ok(status) = list.status(length) {
            others += u64::from(status != Status::Valid);
            length += 1;
        }
        assert_eq!(others, not_zero, "{name}");
        assert_eq!(length, 1 << 20, "{name}");
    }
    assert_eq!(found, 11 + 11 + 15 + 256);
}

#[test]
fn the_same_lists_in_the_draft_s_own_text() {
    let mut compared = 0;
    for (draft, copy) in [
        ("status_list_encoding_json.md", "list_1bit"),
        ("status_list_encoding2_json.md", "list_2bit"),
        ("status_list_encoding1_long_json.md", "c1_1bit"),
        ("status_list_encoding2_long_json.md", "c2_2bit"),
        ("status_list_encoding4_json.md", "c3_4bit"),
        ("status_list_encoding8_json.md", "c4_8bit"),
    ] {
        let copy = read_json(&format!("rfc9901/status_list/{copy}.json"));
        assert_eq!(list(example(draft)), list(copy), "{draft}");
        compared += 1;
    }
    assert_eq!(compared, 6);
}

/// The key of the published token is published nowhere that we know of: its signature is refused under another, and its claims are
/// what the example says.
#[test]
fn the_published_token_reads_to_its_claims_and_is_refused_under_another_key() {
    let token: String = read("status-list/status_list_jwt_raw.md")
        .split_whitespace()
        .collect();
    assert_eq!(token, read("rfc9901/status_list/token.txt").trim());
    assert_eq!(
        parse(&token),
        Err(StatusError::TokenInvalid(JoseError::SignatureInvalid))
    );
    let unverified = jws::Unverified::parse(&token).unwrap();
    let header = Value::Object(unverified.header().clone());
    assert_eq!(header, read_json("rfc9901/status_list/token_header.json"));
    let payload: Value = serde_json::from_slice(&unverified.payload().unwrap()).unwrap();
    let mut published = read_json("rfc9901/status_list/token_payload.json");
    // The token has an `iss`, which the text around it has not.
    published["iss"] = json!("https://example.com");
    assert_eq!(payload, published);
    let list = list(payload["status_list"].clone());
    assert_eq!(list.status(0), Ok(Status::Invalid));

    let signed = jws::sign(&header, payload.to_string().as_bytes(), &key());
    assert_eq!(parse(&signed).unwrap().time_to_live(), Some(43200));
}

#[test]
fn a_published_credential_refers_to_its_list() {
    let expected = Reference {
        index: 0,
        uri: URI.into(),
    };
    let referring = [
        read_json("rfc9901/status_list/referenced_payload.json"),
        read_json("rfc9901/status_list/referenced_processed.json"),
    ];
    for claims in referring {
        let reference = Reference::parse(claims.as_object().unwrap());
        assert_eq!(reference, Ok(Some(expected.clone())));
    }
}
