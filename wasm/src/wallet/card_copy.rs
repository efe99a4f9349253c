//! The copy of the vault on a card, made anew.

use super::{Wallet, typed};
use crate::error::Failure;
use crate::host::make_seed;
use crate::types::CardCopyView;
use hailstone_core::error::Coded;
use hailstone_core::vault::{Renewed, Unlocked, Vault, Wishes};
use js_sys::Uint8Array;
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Wallet {
    /// Brings in the copies that were found on a card, the newest first, and makes another one for it in at most `room` bytes. It has been
    /// opened, every page of it.
    ///
    /// # Errors
    /// `vault.other_vault`, `vault.copy_newer`, `vault.key_missing`, `vault.no_room`, other `vault.*`, `wallet.locked`, `store.*`.
    /// What came from the card before that is in the vault.
    #[wasm_bindgen(js_name = renewCopy)]
    pub async fn renew_copy(
        &self,
        found: Vec<Uint8Array>,
        room: usize,
    ) -> Result<Ts<CardCopyView>, Failure> {
        let found: Vec<Vec<u8>> = found.iter().map(Uint8Array::to_vec).collect();
        let wishes = Wishes::default();
        let view = self.unlocked(async |vault| {
            let step = async |vault: &mut Vault<Unlocked>| {
                let renewed = vault.renew_copy::<Failure>(
                    &self.store,
                    &found,
                    room,
                    &wishes,
                    is_damage,
                    make_seed,
                );
                renewed.await
            };
            let renewed = self.together(vault, step).await?;
            vault.check_copy::<Failure>(&renewed.bytes).await?;
            Ok(CardCopyView::new(renewed, room, vault.revision()))
        });
        typed(&view.await?)
    }
}

fn is_damage(failure: &Failure) -> bool {
    Renewed::DAMAGE
        .map(|error| error.code())
        .contains(&failure.code())
}
