//! A copy in a place of little room, made anew: what is there is brought in first, so that nothing is written over that this vault has
//! not.

use super::unlocked::Unlocked;
use super::{Backup, Locked, Merged, Store, StoreError, Vault, VaultError};
use crate::entropy::Seed;
use crate::id::RecordId;
use alloc::vec;
use alloc::vec::Vec;

/// What a person wants of such a copy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Records that are to be in it before others, the most wanted first.
    pub wanted: Vec<RecordId>,
    /// Records that are wanted no more than others.
    pub unwanted: Vec<RecordId>,
    /// What is there of another vault, or what does not open, may be written over.
    pub replace: bool,
}

/// A copy that was made anew, and what came of what was there before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewed {
    /// It, as a backup file.
    pub bytes: Vec<u8>,
    /// What was there and this vault had not.
    pub merged: Merged,
    /// How many of the vault's records are in it, deleted ones and receipts with them.
    pub records: usize,
    /// For how many there was no room.
    pub left_out: usize,
}

impl Renewed {
    /// As [`VaultError`]s that say that nobody could open what is there: an older generation stands in for it.
    pub const DAMAGE: [VaultError; 3] = [
        VaultError::BackupMalformed,
        VaultError::HeaderMalformed,
        VaultError::Tampered,
    ];
}

impl Vault<Unlocked> {
    /// Brings in what is `found`, the newest first, and makes a copy of the vault in at most `room` bytes ([`Vault::excerpt`]). An older
    /// generation stands in for one that is damaged, which `is_damage` tells by [`Renewed::DAMAGE`], and for no other: what this vault
    /// may not open yet is not to be written over.
    ///
    /// # Errors
    /// [`VaultError::OtherVault`] and [`VaultError::CopyNewer`], unless it may be replaced; as [`Vault::bring_in`] and
    /// [`Vault::excerpt`].
    pub async fn renew_copy<E>(
        &mut self,
        store: &impl Store,
        found: &[Vec<u8>],
        room: usize,
        wishes: &Wishes,
        is_damage: fn(&E) -> bool,
        seed: impl Fn() -> Result<Seed, E> + Copy,
    ) -> Result<Renewed, E>
    where
        E: From<StoreError> + From<VaultError>,
    {
        let (mut merged, mut known) = (Merged::default(), vec![]);
        let mut obstacle = None;
        for bytes in found {
            let met = async {
                let (backup, mut other) = self.open_copy(bytes)?;
                let merged = self.bring_in::<E>(store, &mut other, &backup, seed).await?;
                Ok::<_, E>((merged, other.chosen().to_vec()))
            };
            match met.await {
                Ok(met) => {
                    (merged, known) = met;
                    obstacle = None;
                    break;
                }
                Err(error) => {
                    let goes_on = is_damage(&error);
                    obstacle = obstacle.or(Some(error));
                    if !goes_on {
                        break;
                    }
                }
            }
        }
        if let Some(error) = obstacle.filter(|_| !wishes.replace) {
            return Err(error);
        }
        let mut chosen = wishes.wanted.clone();
        chosen.extend(known.iter().filter(|id| !wishes.wanted.contains(id)));
        chosen.retain(|id| !wishes.unwanted.contains(id));
        let excerpt = self.excerpt::<E>(store, &chosen, room, seed).await?;
        Ok(Renewed {
            bytes: excerpt.backup.write()?,
            merged,
            records: excerpt.records.len(),
            left_out: excerpt.left_out.len(),
        })
    }

    /// Whether a copy of this vault opens, every page of it.
    ///
    /// # Errors
    /// As [`Vault::unlock_beside`]; [`VaultError::Tampered`] where a page does not open, or there is something else beside them.
    pub async fn check_copy<E>(&self, bytes: &[u8]) -> Result<(), E>
    where
        E: From<StoreError> + From<VaultError>,
    {
        let (backup, mut other) = self.open_copy(bytes)?;
        if other.back_up::<E>(&backup).await? == backup {
            Ok(())
        } else {
            Err(VaultError::Tampered.into())
        }
    }

    fn open_copy(&self, bytes: &[u8]) -> Result<(Backup, Self), VaultError> {
        let backup = Backup::read(bytes)?;
        let locked: Vault<Locked> = backup.vault()?;
        let opened = locked.unlock_beside(self);
        Ok((backup, opened.map_err(|refused| refused.error)?))
    }
}
