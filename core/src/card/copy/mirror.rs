//! Two rows that have the same, one written after the other ([`Rows::MIRRORED`]).
//!
//! The first row is whole, or was cut short while the second one was whole. So the second one is read only where the first has
//! something that is not whole, and a card on which there was never a copy is written to in the first.

use super::row::{self, is_ours};
use super::{Copies, Copy, Held, Row, Rows, Written, is_whole};
use crate::card::error::CardError;
use crate::card::step::Step;
use alloc::vec;

pub(super) fn read<C: Rows>(card: C) -> Result<Step<Copies<C>>, CardError> {
    row::read(card, Row::First)?.and_then(|(mut card, first)| {
        if let Some(copy) = first.filter(|copy| is_whole(&copy.bytes)) {
            card.vouch();
            let rows = vec![(Row::First, copy)];
            return Ok(Step::Done(Copies { card, rows }));
        }
        row::read(card, Row::Second)?.map(|(card, second)| {
            let second = second.filter(|copy| is_whole(&copy.bytes));
            let rows = second.map(|copy| (Row::Second, copy));
            Copies {
                card,
                rows: rows.into_iter().collect(),
            }
        })
    })
}

/// To the row that the newest copy is not read from.
pub(super) fn write<C: Rows>(
    copies: Copies<C>,
    generation: u32,
    bytes: &[u8],
) -> Result<Step<Written<C>>, CardError> {
    let Copies { card, rows } = copies;
    let copy = Copy {
        generation,
        bytes: bytes.into(),
    };
    match rows.first() {
        Some((row, _)) => put(card, row.other(), copy),
        // What somebody else has in the second row is known before the first one is written.
        None => card.get(Row::Second, 0)?.and_then(|(card, held)| {
            let is_free = match &held {
                Held::Nothing => true,
                Held::Bytes(bytes) => is_ours(bytes.expose()),
                Held::Foreign => false,
            };
            match is_free {
                true => put(card, Row::First, copy),
                false => Err(CardError::ObjectTaken),
            }
        }),
    }
}

fn put<C: Rows>(card: C, row: Row, copy: Copy) -> Result<Step<Written<C>>, CardError> {
    row::overwrite(card, row, copy)?.map(move |(card, copy)| Written {
        card,
        copy,
        old: Some(row.other()),
    })
}

pub(super) fn settle<C: Rows>(mut card: C, row: Row, copy: Copy) -> Result<Step<C>, CardError> {
    card.vouch();
    row::overwrite(card, row, copy)?.map(|(card, _)| card)
}
