//! Another copy of the vault is brought into the one that is open, and what the two say differently is settled.

use super::open::open_with;
use super::{Wallet, typed};
use crate::error::Failure;
use crate::host::make_seed;
use crate::status::Unlocker;
use crate::types::MergeView;
use core::cell::Cell;
use hailstone_core::data::Field;
use hailstone_core::id::RecordId;
use hailstone_core::secret::SecretBytes;
use hailstone_core::vault::{Backup, Edit, Unlocked, Vault, VaultError};
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Wallet {
    /// What opens the vault of a backup file, in the order in which it was added.
    ///
    /// # Errors
    /// `vault.backup_malformed`, other `vault.*`.
    #[wasm_bindgen(js_name = unlockersOf)]
    pub fn unlockers_of(&self, file: &[u8]) -> Result<Vec<Ts<Unlocker>>, Failure> {
        let vault = Backup::read(file)?.vault()?;
        vault
            .unlockers()
            .iter()
            .map(|one| typed(&Unlocker::from(one)))
            .collect()
    }

    /// Brings what a backup has, and the open vault has not, into the vault; nothing is dropped. Without an unlocker the open
    /// vault's own keys open the backup, which they do unless the backup has been given a new root since.
    ///
    /// # Errors
    /// `vault.copy_newer` when it takes an unlocker of the backup's own, `vault.other_vault`, other `vault.*`, `wallet.locked`,
    /// `store.*`; nothing has changed then.
    pub async fn merge(
        &self,
        file: &[u8],
        #[wasm_bindgen(js_name = unlockerId)] unlocker_id: &str,
        secret: Vec<u8>,
    ) -> Result<Ts<MergeView>, Failure> {
        let secret = SecretBytes::new(secret);
        let backup = Backup::read(file)?;
        let merged = self
            .unlocked(async |vault| {
                let copy = backup.vault()?;
                let opened = if unlocker_id.is_empty() {
                    copy.unlock_beside(vault)
                } else {
                    open_with(copy, unlocker_id, &secret)
                };
                let other = opened.map_err(|refused| refused.error)?;
                if other.id() != vault.id() {
                    return Err(VaultError::OtherVault.into());
                }
                // Each try has it for itself.
                let other = Cell::new(Some(other));
                self.together(vault, async |vault: &mut Vault<Unlocked>| {
                    let mut theirs = other.take().ok_or(Failure::OUT_OF_ORDER)?;
                    let merged = vault
                        .bring_in::<Failure>(&self.store, &mut theirs, &backup, make_seed)
                        .await;
                    other.set(Some(theirs));
                    merged
                })
                .await
            })
            .await?;
        typed(&MergeView::from(merged))
    }

    /// Settles what two copies say differently of a record: `value` is what the field with this name is from now on; without
    /// a field the record is kept (`keep`) or deleted (`delete`).
    ///
    /// # Errors
    /// `wallet.argument_invalid`, `wallet.locked`, `vault.*`, `store.*`; nothing has changed then.
    pub async fn settle(&self, record: &str, field: &str, value: String) -> Result<(), Failure> {
        let record = RecordId::parse(record).ok_or(Failure::ARGUMENT)?;
        let edit = match (field, value.as_str()) {
            ("", "keep") => Edit::Restore(record),
            ("", "delete") => Edit::Delete(record),
            (field, _) => {
                let field = Field::from_full_name(field).ok_or(Failure::ARGUMENT)?;
                Edit::Update(record, vec![(field, Some(value))])
            }
        };
        self.edit(vec![edit]).await
    }
}
