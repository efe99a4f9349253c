//! The vault's copy on a card: merged, made anew in the room that there is, and shown to open.

use super::{Merged, OpenBackup, Wallet, at_once};
use crate::card::Renewal;
use crate::entropy;
use crate::error::{Argument, Failure};
use hailstone_core::card::CardRef;
use hailstone_core::data::Kind;
use hailstone_core::id::RecordId;
use hailstone_core::vault::{Backup, Query, Renewed, Summary, Unlocker, VaultError, Wishes};

/// A copy that is made anew, and what came of it.
pub struct CardCopy<'w> {
    wallet: &'w mut Wallet,
    wishes: Wishes,
    merged: Merged,
    on_card: OnCard,
}

/// What is on a card now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OnCard {
    /// How many of the vault's records, deleted ones and receipts with them.
    pub records: usize,
    /// For how many there was no room.
    pub left_out: usize,
    /// How many bytes they take, sealed.
    pub bytes: usize,
    /// How many more the card would take.
    pub left: usize,
}

/// One record of a copy.
#[derive(Debug, PartialEq, Eq)]
pub struct Listed {
    /// Under which identifier.
    pub id: RecordId,
    /// Of which kind.
    pub kind: Kind,
    /// What it is called; empty for a receipt.
    pub title: String,
    /// Whether the person wanted it there.
    pub chosen: bool,
}

impl Wallet {
    /// Opens a copy of this vault with the vault's own keys.
    ///
    /// # Errors
    /// [`VaultError::OtherVault`]; [`VaultError::CopyNewer`] where it was given a new root meanwhile.
    pub fn open_beside(&self, backup: Backup) -> Result<OpenBackup, Failure> {
        let locked = backup.vault()?;
        if locked.id() != self.id() {
            return Err(VaultError::OtherVault.into());
        }
        let opened = locked.unlock_beside(&self.vault);
        let vault = opened.map_err(|refused| refused.error)?;
        Ok(OpenBackup { backup, vault })
    }
}

impl Wallet {
    /// The first card that opens the vault.
    pub fn card(&self) -> Option<CardRef> {
        let mut keys = self.vault.unlockers().iter().filter_map(Unlocker::card);
        keys.find_map(|key| key.card().ok())
    }

    /// Notes that this card has a copy of the vault as it is now.
    pub(crate) fn note_copy(&self, card: &CardRef) {
        // The copy is there whether that is written down or not.
        drop(
            self.seen
                .keep_copy_on_card(self.id(), card, self.vault.revision()),
        );
    }

    /// The card whose copy of the vault is older than the vault, as far as this machine knows.
    pub fn older_copy(&self) -> Option<String> {
        let (card, revision) = self.seen.copy_on_card(self.id())?;
        (revision < self.vault.revision()).then_some(card)
    }

    /// The records whose identifiers begin like these, each of them one.
    ///
    /// # Errors
    /// [`Argument::Record`].
    pub fn resolve(&mut self, beginnings: &[String]) -> Result<Vec<RecordId>, Failure> {
        if beginnings.is_empty() {
            return Ok(vec![]);
        }
        let Self { store, vault, .. } = self;
        let ids = vault.step::<_, Failure>(store, |vault| {
            let found = vault.query(&Query::default())?;
            Ok(found.records.iter().map(Summary::id).collect::<Vec<_>>())
        });
        let ids = at_once(ids)?;
        let one = |beginning: &String| {
            let mut meant = ids
                .iter()
                .filter(|id| id.to_string().starts_with(beginning.as_str()));
            match (meant.next(), meant.next()) {
                (Some(id), None) if !beginning.is_empty() => Ok(*id),
                _ => Err(Failure::ArgumentInvalid(Argument::Record)),
            }
        };
        beginnings.iter().map(one).collect()
    }
}

impl OpenBackup {
    /// The records in it that are not deleted, in the order in which they were made.
    ///
    /// # Errors
    /// [`VaultError::Tampered`] where a page of its index does not open.
    pub fn list(&mut self) -> Result<Vec<Listed>, Failure> {
        let Self { backup, vault } = self;
        let listed = vault.step::<_, Failure>(backup, |vault| {
            let found = vault.query(&Query::default())?;
            if found.damaged > 0 {
                return Err(VaultError::Tampered.into());
            }
            let records = found.records.iter();
            let listed = records.map(|record| Listed {
                id: record.id(),
                kind: record.kind(),
                title: record.title().to_owned(),
                chosen: vault.chosen().contains(&record.id()),
            });
            Ok(listed.collect())
        });
        at_once(listed)
    }

    /// Whether it has some of the vault's records only.
    pub const fn is_excerpt(&self) -> bool {
        self.vault.is_excerpt()
    }

    /// The copy as it is.
    pub const fn backup(&self) -> &Backup {
        &self.backup
    }
}

impl<'w> CardCopy<'w> {
    /// Of this vault.
    pub fn of(wallet: &'w mut Wallet, wishes: Wishes) -> Self {
        Self {
            wallet,
            wishes,
            merged: Merged::default(),
            on_card: OnCard::default(),
        }
    }

    /// What came from the card, and what is there now.
    pub const fn outcome(&self) -> (Merged, OnCard) {
        (self.merged, self.on_card)
    }
}

/// Whether nobody could open it.
fn is_damage(failure: &Failure) -> bool {
    matches!(failure, Failure::Vault(error) if Renewed::DAMAGE.contains(error))
}

impl Renewal for CardCopy<'_> {
    fn make(&mut self, found: &[Vec<u8>], room: usize) -> Result<Vec<u8>, Failure> {
        let Self { wallet, wishes, .. } = self;
        let Wallet { store, vault, seen } = &mut **wallet;
        let before = vault.revision();
        let renewed =
            vault.renew_copy::<Failure>(store, found, room, wishes, is_damage, entropy::seed);
        let renewed = at_once(renewed);
        if vault.revision() > before {
            // What came is there, whatever became of the copy. As in `remember`.
            drop(seen.remember(vault));
        }
        let renewed = renewed?;
        if renewed.merged.came > 0 || renewed.merged.changed > 0 {
            self.merged = renewed.merged;
        }
        self.on_card = OnCard {
            records: renewed.records,
            left_out: renewed.left_out,
            bytes: renewed.bytes.len(),
            left: room.saturating_sub(renewed.bytes.len()),
        };
        Ok(renewed.bytes)
    }

    fn check(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        at_once(self.wallet.vault.check_copy::<Failure>(bytes))
    }
}
