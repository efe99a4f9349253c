//! After processing no digest is left, whatever the payload and the disclosures were, and what is held is presented whole or in part
//! without a character that the issuer did not send. The first line of the input is the payload, each further one the JSON of a
//! disclosure. The whole input is tried as a presentation, as its JSON, and as a credential that was kept.
#![no_main]

use hailstone_core::jose::{Jwk, SigningKey, base64url, jws};
use hailstone_core::sd_jwt::{
    Binding, Expected, HashAlgorithm, Held, Pointer, SelfAsserted, Unread, examine, parse_json,
    process, verify_self_asserted,
};
use hailstone_core::time::Timestamp;
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// RFC 7518 appendix C, Bob.
static ISSUER: LazyLock<(SigningKey, Jwk)> = LazyLock::new(|| {
    let key = r#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}"#;
    let key = SigningKey::parse(&serde_json::from_str(key).unwrap()).unwrap();
    let public = key.public_jwk();
    (key, public)
});

fuzz_target!(|text: &str| {
    let expected = SelfAsserted {
        vct: "urn:hailstone:contact:1",
        audience: "origin:https://shop.example",
        nonce: "nonce",
        now: Timestamp::from_unix(1_800_000_000),
        leeway: 60,
        max_age: 300,
    };
    let _ = verify_self_asserted(text, &expected);
    let _ = Unread::parse(text);
    if let Ok(compact) = parse_json(text) {
        // Only the parts that were there, with marks between them.
        assert!(compact.len() <= text.len() && compact.contains('~'));
    }
    let (key, public) = &*ISSUER;
    let token = Expected {
        issuer: Some(public),
        typ: "",
        now: expected.now,
        leeway: 60,
        audience: None,
        required: &[],
        hashes: &HashAlgorithm::ALL,
    };
    let (report, verified) = examine(text, &token, &Binding::NotRequired);
    assert_eq!(verified.is_some(), !report.has_failed());
    if let Ok(held) = Held::decode(text.as_bytes(), &HashAlgorithm::ALL) {
        present(&held);
    }

    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let Ok(payload) = serde_json::from_str::<Map<String, Value>>(first) else {
        return;
    };
    let disclosures: Vec<String> = lines
        .map(|line| base64url::encode(line.as_bytes()))
        .collect();
    let disclosures: Vec<&str> = disclosures.iter().map(String::as_str).collect();
    let signed = jws::sign(&serde_json::json!({"typ": ""}), first.as_bytes(), key);
    let whole = format!("{signed}~{}~", disclosures.join("~"));
    if let Ok(claims) = process(payload, &disclosures) {
        if let Ok((held, verified)) = Held::receive(&whole, &token) {
            assert_eq!(verified.claims, claims);
            assert_eq!(held.claims(), Ok(verified.claims));
            assert_eq!(held.present(&[Pointer::default()]).as_str(), whole);
            let kept = held.encode().unwrap();
            assert_eq!(Held::decode(&kept, &HashAlgorithm::ALL).as_ref(), Ok(&held));
            present(&held);
        }
        assert!(!has_digests(&Value::Object(claims)));
    }
});

/// Each disclosure alone, with what it needs.
fn present(held: &Held) {
    for place in held.disclosable() {
        let parts = place.split('/').skip(1);
        let pointer = parts.fold(Pointer::default(), |pointer, part| {
            pointer.name(&part.replace("~1", "/").replace("~0", "~"))
        });
        for part in held.present([&pointer]).as_str().split('~') {
            assert!(held.as_str().contains(part));
        }
    }
}

fn has_digests(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_digests),
        Value::Object(members) => members.iter().any(|(name, value)| {
            ["_sd", "...", "_sd_alg"].contains(&name.as_str()) || has_digests(value)
        }),
        _ => false,
    }
}
