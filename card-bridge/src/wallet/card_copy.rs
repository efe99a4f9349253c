//! The vault's copy on a card: merged, made anew in the room that there is, and shown to open.

use super::{Merged, OpenBackup, Wallet, at_once};
use crate::card::Renewal;
use crate::entropy;
use crate::error::{Argument, Failure};
use hailstone_core::card::CardRef;
use hailstone_core::data::Kind;
use hailstone_core::id::RecordId;
use hailstone_core::vault::{Backup, Query, Summary, Unlocker, VaultError};

/// A copy that is made anew, and what came of it.
pub struct CardCopy<'w> {
    wallet: &'w mut Wallet,
    /// Records that the person wants on the card before others, the most wanted first.
    wanted: Vec<RecordId>,
    /// Records that are wanted no more than others.
    unwanted: Vec<RecordId>,
    /// What the card has of another vault, or what does not open, may be overwritten.
    replace: bool,
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
    /// Of this vault, with these records first, and those no more.
    pub fn of(
        wallet: &'w mut Wallet,
        wanted: Vec<RecordId>,
        unwanted: Vec<RecordId>,
        replace: bool,
    ) -> Self {
        Self {
            wallet,
            wanted,
            unwanted,
            replace,
            merged: Merged::default(),
            on_card: OnCard::default(),
        }
    }

    /// What came from the card, and what is there now.
    pub const fn outcome(&self) -> (Merged, OnCard) {
        (self.merged, self.on_card)
    }

    /// Brings in what is on the card. Gives the records that were wanted there. An older generation stands in for one that is damaged, and
    /// for no other: what this vault may not open yet is not to be written over.
    fn meet(&mut self, found: &[Vec<u8>]) -> Result<Vec<RecordId>, Failure> {
        let mut obstacle = None;
        for bytes in found {
            let opened = Backup::read(bytes)
                .map_err(Failure::from)
                .and_then(|backup| self.wallet.open_beside(backup))
                .and_then(|mut other| Ok((self.wallet.merge(&mut other)?, other)));
            match opened {
                Ok((merged, other)) => {
                    if merged.came > 0 || merged.changed > 0 {
                        self.merged = merged;
                    }
                    return Ok(other.vault.chosen().to_vec());
                }
                Err(failure) => {
                    let is_damaged = is_damage(&failure);
                    obstacle = obstacle.or(Some(failure));
                    if !is_damaged {
                        break;
                    }
                }
            }
        }
        match obstacle {
            Some(failure) if !self.replace => Err(failure),
            _ => Ok(vec![]),
        }
    }
}

/// Whether nobody could open it.
const fn is_damage(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::Vault(
            VaultError::BackupMalformed | VaultError::HeaderMalformed | VaultError::Tampered
        )
    )
}

impl Renewal for CardCopy<'_> {
    fn make(&mut self, found: &[Vec<u8>], room: usize) -> Result<Vec<u8>, Failure> {
        let known = self.meet(found)?;
        let mut chosen = self.wanted.clone();
        chosen.extend(known.iter().filter(|id| !self.wanted.contains(id)));
        chosen.retain(|id| !self.unwanted.contains(id));
        let Wallet { store, vault, .. } = &mut *self.wallet;
        let excerpt = vault.excerpt::<Failure>(store, &chosen, room, entropy::seed);
        let excerpt = at_once(excerpt)?;
        let bytes = excerpt.backup.write()?;
        self.on_card = OnCard {
            records: excerpt.records.len(),
            left_out: excerpt.left_out.len(),
            bytes: bytes.len(),
            left: room.saturating_sub(bytes.len()),
        };
        Ok(bytes)
    }

    fn check(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let backup = Backup::read(bytes)?;
        let OpenBackup { backup, mut vault } = self.wallet.open_beside(backup)?;
        // Every page is opened for it.
        let again = at_once(vault.back_up::<Failure>(&backup))?;
        if again == backup {
            Ok(())
        } else {
            Err(VaultError::Tampered.into())
        }
    }
}
