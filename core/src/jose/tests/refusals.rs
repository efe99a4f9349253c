//! Negative tests, one for each reason to refuse.

use super::*;
use crate::error::Coded;
use alloc::string::ToString;

fn key(text: &str) -> Result<Jwk, JoseError> {
    Jwk::parse_text(text)
}

fn with(text: &str, name: &str, member: Value) -> Value {
    let mut value = value(text);
    value[name] = member;
    value
}

fn public(text: &str) -> Jwk {
    SecretJwk::parse(&value(text)).unwrap().public_jwk().clone()
}

fn refused(value: &Value) {
    let outcome = Jwk::parse(value);
    assert!(matches!(outcome, Err(JoseError::KeyInvalid(_))), "{value}");
}

#[test]
fn a_private_member_is_refused() {
    refused(&value(P256_SECRET));
    refused(&value(X25519_SECRET));
    refused(&with(&public(X25519_SECRET).to_json(), "d", json!(null)));
}

#[test]
fn another_type_or_curve_is_refused() {
    let p256 = public(P256_SECRET).to_json();
    for (name, member) in [
        ("kty", json!("OKP")),
        ("kty", json!("RSA")),
        ("kty", json!(1)),
        ("crv", json!("P-384")),
        ("crv", json!("p-256")),
        ("crv", json!("X25519")),
    ] {
        refused(&with(&p256, name, member));
    }
    // As an Ed25519 key these are other bytes, and none that are a point.
    let x25519 = public(X25519_SECRET).to_json();
    for crv in ["Ed448", "X448", "ed25519", "P-256"] {
        refused(&with(&x25519, "crv", json!(crv)));
    }
    for value in [json!([]), json!("x"), json!(null), json!({})] {
        refused(&value);
    }
}

#[test]
fn a_point_off_the_curve_or_of_another_length_is_refused() {
    let p256 = public(P256_SECRET).to_json();
    let x25519 = public(X25519_SECRET).to_json();
    let zeros = base64url::encode(&[0; 32]);
    for coordinate in [
        json!("weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMU"),
        json!(zeros),
        json!(base64url::encode(&[0xff; 32])),
        json!(base64url::encode(&[1; 31])),
        json!(base64url::encode(&[1; 33])),
        json!("weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ="),
        json!(""),
        json!(7),
    ] {
        refused(&with(&p256, "y", coordinate.clone()));
        if coordinate.as_str().is_none_or(|text| text.len() != 43) {
            refused(&with(&x25519, "x", coordinate));
        }
    }
    assert!(Jwk::p256([0; 32], [0; 32]).is_err());
}

#[test]
fn x25519_points_of_a_small_order_are_refused() {
    let mut minus_one = [0xff; 32];
    (minus_one[0], minus_one[31]) = (0xec, 0x7f);
    let (mut one, mut zero_again) = ([0; 32], minus_one);
    one[0] = 1;
    zero_again[0] = 0xed;
    for point in [[0; 32], one, minus_one, zero_again] {
        assert!(Jwk::x25519(point).is_err());
        refused(&json!({"kty": "OKP", "crv": "X25519", "x": base64url::encode(&point)}));
    }
}

#[test]
fn a_private_key_that_does_not_fit_is_refused() {
    for text in [P256_SECRET, X25519_SECRET] {
        for d in [
            json!(null),
            json!("AQ"),
            json!(base64url::encode(&[1; 32])),
            json!(base64url::encode(&[0; 32])),
        ] {
            let outcome = SecretJwk::parse(&with(text, "d", d));
            assert!(matches!(outcome, Err(JoseError::KeyInvalid(_))));
        }
    }
}

#[test]
fn a_key_for_another_use_is_refused() {
    let p256 = public(P256_SECRET).to_json();
    let parse = |name, member, key_use| Jwk::parse_for(&with(&p256, name, member), key_use);
    let (sign, agree) = (KeyUse::Signature, KeyUse::Agreement);
    for (name, member, wrong, right) in [
        ("use", json!("enc"), sign, agree),
        ("use", json!("sig"), agree, sign),
        ("alg", json!("ECDH-ES"), sign, agree),
        ("alg", json!("ES256"), agree, sign),
        ("key_ops", json!(["deriveBits"]), sign, agree),
        ("key_ops", json!(["verify"]), agree, sign),
        ("key_ops", json!([]), sign, agree),
    ] {
        assert_eq!(
            parse(name, member.clone(), wrong),
            Err(JoseError::AlgorithmNotAllowed)
        );
        assert!(parse(name, member, right).is_ok());
    }
    let x25519 = value(&public(X25519_SECRET).to_json());
    assert_eq!(
        Jwk::parse_for(&x25519, sign),
        Err(JoseError::AlgorithmNotAllowed)
    );
    assert!(Jwk::parse_for(&x25519, agree).is_ok());
}

#[test]
fn unknown_members_are_ignored_and_repeated_ones_refused() {
    let text = public(P256_SECRET).to_json();
    let more = with(&text, "kid", json!("1")).to_string();
    assert_eq!(key(&more), key(&text));
    let twice = text.replace("{\"crv\":\"P-256\"", "{\"crv\":\"P-256\",\"crv\":\"P-256\"");
    assert!(matches!(key(&twice), Err(JoseError::Malformed(_))));
}

#[test]
fn a_did_reads_back_with_and_without_its_fragment() {
    for text in [P256_SECRET, X25519_SECRET] {
        let key = public(text);
        let did = key.to_did();
        assert_eq!(Jwk::parse_did(&did).as_ref(), Ok(&key));
        assert_eq!(Jwk::parse_did(&format!("{did}#0")).as_ref(), Ok(&key));
        assert!(Jwk::parse_did(&format!("{did}#1")).is_err());
    }
    for text in ["", "did:jwk:", "did:key:z6Mk", "did:jwk:e30", "DID:jwk:e30"] {
        assert!(Jwk::parse_did(text).is_err());
    }
    let long = format!("did:jwk:{}", "A".repeat(40_000));
    assert_eq!(Jwk::parse_did(&long), Err(JoseError::TooLarge));
}

/// A compact JWS or JWE with another protected header.
fn with_header(compact: &str, header: &Value) -> String {
    let (_, rest) = compact.split_once('.').unwrap();
    format!(
        "{}.{rest}",
        base64url::encode(header.to_string().as_bytes())
    )
}

#[test]
fn a_signature_under_another_algorithm_or_an_extension_is_refused() {
    let key = site_key(ORIGIN);
    let compact = jws::sign(&json!({}), b"x", &key);
    let verify = |header| jws::verify(&with_header(&compact, &header), &key.public_jwk());
    for alg in [
        "none", "None", "", "HS256", "ES384", "RS256", "PS256", "EdDSA", "Ed25519", "Ed448",
        "es256",
    ] {
        assert_eq!(
            verify(json!({"alg": alg})),
            Err(JoseError::AlgorithmNotAllowed)
        );
    }
    assert_eq!(verify(json!({})), Err(JoseError::AlgorithmNotAllowed));
    assert_eq!(
        verify(json!({"alg": "ES256", "crit": ["b64"], "b64": false})),
        Err(JoseError::CriticalHeader)
    );
    assert_eq!(
        verify(json!({"alg": "ES256", "typ": "other"})),
        Err(JoseError::SignatureInvalid)
    );
    assert_eq!(
        jws::verify(&compact, &public(X25519_SECRET)),
        Err(JoseError::AlgorithmNotAllowed)
    );
}

#[test]
fn a_signature_of_another_shape_is_refused() {
    let key = site_key(ORIGIN);
    let compact = jws::sign(&json!({}), b"x", &key);
    let verify = |text: &str| jws::verify(text, &key.public_jwk());
    for text in [
        "",
        ".",
        "..",
        &format!("{compact}."),
        &format!(".{compact}"),
        &compact.replace('.', ""),
    ] {
        assert!(verify(text).is_err(), "{text}");
    }
    assert_eq!(
        verify(&format!("{compact}A")),
        Err(JoseError::SignatureInvalid)
    );
    assert_eq!(
        verify(&format!("{compact}=")),
        Err(JoseError::SignatureInvalid)
    );
    assert_eq!(verify(&"a".repeat((1 << 20) + 1)), Err(JoseError::TooLarge));
    let long = json!({"alg": "ES256", "x": "a".repeat(40_000)});
    assert_eq!(
        verify(&with_header(&compact, &long)),
        Err(JoseError::TooLarge)
    );
}

fn encrypted(text: &str) -> (String, SecretJwk) {
    let key = SecretJwk::parse(&value(text)).unwrap();
    let recipient = jwe::Recipient {
        jwk: key.public_jwk().clone(),
        kid: None,
    };
    let seed = Seed::take(&mut [5; 32]);
    let compact = jwe::encrypt(b"x", &recipient, jwe::Encryption::A256GCM, seed).unwrap();
    (compact, key)
}

fn header_of(compact: &str) -> Value {
    let header = base64url::decode(compact.split('.').next().unwrap()).unwrap();
    serde_json::from_slice(&header).unwrap()
}

#[test]
fn the_header_of_a_message_is_the_profile_s() {
    let (compact, _) = encrypted(X25519_SECRET);
    let header = header_of(&compact);
    let epk = Jwk::parse(&header["epk"]).unwrap();
    assert_eq!(
        header,
        json!({"alg": "ECDH-ES", "enc": "A256GCM", "epk": value(&epk.to_json())})
    );
    assert!(compact.contains(".."));
}

#[test]
fn two_seeds_give_two_ephemeral_keys_and_nonces() {
    let recipient = jwe::Recipient {
        jwk: public(P256_SECRET),
        kid: None,
    };
    let encrypt = |byte| {
        let seed = Seed::take(&mut [byte; 32]);
        jwe::encrypt(b"x", &recipient, jwe::Encryption::A128GCM, seed).unwrap()
    };
    let (first, second) = (encrypt(1), encrypt(2));
    assert_ne!(header_of(&first)["epk"], header_of(&second)["epk"]);
    assert_ne!(first.split('.').nth(2), second.split('.').nth(2));
}

#[test]
fn a_message_under_another_algorithm_is_refused() {
    let (compact, key) = encrypted(P256_SECRET);
    let header = header_of(&compact).to_string();
    let decrypt = |name, member| {
        let header = with(&header, name, member);
        jwe::decrypt(&with_header(&compact, &header), &key)
    };
    let not_allowed = Err(JoseError::AlgorithmNotAllowed);
    assert_eq!(decrypt("alg", json!("ECDH-ES+A128KW")), not_allowed);
    assert_eq!(decrypt("alg", json!("RSA1_5")), not_allowed);
    assert_eq!(decrypt("alg", json!(null)), not_allowed);
    assert_eq!(decrypt("enc", json!("A512GCM")), not_allowed);
    assert_eq!(decrypt("enc", json!("a256gcm")), not_allowed);
    assert_eq!(decrypt("enc", json!("A128CBC-HS256")), not_allowed);
    assert_eq!(decrypt("zip", json!("DEF")), not_allowed);
    assert_eq!(
        decrypt("crit", json!(["exp"])),
        Err(JoseError::CriticalHeader)
    );
    assert!(matches!(
        decrypt("apu", json!(1)),
        Err(JoseError::Malformed(_))
    ));
}

#[test]
fn whatever_is_wrong_with_keys_or_ciphertext_is_one_and_the_same_error() {
    for text in [P256_SECRET, X25519_SECRET] {
        let (compact, key) = encrypted(text);
        let header = header_of(&compact).to_string();
        let zero = json!({"kty": "OKP", "crv": "X25519", "x": base64url::encode(&[0; 32])});
        for (name, member) in [
            ("epk", json!(null)),
            ("epk", zero),
            ("epk", value(P256_SECRET)),
            ("epk", value(&public(P256_SECRET).to_json())),
            ("epk", value(&public(X25519_SECRET).to_json())),
            ("apu", json!("QQ")),
            ("enc", json!("A128GCM")),
            ("enc", json!("A192GCM")),
            ("apv", json!("QQ")),
            ("kid", json!("other")),
        ] {
            let changed = with_header(&compact, &with(&header, name, member));
            assert_eq!(
                jwe::decrypt(&changed, &key),
                Err(JoseError::DecryptionFailed),
                "{name}"
            );
        }
    }
}

#[test]
fn a_message_of_another_shape_is_refused() {
    let (compact, key) = encrypted(P256_SECRET);
    let (head, tail) = compact.split_once("..").unwrap();
    for text in [
        "",
        "....",
        &format!("{compact}."),
        &format!("{head}.AA.{tail}"),
        &format!("{head}.{tail}"),
        &format!("{compact}A"),
    ] {
        assert!(
            matches!(jwe::decrypt(text, &key), Err(JoseError::Malformed(_))),
            "{text}"
        );
    }
    assert_eq!(
        jwe::decrypt(&"a".repeat((1 << 20) + 1), &key),
        Err(JoseError::TooLarge)
    );
}

#[test]
fn codes_are_stable() {
    let codes = [
        (JoseError::Malformed(""), "jose.malformed"),
        (JoseError::TooLarge, "jose.too_large"),
        (JoseError::KeyInvalid(""), "jose.key_invalid"),
        (JoseError::AlgorithmNotAllowed, "jose.algorithm_not_allowed"),
        (JoseError::CriticalHeader, "jose.critical_header"),
        (JoseError::SignatureInvalid, "jose.signature_invalid"),
        (JoseError::DecryptionFailed, "jose.decryption_failed"),
    ];
    for (error, code) in codes {
        assert_eq!((error.code(), format!("{error}").as_str()), (code, code));
    }
}
