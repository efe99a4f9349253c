//! The core's vault over the file store: made, opened and changed as the verbs want it.

mod access;
mod backup;
mod card_copy;
mod cards;
mod choices;
mod create;
mod credentials;
mod means;
mod passkey;
mod passphrase;
mod presenting;
mod rehearsal;
mod unlock;

pub use backup::OpenBackup;
pub use card_copy::{CardCopy, Listed, OnCard};
pub use cards::CardUnlocker;
pub use choices::{Between, Choice, Pick, Settled, Whole};
pub use hailstone_core::vault::Merged;
pub use means::Means;

use crate::card::{Progress, Readers};
use crate::cli::note;
use crate::clock;
use crate::entropy;
use crate::error::Failure;
use crate::prompt::Prompt;
use crate::seen::Seen;
use crate::store::SqliteStore;
use hailstone_core::data::Kind;
use hailstone_core::id::{RecordId, VaultId, WriterId};
use hailstone_core::vault::{Content, Edit, Locked, Query, Unlocked, Unlocker, Vault, VaultError};
use hailstone_core::wire::Language;
use std::fmt;
use std::future::Future;
use std::path::Path;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
pub use unlock::NewShares;
use unlock::Which;

/// What opening a vault needs beside its file: the readers, the person, and the language to speak with them.
pub struct Desk<'a> {
    /// Where a card may be.
    pub readers: &'a mut dyn Readers,
    /// How the person is asked.
    pub prompt: &'a mut dyn Prompt,
    /// In which language.
    pub language: Language,
    /// What was seen of vaults before.
    pub seen: Seen,
}

impl Desk<'_> {
    /// What is said while a card is at work, which may wait for a touch.
    fn card_progress(&self) -> impl FnMut(Progress) + use<> {
        let line = match self.language {
            Language::English => "The card is working; touch it if it blinks.",
            Language::German => "Die Karte arbeitet; berühren Sie sie, wenn sie blinkt.",
        };
        move |progress| match progress {
            Progress::PinWanted => {}
            Progress::CardWorking => note(line),
        }
    }
}

/// A vault's file, locked.
#[derive(Debug)]
pub struct Shut {
    store: SqliteStore,
    vault: Vault<Locked>,
}

/// An open vault and its file.
pub struct Wallet {
    store: SqliteStore,
    vault: Vault<Unlocked>,
    seen: Seen,
}

/// One record, or why it cannot be had.
#[derive(Debug)]
pub struct Opened {
    /// Under which identifier.
    pub id: RecordId,
    /// Of which kind, as the index says.
    pub kind: Kind,
    /// What it holds.
    pub content: Result<Content, VaultError>,
}

/// All that is in a vault.
#[derive(Debug)]
pub struct Records {
    /// The records that are listed.
    pub opened: Vec<Opened>,
    /// How many pages of the index could not be opened: records may be missing from the list.
    pub damaged: usize,
}

impl Shut {
    /// Reads the header of the vault in this file. Until a change, everything else is read as it was at this moment, so
    /// that header and pages fit each other whatever other programs write meanwhile.
    ///
    /// # Errors
    /// As [`SqliteStore::open`], and what the header can have against it.
    pub fn read(file: &Path) -> Result<Self, Failure> {
        let store = SqliteStore::open(file)?;
        store.hold_still()?;
        let absent = || Failure::VaultAbsent { path: file.into() };
        let header = store.header()?.ok_or_else(absent)?;
        let vault = Vault::read(&header)?;
        Ok(Self { store, vault })
    }

    /// The vault's identifier.
    pub const fn id(&self) -> VaultId {
        self.vault.id()
    }

    /// The number of the last change.
    pub const fn revision(&self) -> u64 {
        self.vault.revision()
    }

    /// What opens the vault.
    pub fn unlockers(&self) -> &[Unlocker] {
        self.vault.unlockers()
    }

    /// Opens the vault with the unlocker that has this label; without one, with a card of the vault that is in a reader,
    /// else with the first passphrase. That it did is written down with the next change.
    ///
    /// # Errors
    /// [`Failure::UnlockerUnknown`], [`Failure::PassphraseCancelled`], and whatever card, prompt, vault and store have
    /// against it.
    pub fn unlock(self, with: Option<&str>, desk: &mut Desk<'_>) -> Result<Wallet, Failure> {
        let unlocker = unlock::choose(self.vault.unlockers(), with, desk)?;
        let mut vault = unlock::unlock(self.vault, unlocker, Which::Vault, &mut None, desk)?;
        desk.seen.check(&vault)?;
        vault.note_use(unlocker, clock::now());
        Ok(Wallet::new(self.store, vault, desk))
    }

    /// Opens the vault as [`Self::unlock`] does though it is older than one that was seen, and forgets what was seen. Gives the
    /// revision that was seen. Who goes on to write does so as a new writer: the one of before has given the numbers that come
    /// next to changes that are lost now.
    ///
    /// # Errors
    /// As [`Self::unlock`], and as [`Seen::accept`].
    pub fn accept(
        self,
        with: Option<&str>,
        desk: &mut Desk<'_>,
    ) -> Result<(Wallet, Option<u64>), Failure> {
        let unlocker = unlock::choose(self.vault.unlockers(), with, desk)?;
        let mut vault = unlock::unlock(self.vault, unlocker, Which::Vault, &mut None, desk)?;
        let seen = desk.seen.revision(vault.id());
        desk.seen.accept(&vault)?;
        vault.note_use(unlocker, clock::now());
        Ok((Wallet::new(self.store, vault, desk), seen))
    }
}

impl Wallet {
    fn new(store: SqliteStore, vault: Vault<Unlocked>, desk: &Desk<'_>) -> Self {
        let seen = desk.seen.clone();
        // The vault can be used whether that is written down or not.
        if let Err(failure) = seen.remember(&vault) {
            crate::cli::failure(&failure, desk.language);
        }
        Self { store, vault, seen }
    }

    /// After a write: it is done, whatever stands in the way of writing down that it was seen; that is told when the vault is
    /// opened again.
    fn remember(&self) {
        drop(self.seen.remember(&self.vault));
    }

    /// The vault's identifier.
    pub const fn id(&self) -> VaultId {
        self.vault.id()
    }

    /// Every record, each opened or with the reason why not: one that was tampered with takes no other with it.
    ///
    /// # Errors
    /// [`hailstone_core::vault::StoreError`].
    pub fn records(&mut self) -> Result<Records, Failure> {
        let Self { store, vault, .. } = self;
        let found = at_once(vault.step::<_, Failure>(store, |vault| {
            let found = vault.query(&Query::default())?;
            let records = found.records.iter().map(|one| (one.id(), one.kind()));
            Ok((records.collect::<Vec<_>>(), found.damaged))
        }));
        let (found, damaged) = found?;
        let ids: Vec<RecordId> = found.iter().map(|(id, _)| *id).collect();
        let taken = at_once(vault.open_all::<Failure>(store, &ids))?;
        let opened = found
            .into_iter()
            .zip(taken)
            .map(|((id, kind), (_, taken))| Opened {
                id,
                kind,
                content: taken.map(hailstone_core::vault::Opened::into_content),
            });
        Ok(Records {
            opened: opened.collect(),
            damaged,
        })
    }

    /// Makes these edits in the name of this writer, all or none.
    ///
    /// # Errors
    /// What vault and store have against it; nothing has changed then.
    pub fn change(&mut self, edits: &[Edit], writer: WriterId) -> Result<(), Failure> {
        let Self { store, vault, .. } = self;
        at_once(vault.write(store, edits, writer, entropy::seed))?;
        self.remember();
        Ok(())
    }
}

/// Runs what never waits for anything but the disk: the future of a step with this store is ready when it is first asked.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(done) = future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            return done;
        }
    }
}

impl fmt::Debug for Wallet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wallet")
    }
}

#[cfg(test)]
mod tests;
