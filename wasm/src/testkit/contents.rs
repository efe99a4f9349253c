//! Long contents, sealed and opened as the wallet does it.

use crate::bulk;
use crate::error::Failure;
use crate::host::{make_seed, now};
use core::cell::Cell;
use hailstone_core::card::{Application, Curve};
use hailstone_core::vault::{CardKey, ContentRef, NewUnlocker, Unlocked, Vault, VaultError};
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A vault that is stored nowhere, for the keys of contents.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Contents {
    vault: Vault<Unlocked>,
    last: Cell<Option<ContentRef>>,
}

#[wasm_bindgen]
impl Contents {
    /// Makes the vault.
    ///
    /// # Errors
    /// `wallet.no_entropy`.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Contents, Failure> {
        // Any point that is not of a small order: nobody has to open this vault again.
        let public_key = [9; 32];
        let card = NewUnlocker::Card {
            label: "Card",
            key: CardKey {
                application: Application::Openpgp,
                serial: "0000:00000000",
                slot: 0,
                curve: Curve::X25519,
                public_key,
            },
            local: None,
        };
        let (vault, _) = Vault::create(&card, now(), make_seed()?)?;
        Ok(Self {
            vault,
            last: Cell::new(None),
        })
    }

    /// Seals a content under a key of its own.
    ///
    /// # Errors
    /// As [`bulk::seal`].
    pub fn seal(&self, content: Uint8Array) -> Result<JsValue, Failure> {
        let length = u64::from(content.length());
        let key = self.vault.make_content_key(length, make_seed()?)?;
        self.last.set(Some(key.reference()));
        Ok(rejected(bulk::seal(&key, &content)))
    }

    /// The same by the module alone, to be measured beside it.
    ///
    /// # Errors
    /// `vault.record_too_large`, `wallet.no_entropy`.
    #[wasm_bindgen(js_name = sealInModule)]
    pub fn seal_in_module(&self, content: &[u8]) -> Result<Array, Failure> {
        let length = u64::try_from(content.len()).map_err(|_| Failure::ARGUMENT)?;
        let key = self.vault.make_content_key(length, make_seed()?)?;
        let parts = Array::new();
        for chunk in (0..key.chunks()).filter_map(|number| key.chunk(number)) {
            let plain = content
                .get(chunk.plain.clone())
                .ok_or(VaultError::Tampered)?;
            parts.push(&Uint8Array::from(key.seal(&chunk, plain)?.as_slice()));
        }
        self.last.set(Some(key.reference()));
        Ok(parts)
    }

    /// Opens the content that was sealed last.
    ///
    /// # Errors
    /// As [`bulk::open`].
    pub fn open(&self, sealed: Array) -> Result<JsValue, Failure> {
        let reference = self.last.get().ok_or(VaultError::Tampered)?;
        let key = self.vault.content_key(reference)?;
        Ok(rejected(bulk::open(&key, &sealed)))
    }
}

fn rejected(outcome: Result<JsValue, Failure>) -> JsValue {
    outcome.unwrap_or_else(|failure| Promise::reject(&failure.into()).into())
}
