//! Where the vault is kept: in this browser, or in the file of the bridge, which other browsers and the tool share.

use crate::indexed_db::IndexedDb;
use hailstone_core::id::{PageId, WriterId};
use hailstone_core::vault::{Changes, Store, StoreError};
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

#[wasm_bindgen(typescript_custom_section)]
const FILE_LINE: &str = r"
/** Reaches a store in another process. Rejects with an error that has the `code` of what went wrong. */
export interface FileLine {
  /** The header; `undefined` while there is no vault. */
  header(): Promise<Uint8Array | undefined>;
  /** The pages with these numbers, in the same order; `undefined` for one that is not there. */
  read(pages: Uint32Array): Promise<(Uint8Array | undefined)[]>;
  /** Applies changes as the core wrote them, whole or not at all. */
  apply(changes: Uint8Array): Promise<void>;
}
";

#[wasm_bindgen]
extern "C" {
    /// Reaches a store in another process.
    #[wasm_bindgen(typescript_type = "FileLine")]
    #[derive(Debug)]
    pub type FileLine;

    #[wasm_bindgen(method, catch)]
    async fn header(this: &FileLine) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    async fn read(this: &FileLine, pages: Vec<u32>) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    async fn apply(this: &FileLine, changes: Uint8Array) -> Result<JsValue, JsValue>;
}

/// The store of one wallet.
#[derive(Debug)]
pub struct Place {
    /// Holds the vault; and what is this installation's own, wherever the vault is.
    database: IndexedDb,
    /// Holds the vault instead.
    file: Option<FileLine>,
}

impl Place {
    /// A vault in the file where there is one, and otherwise in the database.
    #[must_use]
    pub const fn new(database: IndexedDb, file: Option<FileLine>) -> Self {
        Self { database, file }
    }

    /// What is kept of this installation alone.
    #[must_use]
    pub const fn own(&self) -> &IndexedDb {
        &self.database
    }

    /// [`IndexedDb::writer`].
    ///
    /// # Errors
    /// `store.*`.
    pub async fn writer(&self, made: WriterId) -> Result<WriterId, StoreError> {
        self.own().writer(made).await
    }
}

impl Store for Place {
    async fn header(&self) -> Result<Option<Vec<u8>>, StoreError> {
        match &self.file {
            None => self.database.header().await,
            Some(file) => file.header().await.map_err(failed).and_then(bytes),
        }
    }

    async fn read(&self, pages: &[PageId]) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        let Some(file) = &self.file else {
            return self.database.read(pages).await;
        };
        let numbers = pages.iter().map(|page| page.number()).collect();
        let read = file.read(numbers).await.map_err(failed)?;
        let read: Array = read.dyn_into().map_err(|_| StoreError::Damaged)?;
        let read: Vec<_> = read.iter().map(bytes).collect::<Result<_, _>>()?;
        if read.len() == pages.len() {
            Ok(read)
        } else {
            Err(StoreError::Damaged)
        }
    }

    async fn apply(&self, changes: &Changes) -> Result<(), StoreError> {
        match &self.file {
            None => self.database.apply(changes).await,
            Some(file) => {
                let changes = Uint8Array::from(changes.write()?.as_slice());
                file.apply(changes).await.map(drop).map_err(failed)
            }
        }
    }
}

fn bytes(value: JsValue) -> Result<Option<Vec<u8>>, StoreError> {
    if value.is_undefined() {
        return Ok(None);
    }
    let bytes = value
        .dyn_into::<Uint8Array>()
        .map_err(|_| StoreError::Damaged)?;
    Ok(Some(bytes.to_vec()))
}

/// What the line says in other codes, for instance that there is no bridge, is for whoever holds its other end.
#[allow(
    clippy::needless_pass_by_value,
    reason = "for `map_err`, which has no other use for the error"
)]
fn failed(error: JsValue) -> StoreError {
    let code = Reflect::get(&error, &"code".into()).ok();
    match code.and_then(|code| code.as_string()).as_deref() {
        Some("store.conflict") => StoreError::Conflict,
        Some("store.full") => StoreError::Full,
        Some("store.damaged") => StoreError::Damaged,
        _ => StoreError::Unavailable,
    }
}
