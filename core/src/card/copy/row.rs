//! One generation in the objects of one row, part by part.

use super::{Copy, Held, Row, Rows};
use crate::card::error::CardError;
use crate::card::step::Step;
use alloc::vec::Vec;

const MAGIC: [u8; 4] = *b"HSTC";
const VERSION: u8 = 1;
/// Magic, version, number of the part, generation.
pub(super) const PART_HEAD: usize = 10;

/// An object of ours with nothing in it: a part behind the last that there can be.
pub(super) const EMPTY: &[u8] = b"HSTC\x01\xff\0\0\0\0";

/// One object of ours.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part<'a> {
    number: u8,
    generation: u32,
    /// In the first part alone: how many bytes all parts have together.
    length: Option<u32>,
    bytes: &'a [u8],
}

impl<'a> Part<'a> {
    /// Of the length of all in the first part.
    pub(super) const LENGTH: usize = 4;

    /// Reads an object; `None` where it is not of ours.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (magic, rest) = bytes.split_first_chunk::<4>()?;
        let (version, rest) = rest.split_first()?;
        let (number, rest) = rest.split_first()?;
        let (generation, rest) = rest.split_first_chunk::<4>()?;
        if *magic != MAGIC || *version != VERSION {
            return None;
        }
        let (length, bytes) = match number {
            0 => {
                let (length, rest) = rest.split_first_chunk::<4>()?;
                (Some(u32::from_be_bytes(*length)), rest)
            }
            _ => (None, rest),
        };
        Some(Self {
            number: *number,
            generation: u32::from_be_bytes(*generation),
            length,
            bytes,
        })
    }

    fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.bytes.len().saturating_add(14));
        bytes.extend(MAGIC);
        bytes.extend([VERSION, self.number]);
        bytes.extend(self.generation.to_be_bytes());
        bytes.extend(self.length.into_iter().flat_map(u32::to_be_bytes));
        bytes.extend(self.bytes);
        bytes
    }
}

/// Where a part lies, and what was read of the generation so far.
struct Reading {
    row: Row,
    /// The object that is looked at next.
    number: usize,
    /// The part that is wanted next.
    part: u8,
    length: usize,
    copy: Copy,
}

/// Reads a generation. Objects that are not its next part are passed over.
pub(super) fn read<C: Rows>(card: C, row: Row) -> Result<Step<(C, Option<Copy>)>, CardError> {
    let copy = Copy {
        generation: 0,
        bytes: Vec::new(),
    };
    let reading = Reading {
        row,
        number: 0,
        part: 0,
        length: 0,
        copy,
    };
    reading.next(card)
}

impl Reading {
    fn next<C: Rows>(mut self, card: C) -> Result<Step<(C, Option<Copy>)>, CardError> {
        if self.part > 0 && self.copy.bytes.len() >= self.length {
            return Ok(Step::Done((card, Some(self.copy))));
        }
        if self.number >= card.objects() {
            return Ok(Step::Done((card, None)));
        }
        let most = super::room(&card);
        card.get(self.row, self.number)?
            .and_then(move |(card, held)| {
                let part = match &held {
                    Held::Bytes(bytes) => Part::parse(bytes.expose()),
                    Held::Nothing | Held::Foreign => None,
                };
                // Where the row begins with nothing there is no generation, and nobody looks further.
                if self.part == 0 && matches!(held, Held::Nothing) {
                    return Ok(Step::Done((card, None)));
                }
                if let Some(part) = part
                    && !self.take(&part, most)
                {
                    return Ok(Step::Done((card, None)));
                }
                self.number = self.number.saturating_add(1);
                self.next(card)
            })
    }

    /// Takes the next part; `false` where it is of another generation, or no card could hold what it says.
    fn take(&mut self, part: &Part<'_>, most: usize) -> bool {
        if part.number != self.part {
            return false;
        }
        match part.length.map(usize::try_from) {
            Some(Ok(length)) if length <= most => {
                self.length = length;
                self.copy.generation = part.generation;
            }
            Some(_) => return false,
            None if part.generation != self.copy.generation => return false,
            None => {}
        }
        let left = self.length.saturating_sub(self.copy.bytes.len());
        if part.bytes.is_empty() || part.bytes.len() > left {
            return false;
        }
        self.copy.bytes.extend(part.bytes);
        let next = self.part.checked_add(1);
        self.part = next.unwrap_or(self.part);
        next.is_some()
    }
}

/// What is left to write: the first part is the last, so that a generation is there whole or not at all.
struct Writing {
    row: Row,
    copy: Copy,
    /// The object that is kept for the first part.
    first: usize,
    /// The part that is written now.
    part: usize,
}

/// Writes a generation.
pub(super) fn write<C: Rows>(card: C, row: Row, copy: Copy) -> Result<Step<C>, CardError> {
    // What is there under the same objects is not to be taken for a part of the new generation.
    drop(card, row)?.and_then(move |card| {
        let writing = Writing {
            row,
            copy,
            first: 0,
            part: 1,
        };
        writing.place(card, 0)
    })
}

impl Writing {
    /// The first object that can be had is kept for the first part.
    fn place<C: Rows>(mut self, card: C, number: usize) -> Result<Step<C>, CardError> {
        if number >= card.objects() {
            return Err(CardError::ObjectTaken);
        }
        let row = self.row;
        card.put(row, number, &[])?.and_then(move |(card, is_had)| {
            if is_had {
                self.first = number;
                self.next(card, number.saturating_add(1))
            } else {
                self.place(card, number.saturating_add(1))
            }
        })
    }

    fn next<C: Rows>(mut self, card: C, number: usize) -> Result<Step<C>, CardError> {
        let Some(bytes) = self.part_bytes(self.part, card.length())? else {
            return self.finish(card);
        };
        if number >= card.objects() {
            return Err(CardError::Full);
        }
        card.put(self.row, number, &bytes)?
            .and_then(move |(card, is_had)| {
                if is_had {
                    self.part = self.part.saturating_add(1);
                }
                self.next(card, number.saturating_add(1))
            })
    }

    fn finish<C: Rows>(self, card: C) -> Result<Step<C>, CardError> {
        let first = self.part_bytes(0, card.length())?.unwrap_or_default();
        card.put(self.row, self.first, &first)?
            .and_then(|(card, is_had)| match is_had {
                true => Ok(Step::Done(card)),
                false => Err(CardError::ObjectTaken),
            })
    }

    /// One part as it goes to its object; `None` behind the last one.
    fn part_bytes(&self, part: usize, object: usize) -> Result<Option<Vec<u8>>, CardError> {
        let room = object.saturating_sub(PART_HEAD);
        let first = room.saturating_sub(Part::LENGTH);
        let begin = match part.checked_sub(1) {
            None => 0,
            Some(before) => before.saturating_mul(room).saturating_add(first),
        };
        let length = if part == 0 { first } else { room };
        let all = &self.copy.bytes;
        let Some(left) = all
            .get(begin..)
            .filter(|left| part == 0 || !left.is_empty())
        else {
            return Ok(None);
        };
        let bytes = left.get(..length).unwrap_or(left);
        let whole = u32::try_from(all.len()).map_err(|_| CardError::Full)?;
        let part = Part {
            number: u8::try_from(part).map_err(|_| CardError::Full)?,
            generation: self.copy.generation,
            length: (part == 0).then_some(whole),
            bytes,
        };
        Ok(Some(part.write()))
    }
}

/// Writes a generation that is one object, in the place of what is there, and reads it back.
pub(super) fn overwrite<C: Rows>(
    card: C,
    row: Row,
    copy: Copy,
) -> Result<Step<(C, Copy)>, CardError> {
    let writing = Writing {
        row,
        copy,
        first: 0,
        part: 0,
    };
    let bytes = writing.part_bytes(0, card.length())?.unwrap_or_default();
    let copy = writing.copy;
    card.put(row, 0, &bytes)?.and_then(move |(card, is_had)| {
        if !is_had {
            return Err(CardError::ObjectTaken);
        }
        read(card, row)?.and_then(move |(card, found)| match found {
            Some(found) if found == copy => Ok(Step::Done((card, found))),
            _ => Err(CardError::Memory),
        })
    })
}

/// Empties the first object of ours in a row: without it the others say nothing.
pub(super) fn drop<C: Rows>(card: C, row: Row) -> Result<Step<C>, CardError> {
    drop_from(card, row, 0)
}

fn drop_from<C: Rows>(card: C, row: Row, number: usize) -> Result<Step<C>, CardError> {
    if number >= card.objects() {
        return Ok(Step::Done(card));
    }
    card.get(row, number)?.and_then(move |(card, held)| {
        let is_first = match &held {
            Held::Nothing => return Ok(Step::Done(card)),
            Held::Foreign => false,
            Held::Bytes(bytes) => Part::parse(bytes.expose()).is_some_and(|part| part.number == 0),
        };
        match is_first {
            true => card
                .put(row, number, &[])?
                .and_then(|(card, _)| Ok(Step::Done(card))),
            false => drop_from(card, row, number.saturating_add(1)),
        }
    })
}

/// Whether an object may be overwritten: it is empty, or a part of ours.
pub(super) fn is_ours(bytes: &[u8]) -> bool {
    bytes.is_empty() || Part::parse(bytes).is_some()
}
