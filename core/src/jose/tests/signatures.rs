//! JWS beyond one compact `ES256`: Ed25519 under both names, the JSON serialisations, and what may be said twice in two ways.

use super::*;
use crate::hazmat::p256;
use crate::jose::jwk::Point;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

/// RFC 8037 appendix A.1.
const ED25519_SECRET: &str = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

fn with(text: &str, name: &str, member: Value) -> Value {
    let mut value = value(text);
    value[name] = member;
    value
}

fn ed25519(algorithm: &str) -> Ed25519Key {
    Ed25519Key::parse(&with(ED25519_SECRET, "alg", json!(algorithm))).unwrap()
}

#[test]
fn rfc_8037_appendix_a_1_to_a_4() {
    let key = ed25519("EdDSA");
    assert_eq!(
        base64url::encode(&key.public_jwk().thumbprint()),
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    );
    let compact = jws::sign(&json!({}), b"Example of Ed25519 signing", &key);
    assert_eq!(
        compact,
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    );
    assert!(jws::verify(&compact, &key.public_jwk()).is_ok());
}

#[test]
fn both_names_of_ed25519_are_taken_and_neither_with_another_key() {
    for name in ["EdDSA", "Ed25519"] {
        let key = ed25519(name);
        assert_eq!(key.algorithm().as_str(), name);
        let compact = jws::sign(&json!({"typ": "x"}), b"x", &key);
        let verified = jws::verify(&compact, &key.public_jwk()).unwrap();
        assert_eq!(
            Value::Object(verified.header),
            json!({"alg": name, "typ": "x"})
        );
        assert_eq!(
            jws::verify(&compact, &site_key(ORIGIN).public_jwk()),
            Err(JoseError::AlgorithmNotAllowed)
        );
        let other = jws::sign(&json!({}), b"x", &site_key(ORIGIN));
        assert_eq!(
            jws::verify(&other, &key.public_jwk()),
            Err(JoseError::AlgorithmNotAllowed)
        );
    }
    // A key without `alg` signs under the name that says its curve.
    let key = Ed25519Key::parse(&value(ED25519_SECRET)).unwrap();
    assert_eq!(key.algorithm(), Algorithm::Ed25519);
}

#[test]
fn an_ed25519_key_signs_and_nothing_else() {
    let public = ed25519("EdDSA").public_jwk();
    let json = value(&public.to_json());
    assert_eq!(Jwk::parse(&json), Ok(public.clone()));
    assert_eq!(Jwk::parse_for(&json, KeyUse::Signature), Ok(public.clone()));
    assert!(Jwk::parse_for(&json, KeyUse::Agreement).is_err());
    assert_eq!(Jwk::parse_did(&public.to_did()), Ok(public.clone()));
    assert!(SecretJwk::parse(&value(ED25519_SECRET)).is_err());
    let recipient = jwe::Recipient {
        jwk: public,
        kid: None,
    };
    let seed = Seed::take(&mut [5; 32]);
    let outcome = jwe::encrypt(b"x", &recipient, jwe::Encryption::A256GCM, seed);
    assert!(matches!(outcome, Err(JoseError::KeyInvalid(_))));
}

#[test]
fn a_signing_key_that_does_not_fit_is_refused() {
    for d in [
        json!(null),
        json!("AQ"),
        json!(base64url::encode(&[1; 32])),
        json!(base64url::encode(&[0; 32])),
    ] {
        assert!(SigningKey::parse(&with(P256_SECRET, "d", d.clone())).is_err());
        assert!(Ed25519Key::parse(&with(ED25519_SECRET, "d", d)).is_err());
    }
    assert!(SigningKey::parse(&value(P256_SECRET)).is_ok());
    assert!(SigningKey::parse(&value(ED25519_SECRET)).is_err());
    assert!(Ed25519Key::parse(&value(P256_SECRET)).is_err());
    for alg in [json!("ES256"), json!("none"), json!(1)] {
        let outcome = Ed25519Key::parse(&with(ED25519_SECRET, "alg", alg));
        assert_eq!(outcome.err(), Some(JoseError::AlgorithmNotAllowed));
    }
    let key = SigningKey::parse(&value(P256_SECRET)).unwrap();
    assert_eq!(format!("{key:?}"), "SigningKey(redacted)");
    assert_eq!(format!("{:?}", ed25519("EdDSA")), "Ed25519Key(redacted)");
}

/// n - s, big-endian.
fn other_s(signature: &[u8; 64]) -> [u8; 64] {
    const ORDER: [u8; 32] = [
        0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc,
        0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ];
    let mut other = *signature;
    let mut borrow = 0_i16;
    for at in (0..32).rev() {
        let digit = i16::from(ORDER[at]) - i16::from(signature[at + 32]) - borrow;
        borrow = i16::from(digit < 0);
        other[at + 32] = digit.rem_euclid(256).to_le_bytes()[0];
    }
    other
}

/// What is written down in `jws`: both are good, so that no signature tells one message from another.
#[test]
fn an_es256_signature_and_its_negative_are_both_taken() {
    let key = site_key(ORIGIN);
    let compact = jws::sign(&json!({}), b"x", &key);
    let (input, signature) = compact.rsplit_once('.').unwrap();
    let negative = other_s(&base64url::decode_array(signature).unwrap());
    let other = format!("{input}.{}", base64url::encode(&negative));
    assert_ne!(other, compact);
    assert!(jws::verify(&compact, &key.public_jwk()).is_ok());
    assert!(jws::verify(&other, &key.public_jwk()).is_ok());
    // The same numbers in another spelling are not: out of range, or zero.
    let Point::P256(point) = &key.public_jwk().0 else {
        panic!()
    };
    for bad in [[0; 64], [0xff; 64]] {
        assert!(!p256::verify(point, input.as_bytes(), &bad));
    }
    let (mut no_r, mut no_s) = (negative, negative);
    no_r[..32].fill(0);
    no_s[32..].fill(0);
    for bad in [no_r, no_s] {
        assert!(!p256::verify(point, input.as_bytes(), &bad));
    }
}

#[test]
fn a_signature_made_elsewhere_completes_a_message() {
    let key = site_key(ORIGIN);
    let unsigned = jws::Unsigned::make(r#"{"alg":"ES256"}"#, b"x");
    let signature = key.sign(unsigned.message());
    let compact = unsigned.finish(&signature);
    assert_eq!(compact, jws::sign(&json!({}), b"x", &key));
}

/// A signature as an entry of the general serialisation, with its payload.
fn entry(header: Value, key: &impl Signer) -> (Value, String) {
    let compact = jws::sign(&header, b"payload", key);
    let parts: Vec<_> = compact.split('.').collect();
    (
        json!({"protected": parts[0], "signature": parts[2]}),
        parts[1].into(),
    )
}

fn outcomes(value: &Value, key: &Jwk) -> Vec<Result<Vec<u8>, JoseError>> {
    let read = jws::Json::parse_text(&value.to_string()).unwrap();
    let signatures = read.signatures();
    signatures
        .map(|signature| Ok(signature?.verify(key)?.payload))
        .collect()
}

#[test]
fn each_signature_of_a_general_serialisation_stands_for_itself() {
    let (es256, eddsa) = (site_key(ORIGIN), ed25519("EdDSA"));
    let (first, payload) = entry(json!({"kid": "1"}), &es256);
    let (second, _) = entry(json!({"kid": "2"}), &eddsa);
    let none = json!({"protected": base64url::encode(br#"{"alg":"none"}"#), "signature": ""});
    let mac = json!({"protected": base64url::encode(br#"{"alg":"HS256"}"#), "signature": "AAAA"});
    let signed = json!({"payload": payload, "signatures": [first, second, none, mac]});
    let not_allowed = Err(JoseError::AlgorithmNotAllowed);
    assert_eq!(
        outcomes(&signed, &es256.public_jwk()),
        [
            Ok(b"payload".to_vec()),
            not_allowed.clone(),
            not_allowed.clone(),
            not_allowed.clone()
        ]
    );
    assert_eq!(
        outcomes(&signed, &eddsa.public_jwk())[..2],
        [not_allowed, Ok(b"payload".to_vec())]
    );
    let read = jws::Json::parse(signed.as_object().unwrap()).unwrap();
    let kids: Vec<_> = read
        .signatures()
        .flatten()
        .map(|signature| signature.header()["kid"].clone())
        .collect();
    assert_eq!(kids, [json!("1"), json!("2")]);
}

#[test]
fn a_flattened_serialisation_has_its_one_signature_at_the_top() {
    let key = site_key(ORIGIN);
    let (entry, payload) = entry(json!({}), &key);
    let mut flat = entry.clone();
    flat["payload"] = json!(payload);
    flat["header"] = json!({"kid": "open"});
    assert_eq!(
        outcomes(&flat, &key.public_jwk()),
        [Ok(b"payload".to_vec())]
    );
    let read = jws::Json::parse(flat.as_object().unwrap()).unwrap();
    let signature = read.signatures().next().unwrap().unwrap();
    assert_eq!(signature.unprotected_header()["kid"], "open");
    assert!(!signature.header().contains_key("kid"));
    assert_eq!(signature.payload(), Ok(b"payload".to_vec()));

    flat["payload"] = json!(base64url::encode(b"another"));
    assert_eq!(
        outcomes(&flat, &key.public_jwk()),
        [Err(JoseError::SignatureInvalid)]
    );
}

#[test]
fn what_no_signature_covers_decides_nothing() {
    let key = site_key(ORIGIN);
    let (entry, payload) = entry(json!({"kid": "1"}), &key);
    let outcome = |header: Value, protected: Option<&str>| {
        let mut entry = entry.clone();
        entry["header"] = header;
        if let Some(protected) = protected {
            entry["protected"] = json!(protected);
        }
        let signed = json!({"payload": payload, "signatures": [entry]});
        outcomes(&signed, &key.public_jwk()).remove(0).map(drop)
    };
    assert_eq!(outcome(json!({"jku": "https://x.example"}), None), Ok(()));
    assert_eq!(
        outcome(json!({"alg": "ES256"}), Some("")),
        Err(JoseError::AlgorithmNotAllowed)
    );
    assert_eq!(
        outcome(json!({"crit": ["b64"]}), None),
        Err(JoseError::CriticalHeader)
    );
    assert!(matches!(
        outcome(json!({"kid": "2"}), None),
        Err(JoseError::Malformed(_))
    ));
    let twice = base64url::encode(br#"{"alg":"none","alg":"ES256"}"#);
    assert!(matches!(
        outcome(json!({}), Some(&twice)),
        Err(JoseError::Malformed(_))
    ));
    let critical = base64url::encode(br#"{"alg":"ES256","crit":["exp"]}"#);
    assert_eq!(
        outcome(json!({}), Some(&critical)),
        Err(JoseError::CriticalHeader)
    );
}

#[test]
fn json_of_another_shape_is_refused() {
    let malformed = |text: &str| {
        let outcome = jws::Json::parse_text(text);
        assert!(matches!(outcome, Err(JoseError::Malformed(_))), "{text}");
    };
    for text in [
        "",
        "[]",
        "{}",
        r#"{"payload":"eA"}"#,
        r#"{"payload":"eA","signatures":[]}"#,
        r#"{"payload":"eA","signatures":{}}"#,
        r#"{"payload":"eA","signatures":[1]}"#,
        r#"{"payload":"eA","signatures":[{}]}"#,
        r#"{"payload":1,"signatures":[{"signature":""}]}"#,
        r#"{"signatures":[{"signature":""}]}"#,
        r#"{"payload":"eA","signature":1}"#,
        r#"{"payload":"eA","signature":"","protected":1}"#,
        r#"{"payload":"eA","signature":"","header":[]}"#,
        r#"{"payload":"eA","signature":"","signatures":[{"signature":""}]}"#,
        r#"{"payload":"eA","protected":"","signatures":[{"signature":""}]}"#,
        r#"{"payload":"eA","payload":"eA","signature":""}"#,
    ] {
        malformed(text);
    }
    let many = vec![json!({"signature": ""}); 17];
    let many = json!({"payload": "eA", "signatures": many}).to_string();
    assert_eq!(jws::Json::parse_text(&many), Err(JoseError::TooLarge));
    let long = json!({"payload": "A".repeat((1 << 20) + 1), "signature": ""});
    assert_eq!(
        jws::Json::parse(long.as_object().unwrap()),
        Err(JoseError::TooLarge)
    );
    assert_eq!(
        jws::Json::parse_text(&long.to_string()),
        Err(JoseError::TooLarge)
    );
}
