//! Single primitives, to be measured beside other people's.

use hailstone_core::testkit::primitives::derive_argon2id;
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
