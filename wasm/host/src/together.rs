//! One store and several programs: what others write is met, and gone on from.

use crate::error::Failure;
use crate::place::Place;
use hailstone_core::error::Coded;
use hailstone_core::vault::{Store, StoreError, Unlocked, Vault, VaultError};

/// How often a step is done anew that met a write of somebody else's each time.
const TRIES: u8 = 4;

/// Runs a step, and runs it anew, on top, when somebody else wrote meanwhile.
///
/// # Errors
/// The step's; `store.conflict` when others were quicker each time; [`not_followed`].
pub async fn together<T>(
    store: &Place,
    vault: &mut Vault<Unlocked>,
    step: impl AsyncFn(&mut Vault<Unlocked>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    for _ in 0..TRIES {
        match step(vault).await {
            Err(failure) if failure.code() == StoreError::Conflict.code() => {}
            outcome => return outcome,
        }
        follow(store, vault).await?;
    }
    Err(StoreError::Conflict.into())
}

/// Goes on from what is in the store.
async fn follow(store: &Place, vault: &mut Vault<Unlocked>) -> Result<(), Failure> {
    let header = store.header().await?;
    let header = header.ok_or(Failure::SUPERSEDED)?;
    vault.follow(&header).map_err(not_followed)
}

/// Why an open vault cannot go on from what is in the store: it is older (`vault.rolled_back`), or something else than this one has
/// become (`wallet.superseded`).
#[must_use]
pub fn not_followed(error: VaultError) -> Failure {
    match error {
        VaultError::ChangesStale | VaultError::RolledBack => VaultError::RolledBack.into(),
        _ => Failure::SUPERSEDED,
    }
}
