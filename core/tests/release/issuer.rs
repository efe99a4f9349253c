//! An issuer of credentials, and a site that verifies them.

use crate::signer;
use crate::support::now;
use hailstone_core::credential::{CredentialError, HolderKey, Issuer, Received};
use hailstone_core::data::Record;
use hailstone_core::entropy::Seed;
use hailstone_core::id::RecordId;
use hailstone_core::jose::{Jwk, SigningKey};
use hailstone_core::release::Token;
use hailstone_core::sd_jwt::{Binding, Credential, Expected, HashAlgorithm, Pointer, verify};
use hailstone_core::secret::Secret32;
use serde_json::{Map, Value, json};

pub(crate) const PID: &str = "https://id.example/pid";
pub(crate) const ISS: &str = "https://id.example";

/// The vault's secret in these tests, as `token::share` has it.
pub(crate) fn secret() -> Secret32 {
    Secret32::take(&mut [7; 32])
}

fn key() -> SigningKey {
    // The key of RFC 7515 Appendix A.3.
    SigningKey::parse(&json!({
        "kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        "d": "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"
    }))
    .unwrap()
}

pub(crate) fn holder_key() -> HolderKey {
    HolderKey::make(Seed::take(&mut [5; 32]))
}

pub(crate) fn pid_claims() -> Value {
    json!({
        "iss": ISS,
        "vct": PID,
        "iat": now().as_unix() - 100,
        "given_name": "Ada",
        "family_name": "Lovelace",
        "birthdate": "1815-12-10",
        "issuing_authority": "Borough",
        "address": {"locality": "London", "country": "GB", "street_address": "12 St James's Square"},
        "nationalities": ["British", "Irish"],
        "degrees": [{"type": "Bachelor", "year": 1835}, {"type": "Master"}]
    })
}

/// Issues these claims. What can be withheld: names, the date, the address as a whole and in parts but for its country, each
/// nationality, degrees as a whole.
pub(crate) fn issue(claims: &Value, holder: Option<HolderKey>) -> String {
    let name = |name: &str| Pointer::default().name(name);
    let disclosable = [
        name("given_name"),
        name("family_name"),
        name("birthdate"),
        name("address"),
        name("address").name("locality"),
        name("address").name("street_address"),
        name("nationalities").index(0),
        name("nationalities").index(1),
        name("degrees"),
    ];
    let is_there = |pointer: &Pointer| claims.pointer(pointer.as_str()).is_some();
    let disclosable: Vec<Pointer> = disclosable.into_iter().filter(is_there).collect();
    issue_with(claims, holder, &disclosable)
}

/// A PID from the issuer that a certificate names.
pub(crate) fn certified_token(iss: Option<&str>) -> String {
    let mut claims = pid_claims();
    claims.as_object_mut().unwrap().remove("iss");
    if let Some(iss) = iss {
        claims["iss"] = json!(iss);
    }
    let header = json!({"typ": "dc+sd-jwt", "x5c": signer::x5c(&[signer::der!("leaf")])});
    issue_by(&header, &signer::key(), &claims, Some(holder_key()), &[])
}

/// The same with other claims that can be withheld.
pub(crate) fn issue_with(
    claims: &Value,
    holder: Option<HolderKey>,
    disclosable: &[Pointer],
) -> String {
    let header = json!({"typ": "dc+sd-jwt", "kid": "1"});
    issue_by(&header, &key(), claims, holder, disclosable)
}

fn issue_by(
    header: &Value,
    key: &SigningKey,
    claims: &Value,
    holder: Option<HolderKey>,
    disclosable: &[Pointer],
) -> String {
    let mut payload: Map<String, Value> = claims.as_object().unwrap().clone();
    if let Some(holder) = holder {
        let jwk = holder.public_jwk(&secret()).to_json();
        let jwk: Value = serde_json::from_str(&jwk).unwrap();
        payload.insert("cnf".into(), json!({"jwk": jwk}));
    }
    let credential = Credential {
        header,
        payload: &payload,
        disclosable,
        decoys: &[],
        hash: HashAlgorithm::SHA256,
    };
    let token = credential.issue(key, Seed::take(&mut [3; 32])).unwrap();
    token.as_str().into()
}

/// The issuer, as the person knows it.
pub(crate) fn issuer_of_pids() -> Issuer {
    Issuer::given(key().public_jwk())
}

pub(crate) fn receive(token: &str, keys: &[HolderKey]) -> Result<Record, CredentialError> {
    let issuer = issuer_of_pids();
    let known: Vec<_> = keys
        .iter()
        .map(|key| (RecordId::from_bytes([9; 16]), key.waiting("", &secret())))
        .collect();
    let (record, _) = Received::verify(token, &issuer, now())?.place(&known, "")?;
    Ok(record)
}

pub(crate) fn pid_token() -> String {
    issue(&pid_claims(), Some(holder_key()))
}

pub(crate) fn pid() -> Record {
    receive(&pid_token(), &[holder_key()]).unwrap()
}

/// A PID with other claims in it.
pub(crate) fn issue_pid(members: Value) -> Record {
    let mut claims = pid_claims();
    let members = members.as_object().unwrap().clone();
    claims.as_object_mut().unwrap().extend(members);
    receive(&issue(&claims, Some(holder_key())), &[holder_key()]).unwrap()
}

/// The presentations that answer a query.
pub(crate) fn presentations(token: &Token, query: &str) -> Vec<String> {
    let data: Value = serde_json::from_str(token.data()).unwrap();
    let answers = data["vp_token"][query].as_array().into_iter().flatten();
    answers
        .map(|answer| answer.as_str().unwrap().into())
        .collect()
}

/// What a site finds in the answer to a query, having verified the issuer's signature and the binding to the holder's key.
pub(crate) fn presented(token: &Token, query: &str) -> Vec<Value> {
    let verified = |presentation: String| {
        let issuer: Jwk = key().public_jwk();
        let expected = Expected {
            issuer: Some(&issuer),
            typ: "dc+sd-jwt",
            now: now(),
            leeway: 0,
            audience: None,
            required: &[],
            hashes: &HashAlgorithm::ALL,
        };
        let binding = Binding::Required {
            audience: "origin:https://shop.example",
            nonce: "n-0S6_WzA2Mj",
            max_age: 60,
        };
        Value::Object(verify(&presentation, &expected, &binding).unwrap().claims)
    };
    presentations(token, query)
        .into_iter()
        .map(verified)
        .collect()
}

/// Without what a credential says of itself.
pub(crate) fn without_own(claims: &Value) -> Value {
    let mut claims = claims.clone();
    let members = claims.as_object_mut().unwrap();
    for name in ["iss", "vct", "iat", "exp", "cnf", "aka_vcts"] {
        members.remove(name);
    }
    claims
}

/// A query for a PID with these claims.
pub(crate) fn pid_query(id: &str, paths: &[Value]) -> Value {
    let claims = paths.iter().enumerate();
    let claims: Vec<Value> = claims
        .map(|(place, path)| json!({"id": format!("c{place}"), "path": path}))
        .collect();
    let mut query = json!({"id": id, "format": "dc+sd-jwt", "meta": {"vct_values": [PID]}});
    if !claims.is_empty() {
        query["claims"] = json!(claims);
    }
    query
}
