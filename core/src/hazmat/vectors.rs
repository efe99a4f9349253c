//! Published vectors for the primitives (`tests/vectors/README.md`). Each test asserts how many cases it ran.

use super::{aead, ed25519, hash, p256, x25519};
use crate::secret::{Secret32, SecretBytes};
use alloc::vec;
use alloc::vec::Vec;
use serde_json::Value;

macro_rules! vectors {
    ($path:literal) => {
        serde_json::from_str::<Value>(include_str!(concat!("../../tests/vectors/", $path))).unwrap()
    };
}

fn hex(text: &Value) -> Vec<u8> {
    let digits = text.as_str().unwrap().as_bytes();
    let pairs = digits.chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(core::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn hex32(text: &Value) -> [u8; 32] {
    hex(text).try_into().unwrap()
}

fn secret(text: &Value) -> Secret32 {
    Secret32::take(&mut hex32(text))
}

/// Big-endian bytes of any length as thirty-two.
fn scalar(text: &Value) -> Secret32 {
    let bytes = hex(text);
    let mut padded = vec![0; 32];
    padded.extend_from_slice(&bytes);
    let (head, tail) = padded.split_at(bytes.len());
    assert!(head.iter().all(|byte| *byte == 0));
    Secret32::take(&mut tail.try_into().unwrap())
}

/// Each test of a Wycheproof file with its group.
fn cases(file: &Value) -> Vec<(&Value, &Value)> {
    let groups = file["testGroups"].as_array().unwrap().iter();
    let cases: Vec<_> = groups
        .flat_map(|group| {
            let tests = group["tests"].as_array().unwrap().iter();
            tests.map(move |test| (group, test))
        })
        .collect();
    assert_eq!(file["numberOfTests"], cases.len());
    cases
}

#[test]
fn rfc_7748_section_5_2_and_6_1() {
    let file = vectors!("rfc7748/rfc7748.json");
    let multiply = |scalar: &[u8; 32], point: &[u8; 32]| {
        let key = x25519::SecretKey::from_secret(&Secret32::take(&mut scalar.clone()));
        *key.agree(point).unwrap().expose()
    };
    for case in file["x25519"].as_array().unwrap() {
        assert_eq!(
            multiply(&hex32(&case["scalar"]), &hex32(&case["u"])),
            hex32(&case["out"])
        );
    }
    let iterated = &file["iterated"];
    let mut k = hex32(&iterated["start"]);
    let mut u = k;
    for round in 1..=1000 {
        let next = multiply(&k, &u);
        u = k;
        k = next;
        if round == 1 {
            assert_eq!(k, hex32(&iterated["1"]));
        }
    }
    assert_eq!(k, hex32(&iterated["1000"]));

    let dh = &file["dh"];
    let alice = x25519::SecretKey::from_secret(&secret(&dh["alice_priv"]));
    let bob = x25519::SecretKey::from_secret(&secret(&dh["bob_priv"]));
    assert_eq!(alice.public_key(), hex32(&dh["alice_pub"]));
    assert_eq!(bob.public_key(), hex32(&dh["bob_pub"]));
    assert_eq!(alice.agree(&bob.public_key()), Ok(secret(&dh["k"])));
    assert_eq!(bob.agree(&alice.public_key()), Ok(secret(&dh["k"])));
}

#[test]
fn wycheproof_x25519() {
    let file = vectors!("wycheproof/x25519_test.json");
    let (mut agreed, mut refused) = (0, 0);
    for (_, test) in cases(&file) {
        let public = hex32(&test["public"]);
        let key = x25519::SecretKey::from_secret(&secret(&test["private"]));
        let shared = secret(&test["shared"]);
        // Every case is valid or acceptable; an all-zero result is what we refuse.
        if *shared.expose() == [0; 32] {
            assert_eq!(key.agree(&public), Err(x25519::NotContributory), "{test}");
            assert!(x25519::has_small_order(&public), "{test}");
            refused += 1;
        } else {
            assert_eq!(key.agree(&public), Ok(shared), "{test}");
            assert!(!x25519::has_small_order(&public), "{test}");
            agreed += 1;
        }
    }
    assert_eq!((agreed, refused), (487, 31));
}

#[test]
fn wycheproof_aes_gcm() {
    let file = vectors!("wycheproof/aes_gcm_test.json");
    let (mut opened, mut refused, mut skipped) = (0, 0, 0);
    for (group, test) in cases(&file) {
        let key = hex(&test["key"]);
        let supported = group["ivSize"] == 96 && group["tagSize"] == 128;
        if !supported {
            skipped += 1;
            continue;
        }
        let nonce: [u8; 12] = hex(&test["iv"]).try_into().unwrap();
        let (aad, plaintext) = (hex(&test["aad"]), hex(&test["msg"]));
        let sealed = [hex(&test["ct"]), hex(&test["tag"])].concat();
        let (open, seal) = match key.len() {
            16 => {
                let key = key.try_into().unwrap();
                (
                    aead::open128(&key, &nonce, &aad, &sealed),
                    aead::seal128(&key, &nonce, &aad, &plaintext),
                )
            }
            24 => {
                let key = key.try_into().unwrap();
                (
                    aead::open192(&key, &nonce, &aad, &sealed),
                    aead::seal192(&key, &nonce, &aad, &plaintext),
                )
            }
            _ => {
                let key = key.try_into().unwrap();
                (
                    aead::open256(&key, &nonce, &aad, &sealed),
                    aead::seal256(&key, &nonce, &aad, &plaintext),
                )
            }
        };
        if let Ok(key) = <[u8; 32]>::try_from(hex(&test["key"])) {
            let mut opened = SecretBytes::new(vec![7; 3]);
            let into = aead::open256_into(&key, &nonce, &aad, &sealed, &mut opened);
            assert_eq!(into.map(|()| opened.expose().to_vec()), open, "{test}");
        }
        if test["result"] == "valid" {
            assert_eq!((open, seal), (Ok(plaintext), Ok(sealed)), "{test}");
            opened += 1;
        } else {
            assert_eq!(open, Err(aead::NotAuthentic), "{test}");
            refused += 1;
        }
    }
    assert_eq!((opened, refused, skipped), (116, 81, 119));
}

#[test]
fn wycheproof_ecdsa_p256() {
    let file = vectors!("wycheproof/ecdsa_secp256r1_sha256_p1363_test.json");
    let (mut good, mut bad) = (0, 0);
    for (group, test) in cases(&file) {
        let point = hex(&group["publicKey"]["uncompressed"]);
        let public_key = coordinates(&point).unwrap();
        // Another length than 64 bytes cannot even be given to the function.
        let signature = <[u8; 64]>::try_from(hex(&test["sig"]));
        let verified = signature
            .is_ok_and(|signature| p256::verify(&public_key, &hex(&test["msg"]), &signature));
        assert_eq!(verified, test["result"] == "valid", "{test}");
        if verified {
            good += 1;
        } else {
            bad += 1;
        }
    }
    assert_eq!((good, bad), (173, 89));
}

#[test]
fn wycheproof_ed25519() {
    let file = vectors!("wycheproof/ed25519_test.json");
    let (mut good, mut bad) = (0, 0);
    for (group, test) in cases(&file) {
        let public_key = hex32(&group["publicKey"]["pk"]);
        assert_eq!(ed25519::check(&public_key), Ok(()));
        let signature = <[u8; 64]>::try_from(hex(&test["sig"]));
        let verified = signature
            .is_ok_and(|signature| ed25519::verify(&public_key, &hex(&test["msg"]), &signature));
        assert_eq!(verified, test["result"] == "valid", "{test}");
        if verified {
            good += 1;
        } else {
            bad += 1;
        }
    }
    assert_eq!((good, bad), (88, 63));
}

#[test]
fn wycheproof_ecdh_p256() {
    let file = vectors!("wycheproof/ecdh_secp256r1_ecpoint_test.json");
    let (mut agreed, mut refused, mut skipped) = (0, 0, 0);
    for (_, test) in cases(&file) {
        let point = hex(&test["public"]);
        if matches!(point.first(), Some(2 | 3)) {
            skipped += 1; // JWK has no compressed points.
            continue;
        }
        let key = p256::SecretKey::from_secret(&scalar(&test["private"])).unwrap();
        let outcome = coordinates(&point)
            .ok_or(p256::NotOnCurve)
            .and_then(|point| key.agree(&point));
        if test["result"] == "valid" {
            assert_eq!(outcome, Ok(secret(&test["shared"])), "{test}");
            agreed += 1;
        } else {
            assert_eq!(outcome, Err(p256::NotOnCurve), "{test}");
            refused += 1;
        }
    }
    assert_eq!((agreed, refused, skipped), (330, 17, 8));
}

#[test]
fn wycheproof_hkdf() {
    let file = vectors!("wycheproof/hkdf_sha256_test.json");
    let (mut derived, mut refused) = (0, 0);
    for (_, test) in cases(&file) {
        let size = usize::try_from(test["size"].as_u64().unwrap()).unwrap();
        let mut out = vec![0; size];
        let (salt, ikm, info) = (hex(&test["salt"]), hex(&test["ikm"]), hex(&test["info"]));
        let outcome = hash::hkdf(&salt, &ikm, &info, &mut out);
        if test["result"] == "valid" {
            assert_eq!((outcome.is_ok(), out), (true, hex(&test["okm"])), "{test}");
            derived += 1;
        } else {
            assert!(outcome.is_err(), "{test}");
            refused += 1;
        }
    }
    assert_eq!((derived, refused), (83, 3));
}

#[test]
fn wycheproof_hmac_with_our_key_size() {
    let file = vectors!("wycheproof/hmac_sha256_test.json");
    let (mut good, mut bad, mut skipped) = (0, 0, 0);
    for (group, test) in cases(&file) {
        if group["keySize"] != 256 || group["tagSize"] != 256 {
            skipped += 1;
            continue;
        }
        let (key, message, tag) = (secret(&test["key"]), hex(&test["msg"]), hex32(&test["tag"]));
        let matches = hash::hmac_sha256_matches(&key, &message, &tag);
        assert_eq!(matches, test["result"] == "valid", "{test}");
        assert_eq!(hash::hmac_sha256(&key, &message) == tag, matches);
        if matches {
            good += 1;
        } else {
            bad += 1;
        }
    }
    assert_eq!((good, bad, skipped), (27, 54, 93));
}

/// The coordinates of an uncompressed SEC 1 point; `None` for another form.
fn coordinates(point: &[u8]) -> Option<p256::Coordinates> {
    let (form, rest) = point.split_first()?;
    let (x, y) = rest.split_at_checked(32)?;
    (*form == 4).then_some(p256::Coordinates {
        x: x.try_into().ok()?,
        y: y.try_into().ok()?,
    })
}
