use super::cache::{Blocked, Needed};
use super::merge::MergeBlocked;
use super::order::{arrange, key};
use super::read::Taken;
use super::unlocked::{Edit, Prepared, Unlocked};
use super::{Changes, StoreError, Vault, VaultError};
use crate::entropy::Seed;
use crate::id::{PageId, RecordId, WriterId};
use alloc::vec::Vec;

/// What a host keeps sealed bytes in. It knows nothing of their meaning; `testkit::store_conformance` is the test of a
/// store.
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

    /// The sealed pages with these numbers, in the same order; `None` for one that is not there.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] or [`StoreError::Damaged`].
    async fn read(&self, pages: &[PageId]) -> Result<Vec<Option<Vec<u8>>>, StoreError>;

    /// The same for who needs each page only once and none for long: hands them on as they come, in whatever order that is,
    /// each with its place among `pages`. A store that has its pages at hand need not copy them.
    ///
    /// # Errors
    /// As [`Store::read`]; what was handed on until then may be only a part.
    async fn read_each(
        &self,
        pages: &[PageId],
        mut each: impl FnMut(usize, Option<&[u8]>),
    ) -> Result<(), StoreError> {
        let sealed = self.read(pages).await?;
        for (place, sealed) in sealed.iter().enumerate() {
            each(place, sealed.as_deref());
        }
        Ok(())
    }

    /// Applies the changes whole, durably, or not at all.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the store does not hold the revision that the changes were made for, and any
    /// other [`StoreError`]; after every error the store holds what it held before.
    async fn apply(&self, changes: &Changes) -> Result<(), StoreError>;
}

/// How many pages of records are read from a store at once: what waits to be opened stays small.
const SHELVES: usize = 64;

/// What a host does with its store, step by step: every step of the vault that is blocked says which pages it needs, the
/// store has them, and the step goes on.
impl Vault<Unlocked> {
    /// Runs a step to its end, with pages from `store`.
    ///
    /// # Errors
    /// What the step and the store have against it; [`StoreError::Conflict`] when somebody else wrote meanwhile.
    pub async fn step<T, E>(
        &mut self,
        store: &impl Store,
        mut step: impl FnMut(&Self) -> Result<T, Blocked>,
    ) -> Result<T, E>
    where
        E: From<StoreError> + From<VaultError>,
    {
        loop {
            match step(self) {
                Ok(done) => return Ok(done),
                Err(Blocked::Failed(error)) => return Err(error.into()),
                Err(Blocked::Pages(needed)) => self.fetch(store, &needed).await?,
            }
        }
    }

    /// Opens records, each or with the reason why not, in the order in which they were asked for.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_all<E>(
        &mut self,
        store: &impl Store,
        ids: &[RecordId],
    ) -> Result<Vec<Taken>, E>
    where
        E: From<StoreError> + From<VaultError>,
    {
        let mut all = Vec::with_capacity(ids.len());
        self.visit::<E>(store, ids, |taken| all.push(taken)).await?;
        Ok(as_asked(ids, all))
    }

    /// Opens records one after another, each once, in whatever order they lie: for who looks at many and keeps few.
    ///
    /// # Errors
    /// [`StoreError`]; what was seen until then may be only a part.
    pub async fn visit<E>(
        &mut self,
        store: &impl Store,
        ids: &[RecordId],
        mut visit: impl FnMut(Taken),
    ) -> Result<(), E>
    where
        E: From<StoreError> + From<VaultError>,
    {
        let located = self.step::<_, E>(store, |vault| vault.locate(ids)).await?;
        let mut is_whole = located.failed.is_empty();
        for (id, error) in located.failed {
            visit((id, Err(error)));
        }
        for shelves in located.shelves.chunks(SHELVES) {
            let pages: Vec<PageId> = shelves.iter().map(|shelf| shelf.needed().id()).collect();
            let sealed = store.read(&pages).await?;
            for (shelf, sealed) in shelves.iter().zip(&sealed) {
                for taken in self.open(shelf, sealed.as_deref()) {
                    is_whole &= taken.1.is_ok();
                    visit(taken);
                }
            }
        }
        if is_whole {
            Ok(())
        } else {
            Ok(self.check_current(store).await?)
        }
    }

    /// Makes these edits, all or none, and gives the identifiers of what was inserted. `seed` makes a fresh seed for each
    /// try.
    ///
    /// # Errors
    /// What the vault and the store have against it; nothing has changed then.
    pub async fn write<E>(
        &mut self,
        store: &impl Store,
        edits: &[Edit],
        writer: WriterId,
        mut seed: impl FnMut() -> Result<Seed, E>,
    ) -> Result<Vec<RecordId>, E>
    where
        E: From<StoreError> + From<VaultError>,
    {
        let prepared = loop {
            match self.prepare(edits, writer, seed()?) {
                Ok(prepared) => break prepared,
                Err(Blocked::Failed(error)) => return Err(error.into()),
                Err(Blocked::Pages(needed)) => self.fetch(store, &needed).await?,
            }
        };
        let inserted = prepared.inserted().to_vec();
        self.keep::<E>(store, prepared).await?;
        Ok(inserted)
    }

    /// Brings everything of another copy into this one: [`Vault::prepare_merge`].
    ///
    /// # Errors
    /// What the vaults and the stores have against it; nothing has changed then.
    pub async fn merge<E>(
        &mut self,
        store: &impl Store,
        other: &mut Self,
        other_store: &impl Store,
        mut seed: impl FnMut() -> Result<Seed, E>,
    ) -> Result<(), E>
    where
        E: From<StoreError> + From<VaultError>,
    {
        let prepared = loop {
            match self.prepare_merge(other, seed()?) {
                Ok(prepared) => break prepared,
                Err(MergeBlocked::Mine(Blocked::Pages(needed))) => {
                    self.fetch(store, &needed).await?
                }
                Err(MergeBlocked::Theirs(Blocked::Pages(needed))) => {
                    other.fetch(other_store, &needed).await?;
                }
                Err(
                    MergeBlocked::Mine(Blocked::Failed(error))
                    | MergeBlocked::Theirs(Blocked::Failed(error)),
                ) => {
                    return Err(error.into());
                }
            }
        };
        other.forget_records();
        self.keep::<E>(store, prepared).await
    }

    /// Stores a prepared write, then takes it over.
    ///
    /// # Errors
    /// What the store has against it; nothing has changed then.
    pub async fn keep<E>(&mut self, store: &impl Store, prepared: Prepared) -> Result<(), E>
    where
        E: From<StoreError> + From<VaultError>,
    {
        store.apply(prepared.changes()).await?;
        Ok(self.commit(prepared)?)
    }

    async fn fetch(&mut self, store: &impl Store, needed: &[Needed]) -> Result<(), StoreError> {
        let pages: Vec<PageId> = needed.iter().map(Needed::id).collect();
        let sealed = store.read(&pages).await?;
        if self.supply(needed, &sealed) > 0 {
            self.check_current(store).await?;
        }
        Ok(())
    }

    /// Pages that do not open may be those of somebody else's later write rather than damaged.
    async fn check_current(&mut self, store: &impl Store) -> Result<(), StoreError> {
        if store.header().await?.as_deref() == Some(self.header_bytes()) {
            Ok(())
        } else {
            self.forget_damage();
            Err(StoreError::Conflict)
        }
    }
}

/// Puts what was taken into the order in which it was asked for.
fn as_asked(ids: &[RecordId], taken: Vec<Taken>) -> Vec<Taken> {
    let asked: Vec<(usize, RecordId)> = ids.iter().copied().enumerate().collect();
    let asked = arrange(asked, |(_, id)| key(&[id.as_bytes()]));
    let mut taken = arrange(taken, |(id, _)| key(&[id.as_bytes()]))
        .into_iter()
        .peekable();
    let take = |(place, id)| {
        let found = taken.next_if(|(taken, _)| *taken == id);
        (place, found.unwrap_or((id, Err(VaultError::RecordUnknown))))
    };
    let placed: Vec<(usize, Taken)> = asked.into_iter().map(take).collect();
    let placed = arrange(placed, |(place, _)| key(&[&place.to_be_bytes()]));
    placed.into_iter().map(|(_, taken)| taken).collect()
}
