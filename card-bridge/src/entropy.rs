//! The system's source of randomness, the only file that asks it.

use crate::error::Failure;
use hailstone_core::entropy::Seed;
use hailstone_core::id::WriterId;

/// A seed for one operation of the core.
///
/// # Errors
/// [`Failure::EntropyAbsent`].
pub fn seed() -> Result<Seed, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| Failure::EntropyAbsent)?;
    Ok(Seed::take(&mut bytes))
}

/// Random bytes that are no key.
///
/// # Errors
/// [`Failure::EntropyAbsent`].
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Failure::EntropyAbsent)?;
    Ok(bytes)
}

/// An identifier for a writer that has none yet.
///
/// # Errors
/// [`Failure::EntropyAbsent`].
pub(crate) fn writer() -> Result<WriterId, Failure> {
    bytes().map(WriterId::from_bytes)
}
