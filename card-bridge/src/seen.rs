//! What this person has seen of each vault on this machine, kept apart from the vaults: an older file in a newer one's place
//! is noticed, and `hailstone status` can say without a key whether a restore was ever rehearsed.

use crate::clock;
use crate::error::Failure;
use crate::folders;
use hailstone_core::card::CardRef;
use hailstone_core::id::VaultId;
use hailstone_core::time::Timestamp;
use hailstone_core::vault::{Unlocked, Vault, VaultError, Witness};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The folder of what was seen: `hailstone/seen` in the person's folder for state. Each vault has a file `VAULT`, a
/// [`Witness`], and once a restore was rehearsed a file `VAULT.rehearsed` with the seconds of it; once a copy was put on a card `VAULT.card`, with the card's name and the revision.
#[derive(Clone, Debug)]
pub struct Seen(Option<PathBuf>);

impl Seen {
    /// This person's own; nothing is remembered for one who has no home.
    pub fn own() -> Self {
        let state = folders::state().ok();
        Self(state.map(|state| state.join("hailstone").join("seen")))
    }

    /// In this folder.
    pub const fn within(folder: PathBuf) -> Self {
        Self(Some(folder))
    }

    /// Whether all that was seen of this vault is still in it.
    ///
    /// # Errors
    /// [`VaultError::RolledBack`], [`VaultError::WitnessMalformed`], [`VaultError::VersionTooNew`] and [`Failure::File`].
    pub fn check(&self, vault: &Vault<Unlocked>) -> Result<(), Failure> {
        match self.witness(vault.id())? {
            Some(seen) => Ok(vault.compare(&seen)?),
            None => Ok(()),
        }
    }

    /// Adds what the vault is now to what was seen of it.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub fn remember(&self, vault: &Vault<Unlocked>) -> Result<(), Failure> {
        match self.witness(vault.id())? {
            Some(seen) => {
                let joined = vault.witness().join(&seen)?;
                if joined != seen {
                    self.keep(vault, &joined)?;
                }
            }
            None => self.keep(vault, &vault.witness())?,
        }
        self.keep_rehearsal(vault)
    }

    /// Forgets what was seen of the vault before: it is what it is now.
    ///
    /// # Errors
    /// [`Failure::File`].
    pub fn accept(&self, vault: &Vault<Unlocked>) -> Result<(), Failure> {
        self.keep(vault, &vault.witness())?;
        self.keep_rehearsal(vault)
    }

    /// The revision that was seen.
    pub fn revision(&self, vault: VaultId) -> Option<u64> {
        let seen = self.witness(vault).ok().flatten();
        seen.map(|seen| seen.revision())
    }

    /// When a restore of the vault was rehearsed, as far as this machine knows.
    pub fn rehearsed(&self, vault: VaultId) -> Option<Timestamp> {
        let text = fs::read_to_string(self.rehearsal_file(vault)?).ok()?;
        text.trim_end().parse().ok().map(Timestamp::from_unix)
    }

    /// The card on which a copy of this vault was put last from this machine, as it is named to people, and at which revision.
    pub fn copy_on_card(&self, vault: VaultId) -> Option<(String, u64)> {
        let text = fs::read_to_string(self.copy_file(vault)?).ok()?;
        let (card, revision) = text.trim_end().split_once(' ')?;
        Some((card.into(), revision.parse().ok()?))
    }

    /// Notes that there is a copy of this vault on a card.
    ///
    /// # Errors
    /// [`Failure::File`].
    pub fn keep_copy_on_card(
        &self,
        vault: VaultId,
        card: &CardRef,
        revision: u64,
    ) -> Result<(), Failure> {
        match self.copy_file(vault) {
            Some(file) => folders::keep(&file, format!("{card} {revision}\n").as_bytes()),
            None => Ok(()),
        }
    }

    fn witness(&self, vault: VaultId) -> Result<Option<Witness>, Failure> {
        let Some(file) = self.file(vault) else {
            return Ok(None);
        };
        match fs::read(&file) {
            Ok(bytes) => {
                let seen = Witness::parse(&bytes)?;
                if seen.vault() == vault {
                    Ok(Some(seen))
                } else {
                    Err(VaultError::WitnessMalformed.into())
                }
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::file(&file, &error)),
        }
    }

    fn keep(&self, vault: &Vault<Unlocked>, witness: &Witness) -> Result<(), Failure> {
        match self.file(vault.id()) {
            Some(file) => folders::keep(&file, &witness.to_bytes()),
            None => Ok(()),
        }
    }

    fn keep_rehearsal(&self, vault: &Vault<Unlocked>) -> Result<(), Failure> {
        let at = vault.rehearsed().map(|rehearsed| rehearsed.at);
        if at == self.rehearsed(vault.id()) {
            return Ok(());
        }
        let Some(file) = self.rehearsal_file(vault.id()) else {
            return Ok(());
        };
        match at {
            Some(at) => folders::keep(&file, format!("{}\n", at.as_unix()).as_bytes()),
            None => fs::remove_file(&file).map_err(|error| Failure::file(&file, &error)),
        }
    }

    fn file(&self, vault: VaultId) -> Option<PathBuf> {
        self.0
            .as_deref()
            .map(|folder| folder.join(vault.to_string()))
    }

    fn copy_file(&self, vault: VaultId) -> Option<PathBuf> {
        let folder: Option<&Path> = self.0.as_deref();
        folder.map(|folder| folder.join(format!("{vault}.card")))
    }

    fn rehearsal_file(&self, vault: VaultId) -> Option<PathBuf> {
        let folder: Option<&Path> = self.0.as_deref();
        folder.map(|folder| folder.join(format!("{vault}.rehearsed")))
    }
}

/// A day, as people write it in lists.
pub(crate) fn day(at: Timestamp) -> String {
    let at = clock::write(at);
    // RFC 3339 §5.6: the date stands before the T.
    at.split('T').next().unwrap_or(&at).into()
}
