//! The store conformance suite on IndexedDB, for a page that runs it.

use crate::indexed_db::IndexedDb;
use crate::place::Place;
use core::cell::Cell;
use hailstone_core::testkit::{MemoryStore, store_conformance};
use js_sys::Function;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

/// Runs the suite on IndexedDB databases whose names start with `prefix`; resolves with the rules that held.
///
/// # Errors
/// The first rule that did not hold.
#[wasm_bindgen(js_name = storeConformance)]
pub async fn indexed_db_conformance(prefix: String) -> Result<Vec<String>, JsValue> {
    let number = Cell::new(0_u32);
    let open = async |number: u32| {
        let opened = IndexedDb::open(&format!("{prefix}-{number}")).await;
        opened.unwrap_or_else(|error| wasm_bindgen::throw_str(&error.to_string()))
    };
    let fresh = async || {
        number.set(number.get().saturating_add(1));
        open(number.get()).await
    };
    let reopen = async |store: IndexedDb| {
        drop(store);
        open(number.get()).await
    };
    let another = async |_: &IndexedDb| open(number.get()).await;
    held(store_conformance(fresh, reopen, another).await)
}

/// Runs the suite on stores behind lines. `lines` makes one of an empty store (`"fresh"`), one of the same store after a
/// restart (`"reopen"`), one beside another (`"another"`). `database` names an IndexedDB database that is not used.
///
/// # Errors
/// The first rule that did not hold.
#[wasm_bindgen(js_name = lineConformance)]
pub async fn line_conformance(database: String, lines: Function) -> Result<Vec<String>, JsValue> {
    let line = async |kind: &str| {
        let opened = IndexedDb::open(&database).await;
        let opened = opened.unwrap_or_else(|error| wasm_bindgen::throw_str(&error.to_string()));
        let line = lines.call1(&JsValue::NULL, &kind.into());
        let line = line.unwrap_or_else(|error| wasm_bindgen::throw_val(error));
        Place::new(opened, Some(line.unchecked_into()))
    };
    let fresh = async || line("fresh").await;
    let reopen = async |store: Place| {
        drop(store);
        line("reopen").await
    };
    let another = async |_: &Place| line("another").await;
    held(store_conformance(fresh, reopen, another).await)
}

/// Runs the suite on a store in memory.
///
/// # Errors
/// The first rule that did not hold.
#[wasm_bindgen(js_name = memoryStoreConformance)]
pub async fn memory_conformance() -> Result<Vec<String>, JsValue> {
    let fresh = async || MemoryStore::default();
    let another = async |store: &MemoryStore| store.clone();
    held(store_conformance(fresh, async |store| store, another).await)
}

fn held(outcome: Result<Vec<&'static str>, String>) -> Result<Vec<String>, JsValue> {
    outcome
        .map(|rules| rules.into_iter().map(String::from).collect())
        .map_err(|why| JsValue::from_str(&why))
}
