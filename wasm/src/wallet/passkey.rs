//! Passkeys. The ceremony is a page's; here its result is made an unlocker.

use super::Wallet;
use crate::error::Failure;
use hailstone_core::secret::Secret32;
use hailstone_core::vault::NewUnlocker;
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
        self.add(&new).await
    }
}

/// Takes over what came from JavaScript, and wipes what is left of it here.
pub(super) fn secret(bytes: Vec<u8>) -> Result<Secret32, Failure> {
    let mut bytes = Zeroizing::new(bytes);
    let bytes = bytes.as_mut_slice().try_into();
    Ok(Secret32::take(bytes.map_err(|_| Failure::ARGUMENT)?))
}
