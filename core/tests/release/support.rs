//! Requests and records to begin with.

use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::id::RecordId;
use hailstone_core::release::{
    Choice, Origin, PROTOCOL, Proposal, ProposalView, Request, RequestError, State,
};
use hailstone_core::time::Timestamp;
use serde_json::{Value, json};

pub(crate) const ORIGIN: &str = "https://shop.example";
pub(crate) const PERSON: &str = "urn:hailstone:person:1";
pub(crate) const CONTACT: &str = "urn:hailstone:contact:1";
pub(crate) const ADDRESS: &str = "urn:hailstone:address:1";

pub(crate) fn origin() -> Origin {
    Origin::parse(ORIGIN).unwrap()
}

/// The parameters of an unencrypted request with this query.
pub(crate) fn parameters(dcql_query: Value) -> Value {
    json!({
        "response_type": "vp_token",
        "response_mode": "dc_api",
        "nonce": "n-0S6_WzA2Mj",
        "client_metadata": {"vp_formats_supported": formats()},
        "dcql_query": dcql_query
    })
}

/// A request that breaks no rule: one e-mail address, unencrypted.
pub(crate) fn plain() -> Value {
    parameters(json!({"credentials": [credential("contact", CONTACT, &["email"])]}))
}

/// [`plain`], encrypted to these keys.
pub(crate) fn encrypted(keys: &[Value]) -> Value {
    let mut request = plain();
    request["response_mode"] = json!("dc_api.jwt");
    request["client_metadata"] = json!({
        "jwks": {"keys": keys},
        "encrypted_response_enc_values_supported": ["A128GCM", "A256GCM"],
        "vp_formats_supported": formats()
    });
    request
}

/// What the wallet sends, as a site says that it takes it.
fn formats() -> Value {
    json!({"dc+sd-jwt": {"sd-jwt_alg_values": ["ES256"], "kb-jwt_alg_values": ["ES256"]}})
}

/// Bob's key pair of RFC 7518 Appendix C, as a site holds it.
pub(crate) fn p256_pair() -> Value {
    json!({
        "kty": "EC", "crv": "P-256", "use": "enc", "alg": "ECDH-ES", "kid": "p",
        "x": "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ",
        "y": "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck",
        "d": "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"
    })
}

/// Bob's key pair of RFC 7748 §6.1.
pub(crate) fn x25519_pair() -> Value {
    json!({
        "kty": "OKP", "crv": "X25519", "use": "enc", "alg": "ECDH-ES", "kid": "x",
        "x": "3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08",
        "d": "XasIfmJKikt54X-Lg4AO5m87sSkmGLb9HC-LJ_-I4Os"
    })
}

pub(crate) fn public(pair: &Value) -> Value {
    let mut key = pair.clone();
    key.as_object_mut().unwrap().remove("d");
    key
}

/// A credential query; a dot in a name separates members.
pub(crate) fn credential(id: &str, vct: &str, claims: &[&str]) -> Value {
    let claims: Vec<Value> = claims.iter().map(|name| claim(name)).collect();
    json!({"id": id, "format": "dc+sd-jwt", "meta": {"vct_values": [vct]}, "claims": claims})
}

/// The same with `claim_sets`.
pub(crate) fn credential_with_sets(
    id: &str,
    vct: &str,
    claims: &[&str],
    sets: &[&[&str]],
) -> Value {
    let mut query = credential(id, vct, claims);
    query["claim_sets"] = json!(sets);
    query
}

/// A claims query whose `id` is the last of the names.
pub(crate) fn claim(name: &str) -> Value {
    let path: Vec<&str> = name.split('.').collect();
    json!({"id": path.last(), "path": path})
}

/// The time at which everything happens.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_unix(1_800_000_000)
}

pub(crate) fn parse(data: &Value) -> Result<Request, RequestError> {
    Request::parse(PROTOCOL, origin(), &data.to_string())
}

pub(crate) fn refused(data: &Value) -> RequestError {
    parse(data)
        .map(|_| ())
        .expect_err("the request breaks a rule")
}

pub(crate) fn id(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

/// One record of each kind.
pub(crate) fn records() -> Vec<(RecordId, Record)> {
    vec![
        (id(1), ada()),
        (id(2), email("ada@example.org")),
        (id(3), phone("+35312345678")),
        (id(4), home()),
    ]
}

pub(crate) fn ada() -> Record {
    Record::new(Kind::Person)
        .with(Field::Name, "Ada Lovelace")
        .with(Field::GivenName, "Ada")
        .with(Field::FamilyName, "Lovelace")
        .with(Field::Birthdate, "1815-12-10")
}

pub(crate) fn email(address: &str) -> Record {
    Record::new(Kind::Email).with(Field::Email, address)
}

pub(crate) fn phone(number: &str) -> Record {
    Record::new(Kind::Phone).with(Field::PhoneNumber, number)
}

pub(crate) fn home() -> Record {
    Record::new(Kind::Address)
        .with(Field::Label, "home")
        .with(Field::StreetAddress, "12 St James's Square")
        .with(Field::Locality, "London")
        .with(Field::Country, "United Kingdom")
}

/// A proposal for these credential queries, all of them required.
pub(crate) fn propose(credentials: &[Value], records: Vec<(RecordId, Record)>) -> Proposal {
    propose_query(json!({"credentials": credentials}), records)
}

pub(crate) fn propose_query(query: Value, records: Vec<(RecordId, Record)>) -> Proposal {
    parse(&parameters(query)).unwrap().propose(records, now())
}

/// The names of the claims that would go out, token by token: `contact/email`.
pub(crate) fn sent(view: &ProposalView) -> Vec<String> {
    lines(view, |claim| claim.sent)
}

/// The names of the claims that are shown.
pub(crate) fn shown(view: &ProposalView) -> Vec<String> {
    lines(view, |_| true)
}

fn lines(
    view: &ProposalView,
    keep: impl Fn(&hailstone_core::release::ClaimView) -> bool,
) -> Vec<String> {
    let credentials = view.credentials.iter();
    credentials
        .flat_map(|credential| {
            credential
                .claims
                .iter()
                .map(move |claim| (credential, claim))
        })
        .filter(|(_, claim)| keep(claim))
        .map(|(credential, claim)| format!("{}/{}", credential.id, claim.claim))
        .collect()
}

/// Asserts that nothing of the vault answers this one credential query.
pub(crate) fn assert_nothing_matches(credential: Value) {
    let view = propose(std::slice::from_ref(&credential), records()).view();
    assert_eq!(view.state, State::NothingMatches, "{credential}");
    assert!(view.credentials.is_empty(), "{credential}");
}

pub(crate) fn tick(credential: &str, claim: &str, ticked: bool) -> Choice {
    Choice::Tick {
        credential: credential.into(),
        claim: claim.into(),
        ticked,
    }
}

pub(crate) fn include(credential: &str, included: bool) -> Choice {
    Choice::Include {
        credential: credential.into(),
        included,
    }
}

pub(crate) fn take(credential: &str, slot: usize, record: RecordId) -> Choice {
    Choice::Record {
        credential: credential.into(),
        slot,
        record,
    }
}
