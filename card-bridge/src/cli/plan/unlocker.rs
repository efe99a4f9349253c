//! What was typed of unlockers, and what it means.

use super::card::named;
use crate::cli::args::Unlocker as Typed;
use crate::command::unlocker::{Deed, Unlocker};
use crate::error::Failure;
use crate::wallet::Means;
use hailstone_core::vault::VaultError;

pub(super) fn plan(typed: Typed) -> Result<Unlocker, Failure> {
    let (deed, place, opening) = match typed {
        Typed::List { place, opening } => (Deed::List, place, opening),
        Typed::Add {
            means,
            serial: typed,
            html,
            label,
            place,
            opening,
        } => {
            let deed = if means.recovery {
                Deed::AddSheet { label, html }
            } else if let Some(typed) = means.shares {
                let (threshold, count) = shares(&typed)?;
                Deed::AddShares {
                    threshold,
                    count,
                    label,
                    html,
                }
            } else {
                let means = match (means.card, means.fido2) {
                    (true, _) => Means::Card(named(typed)?),
                    (false, true) => Means::Fido2,
                    (false, false) => Means::Passphrase,
                };
                Deed::Add { means, label }
            };
            (deed, place, opening)
        }
        Typed::Rename {
            label,
            new,
            place,
            opening,
        } => (Deed::Rename { label, new }, place, opening),
        Typed::Remove {
            label,
            place,
            opening,
        } => (Deed::Remove { label }, place, opening),
    };
    Ok(Unlocker {
        deed,
        vault: place.vault,
        with: opening.with,
    })
}

/// `2/3`: two of three.
fn shares(typed: &str) -> Result<(u8, u8), Failure> {
    let numbers = typed.split_once('/').and_then(|(threshold, count)| {
        let numbers: (u8, u8) = (threshold.parse().ok()?, count.parse().ok()?);
        (2 <= numbers.0 && numbers.0 <= numbers.1 && numbers.1 <= 8).then_some(numbers)
    });
    numbers.ok_or(Failure::Vault(VaultError::SharesOutOfRange))
}
