//! A key that is read has one spelling, and its `did:jwk` reads back as the same key.
#![no_main]

use hailstone_core::jose::{Ed25519Key, Jwk, KeyUse, SecretJwk, Signer, SigningKey};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = Jwk::parse_did(text);
    if let Ok(value) = serde_json::from_str(text) {
        let _ = SecretJwk::parse(&value);
        if let Ok(key) = SigningKey::parse(&value) {
            assert!(SecretJwk::parse(&value).is_ok(), "{key:?}");
        }
        if let Ok(key) = Ed25519Key::parse(&value) {
            assert!(SecretJwk::parse(&value).is_err(), "{:?}", key.algorithm());
        }
        let _ = Jwk::parse_for(&value, KeyUse::Signature);
        let _ = Jwk::parse_for(&value, KeyUse::Agreement);
    }
    if let Ok(key) = Jwk::parse_text(text) {
        assert_eq!(Jwk::parse_text(&key.to_json()).as_ref(), Ok(&key));
        assert_eq!(Jwk::parse_did(&key.to_did()).as_ref(), Ok(&key));
    }
});
