//! The pages that a step has asked for and been given. A page is found by its reference alone, so one that was written
//! anew since is not taken for the new one.

use super::VaultError;
use super::page::{Page, PageRef};
use crate::id::PageId;
use crate::ordered::Map;
use alloc::boxed::Box;
use alloc::vec::Vec;

/// A step needs pages that it was not given yet, or has failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// These pages are needed; after [`super::Vault::supply`] the same step goes on from there.
    Pages(Vec<Needed>),
    /// The step cannot be done.
    Failed(VaultError),
}

impl From<VaultError> for Blocked {
    fn from(error: VaultError) -> Self {
        Self::Failed(error)
    }
}

/// A page that a step needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needed(pub(super) PageRef);

impl Needed {
    /// The number under which the store keeps it.
    pub const fn id(&self) -> PageId {
        self.0.id
    }
}

/// Pages by number, each with the reference it was opened by. One that could not be opened is kept as that, so that a
/// step can go on with the others.
#[derive(Debug, Default)]
pub(super) struct Cache(Map<PageId, Box<Kept>>);

#[derive(Debug)]
struct Kept {
    reference: PageRef,
    page: Option<Page>,
}

impl Cache {
    /// The page: `Ok(None)` when it was not supplied yet.
    pub(super) fn page(&self, reference: &PageRef) -> Result<Option<&Page>, VaultError> {
        match self.0.get(&reference.id) {
            Some(kept) if kept.reference == *reference => match &kept.page {
                Some(page) => Ok(Some(page)),
                None => Err(VaultError::Tampered),
            },
            _ => Ok(None),
        }
    }

    pub(super) fn keep(&mut self, reference: PageRef, page: Option<Page>) {
        let kept = Kept { reference, page };
        self.0.insert(reference.id, Box::new(kept));
    }

    /// Forgets the pages of records; those of the index stay.
    pub(super) fn forget_records(&mut self) {
        self.0
            .retain(|kept| !matches!(kept.page, Some(Page::Records(_))));
    }

    /// Forgets what could not be opened, for a store that may have been mended.
    pub(super) fn forget_damage(&mut self) {
        self.0.retain(|kept| kept.page.is_some());
    }
}
