//! The whole vault as one sealed file, and a vault made of it again.

use super::{State, Wallet};
use crate::error::Failure;
use crate::host::make_writer;
use hailstone_core::vault::{Backup, Store, Unlocked, Vault};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Wallet {
    /// The vault as a backup file. Every page has been opened for it.
    ///
    /// # Errors
    /// `wallet.locked`, `vault.tampered` when a page is damaged, `store.*`.
    #[wasm_bindgen(js_name = backUp)]
    pub async fn back_up(&self) -> Result<Vec<u8>, Failure> {
        self.unlocked(async |vault| {
            let step =
                async |vault: &mut Vault<Unlocked>| vault.back_up::<Failure>(&self.store).await;
            Ok(self.together(vault, step).await?.write()?)
        })
        .await
    }

    /// Begins to make a vault of a backup file where there is none. It is locked, and nothing is stored until one of its
    /// own unlockers has opened it; [`Wallet::lock`] gives it up.
    ///
    /// # Errors
    /// `wallet.vault_exists`, `vault.backup_malformed`, other `vault.*`.
    pub fn restore(&self, file: &[u8]) -> Result<(), Failure> {
        self.check_none()?;
        let backup = Backup::read(file)?;
        self.put(State::Locked(backup.vault()?));
        self.restoring.replace(Some(backup));
        Ok(())
    }
}

impl Wallet {
    /// Stores the backup that this vault was opened from, if it was: every page of it has been opened then. Who goes on to
    /// write does so as a new writer, and what was seen of the vault before is forgotten: it is older, and meant to be.
    pub(super) async fn finish_restore(&self, vault: &mut Vault<Unlocked>) -> Result<(), Failure> {
        let Some(backup) = self.restoring.take() else {
            return Ok(());
        };
        let outcome = async {
            // Whatever else somebody put into the file is left behind.
            let proved = vault.back_up::<Failure>(&backup).await?;
            let writer = self.store.own().keep_writer(make_writer()?).await?;
            self.store.apply(&proved.into_changes()).await?;
            self.writer.set(writer);
            let id = vault.id();
            self.seen.borrow_mut().retain(|seen| seen.vault() != id);
            Ok(())
        }
        .await;
        if outcome.is_err() {
            self.restoring.replace(Some(backup));
        }
        outcome
    }

    /// Whether what is locked is not stored yet.
    pub(super) fn is_restoring(&self) -> bool {
        self.restoring.borrow().is_some()
    }
}
