//! What this installation has seen of vaults. The extension keeps it outside of their stores, so that an older copy in a
//! newer one's place is noticed.

use super::{State, Wallet};
use crate::error::Failure;
use crate::host::make_writer;
use hailstone_core::vault::{Unlocked, Vault, Witness};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Wallet {
    /// Takes what was seen of a vault before. What cannot be read is taken for nothing: whoever changed it could have
    /// removed it, too.
    pub fn recall(&self, witness: &[u8]) {
        if let Ok(witness) = Witness::parse(witness) {
            self.seen.borrow_mut().push(witness);
        }
    }

    /// What has been seen of the open vault, to be kept; `undefined` when that is what it was at the last call.
    #[wasm_bindgen(js_name = newlySeen)]
    pub fn newly_seen(&self) -> Option<Vec<u8>> {
        let State::Unlocked(vault) = &*self.state.borrow() else {
            return None;
        };
        let mut seen = self.seen.borrow_mut();
        let now = vault.witness();
        let Some(known) = seen.iter_mut().find(|seen| seen.vault() == vault.id()) else {
            let bytes = now.to_bytes();
            seen.push(now);
            return Some(bytes);
        };
        let joined = now.join(known).ok()?;
        (joined != *known).then(|| {
            *known = joined;
            known.to_bytes()
        })
    }

    /// Goes on with a vault that is older than what was seen of it, as a new writer: the numbers of the changes that are lost
    /// must not be given again.
    ///
    /// # Errors
    /// `wallet.out_of_order` unless the vault is locked, `store.*`.
    #[wasm_bindgen(js_name = acceptOlder)]
    pub async fn accept_older(&self) -> Result<(), Failure> {
        let vault = self.take_locked()?;
        let id = vault.id();
        self.put(State::Locked(vault));
        self.writer
            .set(self.store.own().keep_writer(make_writer()?).await?);
        self.seen.borrow_mut().retain(|seen| seen.vault() != id);
        Ok(())
    }
}

impl Wallet {
    /// Leaves the vault unlocked, or locks again what is older than what was seen of it.
    pub(super) fn admit(&self, vault: Vault<Unlocked>) -> Result<(), Failure> {
        let checked = {
            let seen = self.seen.borrow();
            let mut seen = seen.iter().filter(|seen| seen.vault() == vault.id());
            seen.try_for_each(|seen| vault.compare(seen))
        };
        self.put(match checked {
            Ok(()) => State::Unlocked(vault),
            Err(_) => State::Locked(vault.lock()),
        });
        Ok(checked?)
    }
}
