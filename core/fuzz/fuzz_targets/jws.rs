//! Nobody but the owner of the key signs: whatever verifies is the published example itself, in its one spelling. The input is tried in
//! the compact serialisation and in the JSON ones.
#![no_main]

use hailstone_core::jose::{Jwk, jws};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

/// The key of the Wycheproof group `es256`, with its valid signature; RFC 8037 appendix A.1 and A.4.
const SIGNED: [(&str, &[u8]); 2] = [
    (
        r#"{"kty":"EC","crv":"P-256","x":"04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY","y":"UI8exy-C06a7DUnjIdENkxeFtHM4-l_41LqEw9nVgmw"}"#,
        b"foo",
    ),
    (
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
        b"Example of Ed25519 signing",
    ),
];

static KEYS: LazyLock<[(Jwk, &[u8]); 2]> =
    LazyLock::new(|| SIGNED.map(|(key, payload)| (Jwk::parse_text(key).unwrap(), payload)));

fuzz_target!(|text: &str| {
    for (key, payload) in &*KEYS {
        if let Ok(verified) = jws::verify(text, key) {
            assert_eq!(&verified.payload, payload);
        }
    }
    if let Ok(unverified) = jws::Unverified::parse(text) {
        assert_eq!(unverified.header()["alg"], unverified.algorithm().as_str());
        let _ = unverified.payload();
    }
    let by_text = jws::Json::parse_text(text);
    if let Ok(value) = serde_json::from_str(text) {
        let _ = jws::Json::parse(&value);
    }
    let Ok(signed) = by_text else { return };
    for signature in signed.signatures().flatten() {
        for name in signature.unprotected_header().keys() {
            assert!(!signature.header().contains_key(name));
        }
        for (key, payload) in &*KEYS {
            if let Ok(verified) = signature.clone().verify(key) {
                assert_eq!(&verified.payload, payload);
            }
        }
    }
});
