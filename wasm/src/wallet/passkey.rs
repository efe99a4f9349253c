//! Passkeys. The ceremony is a page's; here its result is made an unlocker.

use super::Wallet;
use crate::error::Failure;
use crate::host::secret;
use hailstone_core::vault::NewUnlocker;
use wasm_bindgen::prelude::wasm_bindgen;

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
