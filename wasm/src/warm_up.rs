//! What follows an unlock, run before anybody waits for it.

use crate::error::Failure;
use crate::host::make_seed;
use hailstone_core::vault;
use wasm_bindgen::prelude::wasm_bindgen;

/// Runs what finding records in a vault runs, on nothing, so that the browser has compiled it well by the time that somebody has
/// unlocked. Takes some tens of milliseconds, and the module does nothing else meanwhile.
///
/// # Errors
/// `wallet.no_entropy`, `vault.*`: nothing is worse than before.
#[wasm_bindgen(js_name = warmUp)]
pub fn warm_up() -> Result<(), Failure> {
    Ok(vault::warm_up(make_seed()?)?)
}
