//! Nobody but the owner of the key signs: whatever verifies is the published example itself, in its one spelling.
#![no_main]

use hailstone_core::jose::{Jwk, jws};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

/// The key of the Wycheproof group `es256`, and its valid signature.
const KEY: &str = r#"{"kty":"EC","crv":"P-256","x":"04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY","y":"UI8exy-C06a7DUnjIdENkxeFtHM4-l_41LqEw9nVgmw"}"#;

static PARSED: LazyLock<Jwk> = LazyLock::new(|| Jwk::parse_text(KEY).unwrap());

fuzz_target!(|text: &str| {
    if let Ok(verified) = jws::verify(text, &PARSED) {
        assert_eq!(verified.payload, b"foo");
    }
});
