//! What becomes a record of a credential, and what does not.

use crate::issuer::*;
use crate::signer::anchors;
use crate::support::*;
use crate::token::share;
use hailstone_core::credential::{CredentialError, HolderKey, Issuer, Place, Received};
use hailstone_core::data::Field;
use hailstone_core::entropy::Seed;
use hailstone_core::id::RecordId;
use hailstone_core::release::State;
use hailstone_core::trust::Anchors;
use serde_json::{Value, json};

const SEVEN: RecordId = RecordId::from_bytes([7; 16]);

#[test]
fn a_record_that_cannot_be_read_or_that_waits_is_not_offered() {
    let query = [pid_query("pid", &[])];
    let token = pid_token();
    for (field, value) in [
        (Field::Credential, format!("~{token}")),
        (
            Field::Credential,
            token.replacen('~', "~WyJhIiwiYiIsImMiXQ~", 1),
        ),
        (Field::Credential, format!("{token}eyJ.eyJ.x")),
        (Field::CredentialPlaces, "[]".into()),
        (Field::CredentialPlaces, "[1]".into()),
        (Field::CredentialClaims, "{".into()),
        (Field::CredentialClaims, String::new()),
        (Field::IssuerProof, "other".into()),
    ] {
        let mut spoiled = pid();
        spoiled.set(field, &value);
        assert_eq!(
            propose(&query, vec![(SEVEN, spoiled)]).view().state,
            State::NothingMatches,
            "{field:?} {value}"
        );
    }
    let mut waiting = holder_key().waiting("University", &secret());
    assert_eq!(
        propose(&query, vec![(SEVEN, waiting.clone())]).view().state,
        State::NothingMatches
    );
    waiting.set(Field::CredentialType, PID);
    assert_eq!(
        propose(&query, vec![(SEVEN, waiting)]).view().state,
        State::NothingMatches
    );
}

#[test]
fn what_is_received_is_verified_first() {
    let good = pid_token();
    assert!(receive(&format!("\n {good} \n"), &[holder_key()]).is_ok());
    assert_eq!(receive(&good, &[]).err(), Some(CredentialError::KeyNotOurs));
    let other = HolderKey::make(Seed::take(&mut [99; 32]));
    assert_eq!(
        receive(&good, &[other]).err(),
        Some(CredentialError::KeyNotOurs)
    );
    let received =
        |claims: Value| receive(&issue(&claims, Some(holder_key())), &[holder_key()]).map(|_| ());
    let mut claims = pid_claims();
    claims["vct"] = json!("urn:hailstone:person:1");
    assert_eq!(received(claims), Err(CredentialError::TypeReserved));
    for vct in [" a", "a\nurn:hailstone:person:1", ""] {
        let mut claims = pid_claims();
        claims["vct"] = json!(vct);
        assert!(
            matches!(received(claims), Err(CredentialError::Token(_))),
            "{vct:?}"
        );
    }
    let mut claims = pid_claims();
    claims["exp"] = json!(now().as_unix() - 61);
    assert!(matches!(received(claims), Err(CredentialError::Token(_))));
    let bound = share(propose(&[pid_query("pid", &[])], vec![(SEVEN, pid())]));
    let [presentation] = presentations(&bound, "pid").try_into().unwrap();
    assert!(
        matches!(
            receive(&presentation, &[holder_key()]),
            Err(CredentialError::Token(_))
        ),
        "SJ-6: what was presented to somebody was not issued to us"
    );
}

#[test]
fn an_issuer_with_a_certificate_is_believed_when_an_authority_vouches_for_the_host_in_iss() {
    let anchors = anchors();
    let certified = |iss: Option<&str>, anchors| {
        let token = certified_token(iss);
        let issuer = Issuer::certified(&token, anchors, now())?;
        Received::verify(&token, &issuer, now())?
            .place(&[(SEVEN, holder_key().waiting("", &secret()))], "")
            .map(|(record, _)| record)
    };
    let record = certified(Some("https://shop.example/pid"), &anchors).unwrap();
    assert_eq!(record.field(Field::Issuer), Some("shop.example"));
    assert_eq!(record.field(Field::IssuerProof), Some("certificate"));
    assert!(record.field(Field::IssuerAuthorities).is_some());
    assert!(certified(None, &anchors).is_ok());
    for iss in [
        "https://other.example",
        "http://shop.example",
        "shop.example",
    ] {
        assert_eq!(
            certified(Some(iss), &anchors).err(),
            Some(CredentialError::IssuerMismatch),
            "{iss}"
        );
    }
    let nobody = Anchors::none();
    assert_eq!(
        certified(Some("https://shop.example"), &nobody).err(),
        Some(CredentialError::IssuerKeyUnknown)
    );
}

#[test]
fn what_is_received_goes_where_its_key_waits_and_is_not_kept_twice() {
    let place = |known: &[(RecordId, hailstone_core::data::Record)], label: &str| {
        let issuer = issuer_of_pids();
        Received::verify(&pid_token(), &issuer, now())
            .unwrap()
            .place(known, label)
    };
    let waiting = (SEVEN, holder_key().waiting("Borough", &secret()));
    let (record, at) = place(std::slice::from_ref(&waiting), " ").unwrap();
    assert_eq!(at, Place::Waiting(SEVEN));
    assert_eq!(record.field(Field::Label), Some("Borough"));
    let (record, _) = place(&[waiting], "mine").unwrap();
    assert_eq!(record.field(Field::Label), Some("mine"));
    let kept = (SEVEN, record);
    assert_eq!(
        place(std::slice::from_ref(&kept), "").unwrap().1,
        Place::Known
    );
    let other = (SEVEN, issue_pid(json!({"given_name": "Augusta"})));
    let (record, at) = place(&[other], "").unwrap();
    assert_eq!(at, Place::New, "its key waits no more");
    assert_eq!(
        record.field(Field::HolderKey),
        kept.1.field(Field::HolderKey)
    );
    assert_eq!(place(&[], "").err(), Some(CredentialError::KeyNotOurs));
}

#[test]
fn vp_w8_a_credential_that_is_signed_in_a_way_that_the_site_does_not_take_is_not_offered() {
    let state = |values: Value| {
        let mut request = parameters(json!({"credentials": [pid_query("pid", &[])]}));
        request["client_metadata"]["vp_formats_supported"]["dc+sd-jwt"] = values;
        let mut record = pid();
        assert_eq!(record.field(Field::IssuerAlgorithm), Some("ES256"));
        record.set(Field::IssuerAlgorithm, "EdDSA");
        let request = parse(&request).unwrap();
        request.propose(vec![(SEVEN, record)], now()).view().state
    };
    assert_eq!(
        state(json!({"sd-jwt_alg_values": ["ES256"]})),
        State::NothingMatches
    );
    assert_eq!(
        state(json!({"sd-jwt_alg_values": ["ES256", "EdDSA"]})),
        State::Ready
    );
    assert_eq!(state(json!({"kb-jwt_alg_values": ["ES256"]})), State::Ready);
    // What binds it is a key on P-256.
    assert_eq!(
        state(json!({"kb-jwt_alg_values": ["EdDSA", "Ed25519"]})),
        State::NothingMatches
    );
}
