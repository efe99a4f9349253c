//! What opens another copy of the vault, and what two copies say differently. The module of copies brings one into the other.

use super::Wallet;
use crate::error::Failure;
use crate::status::Unlocker;
use crate::typed;
use hailstone_core::data::Field;
use hailstone_core::id::RecordId;
use hailstone_core::vault::{Backup, Edit};
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
