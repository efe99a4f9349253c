//! A list answers for every place up to its end and for none behind it, whatever its payload is. The input is the payload of a token
//! that is signed here; and it is tried as the claims of a credential.
#![no_main]

use hailstone_core::jose::{Jwk, SigningKey, jws};
use hailstone_core::status_list::{Expected, Reference, StatusList};
use hailstone_core::time::Timestamp;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

/// RFC 7518 appendix C, Bob.
static KEY: LazyLock<(SigningKey, Jwk)> = LazyLock::new(|| {
    let key = r#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}"#;
    let key = SigningKey::parse(&serde_json::from_str(key).unwrap()).unwrap();
    let public = key.public_jwk();
    (key, public)
});

fuzz_target!(|payload: &[u8]| {
    let (key, public) = &*KEY;
    let token = jws::sign(&serde_json::json!({"typ": "statuslist+jwt"}), payload, key);
    let expected = Expected {
        uri: "u",
        issuer: public,
        now: Timestamp::from_unix(1_800_000_000),
        leeway: 60,
    };
    if let Ok(list) = StatusList::parse(&token, &expected) {
        let end = (0..64).find(|at| list.status(1 << at).is_err());
        let end = 1_u64 << end.unwrap();
        assert!(list.status(end).is_err() && list.status(u64::MAX).is_err());
        assert!(end == 1 || list.status(end >> 1).is_ok());
    }
    if let Ok(claims) = serde_json::from_slice(payload) {
        let _ = Reference::parse(&claims);
    }
});
