//! One test for each numbered rule of the release profile, named after it: `sj_*` for the issuer and holder, `sj_v*` for
//! the verifier, `sv_*` for credentials.

mod credentials;
mod examining;
mod holding;
mod issuing;
mod issuing_any;
mod presenting;
mod processing;
mod round_trip;
mod serialization;

use super::*;
use crate::entropy::Seed;
use crate::jose::{Jwk, SigningKey, base64url, jws};
use crate::secret::Secret32;
use crate::time::Timestamp;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde_json::{Map, Value, json};

const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);
const VCT: &str = "urn:hailstone:contact:1";
const AUDIENCE: &str = "origin:https://shop.example";
const NONCE: &str = "bm9uY2Utbm9uY2Utbm9uY2U";

fn key() -> SigningKey {
    SigningKey::derive(&Secret32::take(&mut [1; 32]), "https://shop.example")
}

fn other_key() -> SigningKey {
    SigningKey::derive(&Secret32::take(&mut [1; 32]), "https://other.example")
}

fn seed(byte: u8) -> Seed {
    Seed::take(&mut [byte; 32])
}

/// A contact token with the given claims, all at the top.
fn token(claims: &[(&str, Value)]) -> SdJwt {
    let paths: Vec<[&str; 1]> = claims.iter().map(|(name, _)| [*name]).collect();
    let claims: Vec<_> = claims
        .iter()
        .zip(&paths)
        .map(|((_, value), path)| Claim { path, value })
        .collect();
    issue(&issuance(&claims), &key(), seed(2)).unwrap()
}

fn email() -> SdJwt {
    token(&[("email", json!("ada@example.org"))])
}

fn issuance<'a>(claims: &'a [Claim<'a>]) -> Issuance<'a> {
    Issuance {
        vct: VCT,
        issued_at: NOW,
        expires_at: NOW.plus_seconds(600),
        claims,
    }
}

fn key_binding() -> KeyBinding<'static> {
    KeyBinding {
        audience: AUDIENCE,
        nonce: NONCE,
        issued_at: NOW,
    }
}

fn expected(issuer: &Jwk) -> Expected<'_> {
    Expected {
        issuer: Some(issuer),
        typ: TOKEN_TYPE,
        now: NOW,
        leeway: 0,
        audience: None,
        required: &["exp"],
        hashes: &[HashAlgorithm::SHA256],
    }
}

fn required() -> Binding<'static> {
    Binding::Required {
        audience: AUDIENCE,
        nonce: NONCE,
        max_age: 300,
    }
}

fn self_asserted() -> SelfAsserted<'static> {
    SelfAsserted {
        vct: VCT,
        audience: AUDIENCE,
        nonce: NONCE,
        now: NOW,
        leeway: 0,
        max_age: 300,
    }
}

/// The header, the payload, the disclosures (each decoded) and the text of each of them.
struct Opened {
    header: Value,
    payload: Value,
    disclosures: Vec<Value>,
    encoded: Vec<String>,
}

fn open(token: &str) -> Opened {
    let mut parts = token.split('~');
    let jwt: Vec<_> = parts.next().unwrap().split('.').collect();
    let encoded: Vec<String> = parts
        .filter(|part| !part.is_empty() && !part.contains('.'))
        .map(String::from)
        .collect();
    Opened {
        header: decoded(jwt[0]),
        payload: decoded(jwt[1]),
        disclosures: encoded.iter().map(|text| decoded(text)).collect(),
        encoded,
    }
}

fn decoded(text: &str) -> Value {
    serde_json::from_slice(&base64url::decode(text).unwrap()).unwrap()
}

fn disclosure(value: &Value) -> String {
    base64url::encode(value.to_string().as_bytes())
}

fn digest(disclosure: &str) -> String {
    HashAlgorithm::SHA256.digest(disclosure)
}

fn members(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

/// [`process`] of a payload and disclosures.
fn processed(payload: Value, disclosures: &[&str]) -> Result<Value, SdJwtError> {
    process(members(payload), disclosures).map(Value::Object)
}

/// The payload of a good token with these members on top, for what is not issued by us.
fn payload(extra: Value) -> Value {
    let jwk: Value = serde_json::from_str(&key().public_jwk().to_json()).unwrap();
    let mut payload = members(json!({
        "iss": key().public_jwk().to_did(), "vct": VCT,
        "iat": NOW.as_unix(), "exp": NOW.as_unix() + 600, "cnf": {"jwk": jwk},
    }));
    for (name, value) in members(extra) {
        match value {
            Value::Null => drop(payload.remove(&name)),
            value => drop(payload.insert(name, value)),
        }
    }
    Value::Object(payload)
}

/// Signs a token by hand.
fn signed(header: Value, payload: &Value, disclosures: &[&str]) -> SdJwt {
    let mut text = jws::sign(&header, payload.to_string().as_bytes(), &key());
    text.push('~');
    for disclosure in disclosures {
        text.push_str(disclosure);
        text.push('~');
    }
    SdJwt::new(text, HashAlgorithm::SHA256)
}

fn header() -> Value {
    json!({"alg": "ES256", "typ": TOKEN_TYPE, "kid": format!("{}#0", key().public_jwk().to_did())})
}

/// Verifies a token that is bound as it should be.
fn verified(token: &SdJwt) -> Result<Value, SdJwtError> {
    let presentation = token.bind(&key_binding(), &key());
    verify(&presentation, &expected(&key().public_jwk()), &required())
        .map(|verified| Value::Object(verified.claims))
}
