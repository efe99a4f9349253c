//! The open root, put away so that the next process goes on where this one was stopped.

use super::{State, Wallet};
use crate::error::Failure;
use crate::host::{make_seed, secret};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Wallet {
    /// The number of the root that is open; `undefined` while none is. What was parked holds until it is another one.
    #[wasm_bindgen(js_name = openEpoch)]
    pub fn open_epoch(&self) -> Option<u32> {
        match &*self.state.borrow() {
            State::Unlocked(vault) => Some(vault.epoch()),
            _ => None,
        }
    }

    /// The root, sealed under the key of a session, 32 bytes.
    ///
    /// # Errors
    /// `wallet.locked`, `wallet.argument_invalid`.
    pub fn park(&self, key: Vec<u8>) -> Result<Vec<u8>, Failure> {
        let key = secret(key)?;
        match &*self.state.borrow() {
            State::Unlocked(vault) => Ok(vault.park(&key, make_seed()?)?),
            _ => Err(Failure::LOCKED),
        }
    }

    /// Unlocks with what was parked. Nothing is written.
    ///
    /// # Errors
    /// `vault.parked_stale`, `vault.rolled_back`, other `vault.*`, `wallet.argument_invalid`; the vault stays locked.
    /// `wallet.out_of_order` where there is no locked vault, or one that a backup is to become.
    pub fn resume(&self, key: Vec<u8>, parked: &[u8]) -> Result<(), Failure> {
        let key = secret(key)?;
        if self.is_restoring() {
            return Err(Failure::OUT_OF_ORDER);
        }
        let resumed = self.take_locked()?.resume(&key, parked);
        self.admit(resumed.map_err(|refused| self.refuse(refused))?)
    }
}
