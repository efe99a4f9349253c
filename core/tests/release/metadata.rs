//! What a request says about the answer and about itself: keys, algorithms, purposes.

use crate::support::*;
use hailstone_core::data::Outcome;
use hailstone_core::jose::base64url;
use hailstone_core::release::RequestError;
use hailstone_core::time::Timestamp;
use serde_json::{Value, json};

#[test]
fn vp_w8_an_encrypted_answer_needs_a_key() {
    let mut request = encrypted(&[]);
    assert_eq!(refused(&request), RequestError::EncryptionKeyMissing);
    request["client_metadata"]
        .as_object_mut()
        .unwrap()
        .remove("jwks");
    assert_eq!(refused(&request), RequestError::EncryptionKeyMissing);
    request.as_object_mut().unwrap().remove("client_metadata");
    assert_eq!(refused(&request), RequestError::EncryptionKeyMissing);
    request["client_metadata"] = json!("metadata");
    assert!(matches!(
        refused(&request),
        RequestError::MetadataInvalid(_)
    ));
    for jwks in [
        json!([]),
        json!({}),
        json!({"keys": {}}),
        json!({"keys": ["key"]}),
        json!(null),
    ] {
        request["client_metadata"] = json!({"jwks": jwks});
        assert!(
            matches!(refused(&request), RequestError::MetadataInvalid(_)),
            "{jwks}"
        );
    }
}

#[test]
fn vp_w8_each_key_has_a_kid_of_its_own() {
    for kid in [json!(null), json!(""), json!(1), json!("k".repeat(257))] {
        let mut key = public(&p256_pair());
        key["kid"] = kid;
        assert_eq!(
            refused(&encrypted(&[key])),
            RequestError::EncryptionKeyInvalid
        );
    }
    let (one, mut two) = (public(&p256_pair()), public(&x25519_pair()));
    assert!(parse(&encrypted(&[one.clone(), two.clone()])).is_ok());
    two["kid"] = one["kid"].clone();
    assert_eq!(
        refused(&encrypted(&[one, two])),
        RequestError::EncryptionKeyInvalid
    );
}

#[test]
fn vp_w8_vp_r3_a_key_that_is_no_public_key_is_refused() {
    let mut near_the_prime = [0xff; 32];
    near_the_prime[31] = 0x7f;
    let mut one = [0; 32];
    one[0] = 1;
    // RFC 7748 §6.1: points with which every agreement is all zero (0, 1, p - 1, p, p + 1).
    let mut small_orders = vec![[0; 32], one];
    for low in [0xec, 0xed, 0xee] {
        near_the_prime[0] = low;
        small_orders.push(near_the_prime);
    }
    let p256 = [
        ("x", json!(base64url::encode(&[0; 32]))),
        ("y", p256_pair()["x"].clone()),
        ("y", json!(null)),
        ("x", json!("short")),
    ];
    let p256 = p256.map(|(member, value)| (p256_pair(), member, value));
    let x25519 = small_orders
        .iter()
        .map(|x| (x25519_pair(), "x", json!(base64url::encode(x))));
    for (pair, member, value) in p256.into_iter().chain(x25519) {
        let mut key = public(&pair);
        key[member] = value.clone();
        let error = refused(&encrypted(&[key]));
        assert_eq!(
            error,
            RequestError::EncryptionKeyInvalid,
            "{member} {value}"
        );
    }
    for pair in [p256_pair(), x25519_pair()] {
        let error = refused(&encrypted(&[pair]));
        assert_eq!(error, RequestError::EncryptionKeyInvalid, "a private key");
    }
    let good = public(&x25519_pair());
    let error = refused(&encrypted(&[good, p256_pair()]));
    assert_eq!(
        error,
        RequestError::EncryptionKeyInvalid,
        "wherever it stands"
    );
}

#[test]
fn vp_r3_the_key_is_chosen_by_kty_crv_use_and_alg() {
    for (member, value) in [
        ("alg", json!("ECDH-ES+A256KW")),
        ("alg", json!(null)),
        ("use", json!("sig")),
        ("use", json!(null)),
        ("key_ops", json!(["verify"])),
        ("crv", json!("P-384")),
        ("kty", json!("RSA")),
    ] {
        let mut key = public(&p256_pair());
        key[member] = value;
        assert_eq!(
            refused(&encrypted(&[key.clone()])),
            RequestError::AlgorithmUnsupported
        );
        assert!(parse(&encrypted(&[key, public(&x25519_pair())])).is_ok());
    }
    let mut key = public(&p256_pair());
    key.as_object_mut().unwrap().remove("use");
    assert!(parse(&encrypted(&[key])).is_ok());
}

#[test]
fn vp_r3_the_content_encryption_is_one_that_the_site_lists() {
    let mut request = encrypted(&[public(&p256_pair())]);
    let name = "encrypted_response_enc_values_supported";
    request["client_metadata"][name] = json!(["A256CBC-HS512"]);
    assert_eq!(refused(&request), RequestError::AlgorithmUnsupported);
    for (values, longest) in [
        (json!(["A128GCM", "A192GCM"]), "A192GCM"),
        (json!(["A128GCM", "A256GCM", "A192GCM"]), "A256GCM"),
        (json!(["A128CBC-HS256", "A128GCM"]), "A128GCM"),
    ] {
        request["client_metadata"][name] = values;
        let shown = format!("{:?}", parse(&request).unwrap());
        assert!(shown.contains(&format!("encrypted({longest})")), "{shown}");
    }
    for values in [json!([]), json!("A256GCM"), json!([1])] {
        request["client_metadata"][name] = values;
        assert!(matches!(
            refused(&request),
            RequestError::MetadataInvalid(_)
        ));
    }
}

#[test]
fn vp_w8_the_site_must_take_what_we_send() {
    let mut request = plain();
    for formats in [
        json!({}),
        json!({"mso_mdoc": {}}),
        json!({"dc+sd-jwt": {"sd-jwt_alg_values": ["ES384"]}}),
        json!({"dc+sd-jwt": {"sd-jwt_alg_values": ["ed25519"]}}),
        json!({"dc+sd-jwt": {"sd-jwt_alg_values": ["ES256"], "kb-jwt_alg_values": ["ES384"]}}),
    ] {
        request["client_metadata"] = json!({"vp_formats_supported": formats});
        assert_eq!(
            refused(&request),
            RequestError::FormatUnsupported,
            "{formats}"
        );
    }
    for formats in [
        json!([]),
        json!({"dc+sd-jwt": []}),
        json!({"dc+sd-jwt": {"sd-jwt_alg_values": []}}),
    ] {
        request["client_metadata"] = json!({"vp_formats_supported": formats});
        assert!(
            matches!(refused(&request), RequestError::MetadataInvalid(_)),
            "{formats}"
        );
    }
    request["client_metadata"] = json!({"vp_formats_supported": {"dc+sd-jwt": {}}});
    assert!(parse(&request).is_ok());
}

#[test]
fn vp_w8_what_the_site_takes_has_to_be_said() {
    let mut request = plain();
    request["client_metadata"] = json!({});
    let expected = RequestError::MetadataInvalid("vp_formats_supported: an object of objects");
    assert_eq!(refused(&request), expected);
    request.as_object_mut().unwrap().remove("client_metadata");
    assert_eq!(refused(&request), expected);
}

#[test]
fn vp_w11_a_purpose_is_read_from_our_own_format_alone() {
    let mut request = plain();
    request["verifier_info"] = json!([
        {"format": "jwt", "data": "e30.e30.e30"},
        {"format": "urn:hailstone:purpose:1", "data": {"purpose": {"en": "To send\nyour order.", "de": "Für Ihre Bestellung."}}},
        {"format": "urn:hailstone:purpose:1", "data": {"purpose": "News"}, "credential_ids": ["contact", "unknown"]},
        {"format": "urn:hailstone:purpose:1", "data": {"purpose": "Nobody"}, "credential_ids": ["unknown"]},
        {"format": "urn:hailstone:purpose:1", "data": {"purpose": "\u{202e} "}}
    ]);
    assert_eq!(parse(&request).unwrap().purpose().len(), 2);
    let proposal = parse(&request).unwrap().propose(records(), now());
    let view = serde_json::to_value(proposal.view()).unwrap();
    assert_eq!(
        view["purpose"],
        json!([{"language": "de", "text": "Für Ihre Bestellung."}, {"language": "en", "text": "To send your order."}])
    );
    assert_eq!(
        view["credentials"][0]["purpose"],
        json!([{"language": "", "text": "News"}])
    );
    let receipt = proposal.end(Outcome::Refused, Timestamp::from_unix(5));
    assert_eq!(receipt.purpose.len(), 4);
}

#[test]
fn vp_w11_a_purpose_that_is_not_one_is_refused() {
    let bad = [
        json!({}),
        json!([]),
        json!([7]),
        json!([{"format": "urn:hailstone:purpose:1"}]),
        json!([{"format": "urn:hailstone:purpose:1", "data": {"purpose": 7}}]),
        json!([{"format": "urn:hailstone:purpose:1", "data": {"purpose": {"en": 7}}}]),
        json!([{"format": "urn:hailstone:purpose:1", "data": {"purpose": {"<b>": "x"}}}]),
        json!([{"format": "urn:hailstone:purpose:1", "data": {"purpose": "x"}, "credential_ids": []}]),
        json!([{"format": "urn:hailstone:purpose:1", "data": {"purpose": "x"}, "credential_ids": [1]}]),
    ];
    for info in bad {
        let mut request = plain();
        request["verifier_info"] = info.clone();
        assert!(
            matches!(refused(&request), RequestError::PurposeInvalid(_)),
            "{info}"
        );
    }
    let mut request = plain();
    let entry =
        |text: String| json!([{"format": "urn:hailstone:purpose:1", "data": {"purpose": text}}]);
    request["verifier_info"] = entry("ä".repeat(500));
    assert!(parse(&request).is_ok());
    request["verifier_info"] = entry("ä".repeat(501));
    assert_eq!(refused(&request), RequestError::LimitExceeded("purpose"));
}

#[test]
fn keys_and_entries_are_counted() {
    let key = |number: usize| {
        let mut key = public(&p256_pair());
        key["kid"] = json!(number.to_string());
        key
    };
    let keys: Vec<Value> = (0..17).map(key).collect();
    assert!(parse(&encrypted(&keys[..16])).is_ok());
    assert_eq!(
        refused(&encrypted(&keys)),
        RequestError::LimitExceeded("keys")
    );
    let mut request = plain();
    request["verifier_info"] = json!(vec![json!({"format": "jwt"}); 65]);
    assert_eq!(
        refused(&request),
        RequestError::LimitExceeded("verifier_info")
    );
}
