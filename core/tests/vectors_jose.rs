//! Published JOSE vectors (`vectors/README.md`): Wycheproof and the cookbook (RFC 7520, RFC 8037). What has an algorithm
//! of ours must come out right; everything else must be refused.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a test")]

use hailstone_core::jose::{JoseError, Jwk, KeyUse, SecretJwk, base64url, jwe, jws};
use serde_json::Value;
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

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[test]
fn wycheproof_json_web_signature() {
    let file = read("wycheproof/json_web_signature_test.json");
    let some_key = Jwk::parse_text(r#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck"}"#).unwrap();
    let (mut good, mut bad, mut other) = (0, 0, 0);
    for (group, test) in cases(&file) {
        let compact = text(&test["jws"]);
        let key = Jwk::parse_for(&group["public"], KeyUse::Signature);
        if group["private"]["crv"] != "P-256" {
            // Other kinds of key are no keys to us, and their signatures are not verified with any.
            assert!(key.is_err(), "{test}");
            assert!(jws::verify(&compact, &some_key).is_err(), "{test}");
            other += 1;
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
    assert_eq!((good, bad, other), (2, 39, 360));
}

#[test]
fn wycheproof_json_web_encryption() {
    let file = read("wycheproof/json_web_encryption_test.json");
    let (mut decrypted, mut refused, mut other_key) = (0, 0, 0);
    for (group, test) in cases(&file) {
        let compact = text(&test["jwe"]);
        let Ok(key) = SecretJwk::parse(&group["private"]) else {
            assert_ne!(group["private"]["crv"], "P-256", "{test}");
            other_key += 1;
            continue;
        };
        let ours = group["private"]["alg"] == "ECDH-ES"
            && (test["enc"] == "A128GCM" || test["enc"] == "A256GCM");
        match jwe::decrypt(&compact, &key) {
            Ok(plaintext) => {
                assert!(ours && test["result"] == "valid", "{test}");
                let hex: String = plaintext.iter().map(|byte| format!("{byte:02x}")).collect();
                assert_eq!(hex, test["pt"].as_str().unwrap(), "{test}");
                decrypted += 1;
            }
            Err(_) => {
                assert!(!ours || test["result"] == "invalid", "{test}");
                refused += 1;
            }
        }
    }
    assert_eq!((decrypted, refused, other_key), (2, 41, 96));
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

/// Everything else in the cookbook uses algorithms that we do not take.
#[test]
fn every_other_message_of_the_cookbook_is_refused_for_its_algorithm() {
    let secret =
        SecretJwk::parse(&read("jose-cookbook/curve25519/ecdh-es.json")["input"]["key"]).unwrap();
    let public = Jwk::parse_text(r#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck"}"#).unwrap();
    let (mut encrypted, mut signed, mut without_compact) = (0, 0, 0);
    for name in ["jwe", "jws"] {
        let entries = fs::read_dir(folder("jose-cookbook").join(name)).unwrap();
        for entry in entries {
            let path = format!(
                "jose-cookbook/{name}/{}",
                entry.unwrap().file_name().display()
            );
            let file = read(&path);
            let Some(compact) = file["output"]["compact"].as_str() else {
                without_compact += 1;
                continue;
            };
            let outcome = if name == "jwe" {
                encrypted += 1;
                jwe::decrypt(compact, &secret).map(drop)
            } else {
                signed += 1;
                jws::verify(compact, &public).map(drop)
            };
            assert!(
                matches!(
                    outcome,
                    Err(JoseError::AlgorithmNotAllowed | JoseError::Malformed(_))
                ),
                "{path} {outcome:?}"
            );
        }
    }
    assert_eq!((encrypted, signed, without_compact), (9, 5, 7));
    let okp = read("jose-cookbook/curve25519/jws.json");
    let compact = okp["output"]["compact"].as_str().unwrap();
    assert_eq!(
        jws::verify(compact, &public),
        Err(JoseError::AlgorithmNotAllowed)
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
