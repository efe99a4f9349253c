//! Creating and unlocking.

use super::{State, Wallet};
use crate::error::Failure;
use crate::host::{calibrated, make_seed, now};
use hailstone_core::secret::SecretBytes;
use hailstone_core::vault::{
    Changes, Content, Edit, Locked, NewUnlocker, Refused, Store, Unlocked, Vault,
};
use hailstone_wasm_host::opening::open_with;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Wallet {
    /// Creates the vault with a passphrase as its first unlocker, and leaves it unlocked.
    ///
    /// # Errors
    /// `wallet.vault_exists`, `vault.*`, `store.*`; nothing is stored then.
    #[wasm_bindgen(js_name = createWithPassphrase)]
    pub async fn create_with_passphrase(
        &self,
        label: &str,
        passphrase: String,
    ) -> Result<(), Failure> {
        let passphrase = SecretBytes::from(passphrase);
        self.create(&NewUnlocker::Passphrase {
            label,
            passphrase: &passphrase,
            cost: calibrated()?,
        })
        .await
    }

    /// Unlocks with anything but a card. `secret` is what this kind of unlocker needs: the passphrase in UTF-8 (Unicode
    /// Normalization Form C), the sixteen bytes that the words of a recovery sheet or of enough shares say, or the 32 bytes that a passkey's PRF
    /// gave for the unlocker's salt. A passphrase takes about half a second.
    ///
    /// # Errors
    /// `vault.passphrase_wrong`, `vault.recovery_wrong`, `vault.passkey_wrong`, other `vault.*`, `store.*`; the vault stays
    /// locked.
    pub async fn unlock(
        &self,
        #[wasm_bindgen(js_name = unlockerId)] unlocker_id: &str,
        secret: Vec<u8>,
    ) -> Result<(), Failure> {
        let secret = SecretBytes::new(secret);
        let vault = self.take_locked()?;
        self.finish(open_with(vault, unlocker_id, &secret)).await
    }
}

impl Wallet {
    /// Creates the vault, and leaves it unlocked; nothing is stored where that fails.
    pub(super) async fn create(&self, first: &NewUnlocker<'_>) -> Result<(), Failure> {
        self.check_none()?;
        let (vault, created) = Vault::create(first, now(), make_seed()?)?;
        self.store_new(vault, &created).await
    }

    /// Stores a new vault, and leaves it unlocked; nothing is stored where that fails.
    pub(super) async fn store_new(
        &self,
        vault: Vault<Unlocked>,
        created: &Changes,
    ) -> Result<(), Failure> {
        self.check_none()?;
        self.take()?;
        let applied = self.store.apply(created).await;
        self.put(if applied.is_ok() {
            State::Unlocked(noted(vault))
        } else {
            State::None
        });
        Ok(applied?)
    }

    pub(super) fn check_none(&self) -> Result<(), Failure> {
        match &*self.state.borrow() {
            State::None => Ok(()),
            State::Busy => Err(Failure::OUT_OF_ORDER),
            _ => Err(Failure::EXISTS),
        }
    }

    pub(super) fn take_locked(&self) -> Result<Vault<Locked>, Failure> {
        match self.take()? {
            State::Locked(vault) => Ok(vault),
            state => {
                self.put(state);
                Err(Failure::OUT_OF_ORDER)
            }
        }
    }

    pub(super) fn refuse(&self, refused: Refused) -> Failure {
        self.put(State::Locked(*refused.vault));
        refused.error.into()
    }

    /// Leaves the vault unlocked, and writes the receipts that waited for it. Where these cannot be written now they wait on:
    /// the unlock has happened all the same.
    pub(super) async fn finish(
        &self,
        unlocked: Result<Vault<Unlocked>, Refused>,
    ) -> Result<(), Failure> {
        let mut vault = unlocked.map_err(|refused| self.refuse(refused))?;
        if let Err(failure) = self.finish_restore(&mut vault).await {
            self.put(State::Locked(vault.lock()));
            return Err(failure);
        }
        self.admit(noted(vault))?;
        drop(self.write_waiting_receipts().await);
        Ok(())
    }

    pub(super) async fn write_waiting_receipts(&self) -> Result<(), Failure> {
        if self.unwritten.borrow().is_empty() {
            return Ok(());
        }
        let mut edits = Vec::new();
        for receipt in self.unwritten.borrow().iter() {
            edits.push(Edit::Insert(Content::Receipt(Box::new(receipt.clone()))));
        }
        self.edit(edits).await?;
        self.unwritten.borrow_mut().clear();
        Ok(())
    }
}

/// What opened the vault is noted; that is written down with the next change.
fn noted(mut vault: Vault<Unlocked>) -> Vault<Unlocked> {
    vault.note_use(vault.opened_by(), now());
    vault
}
