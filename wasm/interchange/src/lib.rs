//! Other programs' formats and paper, in a browser. Records leave as bytes for `Wallet.insertDrafts`.
#![cfg(target_family = "wasm")]

pub mod paper;

use hailstone_core::data::Field;
use hailstone_core::error::{Class, Coded};
use hailstone_interchange::read_vcard;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Reads the vCard of one person.
///
/// # Errors
/// `import.*`, as an `Error` with `code`, `class` and `triesLeft`.
#[wasm_bindgen(js_name = readVcard)]
pub fn read(text: &str) -> Result<Drafts, JsValue> {
    let records = read_vcard(text).map_err(|error| failure(error.code(), error.class()))?;
    let bytes =
        postcard::to_allocvec(&records).map_err(|_| failure("import.too_large", Class::Person))?;
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

fn failure(code: &str, class: Class) -> JsValue {
    let error: JsValue = js_sys::Error::new(code).into();
    for (name, value) in [
        ("code", code.into()),
        ("class", class.as_str().into()),
        ("triesLeft", JsValue::NULL),
    ] {
        // Setting a property of a fresh object cannot fail; if it did, the message still holds the code.
        let _ = js_sys::Reflect::set(&error, &name.into(), &value);
    }
    error
}
