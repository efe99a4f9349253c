//! Who opens the vault: unlockers are added, renamed, removed and rehearsed while it is open.

use super::{State, Wallet};
use crate::error::Failure;
use crate::host::{calibrated, make_seed, now};
use hailstone_core::id::UnlockerId;
use hailstone_core::secret::SecretBytes;
use hailstone_core::vault::{
    NewUnlocker, Prepared, RecoveryKey, Store, Unlocked, Vault, VaultError,
};
use hailstone_wasm_host::opening::open_with;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Wallet {
    /// Changes what opens the vault, by `change`:
    ///
    /// - `rename`: the unlocker `id` is called `label` from now on.
    /// - `remove`: the unlocker `id` opens nothing any more that is written from now on; the vault has a new root.
    /// - `add-passphrase`, `add-recovery`: one more, called `label`, with the `secret` as [`Wallet::unlock`] takes it.
    /// - `rehearse`: what lies in the store is opened once more with the unlocker `id` and its `secret`, page by page, and the
    ///   vault notes that a restore was rehearsed.
    ///
    /// # Errors
    /// `wallet.locked`, `wallet.argument_invalid`, `vault.*`, `store.*`; nothing has changed then.
    #[wasm_bindgen(js_name = changeUnlockers)]
    pub async fn change_unlockers(
        &self,
        change: &str,
        id: &str,
        label: &str,
        secret: Vec<u8>,
    ) -> Result<(), Failure> {
        let secret = SecretBytes::new(secret);
        let known = UnlockerId::parse(id).ok_or(VaultError::UnlockerUnknown);
        match change {
            "rename" => {
                let id = known?;
                self.keep(&|vault| {
                    vault
                        .prepare_renaming(id, label, make_seed()?)
                        .map_err(Failure::from)
                })
                .await
            }
            "remove" => {
                let id = known?;
                self.keep(&|vault| {
                    vault
                        .prepare_removal(id, make_seed()?)
                        .map_err(Failure::from)
                })
                .await
            }
            "add-passphrase" => {
                self.add(&NewUnlocker::Passphrase {
                    label,
                    passphrase: &secret,
                    cost: calibrated()?,
                })
                .await
            }
            "add-recovery" => {
                let key = &RecoveryKey::read(&secret).ok_or(Failure::ARGUMENT)?;
                self.add(&NewUnlocker::Recovery { label, key }).await
            }
            "rehearse" => self.rehearse(id, &secret).await,
            _ => Err(Failure::ARGUMENT),
        }
    }
}

impl Wallet {
    /// Adds an unlocker to the open vault.
    pub(super) async fn add(&self, new: &NewUnlocker<'_>) -> Result<(), Failure> {
        self.keep(&|vault| {
            vault
                .prepare_unlocker(new, make_seed()?)
                .map_err(Failure::from)
        })
        .await
    }

    /// Opens what is in the store anew.
    async fn rehearse(&self, id: &str, secret: &SecretBytes) -> Result<(), Failure> {
        let header = self.store.header().await?.ok_or(Failure::LOCKED)?;
        let opened = open_with(Vault::read(&header)?, id, secret);
        let mut opened = opened.map_err(|refused| refused.error)?;
        opened.back_up::<Failure>(&self.store).await?;
        if let State::Unlocked(vault) = &mut *self.state.borrow_mut() {
            vault.note_rehearsal(&opened, now())?;
        }
        self.keep(&|vault| vault.prepare_notes(make_seed()?).map_err(Failure::from))
            .await
    }

    /// Stores what is prepared, on top of what others have written.
    async fn keep(
        &self,
        prepare: &dyn Fn(&Vault<Unlocked>) -> Result<Prepared, Failure>,
    ) -> Result<(), Failure> {
        self.unlocked(async |vault| {
            self.together(vault, async |vault: &mut Vault<Unlocked>| {
                let prepared = prepare(vault)?;
                vault.keep(&self.store, prepared).await
            })
            .await
        })
        .await
    }
}
