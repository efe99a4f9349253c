//! What the core is given by this host: random seeds and the time.

use crate::error::Failure;
use hailstone_core::entropy::Seed;
use hailstone_core::id::WriterId;
use hailstone_core::time::Timestamp;

/// A fresh seed from the browser's random number generator.
pub(crate) fn make_seed() -> Result<Seed, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| Failure::NO_ENTROPY)?;
    Ok(Seed::take(&mut bytes))
}

/// A fresh identifier for an installation that has none yet.
pub(crate) fn make_writer() -> Result<WriterId, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| Failure::NO_ENTROPY)?;
    Ok(WriterId::from_bytes(bytes))
}

/// The time by the machine's clock.
pub(crate) fn now() -> Timestamp {
    #[allow(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float-to-integer cast saturates, and Date.now() is a positive whole number"
    )]
    Timestamp::from_unix((js_sys::Date::now() / 1000.0) as u64)
}
