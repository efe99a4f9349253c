//! After processing no digest is left, whatever the payload and the disclosures were. The first line of the input is the
//! payload, each further one the JSON of a disclosure. The whole input is tried as a presentation, too.
#![no_main]

use hailstone_core::jose::base64url;
use hailstone_core::sd_jwt::{SelfAsserted, process, verify_self_asserted};
use hailstone_core::time::Timestamp;
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};

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

    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let Ok(payload) = serde_json::from_str::<Map<String, Value>>(first) else {
        return;
    };
    let disclosures: Vec<String> = lines
        .map(|line| base64url::encode(line.as_bytes()))
        .collect();
    let disclosures: Vec<&str> = disclosures.iter().map(String::as_str).collect();
    if let Ok(claims) = process(payload, &disclosures) {
        assert!(!has_digests(&Value::Object(claims)));
    }
});

fn has_digests(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_digests),
        Value::Object(members) => members.iter().any(|(name, value)| {
            ["_sd", "...", "_sd_alg"].contains(&name.as_str()) || has_digests(value)
        }),
        _ => false,
    }
}
