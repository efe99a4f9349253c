//! The published examples of RFC 9901 and of the SD-JWT VC draft (`vectors/README.md`), each processed, and verified
//! where there is a signature.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a test")]

use hailstone_core::jose::{JoseError, Jwk, KeyUse, base64url, jws};
use hailstone_core::sd_jwt::{
    Binding, Expected, HashAlgorithm, SdJwtError, Unread, Verified, process, verify, verify_issued,
};
use hailstone_core::time::Timestamp;
use serde_json::{Map, Value};
use std::fs;
use std::path::PathBuf;

/// RFC 9901 appendix A.5: the issuer of all examples.
const ISSUER: &str = r#"{"kty":"EC","crv":"P-256","x":"b28d4MwZMjw8-00CG4xfnn9SLMVMM19SlqZpVb_uNtQ","y":"Xv5zWwuoaTgdS6hV43yI6gBwTnjukmFQQnJ_kCxzqk8"}"#;

/// A moment at which the examples are valid, some minutes after most of their key bindings.
const NOW: u64 = 1_748_537_000;

fn read(path: &str) -> Option<String> {
    let mut full = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    full.push("tests/vectors/rfc9901");
    full.push(path);
    let text = fs::read_to_string(full).ok()?;
    Some(text.trim().to_owned())
}

fn read_json(path: &str) -> Option<Map<String, Value>> {
    read(path).map(|text| serde_json::from_str(&text).unwrap())
}

/// The disclosures listed beside an example, each after its digest.
fn disclosures(example: &str) -> Vec<(String, String)> {
    let text = read(&format!("{example}/disclosures.txt")).unwrap();
    text.lines()
        .map(|line| {
            let (digest, disclosure) = line.split_once(' ').unwrap();
            (digest.to_owned(), disclosure.to_owned())
        })
        .collect()
}

fn payload_of(token: &str) -> Map<String, Value> {
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&base64url::decode(payload).unwrap()).unwrap()
}

fn header_type(token: &str) -> String {
    let header = base64url::decode(token.split('.').next().unwrap()).unwrap();
    let header: Value = serde_json::from_slice(&header).unwrap();
    header["typ"].as_str().unwrap().to_owned()
}

fn expected<'a>(issuer: &'a Jwk, typ: &'a str) -> Expected<'a> {
    Expected {
        issuer: Some(issuer),
        typ,
        now: Timestamp::from_unix(NOW),
        leeway: 0,
        audience: None,
        required: &[],
        hashes: &HashAlgorithm::ALL,
    }
}

/// Verifies a presentation, with its key binding if it has one: what is in it is what the example says it is bound to.
fn verify_example(presentation: &str) -> Result<Verified, SdJwtError> {
    let issuer = Jwk::parse_text(ISSUER).unwrap();
    let typ = header_type(presentation);
    let binding_jwt = presentation.rsplit('~').next().unwrap();
    let payload = (!binding_jwt.is_empty()).then(|| payload_of(binding_jwt));
    let binding = match &payload {
        None => Binding::NotRequired,
        Some(payload) => Binding::Required {
            audience: payload["aud"].as_str().unwrap(),
            nonce: payload["nonce"].as_str().unwrap(),
            max_age: 3600,
        },
    };
    let mut expected = expected(&issuer, &typ);
    if let Some(payload) = &payload {
        expected.now = Timestamp::from_unix(payload["iat"].as_u64().unwrap());
    }
    verify(presentation, &expected, &binding)
}

const EXAMPLES: [&str; 10] = [
    "sd_jwt/simple",
    "sd_jwt/flat",
    "sd_jwt/structured",
    "sd_jwt/recursive",
    "sd_jwt/simple_structured",
    "sd_jwt/complex_ekyc",
    "sd_jwt/sd_jwt_vc",
    "sd_jwt/w3c_vcdm",
    "sd_jwt_vc/identity_credential",
    "sd_jwt_vc/pid",
];

#[test]
fn every_payload_with_all_its_disclosures_becomes_the_claims_of_the_user() {
    let (mut processed, mut compared, mut disclosed) = (0, 0, 0);
    for example in EXAMPLES {
        let payload = read_json(&format!("{example}/payload.json")).unwrap();
        let listed = disclosures(example);
        let texts: Vec<_> = listed.iter().map(|(_, text)| text.as_str()).collect();
        let claims = process(payload.clone(), &texts).unwrap_or_else(|e| panic!("{example}: {e}"));
        assert!(
            !Value::Object(claims.clone())
                .to_string()
                .contains("\"_sd\""),
            "{example}"
        );
        if let Some(user_claims) = read_json(&format!("{example}/user_claims.json")) {
            for (name, value) in &user_claims {
                assert_eq!(claims.get(name), Some(value), "{example} {name}");
            }
            compared += 1;
        }
        // Without any disclosure there is less, and it works too.
        let open = process(payload, &[]).unwrap();
        assert!(open.len() <= claims.len());
        processed += 1;
        disclosed += texts.len();
    }
    assert_eq!((processed, compared, disclosed), (10, 6, 124));
}

#[test]
fn every_digest_beside_a_disclosure_is_its_digest() {
    let mut matched = 0;
    for example in EXAMPLES {
        for (digest, disclosure) in disclosures(example) {
            // A payload with this digest alone takes this disclosure alone.
            let is_property = base64url::decode(&disclosure).map(|bytes| {
                let value: Vec<Value> = serde_json::from_slice(&bytes).unwrap();
                value.len() == 3
            });
            let payload = if is_property.unwrap() {
                serde_json::json!({"_sd": [digest]})
            } else {
                serde_json::json!({"a": [{"...": digest}]})
            };
            let members = payload.as_object().unwrap().clone();
            assert!(
                process(members, &[&disclosure]).is_ok(),
                "{example} {digest}"
            );
            matched += 1;
        }
    }
    assert_eq!(matched, 124);
}

#[test]
fn every_issuance_is_signed_by_the_issuer_of_the_rfc() {
    let issuer = Jwk::parse_text(ISSUER).unwrap();
    let mut verified = 0;
    for example in EXAMPLES {
        let Some(token) = read(&format!("{example}/issuance.txt")) else {
            continue;
        };
        let typ = header_type(&token);
        let all = verify_issued(&token, &expected(&issuer, &typ))
            .unwrap_or_else(|e| panic!("{example}: {e}"));
        let payload = read_json(&format!("{example}/payload.json")).unwrap();
        assert_eq!(payload_of(&token), payload, "{example}");
        assert!(all.claims.len() >= payload.len() - 2, "{example}");
        verified += 1;
    }
    assert_eq!(verified, 5);
}

#[test]
fn every_presentation_verifies_to_the_published_claims() {
    let (mut bound, mut unbound) = (0, 0);
    let mut presentations: Vec<_> = EXAMPLES
        .iter()
        .map(|example| (*example, "presentation.txt", "verified.json"))
        .collect();
    presentations.push((
        "sd_jwt_vc/identity_credential",
        "presentation_no_kb.txt",
        "verified_no_kb.json",
    ));
    for (example, presentation, claims) in presentations {
        let Some(text) = read(&format!("{example}/{presentation}")) else {
            continue;
        };
        let verified = verify_example(&text).unwrap_or_else(|e| panic!("{example}: {e}"));
        let published = read_json(&format!("{example}/{claims}")).unwrap();
        assert_eq!(verified.claims, published, "{example}");
        if text.ends_with('~') {
            unbound += 1;
        } else {
            bound += 1;
        }
    }
    assert_eq!((bound, unbound), (5, 3));
}

#[test]
fn a_published_key_binding_is_for_its_own_nonce_and_audience_only() {
    let text = read("sd_jwt/simple/presentation.txt").unwrap();
    let issuer = Jwk::parse_text(ISSUER).unwrap();
    let payload = read_json("sd_jwt/simple/kb_payload.json").unwrap();
    let mut expected = expected(&issuer, "example+sd-jwt");
    expected.now = Timestamp::from_unix(payload["iat"].as_u64().unwrap());
    let outcome = |audience, nonce| {
        let binding = Binding::Required {
            audience,
            nonce,
            max_age: 60,
        };
        verify(&text, &expected, &binding).map(drop)
    };
    assert_eq!(
        outcome("https://verifier.example.org", "1234567890"),
        Ok(())
    );
    assert_eq!(
        outcome("https://evil.example", "1234567890"),
        Err(SdJwtError::BindingAudienceWrong)
    );
    assert_eq!(
        outcome("https://verifier.example.org", "0987654321"),
        Err(SdJwtError::BindingNonceWrong)
    );
}

/// Of the VC-JOSE-COSE suite one token has an algorithm of ours, and is refused for its type; the others are refused for their
/// algorithms. All are processed without.
#[test]
fn the_vc_jose_cose_suite_is_refused_for_its_algorithms_and_processed_without() {
    let suite_key = |name: &str| {
        let method = read_json(&format!("vc_jose_cose/suite-vm-{name}.json")).unwrap();
        Jwk::parse_for(&method["publicKeyJwk"], KeyUse::Signature)
    };
    // P-384 and P-521 are no keys of ours.
    assert!(suite_key("p384").is_err() && suite_key("p521").is_err());
    let (p256, ed25519) = (suite_key("p256").unwrap(), suite_key("ed25519").unwrap());
    let mut processed = 0;
    for (name, outcome) in [
        (
            "selective",
            SdJwtError::TokenInvalid(JoseError::AlgorithmNotAllowed),
        ),
        (
            "nested",
            SdJwtError::TokenInvalid(JoseError::AlgorithmNotAllowed),
        ),
        (
            "bad-signature",
            SdJwtError::TokenInvalid(JoseError::AlgorithmNotAllowed),
        ),
        ("bad-media-type", SdJwtError::TypeWrong),
    ] {
        let token = read(&format!("vc_jose_cose/suite-credential-sdjwt-{name}.txt")).unwrap();
        let key = if name == "bad-media-type" {
            &ed25519
        } else {
            &p256
        };
        let result = verify_issued(&token, &expected(key, "vc+sd-jwt"));
        assert_eq!(result, Err(outcome), "{name}");
        let disclosures: Vec<_> = token.split('~').skip(1).filter(|d| !d.is_empty()).collect();
        let claims = process(payload_of(&token), &disclosures);
        assert!(claims.is_ok(), "{name}: {claims:?}");
        processed += 1;
    }
    assert_eq!(processed, 4);
}

/// What the suite's tokens were made from: the claims that are there whatever is disclosed.
#[test]
fn the_vc_jose_cose_suite_s_tokens_say_what_they_were_made_from() {
    for (token, claims) in [
        ("sdjwt-selective", "selective"),
        ("sdjwt-nested", "nested-selective"),
    ] {
        let token = read(&format!("vc_jose_cose/suite-credential-{token}.txt")).unwrap();
        let disclosures: Vec<_> = token.split('~').skip(1).filter(|d| !d.is_empty()).collect();
        let processed = process(payload_of(&token), &disclosures).unwrap();
        let made_from = read_json(&format!("vc_jose_cose/suite-credential-{claims}.json")).unwrap();
        for name in ["@context", "type", "issuer"] {
            assert_eq!(processed.get(name), made_from.get(name), "{token} {name}");
        }
    }
}

/// Presentations and configurations of others that are plain JWTs: each that has an algorithm of ours and comes with its key verifies.
#[test]
fn signed_presentations_and_configurations_verify_under_their_keys() {
    let method = |path: &str| read_json(path).unwrap()["publicKeyJwk"].clone();
    let ed25519 = method("vc_jose_cose/suite-vm-ed25519.json");
    let linked = method("linked_vp/verification_method.json");
    let (mut verified, mut refused) = (0, 0);
    for (path, key) in [
        (
            "vc_jose_cose/suite-presentation-jose-bad-credential.txt",
            &ed25519,
        ),
        (
            "vc_jose_cose/suite-presentation-jose-bad-media-type.txt",
            &ed25519,
        ),
        (
            "vc_jose_cose/suite-presentation-jose-multiple.txt",
            &ed25519,
        ),
        ("linked_vp/jwt.txt", &linked),
        ("linked_vp/flat_jwt.txt", &linked),
    ] {
        let key = Jwk::parse(key).unwrap();
        match jws::verify(&read(path).unwrap(), &key) {
            Ok(_) => verified += 1,
            Err(error) => {
                // `multiple` is ES384.
                assert_eq!(error, JoseError::AlgorithmNotAllowed, "{path}");
                refused += 1;
            }
        }
    }
    assert_eq!((verified, refused), (4, 1));

    // A `did:key` of an Ed25519 key: base58 of the multicodec 0xed01 and the key.
    let jwt = read("did_configuration/jwt.txt").unwrap();
    let unverified = jws::Unverified::parse(&jwt).unwrap();
    let header = Value::Object(unverified.header().clone());
    assert_eq!(
        header.as_object(),
        read_json("did_configuration/header.json").as_ref()
    );
    let kid = header["kid"].as_str().unwrap();
    let bytes = base58(kid.split_once("#z").unwrap().1);
    assert_eq!(bytes[..2], [0xed, 0x01]);
    let key = Jwk::ed25519(bytes[2..].try_into().unwrap()).unwrap();
    assert!(unverified.verify(&key).is_ok());
}

fn base58(text: &str) -> Vec<u8> {
    const DIGITS: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut bytes = vec![0_u8; 34];
    for character in text.chars() {
        let mut carry = DIGITS.find(character).unwrap();
        for byte in bytes.iter_mut().rev() {
            carry += usize::from(*byte) * 58;
            *byte = u8::try_from(carry % 256).unwrap();
            carry /= 256;
        }
        assert_eq!(carry, 0);
    }
    bytes
}

/// The referring credential of the status list draft is signed by the issuer of all examples.
#[test]
fn the_credential_of_the_status_list_draft_verifies_and_reads_to_its_payload() {
    let token = read("status_list/referenced_sd_jwt.txt").unwrap();
    let issuer = Jwk::parse_text(ISSUER).unwrap();
    let verified = verify_issued(&token, &expected(&issuer, "example+sd-jwt")).unwrap();
    let published = read_json("status_list/referenced_processed.json").unwrap();
    assert_eq!(Unread::parse(&token).unwrap().payload, published);
    assert_eq!(verified.claims.get("status"), published.get("status"));
}

/// Type metadata (SD-JWT VC §4): the example's credential is of the example's type. We fetch and interpret none.
#[test]
fn the_example_of_type_metadata_is_a_credential_s_payload() {
    let payload = read_json("type_metadata/payload.json").unwrap();
    let metadata = read_json("type_metadata/education_credential_v42.json").unwrap();
    assert_eq!(payload["vct"], metadata["vct"]);
    assert_eq!(process(payload.clone(), &[]), Ok(payload));
}

#[test]
fn the_thumbprint_of_the_suite_s_key_is_its_kid() {
    let key: Value =
        serde_json::from_str(&read("vc_jose_cose/suite-vm-p256.json").unwrap()).unwrap();
    let key = &key["publicKeyJwk"];
    let thumbprint = Jwk::parse(key).unwrap().thumbprint();
    assert_eq!(base64url::encode(&thumbprint), key["kid"].as_str().unwrap());
}
