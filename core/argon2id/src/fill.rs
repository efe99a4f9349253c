//! Which block is made from which (RFC 9106 §3.2 and §3.4).

use crate::SLICES;
use crate::block::{Block, Half};
use crate::hash::{self, Start};

/// The addresses that one block of them holds.
const ADDRESSES: usize = 128;

/// Of the memory: so many lanes of [`SLICES`] segments each.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// The blocks of a segment.
    pub(crate) segment: usize,
    pub(crate) lanes: usize,
    pub(crate) passes: usize,
}

impl Shape {
    pub(crate) const fn blocks(self) -> usize {
        self.lane().saturating_mul(self.lanes)
    }

    /// The blocks of a lane.
    const fn lane(self) -> usize {
        self.segment.saturating_mul(SLICES)
    }
}

/// Where the filling is.
#[derive(Clone, Copy)]
struct Place {
    pass: usize,
    slice: usize,
    lane: usize,
}

/// Fills the memory, which has as many blocks as the shape says: the last blocks of all lanes, one upon the other.
pub(crate) fn fill(memory: &mut [Block], shape: Shape, start: &Start) -> Option<Block> {
    for (lane, blocks) in (0..).zip(memory.chunks_exact_mut(shape.lane())) {
        for (number, block) in (0..).zip(blocks.iter_mut().take(2)) {
            *block = hash::first_block(start, number, lane);
        }
    }
    let mut half = Half::new();
    for pass in 0..shape.passes {
        for slice in 0..SLICES {
            for lane in 0..shape.lanes {
                segment(memory, shape, Place { pass, slice, lane }, &mut half)?;
            }
        }
    }
    let mut last = Block::ZERO;
    for lane in memory.chunks_exact(shape.lane()) {
        last.xor(lane.last()?);
    }
    Some(last)
}

/// Nothing where a block is not there, which the shape rules out.
fn segment(memory: &mut [Block], shape: Shape, at: Place, half: &mut Half) -> Option<()> {
    let start = at.lane * shape.lane() + at.slice * shape.segment;
    // §3.4.1.3: the first half of the first pass does not depend on the passphrase.
    let mut addresses = (at.pass == 0 && at.slice < SLICES / 2).then(|| Addresses::new(shape, at));
    let first = if at.pass == 0 && at.slice == 0 { 2 } else { 0 };
    for place in first..shape.segment {
        let current = start + place;
        let previous = match (at.slice, place) {
            (0, 0) => current + shape.lane() - 1,
            _ => current - 1,
        };
        let random = match &mut addresses {
            Some(addresses) => addresses.at(place, half)?,
            None => memory.get(previous)?.first(),
        };
        let reference = reference(random, shape, at, place);
        half.rows(memory.get(previous)?, memory.get(reference)?);
        let into = memory.get_mut(current)?;
        if at.pass == 0 {
            half.columns(into);
        } else {
            half.columns_upon(into);
        }
    }
    Some(())
}

/// §3.4.2: from the 64 bits J_1 and J_2 to a block.
fn reference(random: u64, shape: Shape, at: Place, place: usize) -> usize {
    let first = random & u64::from(u32::MAX);
    let lane = if at.pass == 0 && at.slice == 0 {
        at.lane
    } else {
        remainder(random >> 32, shape.lanes)
    };
    // What is done by now: of this pass, and in a later one what is left of the one before.
    let segments = if at.pass == 0 { at.slice } else { SLICES - 1 };
    let done = segments * shape.segment;
    let area = if lane == at.lane {
        done + place - 1
    } else {
        done - usize::from(place == 0)
    };
    let squared = (first * first) >> 32;
    let back = scaled(area, squared);
    let begin = if at.pass == 0 || at.slice == SLICES - 1 {
        0
    } else {
        (at.slice + 1) * shape.segment
    };
    let within = begin + (area - 1 - back);
    lane * shape.lane() + within % shape.lane()
}

/// The addresses of a segment that do not depend on the passphrase (§3.4.1.2).
struct Addresses {
    counter: u64,
    input: Block,
    words: [u64; ADDRESSES],
    head: [[u64; 2]; 3],
}

impl Addresses {
    fn new(shape: Shape, at: Place) -> Self {
        let number = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        Self {
            counter: 0,
            input: Block::ZERO,
            words: [0; ADDRESSES],
            head: [
                [number(at.pass), number(at.lane)],
                [number(at.slice), number(shape.blocks())],
                [number(shape.passes), 2],
            ],
        }
    }

    fn at(&mut self, place: usize, half: &mut Half) -> Option<u64> {
        let within = place % ADDRESSES;
        if within == 0 || self.counter == 0 {
            self.counter += 1;
            let [a, b, c] = self.head;
            self.input = Block::ZERO;
            self.input.set(&[a, b, c, [self.counter, 0]]);
            for _ in 0..2 {
                half.rows(&Block::ZERO, &self.input);
                half.columns(&mut self.input);
            }
            for (word, made) in self.words.iter_mut().zip(self.input.words()) {
                *word = made;
            }
        }
        self.words.get(within).copied()
    }
}

/// `area * part / 2^32`, which is less than `area`.
fn scaled(area: usize, part: u64) -> usize {
    let area = u64::try_from(area).unwrap_or(u64::MAX);
    usize::try_from(area.wrapping_mul(part) >> 32).unwrap_or(usize::MAX)
}

fn remainder(number: u64, lanes: usize) -> usize {
    let lanes = u64::try_from(lanes).unwrap_or(u64::MAX);
    let remainder = number.checked_rem(lanes).unwrap_or(0);
    usize::try_from(remainder).unwrap_or(0)
}
