//! Passkeys. The ceremony is a page's; here its result is made an unlocker, or opens the vault.

use super::Wallet;
use crate::error::Failure;
use crate::host::make_seed;
use hailstone_core::id::UnlockerId;
use hailstone_core::secret::Secret32;
use hailstone_core::vault::{NewUnlocker, Unlocked, Vault, VaultError};
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

#[wasm_bindgen]
impl Wallet {
    /// Makes a passkey an unlocker: the first one of a new vault where there is none, which is unlocked then, and one more
    /// of the vault that is unlocked. `prf_salt` is what the PRF was asked for, 32 bytes, and `output` what it gave, 32
    /// bytes (WebAuthn Level 3 §10.1.4, `eval.first` and `results.first`); `relying_party` is the origin of the page.
    ///
    /// # Errors
    /// `wallet.locked`, `wallet.argument_invalid`, `vault.*`, `store.*`; nothing is stored then.
    #[wasm_bindgen(js_name = enrollPasskey)]
    pub async fn enroll_passkey(
        &self,
        label: &str,
        credential: &[u8],
        #[wasm_bindgen(js_name = relyingParty)] relying_party: &str,
        #[wasm_bindgen(js_name = prfSalt)] prf_salt: &[u8],
        output: Vec<u8>,
    ) -> Result<(), Failure> {
        let output = secret(output)?;
        let new = NewUnlocker::Passkey {
            label,
            credential,
            relying_party,
            prf_salt: prf_salt.try_into().map_err(|_| Failure::ARGUMENT)?,
            output: &output,
        };
        if self.check_none().is_ok() {
            return self.create(&new).await;
        }
        self.unlocked(async |vault| {
            self.together(vault, async |vault: &mut Vault<Unlocked>| {
                let prepared = vault.prepare_unlocker(&new, make_seed()?)?;
                vault.keep(&self.store, prepared).await
            })
            .await
        })
        .await
    }

    /// Unlocks with what a passkey's PRF gave for the unlocker's salt, 32 bytes.
    ///
    /// # Errors
    /// `vault.passkey_wrong`, `wallet.argument_invalid`, other `vault.*`, `store.*`; the vault stays locked.
    #[wasm_bindgen(js_name = unlockWithPasskey)]
    pub async fn unlock_with_passkey(
        &self,
        #[wasm_bindgen(js_name = unlockerId)] unlocker_id: &str,
        output: Vec<u8>,
    ) -> Result<(), Failure> {
        let output = secret(output)?;
        let unlocker = UnlockerId::parse(unlocker_id).ok_or(VaultError::UnlockerUnknown)?;
        let vault = self.take_locked()?;
        self.finish(vault.unlock_with_passkey(unlocker, &output))
            .await
    }
}

/// Takes over what came from JavaScript, and wipes what is left of it here.
pub(super) fn secret(bytes: Vec<u8>) -> Result<Secret32, Failure> {
    let mut bytes = Zeroizing::new(bytes);
    let bytes = bytes.as_mut_slice().try_into();
    Ok(Secret32::take(bytes.map_err(|_| Failure::ARGUMENT)?))
}
