//! Whatever is kept as a credential is read or not; what is read can be listed, proposed and presented, and goes out with no
//! disclosure that it did not have. The input is the token; `"a"` and its like are asked for.
#![no_main]

use hailstone_core::credential::{Credential, text_of};
use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::entropy::Seed;
use hailstone_core::id::RecordId;
use hailstone_core::release::{Origin, PROTOCOL, Request};
use hailstone_core::secret::Secret32;
use hailstone_core::time::Timestamp;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

const REQUEST: &str = r#"{
    "response_type": "vp_token", "response_mode": "dc_api", "nonce": "n",
    "client_metadata": {"vp_formats_supported": {"dc+sd-jwt": {}}},
    "dcql_query": {"credentials": [{
        "id": "q", "format": "dc+sd-jwt", "meta": {"vct_values": ["t"]}, "require_cryptographic_holder_binding": false,
        "claims": [{"id": "a", "path": ["a"]}, {"id": "b", "path": ["b", null]}, {"id": "c", "path": ["a", "b", 0]}],
        "claim_sets": [["a", "b", "c"], ["a", "b"], ["c"], ["a"], []]
    }]}
}"#;

fuzz_target!(|token: &str| {
    let now = Timestamp::from_unix(1_800_000_000);
    let record = Record::new(Kind::Credential)
        .with(Field::Credential, token)
        .with(Field::CredentialType, "t")
        .with(Field::IssuerProof, "key");
    let Ok(credential) = Credential::read(&record) else {
        return;
    };
    for (name, value) in credential.claims().as_object().into_iter().flatten() {
        let _ = (credential.can_withhold(name), text_of(value));
    }
    let _ = credential.open();
    let Ok(origin) = Origin::parse("https://shop.example") else {
        return;
    };
    let Ok(request) = Request::parse(PROTOCOL, origin, REQUEST) else {
        unreachable!("the request is a good one");
    };
    let proposal = request.propose(vec![(RecordId::from_bytes([1; 16]), record)], now);
    let Ok(consented) = proposal.consent() else {
        return;
    };
    let secret = Secret32::take(&mut [7; 32]);
    let Ok(token_out) = consented.token(&secret, now, Seed::take(&mut [9; 32])) else {
        return;
    };
    let data: Value = serde_json::from_str(token_out.data()).unwrap_or_default();
    let presentation = data.pointer("/vp_token/q/0").and_then(Value::as_str);
    let presentation = presentation.unwrap_or_default();
    let had: Vec<&str> = token.split('~').collect();
    assert!(presentation.split('~').all(|part| had.contains(&part)));
});
