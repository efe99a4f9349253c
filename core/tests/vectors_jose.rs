//! Published JOSE vectors (`vectors/README.md`): Wycheproof and the cookbook (RFC 7520, RFC 8037, RFC 7797). What has an algorithm
//! of ours must come out right; everything else must be refused, and is counted by the algorithm that we have not.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a test")]

use hailstone_core::jose::{
    Ed25519Key, JoseError, Jwk, KeyUse, SecretJwk, Signer, base64url, jwe, jws,
};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

fn folder(path: &str) -> PathBuf {
    let mut full = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    full.push("tests/vectors");
    full.push(path);
    full
}

fn read(path: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder(path)).unwrap()).unwrap()
}

/// Each test of a Wycheproof file with its group.
fn cases(file: &Value) -> Vec<(&Value, &Value)> {
    let groups = file["testGroups"].as_array().unwrap();
    let cases: Vec<_> = groups
        .iter()
        .flat_map(|group| {
            let tests = group["tests"].as_array().unwrap();
            tests.iter().map(move |test| (group, test))
        })
        .collect();
    assert_eq!(file["numberOfTests"], cases.len());
    cases
}

/// A P-256 key that has nothing to do with any of the messages: RFC 7518 appendix C, Bob's.
const SOME_KEY: &str = r#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck"}"#;

fn some_key() -> Jwk {
    Jwk::parse_text(SOME_KEY).unwrap()
}

/// How many cases there are for each reason not to take them.
type Left = BTreeMap<String, usize>;

fn leave(left: &mut Left, why: String) {
    *left.entry(why).or_default() += 1;
}

fn assert_left(left: &Left, expected: &[(&str, usize)]) {
    let left: Vec<_> = left.iter().map(|(why, n)| (why.as_str(), *n)).collect();
    assert_eq!(left, expected);
}

/// The type of a key, with its curve if it has one.
fn kind(key: &Value) -> String {
    let member = |name: &str| key[name].as_str().unwrap_or_default().to_owned();
    format!("{} {}", member("kty"), member("crv"))
        .trim()
        .to_owned()
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[test]
fn wycheproof_json_web_signature() {
    let file = read("wycheproof/json_web_signature_test.json");
    let (mut good, mut bad, mut left) = (0, 0, Left::new());
    for (group, test) in cases(&file) {
        let compact = text(&test["jws"]);
        let key = Jwk::parse_for(&group["public"], KeyUse::Signature);
        if group["private"]["crv"] != "P-256" {
            // Other kinds of key are no keys to us, and their signatures are not verified with any.
            assert!(key.is_err(), "{test}");
            assert!(jws::verify(&compact, &some_key()).is_err(), "{test}");
            leave(&mut left, kind(&group["private"]));
            continue;
        }
        let verified = key.and_then(|key| jws::verify(&compact, &key));
        assert_eq!(verified.is_ok(), test["result"] == "valid", "{test}");
        if verified.is_ok() {
            good += 1;
        } else {
            bad += 1;
        }
    }
    assert_eq!((good, bad), (2, 39));
    assert_left(&left, &[("EC P-521", 2), ("RSA", 318), ("oct", 40)]);
}

#[test]
fn wycheproof_json_web_encryption() {
    let file = read("wycheproof/json_web_encryption_test.json");
    let (mut decrypted, mut left) = (0, Left::new());
    for (group, test) in cases(&file) {
        let compact = text(&test["jwe"]);
        let Ok(key) = SecretJwk::parse(&group["private"]) else {
            assert_ne!(group["private"]["crv"], "P-256", "{test}");
            leave(&mut left, kind(&group["private"]));
            continue;
        };
        let (alg, enc) = (text(&group["private"]["alg"]), text(&test["enc"]));
        match jwe::decrypt(&compact, &key) {
            Ok(plaintext) => {
                assert!(alg == "ECDH-ES" && enc.ends_with("GCM"), "{test}");
                assert_eq!(test["result"], "valid", "{test}");
                let hex: String = plaintext.iter().map(|byte| format!("{byte:02x}")).collect();
                assert_eq!(hex, test["pt"].as_str().unwrap(), "{test}");
                decrypted += 1;
            }
            // Also those that are invalid: each of them has a wrapped key, and that is said first.
            Err(_) if alg != "ECDH-ES" => leave(&mut left, alg),
            Err(_) => leave(&mut left, enc),
        }
    }
    assert_eq!(decrypted, 3);
    assert_left(
        &left,
        &[
            ("A128CBC-HS256", 2),
            ("A192CBC-HS384", 1),
            ("A256CBC-HS512", 1),
            ("EC P-384", 1),
            ("ECDH-ES+A128KW", 27),
            ("ECDH-ES+A192KW", 2),
            ("ECDH-ES+A256KW", 7),
            ("RSA", 44),
            ("oct", 51),
        ],
    );
}

#[test]
fn wycheproof_json_web_crypto() {
    let file = read("wycheproof/json_web_crypto_test.json");
    let (mut good, mut bad, mut left) = (0, 0, Left::new());
    for (group, test) in cases(&file) {
        let comment = text(&group["comment"]);
        if let Some(compact) = test.get("jwe") {
            // The key that fits one of the groups has `ECDH-ES+A128KW`.
            let key = SecretJwk::parse(&group["private"]);
            assert_eq!(key.is_ok(), comment == "jwe_ec");
            assert!(
                key.and_then(|key| jwe::decrypt(&text(compact), &key))
                    .is_err()
            );
            leave(&mut left, comment);
            continue;
        }
        let compact = text(&test["jws"]);
        let Ok(key) = Jwk::parse_for(&group["public"], KeyUse::Signature) else {
            assert_ne!(comment, "jws_ec");
            assert!(jws::verify(&compact, &some_key()).is_err(), "{test}");
            leave(&mut left, comment);
            continue;
        };
        let verified = jws::verify(&compact, &key);
        assert_eq!(verified.is_ok(), test["result"] == "valid", "{test}");
        if verified.is_ok() {
            good += 1;
        } else {
            bad += 1;
        }
    }
    assert_eq!((good, bad), (1, 14));
    assert_left(
        &left,
        &[
            ("jwe_aes", 17),
            ("jwe_ec", 17),
            ("jws_aes", 17),
            ("jws_keyset", 2),
            ("jws_mixedSymmetryKeyset", 1),
            ("jws_rsa", 13),
            ("jws_rsa_roca_key", 1),
        ],
    );
}

#[test]
fn wycheproof_ed25519_keys_and_signatures_as_jwk_and_jws() {
    let file = read("wycheproof/ed25519_test.json");
    let (mut keys, mut refused) = (0, 0);
    for group in file["testGroups"].as_array().unwrap() {
        let key = Jwk::parse_for(&group["publicKeyJwk"], KeyUse::Signature).unwrap();
        keys += 1;
        // The messages are not signing inputs of a JWS, so that none of their signatures is one of ours.
        for test in group["tests"].as_array().unwrap() {
            let digits = text(&test["sig"]);
            let signature: Vec<u8> = (0..digits.len() / 2)
                .map(|at| u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).unwrap())
                .collect();
            let signature = base64url::encode(&signature);
            let compact = format!("eyJhbGciOiJFZDI1NTE5In0.eA.{signature}");
            assert_eq!(
                jws::verify(&compact, &key),
                Err(JoseError::SignatureInvalid),
                "{test}"
            );
            refused += 1;
        }
    }
    assert_eq!((keys, refused), (78, 151));
}

#[test]
fn wycheproof_json_web_key() {
    let file = read("wycheproof/json_web_key_test.json");
    let (mut accepted, mut refused) = (0, 0);
    for (group, test) in cases(&file) {
        let keys = group["public"]["keys"]
            .as_array()
            .or_else(|| group["private"]["keys"].as_array());
        for key in keys.unwrap() {
            let parsed = Jwk::parse_for(key, KeyUse::Signature);
            // The only good P-256 key is the one in the mixed set; every other is wrong in some way, or not P-256.
            let is_good = test["comment"] == "rejectsValid" && key["kty"] == "EC";
            assert_eq!(parsed.is_ok(), is_good && key.get("d").is_none(), "{key}");
            if parsed.is_ok() {
                accepted += 1;
            } else {
                refused += 1;
            }
        }
    }
    assert_eq!((accepted, refused), (1, 29));
}

#[test]
fn cookbook_x25519_message_is_decrypted() {
    let file = read("jose-cookbook/curve25519/ecdh-es.json");
    let key = SecretJwk::parse(&file["input"]["key"]).unwrap();
    let compact = file["output"]["compact"].as_str().unwrap();
    let plaintext = jwe::decrypt(compact, &key);
    assert_eq!(
        plaintext,
        Ok(text(&file["input"]["plaintext"]).into_bytes())
    );
}

/// RFC 8037 appendix A.4, in all three serialisations, verified and made again.
#[test]
fn cookbook_ed25519_signature_is_verified_and_made() {
    let file = read("jose-cookbook/curve25519/jws.json");
    let mut public = file["input"]["key"].clone();
    let signer = Ed25519Key::parse(&{
        let mut key = public.clone();
        key["alg"] = "EdDSA".into();
        key
    })
    .unwrap();
    public.as_object_mut().unwrap().remove("d");
    let key = Jwk::parse_for(&public, KeyUse::Signature).unwrap();
    assert_eq!(key, signer.public_jwk());
    let payload = text(&file["input"]["payload"]).into_bytes();
    let compact = text(&file["output"]["compact"]);
    assert_eq!(jws::verify(&compact, &key).unwrap().payload, payload);
    assert_eq!(
        jws::sign(&serde_json::json!({}), &payload, &signer),
        compact
    );
    for form in ["json", "json_flat"] {
        let read = jws::Json::parse_text(&file["output"][form].to_string()).unwrap();
        let mut signatures = read.signatures();
        let verified = signatures.next().unwrap().unwrap().verify(&key).unwrap();
        assert_eq!(verified.payload, payload, "{form}");
        assert!(signatures.next().is_none());
    }
}

/// Everything else in the cookbook uses algorithms that we do not take, or a serialisation of JWE that we do not read.
#[test]
fn every_other_message_of_the_cookbook_is_refused_and_counted_by_its_reason() {
    let secret =
        SecretJwk::parse(&read("jose-cookbook/curve25519/ecdh-es.json")["input"]["key"]).unwrap();
    let mut left = Left::new();
    for name in ["jwe", "jws", "rfc7797"] {
        for entry in fs::read_dir(folder("jose-cookbook").join(name)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|ending| ending != "json") {
                continue;
            }
            let file: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            for (form, message) in file["output"].as_object().unwrap() {
                let message = text(message);
                let outcomes: Vec<_> = match (name, form.as_str()) {
                    ("jwe", _) => vec![jwe::decrypt(&message, &secret).map(drop)],
                    (_, "compact") => vec![jws::verify(&message, &some_key()).map(drop)],
                    _ => match jws::Json::parse_text(&message) {
                        Ok(read) => read
                            .signatures()
                            .map(|one| one.and_then(|one| one.verify(&some_key())).map(drop))
                            .collect(),
                        Err(error) => vec![Err(error)],
                    },
                };
                for outcome in outcomes {
                    let why = format!("{name} {form}: {}", outcome.unwrap_err());
                    leave(&mut left, why);
                }
            }
        }
    }
    // A wrapped key is seen before its algorithm is; the one without a payload is detached (RFC 7520 §4.5).
    assert_left(
        &left,
        &[
            ("jwe compact: jose.algorithm_not_allowed", 2),
            ("jwe compact: jose.malformed", 7),
            ("jwe json: jose.malformed", 13),
            ("jwe json_flat: jose.malformed", 12),
            ("jws compact: jose.algorithm_not_allowed", 5),
            ("jws json: jose.algorithm_not_allowed", 9),
            ("jws json: jose.malformed", 1),
            ("jws json_flat: jose.algorithm_not_allowed", 6),
            ("jws json_flat: jose.malformed", 1),
            ("rfc7797 compact: jose.critical_header", 1),
            ("rfc7797 json: jose.algorithm_not_allowed", 1),
            ("rfc7797 json: jose.critical_header", 1),
            ("rfc7797 json_flat: jose.algorithm_not_allowed", 1),
            ("rfc7797 json_flat: jose.critical_header", 1),
        ],
    );
}

/// RFC 7520 §6: the outer message is `RSA-OAEP`, the inner `PS256`.
#[test]
fn the_nested_message_of_the_cookbook_is_refused_for_its_algorithms() {
    let file = read("jose-cookbook/6.nesting_signatures_and_encryption.json");
    let secret =
        SecretJwk::parse(&read("jose-cookbook/curve25519/ecdh-es.json")["input"]["key"]).unwrap();
    let inner = text(&file["sign"]["output"]["compact"]);
    assert_eq!(
        jws::verify(&inner, &some_key()),
        Err(JoseError::AlgorithmNotAllowed)
    );
    let outer = text(&file["encrypt"]["output"]["compact"]);
    assert_eq!(
        jwe::decrypt(&outer, &secret),
        Err(JoseError::Malformed("no encrypted key in direct agreement"))
    );
}

#[test]
fn cookbook_keys_of_other_curves_and_types_are_refused() {
    let mut refused = 0;
    for entry in fs::read_dir(folder("jose-cookbook/jwk")).unwrap() {
        let key = read(&format!(
            "jose-cookbook/jwk/{}",
            entry.unwrap().file_name().display()
        ));
        assert!(matches!(Jwk::parse(&key), Err(JoseError::KeyInvalid(_))));
        refused += 1;
    }
    assert_eq!(refused, 6);
}

#[test]
fn base64url_of_published_bytes_reads_back() {
    let file = read("jose-cookbook/curve25519/ecdh-es.json");
    let header = file["encrypting_content"]["protected_b64u"]
        .as_str()
        .unwrap();
    let decoded = base64url::decode(header).unwrap();
    assert_eq!(base64url::encode(&decoded), header);
    let value: Value = serde_json::from_slice(&decoded).unwrap();
    assert_eq!(value, file["encrypting_content"]["protected"]);
}
