//! The store in IndexedDB: one database a vault, an object store `meta` (the header, its revision, and who this
//! installation is among those that write to the vault) and an object store `pages` (sealed bytes by number). Every write is one transaction with strict
//! durability. This is the only file that touches the browser's storage.

use hailstone_core::id::{PageId, WriterId};
use hailstone_core::vault::{Changes, Store, StoreError};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest,
    IdbTransaction,
};

const META: &str = "meta";
const PAGES: &str = "pages";
const HEADER: &str = "header";
const REVISION: &str = "revision";
const WRITER: &str = "writer";
const SCHEMA: u32 = 1;

/// A database of the extension's own origin.
#[derive(Debug)]
pub struct IndexedDb(IdbDatabase);

impl IndexedDb {
    /// Opens the database, and makes it where there is none.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn open(name: &str) -> Result<Self, StoreError> {
        let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).map_err(failed)?;
        let factory: IdbFactory = factory.dyn_into().map_err(|_| StoreError::Unavailable)?;
        let request = factory.open_with_u32(name, SCHEMA).map_err(failed)?;
        let upgrade = Closure::once({
            let request: IdbOpenDbRequest = request.clone();
            move || -> Result<(), JsValue> {
                let database: IdbDatabase = request.result()?.dyn_into()?;
                for store in [META, PAGES] {
                    if !database.object_store_names().contains(store) {
                        database.create_object_store(store)?;
                    }
                }
                Ok(())
            }
        });
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let database = result(&request).await?;
        Ok(Self(database.dyn_into().map_err(|_| StoreError::Damaged)?))
    }

    /// Who this installation is among those that write to the vault; `made` is kept where it is nobody yet.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn writer(&self, made: WriterId) -> Result<WriterId, StoreError> {
        let key = WRITER.into();
        let held = result(&self.read_transaction(META)?.get(&key).map_err(failed)?).await?;
        if let Some(text) = held.as_string() {
            return WriterId::parse(&text).ok_or(StoreError::Damaged);
        }
        self.keep_writer(made).await
    }

    /// Makes this installation another writer from now on.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn keep_writer(&self, made: WriterId) -> Result<WriterId, StoreError> {
        let key = WRITER.into();
        let transaction = self.write_transaction()?;
        let done = completion(&transaction);
        let meta = transaction.object_store(META).map_err(failed)?;
        meta.put_with_key(&made.to_string().into(), &key)
            .map_err(failed)?;
        JsFuture::from(done).await.map_err(failed)?;
        Ok(made)
    }

    fn read_transaction(&self, store: &str) -> Result<IdbObjectStore, StoreError> {
        let transaction = self.0.transaction_with_str(store).map_err(failed)?;
        transaction.object_store(store).map_err(failed)
    }

    fn write_transaction(&self) -> Result<IdbTransaction, StoreError> {
        let stores = Array::of2(&META.into(), &PAGES.into());
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into()).map_err(failed)?;
        // `web-sys` has the options only behind its switch for unstable interfaces.
        let begin = Reflect::get(&self.0, &"transaction".into()).map_err(failed)?;
        let begin: Function = begin.dyn_into().map_err(|_| StoreError::Unavailable)?;
        let transaction = begin
            .call3(&self.0, &stores, &"readwrite".into(), &options)
            .map_err(failed)?;
        transaction.dyn_into().map_err(|_| StoreError::Unavailable)
    }
}

impl Drop for IndexedDb {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Store for IndexedDb {
    async fn header(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let request = self
            .read_transaction(META)?
            .get(&HEADER.into())
            .map_err(failed)?;
        bytes(&result(&request).await?)
    }

    async fn read(&self, pages: &[PageId]) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        let store = self.read_transaction(PAGES)?;
        // All requests are placed before the first is awaited: one round trip, not one for each.
        let requests = pages
            .iter()
            .map(|page| store.get(&page.number().into()))
            .collect::<Result<Vec<_>, _>>()
            .map_err(failed)?;
        let promises: Array = requests.iter().map(settled).collect();
        JsFuture::from(Promise::all(&promises))
            .await
            .map_err(|_| StoreError::Unavailable)?;
        requests
            .iter()
            .map(|request| bytes(&request.result().map_err(failed)?))
            .collect()
    }

    async fn apply(&self, changes: &Changes) -> Result<(), StoreError> {
        let transaction = self.write_transaction()?;
        let done = completion(&transaction);
        let outcome = write(&transaction, changes).await;
        if outcome.is_err() {
            // Already aborted by the browser where a request of it failed.
            let _ = transaction.abort();
        }
        let committed = JsFuture::from(done).await;
        match (outcome, committed) {
            (Err(error), _) => Err(error),
            (Ok(()), Ok(_)) => Ok(()),
            (Ok(()), Err(_)) => Err(transaction
                .error()
                .map_or(StoreError::Unavailable, |error| named(&error))),
        }
    }
}

async fn write(transaction: &IdbTransaction, changes: &Changes) -> Result<(), StoreError> {
    let meta = transaction.object_store(META).map_err(failed)?;
    let pages = transaction.object_store(PAGES).map_err(failed)?;
    let held = result(&meta.get(&REVISION.into()).map_err(failed)?).await?;
    if revision(&held)? != changes.base() {
        return Err(StoreError::Conflict);
    }
    meta.put_with_key(&changes.revision().to_string().into(), &REVISION.into())
        .map_err(failed)?;
    meta.put_with_key(&Uint8Array::from(changes.header()), &HEADER.into())
        .map_err(failed)?;
    for page in changes.delete() {
        pages.delete(&page.number().into()).map_err(failed)?;
    }
    for (page, sealed) in changes.put() {
        pages
            .put_with_key(&Uint8Array::from(sealed.as_slice()), &page.number().into())
            .map_err(failed)?;
    }
    Ok(())
}

/// Settles when the transaction is on the disk, or has come to nothing.
fn completion(transaction: &IdbTransaction) -> Promise {
    Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    })
}

/// The revision is kept as a decimal string: a JavaScript number is exact only up to 2^53.
fn revision(value: &JsValue) -> Result<Option<u64>, StoreError> {
    if value.is_undefined() {
        return Ok(None);
    }
    let text = value.as_string().ok_or(StoreError::Damaged)?;
    text.parse().map(Some).map_err(|_| StoreError::Damaged)
}

fn bytes(value: &JsValue) -> Result<Option<Vec<u8>>, StoreError> {
    if value.is_undefined() {
        return Ok(None);
    }
    value
        .dyn_ref::<Uint8Array>()
        .map(|bytes| Some(bytes.to_vec()))
        .ok_or(StoreError::Damaged)
}

fn settled(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    })
}

async fn result(request: &IdbRequest) -> Result<JsValue, StoreError> {
    match JsFuture::from(settled(request)).await {
        Ok(_) => request.result().map_err(failed),
        Err(_) => Err(request
            .error()
            .ok()
            .flatten()
            .map_or(StoreError::Unavailable, |error| named(&error))),
    }
}

fn failed(error: JsValue) -> StoreError {
    error
        .dyn_ref::<DomException>()
        .map_or(StoreError::Unavailable, named)
}

fn named(error: &DomException) -> StoreError {
    match error.name().as_str() {
        "QuotaExceededError" => StoreError::Full,
        "DataError" | "NotFoundError" | "VersionError" => StoreError::Damaged,
        _ => StoreError::Unavailable,
    }
}
