//! Argon2id version 1.3 (RFC 9106) for the browser's module, 32 bytes, without a secret and associated data. The `argon2` crate,
//! which is used everywhere else, has no SIMD for wasm32: with it this takes three quarters of the time. The tests hold the two
//! against each other.
//!
//! It is a package of its own because it is compiled for speed and the core, in a browser, for size.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod block;
mod fill;
mod hash;
mod pair;

use alloc::vec::Vec;
use block::Block;
use zeroize::Zeroize;

/// The parameters are outside of RFC 9106 §3.1, or there is not enough memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadCost;

/// What the derivation costs (RFC 9106 §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB, at least eight for each lane.
    pub memory: u32,
    /// Passes over it, at least one.
    pub passes: u32,
    /// Lanes, at least one and at most 2^24-1. They are filled one after the other.
    pub lanes: u32,
}

/// How many parts a lane has, at whose ends the lanes wait for each other.
const SLICES: usize = 4;
const LANES_MAX: u32 = 0x00ff_ffff;

/// Derives `out` from a passphrase.
///
/// # Errors
/// [`BadCost`]; `out` is as it was then.
pub fn derive(
    passphrase: &[u8],
    salt: &[u8; 16],
    cost: Cost,
    out: &mut [u8; 32],
) -> Result<(), BadCost> {
    let Cost {
        memory,
        passes,
        lanes,
    } = cost;
    if passes == 0 || !(1..=LANES_MAX).contains(&lanes) || memory / 8 < lanes {
        return Err(BadCost);
    }
    let size = |number: u32| usize::try_from(number).map_err(|_| BadCost);
    let (lanes, passes) = (size(lanes)?, size(passes)?);
    // §3.2 step 2: whole segments only.
    let segment = size(memory)?
        .checked_div(lanes.checked_mul(SLICES).ok_or(BadCost)?)
        .ok_or(BadCost)?;
    let shape = fill::Shape {
        segment,
        lanes,
        passes,
    };
    let mut filled = Memory::new(shape.blocks())?;
    let mut start = hash::start(passphrase, salt, cost).ok_or(BadCost)?;
    let last = fill::fill(&mut filled.0, shape, &start);
    start.zeroize();
    hash::end(&mut last.ok_or(BadCost)?, out);
    Ok(())
}

/// The memory that the derivation fills. What is left in it at the end determines the key, so it is wiped.
struct Memory(Vec<Block>);

impl Memory {
    fn new(blocks: usize) -> Result<Self, BadCost> {
        let mut memory = Vec::new();
        memory.try_reserve_exact(blocks).map_err(|_| BadCost)?;
        memory.resize(blocks, Block::ZERO);
        Ok(Self(memory))
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        block::wipe(&mut self.0);
    }
}

#[cfg(test)]
mod tests;
