//! Whatever comes, decryption answers with bytes or an error.
#![no_main]

use hailstone_core::jose::{SecretJwk, jwe};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

/// RFC 7518 appendix C, Bob; RFC 7748 §6.1, Bob.
const KEYS: [&str; 2] = [
    r#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}"#,
    r#"{"kty":"OKP","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08","d":"XasIfmJKikt54X-Lg4AO5m87sSkmGLb9HC-LJ_-I4Os"}"#,
];

static PARSED: LazyLock<[SecretJwk; 2]> = LazyLock::new(|| {
    KEYS.map(|key| SecretJwk::parse(&serde_json::from_str(key).unwrap()).unwrap())
});

fuzz_target!(|text: &str| {
    let message = jwe::Message::parse(text);
    if let Ok(message) = &message {
        assert_eq!(message.header()["enc"], message.encryption().as_str());
    }
    for key in &*PARSED {
        let decrypted = jwe::decrypt(text, key);
        match &message {
            Ok(message) => assert_eq!(message.decrypt(key), decrypted),
            Err(error) => assert_eq!(decrypted, Err(*error)),
        }
    }
});
