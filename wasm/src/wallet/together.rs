//! One store and several programs: what others write is met, and gone on from.

use super::{State, Wallet};
use crate::error::Failure;
use hailstone_core::error::Coded;
use hailstone_core::vault::{Store, StoreError, Unlocked, Vault, VaultError};
use wasm_bindgen::prelude::wasm_bindgen;

/// How often a step is done anew that met a write of somebody else's each time.
const TRIES: u8 = 4;

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
    /// Runs a step, and runs it anew, on top, when somebody else wrote meanwhile.
    pub(super) async fn together<T>(
        &self,
        vault: &mut Vault<Unlocked>,
        step: impl AsyncFn(&mut Vault<Unlocked>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        for _ in 0..TRIES {
            match step(vault).await {
                Err(failure) if failure.code() == StoreError::Conflict.code() => {}
                outcome => return outcome,
            }
            self.follow(vault).await?;
        }
        Err(StoreError::Conflict.into())
    }

    /// Goes on from what is in the store.
    async fn follow(&self, vault: &mut Vault<Unlocked>) -> Result<(), Failure> {
        let header = self.store.header().await?;
        let header = header.ok_or(Failure::SUPERSEDED)?;
        vault.follow(&header).map_err(not_followed)
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

/// Why an open vault cannot go on from what is in the store: it is older, or something else than this one has become.
fn not_followed(error: VaultError) -> Failure {
    match error {
        VaultError::ChangesStale | VaultError::RolledBack => VaultError::RolledBack.into(),
        _ => Failure::SUPERSEDED,
    }
}
