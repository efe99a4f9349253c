//! Signed requests of the Digital Credentials API (OpenID4VP 1.0 §5.9.3, Appendix A.3).

use crate::signer::{NOW, anchors, der, hash_id, header, key, sign, trust, x5c};
use crate::support::*;
use crate::token::share;
use hailstone_core::jose::JoseError;
use hailstone_core::release::{Examined, Proof, Request, RequestError, SIGNED, Trust};
use hailstone_core::time::Timestamp;
use hailstone_core::trust::TrustError;
use serde_json::{Value, json};

pub(crate) const DNS: &str = "x509_san_dns:shop.example";

/// A request object that breaks no rule.
pub(crate) fn object() -> Value {
    let mut object = plain();
    object["client_id"] = json!(DNS);
    object["expected_origins"] = json!(["https://other.example", ORIGIN]);
    object
}

pub(crate) fn examine(data: &Value, protocol: &str) -> Result<Examined, RequestError> {
    Examined::over_api(protocol, &origin(), &data.to_string(), &trust(&anchors()))
}

pub(crate) fn signed(header: &Value, object: &Value) -> Result<Examined, RequestError> {
    examine(&json!({"request": sign(header, object)}), SIGNED)
}

pub(crate) fn refusal(header: &Value, object: &Value) -> RequestError {
    signed(header, object).expect_err("the request breaks a rule")
}

pub(crate) fn leaf() -> Value {
    header(&[der!("leaf")])
}

pub(crate) fn certificate(name: &str) -> Proof {
    Proof::Certificate {
        name: name.into(),
        authority: Some("Example Authority".into()),
    }
}

/// With this member of the object another, or without it.
pub(crate) fn with(name: &str, value: Value) -> Value {
    let mut object = object();
    match value {
        Value::Null => object.as_object_mut().unwrap().remove(name),
        value => object.as_object_mut().unwrap().insert(name.into(), value),
    };
    object
}

#[test]
fn vp_w7_a_certificate_for_the_name_says_who_asks() {
    let examined = signed(&leaf(), &object()).unwrap();
    assert_eq!(examined.proof(), &certificate("shop.example"));
    // In a browser the two halves of the core are two modules.
    let text = serde_json::to_string(&examined).unwrap();
    let examined = Examined::parse(&text).unwrap();
    assert_eq!(serde_json::to_string(&examined).unwrap(), text);
    let request = Request::from_examined(origin(), examined).unwrap();
    assert_eq!(request.proof(), &certificate("shop.example"));
    let proposal = request.propose(records(), now());
    assert_eq!(proposal.view().proof, certificate("shop.example"));
    // VP-R2: the token is for the origin, whoever signed.
    let token = share(proposal);
    let claims = crate::token::verified(&token, |_| CONTACT.into());
    assert_eq!(claims["contact"]["email"], "ada@example.org");
}

#[test]
fn what_one_module_hands_to_the_other_is_read_strictly() {
    let good = serde_json::to_value(signed(&leaf(), &object()).unwrap()).unwrap();
    for (pointer, bad) in [
        ("/parameters", json!([])),
        ("/client_id", json!(7)),
        ("/proof", json!("address")),
        ("/proof/kind", json!("address")),
        ("/proof/kind", json!("trusted")),
        ("/proof/name", json!(null)),
        ("/uris", json!([7])),
    ] {
        let mut examined = good.clone();
        *examined.pointer_mut(pointer).unwrap() = bad;
        let refused = Examined::parse(&examined.to_string());
        assert!(
            matches!(refused, Err(RequestError::ObjectInvalid(_))),
            "{pointer}"
        );
    }
}

#[test]
fn vp_w7_a_certificate_is_named_by_its_hash() {
    let of = |der: &[u8]| with("client_id", json!(hash_id(der)));
    let examined = signed(&leaf(), &of(der!("leaf"))).unwrap();
    assert_eq!(examined.proof(), &certificate("Shop Ltd"));
    assert!(matches!(
        refusal(&leaf(), &of(der!("leaf-rsa"))),
        RequestError::ClientInvalid(_)
    ));
}

#[test]
fn vp_w7_a_signer_for_whom_nobody_vouches_is_unknown() {
    for ders in [
        &[der!("leaf-rsa")][..],
        &[der!("leaf-p384")],
        &[der!("leaf-between")],
    ] {
        let examined = signed(&header(ders), &object()).unwrap();
        let unknown = Proof::UnknownSigner {
            name: "shop.example".into(),
        };
        assert_eq!(examined.proof(), &unknown);
    }
}

#[test]
fn vp_w7_a_certificate_that_is_not_good_is_refused() {
    let not_for_signatures = RequestError::Certificate(TrustError::NotForSignatures);
    assert_eq!(
        refusal(&header(&[der!("not-signing")]), &object()),
        not_for_signatures
    );
    assert_eq!(
        refusal(&header(&[der!("self-authority")]), &object()),
        not_for_signatures
    );
    let other_key = refusal(&header(&[der!("self")]), &object());
    assert_eq!(other_key, RequestError::Object(JoseError::SignatureInvalid));
    let no_key = refusal(&header(&[der!("leaf-on-p384")]), &object());
    assert_eq!(
        no_key,
        RequestError::Certificate(TrustError::KeyUnsupported)
    );
    for bad in [json!({}), json!([]), json!(["AAAA"]), json!(7)] {
        let mut header = leaf();
        header["x5c"] = bad;
        let refused = refusal(&header, &object());
        assert!(matches!(
            refused,
            RequestError::Certificate(TrustError::Malformed(_))
        ));
    }
    let mut without = leaf();
    without.as_object_mut().unwrap().remove("x5c");
    assert!(matches!(
        refusal(&without, &object()),
        RequestError::ClientInvalid(_)
    ));
    for name in [
        "x509_san_dns:other.example",
        "x509_san_dns:a.wild.example",
        "x509_san_dns:example",
    ] {
        let refused = refusal(&leaf(), &with("client_id", json!(name)));
        assert!(matches!(refused, RequestError::ClientInvalid(_)), "{name}");
    }
    // Time passes.
    let data = json!({"request": sign(&leaf(), &object())}).to_string();
    for (now, error) in [
        (1_700_000_000, TrustError::NotYetValid),
        (2_200_000_000, TrustError::Expired),
    ] {
        let anchors = anchors();
        let trust = Trust {
            anchors: &anchors,
            now: Timestamp::from_unix(now),
        };
        let refused = Examined::over_api(SIGNED, &origin(), &data, &trust).map(|_| ());
        assert_eq!(refused, Err(RequestError::Certificate(error)));
    }
}

#[test]
fn vp_w7_a_did_jwk_signs_with_the_key_that_it_is() {
    let did = key().public_jwk().to_did();
    let object = with(
        "client_id",
        json!(format!("decentralized_identifier:{did}")),
    );
    let header = json!({"typ": "oauth-authz-req+jwt", "kid": format!("{did}#0")});
    let examined = signed(&header, &object).unwrap();
    assert_eq!(examined.proof(), &Proof::Key { did: did.clone() });

    for kid in [
        json!(did),
        json!(format!("{did}#1")),
        json!("#0"),
        json!(null),
    ] {
        let header = json!({"typ": "oauth-authz-req+jwt", "kid": kid});
        assert!(matches!(
            refusal(&header, &object),
            RequestError::ClientInvalid(_)
        ));
    }
    // Another key's.
    let other = "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6IndlTkp5MkhzY0NTTTZBRURURGcwNGJpT3ZoRmh5eVd2T0hRZmVGX1B4TVEiLCJ5IjoiZThsbkNPLUFsU3RULU5KVlgtY3JoQjdRUlloaWl4MDNpbGxKT1ZBT3ljayJ9";
    let object = with(
        "client_id",
        json!(format!("decentralized_identifier:{other}")),
    );
    let header = json!({"typ": "oauth-authz-req+jwt", "kid": format!("{other}#0")});
    assert_eq!(
        refusal(&header, &object),
        RequestError::Object(JoseError::SignatureInvalid)
    );
    // A method that would have to be asked somewhere.
    let object = with(
        "client_id",
        json!("decentralized_identifier:did:web:shop.example"),
    );
    assert_eq!(refusal(&header, &object), RequestError::ClientUnsupported);
}

/// An attestation by whoever has this certificate.
fn attestation(ders: &[&[u8]], claims: &Value) -> String {
    sign(
        &json!({"typ": "verifier-attestation+jwt", "x5c": x5c(ders)}),
        claims,
    )
}

fn attested() -> Value {
    let jwk: Value = serde_json::from_str(&key().public_jwk().to_json()).unwrap();
    json!({"iss": "https://register.example", "sub": "Shop Ltd.", "exp": 1_800_000_600, "cnf": {"jwk": jwk}})
}

#[test]
fn vp_w7_an_attestation_by_somebody_trusted_says_who_asks() {
    let object = with("client_id", json!("verifier_attestation:Shop"));
    let header = |ders: &[&[u8]], claims: &Value| json!({"typ": "oauth-authz-req+jwt", "jwt": attestation(ders, claims)});
    let mut claims = attested();
    claims["sub"] = json!("Shop");
    let examined = signed(&header(&[der!("leaf")], &claims), &object).unwrap();
    let proof = Proof::Attested {
        name: "Shop".into(),
        authority: "Example Authority".into(),
    };
    assert_eq!(examined.proof(), &proof);

    // Nobody that the person added.
    assert_eq!(
        refusal(&header(&[der!("leaf-rsa")], &claims), &object),
        RequestError::AttestationUntrusted
    );
    for (name, value) in [
        ("sub", json!("Other")),
        ("sub", Value::Null),
        ("exp", Value::Null),
        ("cnf", json!({})),
        ("cnf", json!({"jwk": {"kty": "EC"}})),
        ("redirect_uris", json!("https://shop.example")),
    ] {
        let mut bad = claims.clone();
        match value {
            Value::Null => bad.as_object_mut().unwrap().remove(name),
            value => bad.as_object_mut().unwrap().insert(name.into(), value),
        };
        let refused = refusal(&header(&[der!("leaf")], &bad), &object);
        assert!(
            matches!(refused, RequestError::ClientInvalid(_)),
            "{name}: {refused}"
        );
    }
    let mut old = claims.clone();
    old["exp"] = json!(NOW.as_unix() - 3600);
    assert_eq!(
        refusal(&header(&[der!("leaf")], &old), &object),
        RequestError::Expired
    );
    let untyped = json!({"typ": "oauth-authz-req+jwt", "jwt": sign(&json!({"x5c": x5c(&[der!("leaf")])}), &claims)});
    assert!(matches!(
        refusal(&untyped, &object),
        RequestError::ClientInvalid(_)
    ));
}

#[test]
fn vp_w7_the_prefix_redirect_uri_is_not_for_signed_requests() {
    let object = with("client_id", json!("redirect_uri:https://shop.example/cb"));
    assert!(matches!(
        refusal(&leaf(), &object),
        RequestError::ClientInvalid(_)
    ));
}

#[test]
fn vp_w6_an_unknown_prefix_is_refused() {
    for id in [
        "shop",
        "openid_federation:https://shop.example",
        "origin:https://shop.example",
        "https://shop.example",
    ] {
        let refused = refusal(&leaf(), &with("client_id", json!(id)));
        assert_eq!(refused, RequestError::ClientUnsupported, "{id}");
        assert_eq!(refused.standard_code(), "invalid_request");
    }
    for bad in [Value::Null, json!(7), json!("")] {
        assert!(signed(&leaf(), &with("client_id", bad)).is_err());
    }
}
