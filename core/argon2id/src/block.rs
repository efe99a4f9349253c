//! Blocks of 1024 bytes and how two of them are compressed into one (RFC 9106 §3.5 and §3.6).

use crate::pair::Pair;
use zeroize::{Zeroize, optimization_barrier};

pub(crate) const BLOCK_LENGTH: usize = 1024;

/// A line of the block, eight registers of sixteen bytes.
type Line = [Pair; 8];

/// Eight rows.
#[derive(Clone, Copy)]
#[repr(align(16))]
pub(crate) struct Block([Line; 8]);

impl Block {
    pub(crate) const ZERO: Self = Self([[Pair::ZERO; 8]; 8]);

    pub(crate) fn of(bytes: &[u8; BLOCK_LENGTH]) -> Self {
        let mut block = Self::ZERO;
        let (words, _) = bytes.as_chunks::<16>();
        for (pair, bytes) in block.pairs_mut().zip(words) {
            let both = u128::from_le_bytes(*bytes);
            *pair = Pair::new([low(both), low(both >> 64)]);
        }
        block
    }

    /// Its bytes, into as many.
    pub(crate) fn write(&self, bytes: &mut [u8; BLOCK_LENGTH]) {
        let (places, _) = bytes.as_chunks_mut::<8>();
        for (place, word) in places.iter_mut().zip(self.words()) {
            *place = word.to_le_bytes();
        }
    }

    /// The 128 words.
    pub(crate) fn words(&self) -> impl Iterator<Item = u64> {
        self.0.as_flattened().iter().flat_map(|pair| pair.words())
    }

    /// Its first word.
    pub(crate) fn first(&self) -> u64 {
        let [[first, ..], ..] = self.0;
        let [word, _] = first.words();
        word
    }

    /// Sets its first words, two by two.
    pub(crate) fn set(&mut self, words: &[[u64; 2]]) {
        for (pair, words) in self.pairs_mut().zip(words) {
            *pair = Pair::new(*words);
        }
    }

    pub(crate) fn xor(&mut self, other: &Self) {
        for (pair, other) in self.pairs_mut().zip(other.0.as_flattened()) {
            *pair = pair.xor(*other);
        }
    }

    fn pairs_mut(&mut self) -> impl Iterator<Item = &mut Pair> {
        self.0.as_flattened_mut().iter_mut()
    }
}

impl Zeroize for Block {
    fn zeroize(&mut self) {
        wipe(core::slice::from_mut(self));
    }
}

/// Fills them with zeros, which no compiler leaves out.
pub(crate) fn wipe(blocks: &mut [Block]) {
    blocks.fill(Block::ZERO);
    optimization_barrier(blocks);
}

/// Room for what a compression has done half. Wiped at the end.
pub(crate) struct Half {
    /// Both blocks, one upon the other.
    both: Block,
    /// The same after the rows.
    rows: Block,
}

impl Half {
    pub(crate) const fn new() -> Self {
        Self {
            both: Block::ZERO,
            rows: Block::ZERO,
        }
    }

    /// The first half: the rows. A function of its own, and so is each of the others, so that a browser soon compiles it well:
    /// it does that to what is called often, not to what runs for long.
    #[inline(never)]
    pub(crate) fn rows(&mut self, previous: &Block, reference: &Block) {
        let from = previous.0.iter().zip(&reference.0);
        let into = self.both.0.iter_mut().zip(&mut self.rows.0);
        for ((both, permuted), (previous, reference)) in into.zip(from) {
            let mut row = *previous;
            for (pair, other) in row.iter_mut().zip(reference) {
                *pair = pair.xor(*other);
            }
            *both = row;
            *permuted = permute(row);
        }
    }

    /// The second half: the columns, into the place of the new block.
    #[inline(never)]
    pub(crate) fn columns(&self, into: &mut Block) {
        for place in 0..8 {
            let permuted = permute(column(&self.rows, place));
            let all = permuted.into_iter().zip(column(&self.both, place));
            for (row, (pair, both)) in into.0.iter_mut().zip(all) {
                if let Some(into) = row.get_mut(place) {
                    *into = pair.xor(both);
                }
            }
        }
    }

    /// The same upon the block that is there from the pass before.
    #[inline(never)]
    pub(crate) fn columns_upon(&self, into: &mut Block) {
        for place in 0..8 {
            let permuted = permute(column(&self.rows, place));
            let all = permuted.into_iter().zip(column(&self.both, place));
            for (row, (pair, both)) in into.0.iter_mut().zip(all) {
                if let Some(into) = row.get_mut(place) {
                    *into = into.xor(pair.xor(both));
                }
            }
        }
    }
}

impl Drop for Half {
    fn drop(&mut self) {
        self.both.zeroize();
        self.rows.zeroize();
    }
}

#[inline(always)]
fn column(block: &Block, place: usize) -> Line {
    block
        .0
        .each_ref()
        .map(|row| row.get(place).copied().unwrap_or(Pair::ZERO))
}

/// The permutation P: the columns of a matrix of four by four words, then its diagonals.
#[inline(always)]
fn permute([a, e, b, f, c, g, d, h]: Line) -> Line {
    let [a, b, c, d] = mix([[a, e], [b, f], [c, g], [d, h]]);
    let ([b, f], [c, g], [d, h]) = (b, c, d);
    let b = [b.slide(f), f.slide(b)];
    let d = [h.slide(d), d.slide(h)];
    let [[a, e], b, [g, c], d] = mix([a, b, [g, c], d]);
    let ([b, f], [d, h]) = (b, d);
    let b = [f.slide(b), b.slide(f)];
    let d = [d.slide(h), h.slide(d)];
    let ([b, f], [d, h]) = (b, d);
    [a, e, b, f, c, g, d, h]
}

/// The function GB, four times.
#[inline(always)]
fn mix([a, b, c, d]: [[Pair; 2]; 4]) -> [[Pair; 2]; 4] {
    let a = Pair::multiply_add(a, b);
    let d = xor(d, a).map(Pair::rotate_right_32);
    let c = Pair::multiply_add(c, d);
    let b = xor(b, c).map(Pair::rotate_right_24);
    let a = Pair::multiply_add(a, b);
    let d = xor(d, a).map(Pair::rotate_right_16);
    let c = Pair::multiply_add(c, d);
    let b = xor(b, c).map(Pair::rotate_right_63);
    [a, b, c, d]
}

#[inline(always)]
fn xor([x, z]: [Pair; 2], [y, w]: [Pair; 2]) -> [Pair; 2] {
    [x.xor(y), z.xor(w)]
}

#[allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "the lower half is wanted"
)]
const fn low(both: u128) -> u64 {
    both as u64
}
