//! One store and several programs: what others write is met, and gone on from.

use super::{State, Wallet};
use crate::error::Failure;
use hailstone_core::vault::{Store, Unlocked, Vault};
use hailstone_wasm_host::together::{not_followed, together};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Wallet {
    /// Reads what another program may have written. The vault stays unlocked where its keys still hold, and is locked where
    /// not.
    ///
    /// # Errors
    /// `wallet.out_of_order`, `wallet.superseded`, `vault.rolled_back`, `store.*`, `vault.*`; the vault is locked after the second
    /// and the third, and after the others everything is as it was.
    pub async fn refresh(&self) -> Result<(), Failure> {
        if self.is_restoring() {
            return Ok(());
        }
        let state = self.take()?;
        let read = self.store.header().await.map_err(Failure::from);
        let (state, outcome) = match (state, read) {
            (state, Err(failure)) => (state, Err(failure)),
            (_, Ok(None)) => (State::None, Ok(())),
            (State::Unlocked(mut vault), Ok(Some(header))) => match vault.follow(&header) {
                Ok(()) => (State::Unlocked(vault), Ok(())),
                Err(error) => (self.locked_anew(vault).await, Err(not_followed(error))),
            },
            (state, Ok(Some(header))) => match Vault::read(&header) {
                Ok(vault) => (State::Locked(vault), Ok(())),
                Err(error) => (state, Err(error.into())),
            },
        };
        self.put(state);
        outcome
    }
}

impl Wallet {
    /// Runs a step on what is in the store by now.
    pub(super) async fn together<T>(
        &self,
        vault: &mut Vault<Unlocked>,
        step: impl AsyncFn(&mut Vault<Unlocked>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        together(&self.store, vault, step).await
    }

    /// The vault locked, as it is in the store now: what opened it before may open it no more.
    pub(super) async fn locked_anew(&self, vault: Vault<Unlocked>) -> State {
        self.releases.borrow_mut().forget_values();
        let locked = vault.lock();
        State::Locked(match self.store.header().await {
            Ok(Some(header)) => Vault::read(&header).unwrap_or(locked),
            _ => locked,
        })
    }
}
