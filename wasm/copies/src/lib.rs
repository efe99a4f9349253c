//! Copies of an open vault in a browser: a backup is brought in, and the copy on a card is made anew. The wallet's module has the vault open and
//! parks its root for this one, which opens the same store with it; what is written here the other goes on from.
#![cfg(target_family = "wasm")]

pub mod views;

use core::cell::Cell;
use hailstone_core::error::Coded;
use hailstone_core::secret::SecretBytes;
use hailstone_core::vault::{Backup, Renewed, Store, Unlocked, Vault, VaultError, Wishes};
use hailstone_wasm_host::error::Failure;
use hailstone_wasm_host::given::{make_seed, secret};
use hailstone_wasm_host::indexed_db::IndexedDb;
use hailstone_wasm_host::opening::open_with;
use hailstone_wasm_host::place::{FileLine, Place};
use hailstone_wasm_host::together::together;
use hailstone_wasm_host::typed::typed;
use js_sys::Uint8Array;
use tsify::Ts;
use views::{CardCopyView, MergeView};
use wasm_bindgen::prelude::wasm_bindgen;

/// The vault, opened once more; locked when it is freed.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Beside {
    store: Place,
    vault: Vault<Unlocked>,
}

#[wasm_bindgen]
impl Beside {
    /// Opens the vault with its root as `Wallet.park` sealed it under `key`, 32 bytes, where `Wallet.open` found it.
    ///
    /// # Errors
    /// `wallet.superseded` where there is no vault any more, `vault.parked_stale`, other `vault.*`, `wallet.argument_invalid`, `store.*`.
    pub async fn open(
        #[wasm_bindgen(js_name = databaseName)] database_name: String,
        file: Option<FileLine>,
        key: Vec<u8>,
        parked: Vec<u8>,
    ) -> Result<Beside, Failure> {
        let key = secret(key)?;
        let store = Place::new(IndexedDb::open(&database_name).await?, file);
        let header = store.header().await?.ok_or(Failure::SUPERSEDED)?;
        let vault = Vault::read(&header)?
            .resume(&key, &parked)
            .map_err(|refused| refused.error)?;
        Ok(Self { store, vault })
    }

    /// Brings what a backup has, and the open vault has not, into the vault; nothing is dropped. Without an unlocker the open
    /// vault's own keys open the backup, which they do unless the backup has been given a new root since. `secret` is what
    /// [`open_with`] says.
    ///
    /// # Errors
    /// `vault.copy_newer` when it takes an unlocker of the backup's own, `vault.other_vault`, other `vault.*`, `wallet.superseded`,
    /// `store.*`; nothing has changed then.
    pub async fn merge(
        &mut self,
        file: Vec<u8>,
        #[wasm_bindgen(js_name = unlockerId)] unlocker_id: String,
        secret: Vec<u8>,
    ) -> Result<Ts<MergeView>, Failure> {
        let secret = SecretBytes::new(secret);
        let backup = Backup::read(&file)?;
        let copy = backup.vault()?;
        let opened = if unlocker_id.is_empty() {
            copy.unlock_beside(&self.vault)
        } else {
            open_with(copy, &unlocker_id, &secret)
        };
        let other = opened.map_err(|refused| refused.error)?;
        if other.id() != self.vault.id() {
            return Err(VaultError::OtherVault.into());
        }
        // Each try has it for itself.
        let other = Cell::new(Some(other));
        let store = &self.store;
        let merged = together(store, &mut self.vault, async |vault| {
            let mut theirs = other.take().ok_or(Failure::OUT_OF_ORDER)?;
            let merged = vault
                .bring_in::<Failure>(store, &mut theirs, &backup, make_seed)
                .await;
            other.set(Some(theirs));
            merged
        });
        typed(&MergeView::from(merged.await?))
    }

    /// Brings in the copies that were found on a card, the newest first, and makes another one for it in at most `room` bytes. It has been
    /// opened, every page of it.
    ///
    /// # Errors
    /// `vault.other_vault`, `vault.copy_newer`, `vault.key_missing`, `vault.no_room`, other `vault.*`, `wallet.superseded`, `store.*`.
    /// What came from the card before that is in the vault.
    #[wasm_bindgen(js_name = renewCopy)]
    pub async fn renew_copy(
        &mut self,
        found: Vec<Uint8Array>,
        room: usize,
    ) -> Result<Ts<CardCopyView>, Failure> {
        let found: Vec<Vec<u8>> = found.iter().map(Uint8Array::to_vec).collect();
        let wishes = Wishes::default();
        let store = &self.store;
        let renewed = together(store, &mut self.vault, async |vault| {
            vault
                .renew_copy::<Failure>(store, &found, room, &wishes, is_damage, make_seed)
                .await
        });
        let renewed = renewed.await?;
        self.vault.check_copy::<Failure>(&renewed.bytes).await?;
        let view = CardCopyView::new(renewed, room, self.vault.revision());
        typed(&view)
    }
}

fn is_damage(failure: &Failure) -> bool {
    Renewed::DAMAGE
        .map(|error| error.code())
        .contains(&failure.code())
}
