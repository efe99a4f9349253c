//! A sealed copy of the vault on a card, in as much room as there is ([`crate::vault::Excerpt`]).
//!
//! Cards that are not ours write one object at a time, and lose power when they like. So two generations lie side by side: a new one is
//! written to the row that the newest whole one is not in, read back, opened by whoever has the keys, and only then the older one is
//! dropped. [`read`] finds what is there, [`Copies::write`] writes and reads back, [`Written::settle`] drops:
//!
//! ```
//! use hailstone_core::card::copy::{Copies, Rows, Written};
//! use hailstone_core::card::{CardError, Step};
//!
//! fn renew<C: Rows>(copies: Copies<C>, bytes: &[u8]) -> Result<Step<()>, CardError> {
//!     let Step::Done(written) = copies.write(bytes)? else {
//!         return Ok(Step::Done(())); // … the card is asked meanwhile …
//!     };
//!     // Does it open? Only then:
//!     written.settle()?.map(drop)
//! }
//! ```
//!
//! Each object begins with `"HSTC" || version (1) = 01 || part (1) || generation (4)`, the first one with the length (4) of all parts
//! together behind it; numbers are big-endian. The bytes that lie there end with SHA-256 of all before, as a backup file does. Of what
//! somebody else wrote nothing is overwritten.

mod mirror;
mod openpgp;
mod piv;
mod row;
#[cfg(test)]
mod tests;

pub use openpgp::PrivateObjects;
pub use piv::{PivCard, PivObjects};

use super::error::CardError;
use super::step::Step;
use crate::hazmat::hash;
use crate::secret::SecretBytes;
use alloc::vec;
use alloc::vec::Vec;
use row::{PART_HEAD, Part};

/// Where one generation lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// In the first objects.
    First,
    /// In those after them.
    Second,
}

impl Row {
    const BOTH: [Self; 2] = [Self::First, Self::Second];

    const fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }
}

/// What one object holds.
#[derive(Debug)]
pub enum Held {
    /// Nothing that has to be kept.
    Nothing,
    /// Bytes of some program, perhaps of ours.
    Bytes(SecretBytes),
    /// What cannot be ours.
    Foreign,
}

/// A card that has objects for two generations. The number of an object counts from 0 in its row.
pub trait Rows: Sized + Send + 'static {
    /// Whether the second row has what the first has, and is looked at only where the first is not whole.
    ///
    /// Nitrokeys keep 0103 encrypted, and when the power fails while it is written, its application breaks off at every later try to
    /// read it. So it is written before the first row is, and read where that was cut short.
    const MIRRORED: bool = false;

    /// There is a whole copy in the first row: what is in the second is ours, and need not be looked at before it is written.
    fn vouch(&mut self) {}

    /// How many objects a generation may lie in.
    fn objects(&self) -> usize;

    /// How many bytes go into each.
    fn length(&self) -> usize;

    /// Reads an object.
    ///
    /// # Errors
    /// Whatever is neither its content nor its absence.
    fn get(self, row: Row, number: usize) -> Result<Step<(Self, Held)>, CardError>;

    /// Writes an object; with no bytes, empties it. `false` where it is not to be had: the next one is tried.
    ///
    /// # Errors
    /// [`CardError::Full`].
    fn put(self, row: Row, number: usize, bytes: &[u8]) -> Result<Step<(Self, bool)>, CardError>;
}

/// One generation, as it lies on the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// The greater, the newer.
    pub generation: u32,
    /// The sealed copy.
    pub bytes: Vec<u8>,
}

/// What a card holds of the vault.
#[derive(Debug)]
pub struct Copies<C> {
    card: C,
    rows: Vec<(Row, Copy)>,
}

/// Reads both generations. What is not whole is not told.
///
/// # Errors
/// Whatever the card refuses for another reason than that there is nothing.
pub fn read<C: Rows>(card: C) -> Result<Step<Copies<C>>, CardError> {
    if C::MIRRORED {
        return mirror::read(card);
    }
    row::read(card, Row::First)?.and_then(|(card, first)| {
        row::read(card, Row::Second)?.and_then(|(card, second)| {
            let mut rows: Vec<(Row, Copy)> = vec![];
            for (row, copy) in Row::BOTH.into_iter().zip([first, second]) {
                if let Some(copy) = copy.filter(|copy| is_whole(&copy.bytes)) {
                    rows.push((row, copy));
                }
            }
            if let [(_, first), (_, second)] = rows.as_slice()
                && first.generation < second.generation
            {
                rows.reverse();
            }
            Ok(Step::Done(Copies { card, rows }))
        })
    })
}

/// Reads what everybody may read of a mirrored card, which is all there is unless a write was cut short.
///
/// # Errors
/// As [`read`].
pub fn read_first<C: Rows>(card: C) -> Result<Step<Copies<C>>, CardError> {
    row::read(card, Row::First)?.map(|(card, first)| {
        let first = first.filter(|copy| is_whole(&copy.bytes));
        let rows = first.map(|copy| (Row::First, copy));
        Copies {
            card,
            rows: rows.into_iter().collect(),
        }
    })
}

impl<C: Rows> Copies<C> {
    /// The generations that are whole, the newest first.
    pub fn all(&self) -> impl Iterator<Item = &Copy> {
        self.rows.iter().map(|(_, copy)| copy)
    }

    /// How many bytes one generation may have. A card may have less room than it has objects for, and says so when it is written to.
    pub fn room(&self) -> usize {
        room(&self.card)
    }

    /// The card, for whatever else is to be done.
    pub fn into_card(self) -> C {
        self.card
    }

    /// Writes a new generation beside the newest one, and reads it back.
    ///
    /// # Errors
    /// [`CardError::Full`]; [`CardError::Memory`] where the card gives back something else. The newest generation is still there then.
    pub fn write(self, bytes: &[u8]) -> Result<Step<Written<C>>, CardError> {
        let newest = self.rows.first();
        let generation = newest.map_or(1, |(_, copy)| copy.generation.saturating_add(1));
        let row = newest.map_or(Row::First, |(row, _)| row.other());
        if bytes.len() > self.room() || !is_whole(bytes) {
            return Err(CardError::Full);
        }
        if C::MIRRORED {
            return mirror::write(self, generation, bytes);
        }
        let copy = Copy {
            generation,
            bytes: bytes.into(),
        };
        let is_alone = self.rows.is_empty();
        let wanted = copy.clone();
        row::write(self.card, row, copy)?.and_then(move |card| {
            row::read(card, row)?.and_then(move |(card, found)| match found {
                Some(found) if found == wanted => Ok(Step::Done(Written {
                    card,
                    copy: found,
                    old: (!is_alone).then(|| row.other()),
                })),
                _ => Err(CardError::Memory),
            })
        })
    }
}

/// A new generation that was read back. The older one is still there.
#[derive(Debug)]
pub struct Written<C> {
    card: C,
    copy: Copy,
    old: Option<Row>,
}

impl<C: Rows> Written<C> {
    /// What the card gave back.
    pub const fn copy(&self) -> &Copy {
        &self.copy
    }

    /// Drops the older generation, once the new one is known to open; on a mirrored card, the new one takes its place.
    ///
    /// # Errors
    /// Whatever the card refuses. The new generation is there whatever comes of it.
    pub fn settle(self) -> Result<Step<C>, CardError> {
        match self.old {
            Some(row) if C::MIRRORED => mirror::settle(self.card, row, self.copy),
            Some(row) => row::drop(self.card, row),
            None => Ok(Step::Done(self.card)),
        }
    }
}

fn room(card: &impl Rows) -> usize {
    let part = card.length().saturating_sub(PART_HEAD);
    let all = part.saturating_mul(card.objects());
    all.saturating_sub(Part::LENGTH)
}

/// A copy ends with the hash of all before.
fn is_whole(bytes: &[u8]) -> bool {
    bytes
        .split_last_chunk::<32>()
        .is_some_and(|(covered, end)| hash::sha256(&[covered]) == *end)
}
