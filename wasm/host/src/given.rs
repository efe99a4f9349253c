//! What the core is given by this host: random seeds, the time, how fast the machine is, and secrets that JavaScript holds.

use crate::error::Failure;
use hailstone_core::entropy::Seed;
use hailstone_core::id::WriterId;
use hailstone_core::secret::Secret32;
use hailstone_core::time::Timestamp;
use hailstone_core::vault::Cost;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

/// A fresh seed from the browser's random number generator.
///
/// # Errors
/// `wallet.no_entropy`.
pub fn make_seed() -> Result<Seed, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| Failure::NO_ENTROPY)?;
    Ok(Seed::take(&mut bytes))
}

/// A fresh identifier for an installation that has none yet.
///
/// # Errors
/// `wallet.no_entropy`.
pub fn make_writer() -> Result<WriterId, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| Failure::NO_ENTROPY)?;
    Ok(WriterId::from_bytes(bytes))
}

/// The time by the machine's clock.
pub fn now() -> Timestamp {
    #[allow(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float-to-integer cast saturates, and Date.now() is a positive whole number"
    )]
    Timestamp::from_unix((js_sys::Date::now() / 1000.0) as u64)
}

#[wasm_bindgen]
extern "C" {
    /// Milliseconds by a clock that never jumps; pages and workers both have it.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn milliseconds() -> f64;
}

/// What a new passphrase costs on this machine, tried out: about half a second. Takes a fraction of that itself.
///
/// # Errors
/// `vault.derivation_failed` where there is not enough memory.
pub fn calibrated() -> Result<Cost, Failure> {
    /// A browser that guards against fingerprinting rounds its clock to a tenth of a second.
    const LONG_ENOUGH: f64 = 40.0;
    const TRIES: u8 = 8;

    let trial = Cost::FLOOR;
    // What runs for the first time has not been compiled well yet.
    trial.try_out()?;
    let start = milliseconds();
    let (mut took, mut tries) = (0.0, 0_u8);
    while took < LONG_ENOUGH && tries < TRIES {
        trial.try_out()?;
        tries = tries.saturating_add(1);
        took = milliseconds() - start;
    }
    #[allow(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float-to-integer cast saturates"
    )]
    let each = (took / f64::from(tries)) as u32;
    Ok(Cost::calibrated(trial, each))
}

/// Takes over what came from JavaScript, and wipes what is left of it here.
///
/// # Errors
/// `wallet.argument_invalid` unless it is 32 bytes.
pub fn secret(bytes: Vec<u8>) -> Result<Secret32, Failure> {
    let mut bytes = Zeroizing::new(bytes);
    let bytes = bytes.as_mut_slice().try_into();
    Ok(Secret32::take(bytes.map_err(|_| Failure::ARGUMENT)?))
}
