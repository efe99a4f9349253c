use super::{Changes, StoreError};
use crate::id::RecordId;
use alloc::vec::Vec;

/// What a host keeps sealed bytes in. The core never calls it; the trait is the contract between a host's store and
/// the host's use of it, and `testkit::store_conformance` is its test.
#[allow(
    async_fn_in_trait,
    reason = "hosts drive a store on the thread that made it"
)]
pub trait Store {
    /// The header, or `None` where there is no vault yet.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] or [`StoreError::Damaged`].
    async fn header(&self) -> Result<Option<Vec<u8>>, StoreError>;

    /// The sealed objects with these identifiers, in the same order; `None` for one that is not there.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] or [`StoreError::Damaged`].
    async fn read(&self, ids: &[RecordId]) -> Result<Vec<Option<Vec<u8>>>, StoreError>;

    /// Applies the changes whole, durably, or not at all.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the store does not hold the revision that the changes were made for, and any
    /// other [`StoreError`]; after every error the store holds what it held before.
    async fn apply(&self, changes: &Changes) -> Result<(), StoreError>;
}
