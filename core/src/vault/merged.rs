//! A copy is brought into the vault, and what came of it is counted.

use super::merge::Standing;
use super::order::{arrange, key};
use super::read::{Query, Summary};
use super::store::Store;
use super::unlocked::Unlocked;
use super::{StoreError, Vault, VaultError};
use crate::entropy::Seed;
use crate::id::RecordId;
use alloc::vec::Vec;

/// What a merge has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// How many records came.
    pub came: usize,
    /// How many of those that were here have changed.
    pub changed: usize,
    /// How many fields of the vault wait for a choice between two values.
    pub choices: usize,
    /// How many records were deleted in one copy and changed in the other.
    pub disputed: usize,
}

/// Also what was deleted.
const ALL: Query<'static> = Query {
    kinds: None,
    since: Some(0),
    matches: None,
    deleted: false,
};

impl Vault<Unlocked> {
    /// Brings what another copy has, and this vault has not, into it; nothing is dropped. A copy with nothing new in it changes
    /// nothing.
    ///
    /// # Errors
    /// As [`Vault::merge`]; nothing has changed then.
    pub async fn bring_in<E>(
        &mut self,
        store: &impl Store,
        other: &mut Self,
        other_store: &impl Store,
        seed: impl FnMut() -> Result<Seed, E>,
    ) -> Result<Merged, E>
    where
        E: From<StoreError> + From<VaultError>,
    {
        let before = self.revision();
        let known = self
            .step::<_, E>(store, |vault| {
                let records = vault.query(&ALL)?.records;
                let ids: Vec<RecordId> = records.iter().map(Summary::id).collect();
                Ok(arrange(ids, |id| key(&[id.as_bytes()])))
            })
            .await?;
        match self.standing(other)? {
            Standing::Same | Standing::Ahead => {}
            Standing::Behind | Standing::Apart => {
                self.merge::<E>(store, other, other_store, seed).await?;
            }
        }
        self.step(store, |vault| {
            let records = vault.query(&ALL)?.records;
            let news = |record: &&Summary<'_>| record.change() > before;
            let was_here = |record: &&Summary<'_>| known.binary_search(&record.id()).is_ok();
            let is_there = |record: &&Summary<'_>| !record.is_deleted();
            let all = || records.iter();
            let merged = Merged {
                came: all()
                    .filter(is_there)
                    .filter(news)
                    .filter(|record| !was_here(record))
                    .count(),
                changed: all().filter(news).filter(was_here).count(),
                choices: all().filter(is_there).map(Summary::choices).sum(),
                disputed: all()
                    .filter(is_there)
                    .filter(|record| record.is_disputed())
                    .count(),
            };
            Ok(merged)
        })
        .await
    }
}
