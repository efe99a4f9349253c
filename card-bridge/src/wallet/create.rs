//! A new vault.

use super::means::Means;
use super::{Desk, Wallet, unlock};
use crate::clock;
use crate::error::Failure;
use crate::prompt::Occasion;
use crate::store::SqliteStore;
use hailstone_core::vault::Vault;
use std::path::Path;

impl Wallet {
    /// Makes a vault in this file. Nothing is written before the vault is known to open: the passphrase was given twice, or
    /// the card has opened the new header once.
    ///
    /// # Errors
    /// [`Failure::VaultExists`], [`Failure::CardsSeveral`], [`Failure::PassphraseCancelled`], and whatever card, prompt,
    /// vault and store have against it.
    pub fn create(
        file: &Path,
        first: Means,
        label: Option<&str>,
        desk: &mut Desk<'_>,
    ) -> Result<Self, Failure> {
        SqliteStore::check_vacant(file)?;
        let first = first.fetch(label, &[], Occasion::New, desk)?;
        let (vault, changes) =
            first.make(desk, |first, seed| Vault::create(first, clock::now(), seed))?;
        if first.is_untried() {
            unlock::try_newest(changes.header(), desk)?;
        }
        let store = SqliteStore::create(file)?;
        store.apply(&changes)?;
        Ok(Self::new(store, vault, desk))
    }
}
