//! Other programs' formats and paper, in a browser. Records leave as bytes for `Wallet.insertDrafts`.
#![cfg(target_family = "wasm")]

pub mod paper;

use hailstone_core::data::Field;
use hailstone_interchange::{ImportError, read_vcard};
use hailstone_wasm_host::error::Failure;
use wasm_bindgen::prelude::wasm_bindgen;

/// Reads the vCard of one person.
///
/// # Errors
/// `import.*`, as an `Error` with `code`, `class` and `triesLeft`.
#[wasm_bindgen(js_name = readVcard)]
pub fn read(text: &str) -> Result<Drafts, Failure> {
    let records = read_vcard(text)?;
    let bytes = postcard::to_allocvec(&records).map_err(|_| ImportError::TooLarge)?;
    let preview = records
        .iter()
        .map(|record| Draft {
            kind: record.kind().as_str().into(),
            title: record.title(),
            fields: record
                .fields()
                .map(|(field, _)| field)
                .filter(|field| *field != Field::Label)
                .map(|field| field.name().into())
                .collect(),
        })
        .collect();
    Ok(Drafts { bytes, preview })
}

/// What was read and is not yet in the vault.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Drafts {
    bytes: Vec<u8>,
    preview: Vec<Draft>,
}

#[wasm_bindgen]
impl Drafts {
    /// The records, for `Wallet.insertDrafts`.
    #[wasm_bindgen(getter)]
    pub fn bytes(&self) -> Vec<u8> {
        self.bytes.clone()
    }

    /// What a person is shown before they agree: kind, title and the names of the fields.
    #[wasm_bindgen(getter)]
    pub fn preview(&self) -> Vec<Draft> {
        self.preview.clone()
    }
}

/// One record that would be added.
#[wasm_bindgen(getter_with_clone)]
#[derive(Clone, Debug)]
pub struct Draft {
    /// `person`, `email`, `phone` or `address`.
    pub kind: String,
    /// One line by which a person recognises it.
    pub title: String,
    /// The names of its fields.
    pub fields: Vec<String>,
}
