//! SV-5: the status of a credential, each rule of the draft's §8.3 with what breaks it.

use super::*;
use crate::jose::SigningKey;
use alloc::format;
use alloc::string::ToString;
use serde_json::json;

const URI: &str = "https://issuer.example/statuses/1";
const NOW: u64 = 1_800_000_000;

fn key() -> SigningKey {
    let jwk = json!({"kty": "EC", "crv": "P-256", "x": "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ", "y": "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck", "d": "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"});
    SigningKey::parse(&jwk).unwrap()
}

/// The two lists of the draft's §4.2.
fn one_bit() -> Value {
    json!({"bits": 1, "lst": "eNrbuRgAAhcBXQ"})
}

fn two_bits() -> Value {
    json!({"bits": 2, "lst": "eNo76fITAAPfAgc"})
}

fn payload(name: &str, member: Value) -> Value {
    let mut payload = json!({
        "sub": URI, "iat": NOW - 10, "exp": NOW + 10, "ttl": 43200, "status_list": one_bit(),
    });
    match member {
        Value::Null => drop(payload.as_object_mut().unwrap().remove(name)),
        member => payload[name] = member,
    }
    payload
}

fn read(typ: &str, payload: &Value) -> Result<StatusList, StatusError> {
    let token = jws::sign(&json!({"typ": typ}), payload.to_string().as_bytes(), &key());
    let expected = Expected {
        uri: URI,
        issuer: &key().public_jwk(),
        now: Timestamp::from_unix(NOW),
        leeway: 0,
    };
    StatusList::parse(&token, &expected)
}

fn with(name: &str, member: Value) -> Result<StatusList, StatusError> {
    read(TYPE, &payload(name, member))
}

#[test]
fn sv_5_a_status_is_read_from_its_bits() {
    let list = read(TYPE, &payload("status_list", one_bit())).unwrap();
    let bits: Vec<_> = (0..16).map(|at| list.status(at).unwrap()).collect();
    let expected = [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1];
    assert_eq!(bits, expected.map(Status::from_number));
    assert_eq!(list.status(16), Err(StatusError::IndexOutside));
    assert_eq!(list.status(u64::MAX), Err(StatusError::IndexOutside));
    assert_eq!(list.time_to_live(), Some(43200));
    assert_eq!(format!("{list:?}"), "StatusList(1 bits, 2 bytes)");

    let list = read(TYPE, &payload("status_list", two_bits())).unwrap();
    let statuses: Vec<_> = (0..12).map(|at| list.status(at).unwrap()).collect();
    let expected = [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3];
    assert_eq!(statuses, expected.map(Status::from_number));
    assert_eq!(Status::from_number(0), Status::Valid);
    assert_eq!(Status::from_number(3), Status::Other(3));
}

#[test]
fn sv_5_another_type_or_list_is_refused() {
    let good = payload("", Value::Null);
    assert!(read(TYPE, &good).is_ok());
    for typ in ["JWT", "statuslist+cwt", ""] {
        assert_eq!(read(typ, &good), Err(StatusError::TypeWrong));
    }
    for sub in [
        json!("https://issuer.example/statuses/2"),
        json!(1),
        Value::Null,
    ] {
        assert_eq!(with("sub", sub), Err(StatusError::SubjectWrong));
    }
}

#[test]
fn sv_5_a_list_outside_of_its_time_is_refused() {
    assert_eq!(with("exp", json!(NOW)), Err(StatusError::Expired));
    assert!(with("exp", Value::Null).is_ok());
    assert_eq!(with("iat", json!(NOW + 1)), Err(StatusError::NotYetValid));
    for (name, member) in [
        ("iat", Value::Null),
        ("iat", json!("1")),
        ("exp", json!("1")),
        ("exp", json!(-1)),
        ("ttl", json!(0)),
        ("ttl", json!("1")),
    ] {
        let outcome = with(name, member);
        assert!(
            matches!(outcome, Err(StatusError::ClaimMissing(_))),
            "{name}"
        );
    }
}

#[test]
fn sv_5_a_list_that_nobody_of_right_signed_is_refused() {
    let token = jws::sign(
        &json!({"typ": TYPE}),
        payload("", Value::Null).to_string().as_bytes(),
        &key(),
    );
    let other = Jwk::parse_text(
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
    )
    .unwrap();
    let expected = Expected {
        uri: URI,
        issuer: &other,
        now: Timestamp::from_unix(NOW),
        leeway: 0,
    };
    assert!(matches!(
        StatusList::parse(&token, &expected),
        Err(StatusError::TokenInvalid(_))
    ));
    assert!(matches!(
        StatusList::parse("", &expected),
        Err(StatusError::TokenInvalid(_))
    ));
}

#[test]
fn sv_5_a_list_of_another_shape_or_too_large_is_refused() {
    for bits in [json!(0), json!(3), json!(16), json!("1"), Value::Null] {
        let list = json!({"bits": bits, "lst": "eNrbuRgAAhcBXQ"});
        assert_eq!(
            with("status_list", list),
            Err(StatusError::ClaimMissing("bits"))
        );
    }
    for lst in ["eNrbuRgAAhcBXQ==", "AAAA", "", "eNrbuRgAAhcBXg"] {
        let list = json!({"bits": 1, "lst": lst});
        assert_eq!(with("status_list", list), Err(StatusError::ListInvalid));
    }
    assert_eq!(
        with("status_list", json!({"bits": 1})),
        Err(StatusError::ClaimMissing("lst"))
    );
    assert_eq!(
        with("status_list", json!([])),
        Err(StatusError::ClaimMissing("status_list"))
    );
    // A kilobyte for each byte: what it would become is never made.
    let bomb = miniz_oxide::deflate::compress_to_vec_zlib(&alloc::vec![0; LIST + 1], 9);
    assert!(bomb.len() < 20_000);
    let list = json!({"bits": 1, "lst": base64url::encode(&bomb)});
    assert_eq!(with("status_list", list), Err(StatusError::ListInvalid));
}

#[test]
fn sv_5_a_reference_is_a_place_in_a_list_and_anything_else_is_not_taken_for_valid() {
    let parse = |status: Value| {
        let claims = json!({"status": status});
        Reference::parse(claims.as_object().unwrap())
    };
    assert_eq!(Reference::parse(&Map::new()), Ok(None));
    assert_eq!(
        parse(json!({"status_list": {"idx": 0, "uri": URI}})),
        Ok(Some(Reference {
            index: 0,
            uri: URI.into()
        }))
    );
    assert_eq!(
        parse(json!({"other": {}})),
        Err(StatusError::MechanismUnknown)
    );
    for bad in [
        json!(null),
        json!({}),
        json!("x"),
        json!({"status_list": {}}),
        json!({"status_list": {"idx": -1, "uri": URI}}),
        json!({"status_list": {"idx": "0", "uri": URI}}),
        json!({"status_list": {"idx": 0, "uri": ""}}),
        json!({"status_list": {"idx": 0, "uri": "x".repeat(2049)}}),
    ] {
        assert!(matches!(parse(bad), Err(StatusError::ReferenceInvalid(_))));
    }
}

#[test]
fn codes_are_stable() {
    use crate::error::Coded;
    for (error, code) in [
        (
            StatusError::ReferenceInvalid(""),
            "status.reference_invalid",
        ),
        (StatusError::MechanismUnknown, "status.mechanism_unknown"),
        (
            StatusError::TokenInvalid(JoseError::TooLarge),
            "status.token_invalid",
        ),
        (StatusError::TypeWrong, "status.type_wrong"),
        (StatusError::ClaimMissing(""), "status.claim_missing"),
        (StatusError::SubjectWrong, "status.subject_wrong"),
        (StatusError::Expired, "status.expired"),
        (StatusError::NotYetValid, "status.not_yet_valid"),
        (StatusError::ListInvalid, "status.list_invalid"),
        (StatusError::IndexOutside, "status.index_outside"),
    ] {
        assert_eq!(error.code(), code);
    }
}
