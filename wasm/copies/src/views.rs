//! The shapes that JavaScript sees.

use hailstone_core::jose::base64url;
use hailstone_core::vault::{Merged, Renewed};
use serde::Serialize;
use tsify::Tsify;

/// What a merge has changed.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct MergeView {
    came: usize,
    changed: usize,
    choices: usize,
    disputed: usize,
}

impl From<Merged> for MergeView {
    fn from(merged: Merged) -> Self {
        Self {
            came: merged.came,
            changed: merged.changed,
            choices: merged.choices,
            disputed: merged.disputed,
        }
    }
}

/// A copy of the vault that was made for a card, and what came of what was there.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct CardCopyView {
    /// It, as base64url.
    bytes: String,
    /// What came from the card.
    merged: MergeView,
    /// How many records are in it, deleted ones and receipts with them.
    records: usize,
    /// For how many there was no room.
    left_out: usize,
    /// How many bytes there are.
    length: usize,
    /// How many more there is room for.
    left: usize,
    /// Of which change of the vault it is.
    #[tsify(type = "number")]
    revision: u64,
}

impl CardCopyView {
    pub(crate) fn new(renewed: Renewed, room: usize, revision: u64) -> Self {
        let Renewed {
            bytes,
            merged,
            records,
            left_out,
        } = renewed;
        Self {
            merged: merged.into(),
            records,
            left_out,
            length: bytes.len(),
            left: room.saturating_sub(bytes.len()),
            revision,
            bytes: base64url::encode(&bytes),
        }
    }
}
