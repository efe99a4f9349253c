//! What a signed request of the Digital Credentials API is made of (OpenID4VP 1.0 §5, Appendix A.3).

use crate::signed::{DNS, certificate, examine, leaf, object, refusal, signed, with};
use crate::signer::{NOW, anchors, der, header, key, sign, trust};
use crate::support::*;
use hailstone_core::error::Coded;
use hailstone_core::jose::{JoseError, jws};
use hailstone_core::release::{Examined, MULTISIGNED, Request, RequestError, SIGNED};
use serde_json::{Value, json};

#[test]
fn vp_w1_a_request_object_says_that_it_is_one() {
    for typ in [
        "JWT",
        "oauth-authz-req",
        "OAUTH-AUTHZ-REQ+JWT",
        "dc+sd-jwt",
        "kb+jwt",
    ] {
        let mut header = leaf();
        header["typ"] = json!(typ);
        assert!(
            matches!(refusal(&header, &object()), RequestError::ObjectInvalid(_)),
            "{typ}"
        );
    }
}

#[test]
fn vp_w1_none_and_macs_are_no_signatures() {
    let good = sign(&leaf(), &object());
    let (_, rest) = good.split_once('.').unwrap();
    for alg in ["none", "HS256", "RS256", "ES384", "es256"] {
        let mut header = leaf();
        header["alg"] = json!(alg);
        let header = hailstone_core::jose::base64url::encode(header.to_string().as_bytes());
        let refused = examine(&json!({"request": format!("{header}.{rest}")}), SIGNED);
        assert_eq!(
            refused.map(|_| ()),
            Err(RequestError::Object(JoseError::AlgorithmNotAllowed)),
            "{alg}"
        );
    }
    let mut critical = leaf();
    critical["crit"] = json!(["exp"]);
    assert_eq!(
        refusal(&critical, &object()),
        RequestError::Object(JoseError::CriticalHeader)
    );
    // Every other payload under the same signature.
    let [header, payload, signature] = good.split('.').collect::<Vec<_>>()[..] else {
        panic!("three parts")
    };
    let other = payload.replacen('A', "B", 1);
    let refused = examine(
        &json!({"request": format!("{header}.{other}.{signature}")}),
        SIGNED,
    );
    assert!(refused.is_err());
}

#[test]
fn vp_w5_a_request_object_is_for_a_wallet() {
    for good in [
        Value::Null,
        json!("https://self-issued.me/v2"),
        json!(["x", "https://self-issued.me/v2"]),
    ] {
        assert!(signed(&leaf(), &with("aud", good)).is_ok());
    }
    for bad in [
        json!("https://wallet.example"),
        json!([]),
        json!(7),
        json!({"a": 1}),
    ] {
        assert_eq!(
            refusal(&leaf(), &with("aud", bad)),
            RequestError::AudienceInvalid
        );
    }
}

#[test]
fn a_request_object_has_its_time() {
    let now = NOW.as_unix();
    for (name, good, bad, error) in [
        (
            "exp",
            json!(now + 1),
            json!(now - 61),
            RequestError::Expired,
        ),
        (
            "exp",
            json!(1_800_000_000.5),
            json!(1_799_999_938.5),
            RequestError::Expired,
        ),
        (
            "nbf",
            json!(now),
            json!(now + 61),
            RequestError::NotYetValid,
        ),
        (
            "iat",
            json!(now + 59),
            json!(now + 3600),
            RequestError::NotYetValid,
        ),
    ] {
        assert!(signed(&leaf(), &with(name, good)).is_ok(), "{name}");
        assert_eq!(refusal(&leaf(), &with(name, bad)), error, "{name}");
        for wrong in [
            json!("1800000000"),
            json!(-1),
            json!(true),
            json!(1e300),
            json!([]),
        ] {
            let refused = refusal(&leaf(), &with(name, wrong));
            assert!(matches!(refused, RequestError::ObjectInvalid(_)), "{name}");
        }
    }
}

#[test]
fn dc_3_a_signed_request_names_the_origin_that_asks() {
    for bad in [
        json!(["https://other.example"]),
        json!(["https://shop.example/"]),
        json!(["https://SHOP.example"]),
        json!(["shop.example"]),
    ] {
        let refused = refusal(&leaf(), &with("expected_origins", bad));
        assert_eq!(refused, RequestError::OriginUnexpected);
        assert_eq!(refused.code(), "request.origin_unexpected");
    }
    for bad in [Value::Null, json!([]), json!(ORIGIN), json!([7]), json!({})] {
        let refused = refusal(&leaf(), &with("expected_origins", bad));
        assert!(matches!(refused, RequestError::ObjectInvalid(_)));
    }
}

#[test]
fn dc_3_the_envelope_holds_a_jws_and_nothing_counts_beside_it() {
    let compact = sign(&leaf(), &object());
    let mut beside = plain();
    beside["request"] = json!(compact);
    beside["dcql_query"] = json!("another");
    let examined = examine(&beside, SIGNED).unwrap();
    assert!(Request::from_examined(origin(), examined).is_ok());
    for bad in [
        json!({}),
        json!({"request": 7}),
        json!({"request": ""}),
        json!({"request": "a.b"}),
        json!({"request": {"payload": "", "signatures": []}}),
        plain(),
    ] {
        assert!(examine(&bad, SIGNED).is_err(), "{bad}");
    }
    for protocol in ["openid4vp-v1-unsigned", "openid4vp", ""] {
        let refused = examine(&json!({"request": compact}), protocol).map(|_| ());
        assert_eq!(refused, Err(RequestError::ProtocolUnsupported));
    }
    let long = " ".repeat(Request::MAX_BYTES * 4 + 1);
    let refused = Examined::over_api(SIGNED, &origin(), &long, &trust(&anchors()));
    assert_eq!(refused.map(|_| ()), Err(RequestError::TooLarge));
}

/// Several signatures over [`object`] without its `client_id`.
fn several(entries: &[(Value, &str)], object: &Value) -> Value {
    let mut payload = "";
    let compact: Vec<String> = entries
        .iter()
        .map(|(header, client_id)| {
            let mut header = header.clone();
            header["client_id"] = json!(client_id);
            sign(&header, object)
        })
        .collect();
    let mut signatures = Vec::new();
    for compact in &compact {
        let [header, body, signature] = compact.split('.').collect::<Vec<_>>()[..] else {
            panic!("three parts")
        };
        payload = body;
        signatures.push(json!({"protected": header, "signature": signature}));
    }
    json!({"request": {"payload": payload, "signatures": signatures}})
}

#[test]
fn dc_3_of_several_signatures_the_one_that_proves_most_counts() {
    let object = with("client_id", Value::Null);
    let unknown = header(&[der!("leaf-rsa")]);
    let did = key().public_jwk().to_did();
    let by_did = json!({"typ": "oauth-authz-req+jwt", "kid": format!("{did}#0")});
    let did_id = format!("decentralized_identifier:{did}");
    let examined = examine(
        &several(
            &[
                (leaf(), "openid_federation:https://shop.example"),
                (unknown.clone(), DNS),
                (leaf(), DNS),
                (by_did.clone(), &did_id),
            ],
            &object,
        ),
        MULTISIGNED,
    )
    .unwrap();
    assert_eq!(examined.proof(), &certificate("shop.example"));

    // One that we could judge and that is not good spoils the request.
    let mut bad = several(&[(leaf(), DNS), (unknown.clone(), DNS)], &object);
    let other = bad["request"]["signatures"][0]["signature"].clone();
    bad["request"]["signatures"][1]["signature"] = other;
    assert_eq!(
        examine(&bad, MULTISIGNED).map(|_| ()),
        Err(RequestError::Object(JoseError::SignatureInvalid))
    );
    // None that we can judge.
    let refused = examine(&several(&[(leaf(), "shop")], &object), MULTISIGNED);
    assert_eq!(refused.map(|_| ()), Err(RequestError::ClientUnsupported));
    // The client stands in the headers, and there alone.
    let inside = several(&[(leaf(), DNS)], &crate::signed::object());
    assert!(matches!(
        examine(&inside, MULTISIGNED),
        Err(RequestError::ClientInvalid(_))
    ));
    // What the signature does not cover says nothing.
    let compact = jws::sign(&leaf(), object.to_string().as_bytes(), &key());
    let [protected, payload, signature] = compact.split('.').collect::<Vec<_>>()[..] else {
        panic!("three parts")
    };
    let outside = json!({"request": {"payload": payload, "signatures": [
        {"protected": protected, "header": {"client_id": DNS}, "signature": signature}
    ]}});
    assert!(matches!(
        examine(&outside, MULTISIGNED),
        Err(RequestError::ClientInvalid(_))
    ));
    assert!(examine(&json!({"request": compact}), MULTISIGNED).is_err());
}

#[test]
fn dc_3_information_about_the_site_comes_with_the_signature() {
    let mut header = leaf();
    header["verifier_info"] = json!([
        {"format": "urn:hailstone:purpose:1", "data": {"purpose": "To send your order"}}
    ]);
    let object = with("client_id", Value::Null);
    let examined = examine(&several(&[(header.clone(), DNS)], &object), MULTISIGNED).unwrap();
    let request = Request::from_examined(origin(), examined).unwrap();
    assert_eq!(request.purpose()[0].text, "To send your order");
    let mut inside = object.clone();
    inside["verifier_info"] = json!([]);
    assert!(matches!(
        examine(&several(&[(leaf(), DNS)], &inside), MULTISIGNED),
        Err(RequestError::ObjectInvalid(_))
    ));
}
