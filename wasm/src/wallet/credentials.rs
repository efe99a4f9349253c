//! Credentials from issuers. What they say is read, and verified, by the module for who signed.

use super::{State, Wallet};
use crate::error::Failure;
use crate::host::make_seed;
use hailstone_core::credential::{self, HolderKey};
use hailstone_core::data::{Kind, Record};
use hailstone_core::id::RecordId;
use hailstone_core::vault::{Content, Edit};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Wallet {
    /// Changes the credentials, by `change`:
    ///
    /// - `key`: a new key, `name`d by the person, waits in the vault for the credential that an issuer will bind to it.
    /// - `keep`: what the module for who signed has verified, the record in `postcard`, is kept, and the key in the record `name` waits
    ///   no more, where that is not empty.
    /// - `remove`: the credential in the record `name` is deleted.
    ///
    /// # Errors
    /// `wallet.locked`, `wallet.argument_invalid`, `vault.*`, `store.*`.
    #[wasm_bindgen(js_name = changeCredentials)]
    pub async fn change_credentials(
        &self,
        change: &str,
        name: &str,
        record: &[u8],
    ) -> Result<(), Failure> {
        let id = || RecordId::parse(name).ok_or(Failure::ARGUMENT);
        let edits = match change {
            "key" => {
                let State::Unlocked(vault) = &*self.state.borrow() else {
                    return Err(Failure::LOCKED);
                };
                let key = HolderKey::make(make_seed()?);
                vec![Edit::Insert(Content::Data(
                    key.waiting(name, vault.site_secret()),
                ))]
            }
            "keep" => {
                let record: Record = postcard::from_bytes(record).map_err(|_| Failure::ARGUMENT)?;
                if record.kind() != Kind::Credential {
                    return Err(Failure::ARGUMENT);
                }
                let waiting = Some(name).filter(|name| !name.is_empty());
                credential::keep(record, waiting.map(|_| id()).transpose()?)
            }
            "remove" => vec![Edit::Delete(id()?)],
            _ => return Err(Failure::ARGUMENT),
        };
        self.edit(edits).await
    }
}
