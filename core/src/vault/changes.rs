use crate::id::PageId;
use alloc::vec::Vec;
use core::fmt;

/// One write of a vault, as a value. A store applies it whole or not at all, and only on top of the revision it was
/// made for.
#[derive(Clone, PartialEq, Eq)]
pub struct Changes {
    pub(super) base: Option<u64>,
    pub(super) revision: u64,
    pub(super) header: Vec<u8>,
    pub(super) put: Vec<(PageId, Vec<u8>)>,
    pub(super) delete: Vec<PageId>,
}

impl Changes {
    /// The revision that the store must hold for the changes to apply; `None` when there must be no vault yet.
    pub const fn base(&self) -> Option<u64> {
        self.base
    }

    /// The revision that the store holds afterwards.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// The new header.
    pub fn header(&self) -> &[u8] {
        &self.header
    }

    /// Sealed pages to write, over what is there under the same number.
    pub fn put(&self) -> &[(PageId, Vec<u8>)] {
        &self.put
    }

    /// Pages to remove.
    pub fn delete(&self) -> &[PageId] {
        &self.delete
    }

    /// Changes made by hand, for tests of stores.
    #[cfg(any(test, feature = "testkit"))]
    pub fn for_test(
        base: Option<u64>,
        revision: u64,
        header: &[u8],
        put: Vec<(PageId, Vec<u8>)>,
        delete: Vec<PageId>,
    ) -> Self {
        Self {
            base,
            revision,
            header: header.into(),
            put,
            delete,
        }
    }
}

impl fmt::Debug for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Changes")
            .field("base", &self.base)
            .field("revision", &self.revision)
            .field("put", &self.put.len())
            .field("delete", &self.delete.len())
            .finish()
    }
}
