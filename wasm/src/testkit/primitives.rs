//! Single primitives, to be measured beside other people's.

use hailstone_core::testkit::primitives::{derive_argon2id, seal_aes256gcm};
use hailstone_core::vault::Cost;
use wasm_bindgen::prelude::wasm_bindgen;

/// Argon2id as a new passphrase has it by default: 32 bytes, nothing where it was refused.
#[wasm_bindgen(js_name = deriveArgon2id)]
pub fn derive(passphrase: &str, salt: &[u8], memory: u32, passes: u32, lanes: u32) -> Vec<u8> {
    let cost = Cost {
        memory,
        passes,
        lanes,
    };
    let derived = salt
        .try_into()
        .ok()
        .and_then(|salt| derive_argon2id(passphrase.as_bytes(), salt, cost));
    derived.map(Vec::from).unwrap_or_default()
}

/// AES-256-GCM by the module itself, tag last; nothing where an argument has the wrong length.
#[wasm_bindgen(js_name = sealAes256Gcm)]
pub fn seal(key: &[u8], nonce: &[u8], plaintext: &[u8]) -> Vec<u8> {
    let sealed = key
        .try_into()
        .ok()
        .zip(nonce.try_into().ok())
        .and_then(|(key, nonce)| seal_aes256gcm(key, nonce, plaintext));
    sealed.unwrap_or_default()
}
