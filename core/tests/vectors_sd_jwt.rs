//! The published examples of RFC 9901 and of the SD-JWT VC draft (`vectors/README.md`), each processed, and verified
//! where there is a signature.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a test")]

use hailstone_core::jose::{JoseError, Jwk, base64url};
use hailstone_core::sd_jwt::{
    Binding, Expected, HashAlgorithm, SdJwtError, Verified, process, verify, verify_issued,
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
        issuer,
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

/// The VC-JOSE-COSE suite signs with algorithms that we do not take: it is refused for that, and processed without.
#[test]
fn the_vc_jose_cose_suite_is_refused_for_its_algorithms_and_processed_without() {
    let key: Value =
        serde_json::from_str(&read("vc_jose_cose/suite-vm-p256.json").unwrap()).unwrap();
    let key = Jwk::parse(&key["publicKeyJwk"]).unwrap();
    let mut processed = 0;
    for name in ["selective", "nested", "bad-signature", "bad-media-type"] {
        let token = read(&format!("vc_jose_cose/suite-credential-sdjwt-{name}.txt")).unwrap();
        assert_eq!(
            verify_issued(&token, &expected(&key, "vc+sd-jwt")),
            Err(SdJwtError::TokenInvalid(JoseError::AlgorithmNotAllowed)),
            "{name}"
        );
        let disclosures: Vec<_> = token.split('~').skip(1).filter(|d| !d.is_empty()).collect();
        let claims = process(payload_of(&token), &disclosures);
        assert!(claims.is_ok(), "{name}: {claims:?}");
        processed += 1;
    }
    assert_eq!(processed, 4);
}

#[test]
fn the_thumbprint_of_the_suite_s_key_is_its_kid() {
    let key: Value =
        serde_json::from_str(&read("vc_jose_cose/suite-vm-p256.json").unwrap()).unwrap();
    let key = &key["publicKeyJwk"];
    let thumbprint = Jwk::parse(key).unwrap().thumbprint();
    assert_eq!(base64url::encode(&thumbprint), key["kid"].as_str().unwrap());
}
