//! What was typed, in the one form that vaults and security keys know.

use crate::error::Failure;
use hailstone_core::secret::SecretBytes;
use hailstone_core::wire::BridgeError;
use unicode_normalization::{UnicodeNormalization, is_nfc};
use zeroize::Zeroizing;

/// In Unicode Normalization Form C (Unicode Standard Annex 15): the same passphrase from another keyboard may come in other code points.
pub(crate) fn composed(typed: SecretBytes) -> Result<SecretBytes, Failure> {
    let text = std::str::from_utf8(typed.expose()).map_err(|_| BridgeError::PromptFailed)?;
    if is_nfc(text) {
        return Ok(typed);
    }
    // UAX 15 §12: at most three times as long in UTF-8, so it never moves while it grows.
    let mut composed = Zeroizing::new(String::with_capacity(3 * text.len()));
    composed.extend(text.nfc());
    Ok(SecretBytes::new(composed.as_bytes().to_vec()))
}
