//! Backups: one is made of a vault, a vault is made of one, or one is brought into the vault that it was made of.

use super::unlock::{self, Which};
use super::{Desk, Shut, Wallet, at_once};
use crate::clock;
use crate::entropy;
use crate::error::Failure;
use crate::seen::Seen;
use crate::store::SqliteStore;
use hailstone_core::id::UnlockerId;
use hailstone_core::vault::{Backup, Merged, StoreError, Unlocked, Unlocker, Vault, VaultError};
use std::fmt;
use std::path::Path;

/// A backup, opened.
pub struct OpenBackup {
    pub(super) backup: Backup,
    pub(super) vault: Vault<Unlocked>,
}

impl Wallet {
    /// A backup of the vault as it was when it was opened. Every page has been opened for it.
    ///
    /// # Errors
    /// As [`Vault::back_up`].
    pub fn back_up(&mut self) -> Result<Backup, Failure> {
        let Self { store, vault, .. } = self;
        at_once(vault.back_up(store))
    }

    /// Brings what the backup has, and the vault has not, into the vault; nothing is dropped. A backup with nothing new in
    /// it changes nothing.
    ///
    /// # Errors
    /// As [`Vault::bring_in`]; nothing has changed then.
    pub fn merge(&mut self, other: &mut OpenBackup) -> Result<Merged, Failure> {
        let Self { store, vault, seen } = self;
        let OpenBackup {
            backup,
            vault: theirs,
        } = other;
        let before = vault.revision();
        let merged = at_once(vault.bring_in::<Failure>(store, theirs, backup, entropy::seed))?;
        if vault.revision() > before {
            // As in `remember`.
            drop(seen.remember(vault));
        }
        Ok(merged)
    }
}

impl Shut {
    /// Opens the vault as [`Self::unlock`] does, and a backup of it: with the same unlocker where it has that one. A
    /// passphrase that opens both is asked for once.
    ///
    /// # Errors
    /// [`VaultError::OtherVault`], found out before anybody is asked for anything, and as [`Self::unlock`].
    pub fn unlock_with_backup(
        self,
        backup: Backup,
        with: Option<&str>,
        desk: &mut Desk<'_>,
    ) -> Result<(Wallet, OpenBackup), Failure> {
        let locked = backup.vault()?;
        if locked.id() != self.vault.id() {
            return Err(VaultError::OtherVault.into());
        }
        let unlocker = unlock::choose(self.vault.unlockers(), with, desk)?;
        let theirs = match same(self.vault.unlockers(), locked.unlockers(), unlocker) {
            Some(same) => same,
            None => unlock::choose(locked.unlockers(), None, desk)?,
        };
        let mut entered = None;
        let mut vault = unlock::unlock(self.vault, unlocker, Which::Vault, &mut entered, desk)?;
        desk.seen.check(&vault)?;
        vault.note_use(unlocker, clock::now());
        let opened = unlock::unlock(locked, theirs, Which::Backup, &mut entered, desk)?;
        let wallet = Wallet::new(self.store, vault, desk);
        let vault = opened;
        Ok((wallet, OpenBackup { backup, vault }))
    }
}

impl OpenBackup {
    /// Opens a backup with one of its own unlockers, chosen as in [`Shut::unlock`], and then each of its pages.
    ///
    /// # Errors
    /// As [`Shut::unlock`]; [`VaultError::Tampered`] when a page is not what the vault wrote.
    pub fn open(backup: &Backup, with: Option<&str>, desk: &mut Desk<'_>) -> Result<Self, Failure> {
        let locked = backup.vault()?;
        let unlocker = unlock::choose(locked.unlockers(), with, desk)?;
        let mut vault = unlock::unlock(locked, unlocker, Which::Backup, &mut None, desk)?;
        vault.note_use(unlocker, clock::now());
        // Whatever else somebody put into the file is left behind.
        let backup = at_once(vault.back_up::<Failure>(backup))?;
        Ok(Self { backup, vault })
    }

    /// Makes a vault of the backup in this file, where there must be none, reads all of it back, and gives it with the
    /// number of its records, each of which was opened. Who goes on to write does so as a new writer: the one of before may
    /// have given the same numbers to other changes.
    ///
    /// # Errors
    /// As [`SqliteStore::create`], and whatever vault and store have against it; there is no new file then.
    pub fn restore(self, file: &Path, seen: &Seen) -> Result<(Wallet, usize), Failure> {
        let Self { backup, vault } = self;
        let store = SqliteStore::create(file)?;
        match store.apply(&backup.clone().into_changes()) {
            Ok(()) => {}
            // Somebody else made a vault there meanwhile.
            Err(StoreError::Conflict) => return Err(StoreError::Conflict.into()),
            Err(error) => {
                store.discard();
                return Err(error.into());
            }
        }
        let seen = seen.clone();
        let mut wallet = Wallet { store, vault, seen };
        match wallet.prove(&backup) {
            Ok(records) => {
                // It is older than what was seen, and meant to be.
                wallet.seen.accept(&wallet.vault)?;
                Ok((wallet, records))
            }
            Err(failure) => {
                wallet.store.discard();
                Err(failure)
            }
        }
    }
}

impl Wallet {
    /// Whether the file has what the backup has; how many records that are.
    fn prove(&mut self, backup: &Backup) -> Result<usize, Failure> {
        if self.back_up()? != *backup {
            return Err(StoreError::Damaged.into());
        }
        let (mut had, mut lost) = (0, 0);
        let scan = self.vault.scan::<Failure>(&self.store, |seen| match seen {
            Ok(_) => had += 1,
            Err(_) => lost += 1,
        });
        // A page of the index that does not open hides one record at least.
        match at_once(scan)? + lost {
            0 => Ok(had),
            count => Err(Failure::RecordsTampered { count }),
        }
    }
}

/// Of a copy's unlockers, the one that opens both: the same, else one that the person calls the same.
fn same(ours: &[Unlocker], theirs: &[Unlocker], unlocker: UnlockerId) -> Option<UnlockerId> {
    let label = ours.iter().find(|own| own.id() == unlocker)?.label();
    let by_id = theirs.iter().find(|other| other.id() == unlocker);
    let same = by_id.or_else(|| theirs.iter().find(|other| other.label() == label));
    same.map(Unlocker::id)
}

impl fmt::Debug for OpenBackup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OpenBackup").field(&self.backup).finish()
    }
}
