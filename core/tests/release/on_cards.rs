//! Credentials that an issuer has bound to a key on a card: the card signs the key binding, and what it signed is checked first.

use crate::issuer::*;
use crate::support::*;
use hailstone_core::card::{CardError, CardRef, Point};
use hailstone_core::credential::{CardHolder, CredentialError, Received};
use hailstone_core::data::{Field, Record};
use hailstone_core::entropy::Seed;
use hailstone_core::error::{Class, Coded};
use hailstone_core::id::RecordId;
use hailstone_core::jose::{SigningKey, base64url};
use hailstone_core::release::{Choice, Proposal, ReleaseError, State, Unsigned};
use hailstone_core::sd_jwt::BindingInput;
use serde_json::{Value, json};

const SEVEN: RecordId = RecordId::from_bytes([7; 16]);
const EIGHT: RecordId = RecordId::from_bytes([8; 16]);

/// The key that a card has in these tests: that of RFC 7518 Appendix C, Bob's.
fn on_card() -> SigningKey {
    SigningKey::parse(&p256_pair()).unwrap()
}

fn point_of(key: &SigningKey) -> Point {
    let jwk: Value = serde_json::from_str(&key.public_jwk().to_json()).unwrap();
    let coordinate = |name: &str| base64url::decode(jwk[name].as_str().unwrap()).unwrap();
    Point::parse(&[vec![4], coordinate("x"), coordinate("y")].concat()).unwrap()
}

fn card() -> CardRef {
    "openpgp:000F:A1B2C3D4/b6".parse().unwrap()
}

fn holder(card: &str) -> CardHolder {
    CardHolder::new(card.parse().unwrap(), &point_of(&on_card())).unwrap()
}

/// A PID that is bound to the card's key.
fn token() -> String {
    let mut claims = pid_claims();
    let jwk: Value = serde_json::from_str(&on_card().public_jwk().to_json()).unwrap();
    claims["cnf"] = json!({"jwk": jwk});
    issue(&claims, None)
}

fn received(card: &str) -> Record {
    let waiting = [(SEVEN, holder(card).waiting("Borough"))];
    let received = Received::verify(&token(), &issuer_of_pids(), now()).unwrap();
    received.place(&waiting, "").unwrap().0
}

fn begin(proposal: Proposal) -> Unsigned {
    let consented = proposal.consent().map_err(|(_, error)| error).unwrap();
    let seed = Seed::take(&mut [9; 32]);
    consented.begin(&secret(), now(), seed).unwrap()
}

fn pid_and_mail() -> Vec<Value> {
    vec![
        pid_query("pid", &[json!(["given_name"])]),
        credential("contact", CONTACT, &["email"]),
    ]
}

fn with(records_of_credentials: Vec<(RecordId, Record)>) -> Vec<(RecordId, Record)> {
    let mut all = records();
    all.extend(records_of_credentials);
    all
}

fn proposal() -> Proposal {
    let query = pid_and_mail();
    propose(
        &query,
        with(vec![(SEVEN, received("openpgp:000F:A1B2C3D4/b6"))]),
    )
}

/// What the card answers.
fn signed(unsigned: &Unsigned, key: &SigningKey) -> Vec<[u8; 64]> {
    let (_, inputs) = unsigned.wanted().unwrap();
    inputs
        .iter()
        .map(|input| key.sign(input.as_bytes()))
        .collect()
}

#[test]
fn a_credential_for_a_key_on_a_card_is_received_where_the_key_waits() {
    let record = received("openpgp:000F:A1B2C3D4/b6");
    assert_eq!(
        record.field(Field::HolderKey),
        Some("card:openpgp:000F:A1B2C3D4/b6")
    );
    assert_eq!(record.field(Field::Label), Some("Borough"));
    let received = Received::verify(&token(), &issuer_of_pids(), now()).unwrap();
    let others = [(SEVEN, holder_key().waiting("", &secret()))];
    assert_eq!(
        received.place(&others, "").err(),
        Some(CredentialError::KeyNotOurs)
    );
    let agreeing = CardHolder::new(card(), &Point::X25519([9; 32]));
    assert_eq!(agreeing.err(), Some(CardError::KeyUnsupported));
    let nowhere = Point::parse(&[4; 65]).unwrap();
    assert!(CardHolder::new(card(), &nowhere).is_err());
}

#[test]
fn the_card_signs_its_credential_beside_own_data_and_the_site_verifies_both() {
    let proposal = proposal();
    let shown = &proposal.view().credentials[0].issued[0];
    assert_eq!(shown.card.as_deref(), Some("000F:A1B2C3D4"));
    let mut unsigned = begin(proposal);
    let (wanted, inputs) = unsigned.wanted().unwrap();
    assert_eq!(*wanted, card());
    let [input] = inputs.as_slice() else {
        panic!("one signature is enough");
    };
    let input = BindingInput::parse(input).unwrap();
    assert_eq!(input.audience(), "origin:https://shop.example");
    let signatures = signed(&unsigned, &on_card());
    unsigned.sign(&signatures).unwrap();
    assert_eq!(unsigned.wanted(), None);
    let token = unsigned.finish().unwrap();
    let claims = without_own(&presented(&token, "pid")[0]);
    assert_eq!(claims["given_name"], "Ada");
    assert_eq!(presentations(&token, "contact").len(), 1);
    assert_eq!(token.receipt().items.len(), 2);
}

#[test]
fn without_its_signature_there_is_no_token() {
    assert_eq!(
        begin(proposal()).finish().unwrap_err(),
        ReleaseError::CardNeeded
    );
    let consented = proposal().consent().map_err(|(_, error)| error).unwrap();
    let token = consented.token(&secret(), now(), Seed::take(&mut [9; 32]));
    assert_eq!(token.unwrap_err(), ReleaseError::CardNeeded);
    // Left out, it is not needed.
    let query = pid_and_mail();
    let sets = json!([{"options": [["contact"]]}, {"options": [["pid"]], "required": false}]);
    let mut without = propose_query(
        json!({"credentials": query, "credential_sets": sets}),
        with(vec![(SEVEN, received("openpgp:000F:A1B2C3D4/b6"))]),
    );
    assert_eq!(without.view().state, State::Ready);
    without.choose(&include("pid", true)).unwrap();
    without.choose(&include("pid", false)).unwrap();
    let unsigned = begin(without);
    assert_eq!(unsigned.wanted(), None);
    assert!(unsigned.finish().is_ok());
}

#[test]
fn what_is_not_signed_by_the_key_that_it_is_bound_to_never_goes_out() {
    let good = signed(&begin(proposal()), &on_card());
    let mut bent = good[0];
    bent[63] ^= 1;
    let mut swapped = good[0];
    swapped.rotate_left(32);
    let another_message = on_card().sign(b"another message");
    let another_key = signed(&begin(proposal()), &holder_key_as_key());
    for wrong in [
        vec![],
        vec![bent],
        vec![swapped],
        vec![[0; 64]],
        vec![[0xff; 64]],
        vec![another_message],
        another_key,
        vec![good[0], good[0]],
    ] {
        let mut unsigned = begin(proposal());
        let refused = unsigned.sign(&wrong).unwrap_err();
        assert_eq!(refused, ReleaseError::SignatureWrong);
        assert_eq!(
            (refused.code(), refused.class()),
            ("release.signature_wrong", Class::Person)
        );
        // It is as if nothing had been said, and the right card may sign.
        assert_eq!(*unsigned.wanted().unwrap().0, card());
        unsigned.sign(&good).unwrap();
        // Nobody is asked any more.
        assert_eq!(unsigned.sign(&good), Err(ReleaseError::SignatureWrong));
        assert!(unsigned.finish().is_ok());
    }
}

/// Another key of the same type.
fn holder_key_as_key() -> SigningKey {
    SigningKey::parse(&json!({
        "kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        "d": "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"
    }))
    .unwrap()
}

/// FIPS 186-5 §6.4: `(r, n - s)` is as good as `(r, s)`, and cards make both.
#[test]
fn either_of_the_two_signatures_is_taken() {
    const ORDER: [u8; 32] = [
        0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc,
        0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ];
    let mut unsigned = begin(proposal());
    let one = signed(&unsigned, &on_card())[0];
    let mut other = one;
    let mut borrow = 0;
    for place in (0..32).rev() {
        let difference = i32::from(ORDER[place]) - i32::from(one[32 + place]) - borrow;
        borrow = i32::from(difference < 0);
        other[32 + place] = u8::try_from(difference & 0xff).unwrap();
    }
    assert_ne!(one, other);
    unsigned.sign(&[other]).unwrap();
    assert_eq!(presented(&unsigned.finish().unwrap(), "pid").len(), 1);
}

#[test]
fn one_card_signs_all_of_its_credentials_at_once_and_another_card_its_own() {
    let mut query = pid_query("pid", &[json!(["given_name"])]);
    query["multiple"] = json!(true);
    let one = received("openpgp:000F:A1B2C3D4/b6");
    let mut same = one.clone();
    same.set(Field::Label, "Another");
    let records = vec![
        (SEVEN, one),
        (EIGHT, same),
        (RecordId::from_bytes([9; 16]), received("piv:yubikey:7/9c")),
    ];
    let mut proposal = propose(&[query], records);
    for record in [SEVEN, EIGHT, RecordId::from_bytes([9; 16])] {
        let choice = Choice::Answer {
            credential: "pid".into(),
            record: Some(record),
            chosen: true,
        };
        proposal.choose(&choice).unwrap();
    }
    let mut unsigned = begin(proposal);
    assert_eq!(unsigned.wanted().unwrap().1.len(), 2);
    let both = signed(&unsigned, &on_card());
    assert_eq!(unsigned.sign(&both[..1]), Err(ReleaseError::SignatureWrong));
    unsigned.sign(&both).unwrap();
    let (next, inputs) = unsigned.wanted().unwrap();
    assert_eq!(
        (next.to_string().as_str(), inputs.len()),
        ("piv:yubikey:7/9c", 1)
    );
    let last = signed(&unsigned, &on_card());
    unsigned.sign(&last).unwrap();
    assert_eq!(presented(&unsigned.finish().unwrap(), "pid").len(), 3);
}

#[test]
fn a_record_that_names_its_key_in_another_way_is_not_offered_as_bound_to_none() {
    let good = received("openpgp:000F:A1B2C3D4/b6");
    let agreeing =
        r#"{"kty":"OKP","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"}"#;
    for (field, value) in [
        (Field::HolderKey, "card:"),
        (Field::HolderKey, "card:openpgp"),
        (Field::HolderKey, "vault:AAAA"),
        (Field::HolderKey, "phone:1"),
        (Field::HolderJwk, ""),
        (Field::HolderJwk, "{}"),
        (Field::HolderJwk, agreeing),
    ] {
        let mut spoiled = good.clone();
        spoiled.set(field, value);
        let proposal = propose(&[pid_query("pid", &[])], vec![(SEVEN, spoiled)]);
        assert_eq!(proposal.view().state, State::NothingMatches, "{value}");
    }
}
