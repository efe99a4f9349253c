//! For the tests of hosts: a store in memory, and the one conformance suite that every store must pass.

mod conformance;
pub mod primitives;

pub use conformance::store_conformance;

use crate::entropy::Seed;
use crate::id::{PageId, WriterId};
use crate::vault::{Changes, Store, StoreError, VaultError};
use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::future::Future;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

/// A seed that is always the same.
pub fn fixed_seed(number: u8) -> Seed {
    Seed::take(&mut [number; 32])
}

/// Runs a future that never waits: that of a store without real asynchrony.
///
/// # Panics
/// If the future waits.
#[allow(clippy::panic, reason = "only tests call it")]
pub fn run<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("this store's futures never wait"),
    }
}

/// A store in memory. A clone is a second handle of the same store.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore(Rc<RefCell<Contents>>);

#[derive(Clone, Debug, Default)]
struct Contents {
    revision: Option<u64>,
    header: Option<Vec<u8>>,
    pages: BTreeMap<PageId, Vec<u8>>,
}

impl Store for MemoryStore {
    async fn header(&self) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.0.borrow().header.clone())
    }

    async fn read(&self, pages: &[PageId]) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        let contents = self.0.borrow();
        Ok(pages
            .iter()
            .map(|id| contents.pages.get(id).cloned())
            .collect())
    }

    async fn apply(&self, changes: &Changes) -> Result<(), StoreError> {
        let mut contents = self.0.borrow_mut();
        if contents.revision != changes.base() {
            return Err(StoreError::Conflict);
        }
        contents.revision = Some(changes.revision());
        contents.header = Some(changes.header().to_vec());
        for id in changes.delete() {
            contents.pages.remove(id);
        }
        for (id, sealed) in changes.put() {
            contents.pages.insert(*id, sealed.clone());
        }
        Ok(())
    }
}

impl MemoryStore {
    /// The numbers of all pages.
    pub fn pages(&self) -> Vec<PageId> {
        self.0.borrow().pages.keys().copied().collect()
    }

    /// Puts other bytes in the place of a page's, or takes it away, as nobody should be able to unnoticed.
    pub fn tamper(&self, page: PageId, sealed: Option<Vec<u8>>) {
        let pages = &mut self.0.borrow_mut().pages;
        match sealed {
            Some(sealed) => pages.insert(page, sealed),
            None => pages.remove(&page),
        };
    }

    /// A store of its own with the same in it.
    pub fn copy(&self) -> Self {
        Self(Rc::new(RefCell::new(self.0.borrow().clone())))
    }
}

/// Who writes in tests.
pub const WRITER: WriterId = WriterId::from_bytes([0xaa; 16]);

/// What a vault or a store has against a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The vault.
    Vault(VaultError),
    /// The store.
    Store(StoreError),
}

impl From<VaultError> for Trouble {
    fn from(error: VaultError) -> Self {
        Self::Vault(error)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_memory_store_conforms() {
        let held = run(store_conformance(
            async || MemoryStore::default(),
            async |store| store,
            async |store| store.clone(),
        ));
        assert_eq!(held.map(|rules| rules.len()), Ok(10));
    }
}
