//! What needs the private joints of `jose`: derivation, agreement on JWKs, the Concat KDF.

mod refusals;
mod signatures;

use super::*;
use crate::entropy::Seed;
use crate::secret::Secret32;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

const ORIGIN: &str = "https://shop.example";

fn site_key(origin: &str) -> SigningKey {
    SigningKey::derive(&Secret32::take(&mut [1; 32]), origin)
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_site_key_is_the_same_for_one_origin_and_another_for_the_next() {
    assert_eq!(site_key(ORIGIN).public_jwk(), site_key(ORIGIN).public_jwk());
    let others = [
        "https://shop.example:8443",
        "http://shop.example",
        "",
        "https://Shop.example",
    ];
    for other in others {
        assert_ne!(site_key(ORIGIN).public_jwk(), site_key(other).public_jwk());
    }
    let other_vault = SigningKey::derive(&Secret32::take(&mut [2; 32]), ORIGIN);
    assert_ne!(site_key(ORIGIN).public_jwk(), other_vault.public_jwk());
}

/// A site knows the person by this key: a change of the derivation would make everybody a stranger.
#[test]
fn the_derivation_of_site_keys_is_frozen() {
    assert_eq!(
        base64url::encode(&site_key(ORIGIN).public_jwk().thumbprint()),
        "aeivrqaS5eTwVzc-94OHTR7-1Ygl8johOmvpl6yt7HE"
    );
}

/// For a site that takes Ed25519 alone, under either name.
#[test]
fn the_derivation_of_ed25519_site_keys_is_frozen() {
    let key = |algorithm, secret: u8, origin| {
        let secret = Secret32::take(&mut [secret; 32]);
        Ed25519Key::derive(algorithm, &secret, origin).public_jwk()
    };
    let expected = key(Algorithm::Ed25519, 1, ORIGIN);
    assert_eq!(
        base64url::encode(&expected.thumbprint()),
        "VpTnscVXkO0gyaKpCaQsEGoPSdSlGtQwhnx3NrUPLY0"
    );
    assert_eq!(key(Algorithm::EdDsa, 1, ORIGIN), expected);
    assert_ne!(key(Algorithm::Ed25519, 2, ORIGIN), expected);
    assert_ne!(
        key(Algorithm::Ed25519, 1, "https://shop.example:8443"),
        expected
    );
}

#[test]
fn debug_output_of_keys_and_messages_shows_nothing() {
    assert_eq!(format!("{:?}", site_key(ORIGIN)), "SigningKey(redacted)");
    let key = SecretJwk::parse(&value(X25519_SECRET)).unwrap();
    assert_eq!(format!("{key:?}"), "SecretJwk(redacted)");
    let compact = jws::sign(&json!({}), b"secret", &site_key(ORIGIN));
    let verified = jws::verify(&compact, &site_key(ORIGIN).public_jwk()).unwrap();
    assert_eq!(format!("{verified:?}"), "Verified(6 bytes)");
}

/// RFC 7518 appendix C: Alice's ephemeral key, Bob's key, both parties' names, and the derived key.
#[test]
fn rfc_7518_appendix_c() {
    let ephemeral = value(
        r#"{"kty":"EC","crv":"P-256","x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0","y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps","d":"0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo"}"#,
    );
    let bob = value(
        r#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}"#,
    );
    let (ephemeral, bob) = (
        SecretJwk::parse(&ephemeral).unwrap(),
        SecretJwk::parse(&bob).unwrap(),
    );
    let shared = ephemeral.agree(bob.public_jwk()).unwrap();
    let z = [
        158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49, 110,
        163, 218, 128, 106, 72, 246, 218, 167, 121, 140, 254, 144, 196,
    ];
    assert_eq!(shared.expose(), &z);
    assert_eq!(bob.agree(ephemeral.public_jwk()), Ok(shared));
    let shared = Secret32::take(&mut { z });
    let key = concat_kdf::derive(&shared, "A128GCM", b"Alice", b"Bob", 128);
    assert_eq!(
        base64url::encode(&key.expose()[..16]),
        "VqqN6vgjbSBcIijNcacQGg"
    );
}

const P256_SECRET: &str = r#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}"#;
const X25519_SECRET: &str = r#"{"kty":"OKP","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08","d":"XasIfmJKikt54X-Lg4AO5m87sSkmGLb9HC-LJ_-I4Os"}"#;

/// RFC 7638 §3.1 has an RSA key, which we do not take: the hash of its canonical JSON is what can be compared.
#[test]
fn rfc_7638_section_3_1() {
    let canonical = concat!(
        r#"{"e":"AQAB","kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1"#,
        "L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQ",
        "MicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-",
        r#"G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"}"#
    );
    let hash = crate::hazmat::hash::sha256(&[canonical.as_bytes()]);
    assert_eq!(
        base64url::encode(&hash),
        "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    );
    assert!(Jwk::parse_text(canonical).is_err());
}

macro_rules! wycheproof {
    ($name:literal) => {
        value(include_str!(concat!(
            "../../tests/vectors/wycheproof/",
            $name
        )))
    };
}

/// Agreement on JWKs: how many agreed, how many were refused and how many have a curve that is not ours.
fn agree_on_jwks(file: &Value) -> (usize, usize, usize) {
    let (mut agreed, mut refused, mut other_curve) = (0, 0, 0);
    let groups = file["testGroups"].as_array().unwrap();
    for test in groups
        .iter()
        .flat_map(|group| group["tests"].as_array().unwrap())
    {
        let shared = SecretJwk::parse(&test["private"])
            .and_then(|key| key.agree(&Jwk::parse(&test["public"])?));
        let expected = test["shared"].as_str().unwrap();
        match shared {
            Ok(shared) => {
                let hex: String = shared
                    .expose()
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect();
                assert_eq!(hex, expected, "{test}");
                assert_ne!(test["result"], "invalid", "{test}");
                agreed += 1;
            }
            Err(_) if test["private"]["crv"] != "P-256" && test["private"]["crv"] != "X25519" => {
                other_curve += 1
            }
            Err(_) => {
                let is_zero = !expected.is_empty() && expected.bytes().all(|digit| digit == b'0');
                assert!(test["result"] == "invalid" || is_zero, "{test}");
                refused += 1;
            }
        }
    }
    assert_eq!(file["numberOfTests"], agreed + refused + other_curve);
    (agreed, refused, other_curve)
}

#[test]
fn wycheproof_x25519_jwk() {
    let file = wycheproof!("x25519_jwk_test.json");
    assert_eq!(agree_on_jwks(&file), (487, 44, 0));
}

#[test]
fn wycheproof_ecdh_p256_jwk() {
    let file = wycheproof!("ecdh_secp256r1_webcrypto_test.json");
    assert_eq!(agree_on_jwks(&file), (330, 23, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_encrypted_is_decrypted_by_the_recipient_alone(
        plaintext in prop::collection::vec(any::<u8>(), 0..300),
        kid in prop::option::of(".{0,12}"),
        encryption in prop::sample::select(vec![jwe::Encryption::A128GCM, jwe::Encryption::A192GCM, jwe::Encryption::A256GCM]),
        apu in prop::collection::vec(any::<u8>(), 0..20), apv in prop::collection::vec(any::<u8>(), 0..20),
        on_x25519: bool, seed: [u8; 32], place: prop::sample::Index,
    ) {
        let (text, other) = if on_x25519 { (X25519_SECRET, P256_SECRET) } else { (P256_SECRET, X25519_SECRET) };
        let key = SecretJwk::parse(&value(text)).unwrap();
        let recipient = jwe::Recipient { jwk: key.public_jwk().clone(), kid: kid.clone() };
        let parties = jwe::Parties { producer: &apu, recipient: &apv };
        let compact = jwe::encrypt_between(&plaintext, &recipient, parties, encryption, Seed::take(&mut { seed })).unwrap();
        prop_assert_eq!(jwe::decrypt(&compact, &key), Ok(plaintext));

        let header = value(&String::from_utf8(base64url::decode(compact.split('.').next().unwrap()).unwrap()).unwrap());
        prop_assert_eq!(&header["enc"], encryption.as_str());
        prop_assert_eq!(header.get("kid").and_then(Value::as_str), kid.as_deref());
        for (name, party) in [("apu", &apu), ("apv", &apv)] {
            let written = (!party.is_empty()).then(|| base64url::encode(party));
            prop_assert_eq!(header.get(name).and_then(Value::as_str), written.as_deref());
        }

        let other = SecretJwk::parse(&value(other)).unwrap();
        prop_assert_eq!(jwe::decrypt(&compact, &other), Err(JoseError::DecryptionFailed));

        // One character changed anywhere is refused.
        let place = place.index(compact.len());
        let changed: String = compact.chars().enumerate()
            .map(|(at, c)| if at != place { c } else if c == 'A' { 'B' } else { 'A' })
            .collect();
        prop_assert!(jwe::decrypt(&changed, &key).is_err());
    }

    #[test]
    fn what_is_signed_is_verified(payload in prop::collection::vec(any::<u8>(), 0..200), typ in ".{0,10}") {
        let key = site_key(ORIGIN);
        let compact = jws::sign(&json!({"typ": typ, "alg": "none"}), &payload, &key);
        let verified = jws::verify(&compact, &key.public_jwk()).unwrap();
        prop_assert_eq!(verified.payload, payload);
        prop_assert_eq!(Value::Object(verified.header), json!({"alg": "ES256", "typ": typ}));
        prop_assert_eq!(
            jws::verify(&compact, &site_key("https://other.example").public_jwk()),
            Err(JoseError::SignatureInvalid)
        );
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[A-Za-z0-9_.-]{0,60}|[{}\":a-zA-Z0-9,-]{0,60}|.{0,30}") {
        let secret = SecretJwk::parse(&value(P256_SECRET)).unwrap();
        prop_assert!(jws::verify(&text, secret.public_jwk()).is_err());
        prop_assert!(jwe::decrypt(&text, &secret).is_err());
        prop_assert!(jws::Json::parse_text(&text).is_err());
        prop_assert!(Jwk::parse_text(&text).is_err());
        let did = format!("did:jwk:{text}");
        prop_assert!(Jwk::parse_did(&did).is_err());
    }
}
