//! The memories of a card, kept outside of it, with a power line that can be cut at any write.
//!
//! ```
//! use hailstone_virtual_card::{card::{Options, with_card}, flash::Flash};
//!
//! let flash = Flash::default();
//! let options = Options { flash: Some(flash.clone()), ..Options::default() };
//! with_card(&options, |card| card.transmit(&[0x00, 0xA4, 0x04, 0x00]))?;
//! // Another card program, the same memories: half of the second write from here is done, then nothing more.
//! let before = flash.copy();
//! before.cut_at(1);
//! # Ok::<(), std::io::Error>(())
//! ```

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use littlefs2::{
    consts::{U8, U512},
    driver::Storage,
    io::{Error, Result},
};
use trussed::virt::StorageConfig;

const BLOCK: usize = 512;
const BLOCKS: usize = 128;

/// What flash reads where nothing is written.
const ERASED: u8 = 0xFF;

/// A card's internal and external memory. Clones are the same memory.
#[derive(Clone, Debug, Default)]
pub struct Flash(Arc<Mutex<State>>);

#[derive(Clone, Debug)]
struct State {
    memories: [Vec<u8>; 2],
    formatted: bool,
    writes: u64,
    /// The number of the write at which the power fails.
    cut_at: Option<u64>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            memories: [(); 2].map(|()| vec![ERASED; BLOCK * BLOCKS]),
            formatted: false,
            writes: 0,
            cut_at: None,
        }
    }
}

impl State {
    fn is_cut(&self) -> bool {
        self.cut_at.is_some_and(|at| self.writes > at)
    }

    /// Counts one write or erasure; how much of `length` bytes is still done.
    fn spend(&mut self, length: usize) -> usize {
        if self.is_cut() {
            return 0;
        }
        self.writes += 1;
        match self.is_cut() {
            true => length / 2,
            false => length,
        }
    }
}

impl Flash {
    fn state(&self) -> MutexGuard<'_, State> {
        // A card program that panics for want of power leaves nothing half done here.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another flash with the same content, under power.
    pub fn copy(&self) -> Self {
        let state = State {
            writes: 0,
            cut_at: None,
            ..self.state().clone()
        };
        Self(Arc::new(Mutex::new(state)))
    }

    /// Of the writes and erasures from here on, the one of this number is done by half, and none that follow.
    pub fn cut_at(&self, number: u64) {
        let mut state = self.state();
        state.writes = 0;
        state.cut_at = Some(number);
    }

    /// How many writes and erasures were done since the flash was made or [`Flash::cut_at`] was called.
    pub fn writes(&self) -> u64 {
        self.state().writes
    }

    /// Whether the power has failed.
    pub fn is_cut(&self) -> bool {
        self.state().is_cut()
    }

    /// The internal memory and the external one, for a card that is to be put together.
    pub(crate) fn memories(&self) -> [StorageConfig<'static>; 2] {
        let format = !std::mem::replace(&mut self.state().formatted, true);
        [0, 1].map(|number| StorageConfig {
            storage: Box::new(Memory {
                flash: self.clone(),
                number,
            }),
            format,
        })
    }
}

/// One of the two.
struct Memory {
    flash: Flash,
    number: usize,
}

impl Memory {
    /// Does to a range what `change` says, as far as the power lasts.
    fn change(
        &self,
        offset: usize,
        length: usize,
        change: impl FnOnce(&mut [u8]),
    ) -> Result<usize> {
        let mut state = self.flash.state();
        let done = state.spend(length);
        let memory = &mut state.memories[self.number];
        let range = memory
            .get_mut(offset..offset + length)
            .ok_or(Error::NO_SPACE)?;
        change(&mut range[..done]);
        match done == length {
            true => Ok(length),
            false => Err(Error::IO),
        }
    }
}

impl Storage for Memory {
    const READ_SIZE: usize = 16;
    const WRITE_SIZE: usize = 16;
    const BLOCK_SIZE: usize = BLOCK;
    const BLOCK_COUNT: usize = BLOCKS;

    type CACHE_SIZE = U512;
    type LOOKAHEAD_SIZE = U8;

    fn read(&mut self, offset: usize, buffer: &mut [u8]) -> Result<usize> {
        let state = self.flash.state();
        if state.is_cut() {
            return Err(Error::IO);
        }
        let range = state.memories[self.number]
            .get(offset..offset + buffer.len())
            .ok_or(Error::NO_SPACE)?;
        buffer.copy_from_slice(range);
        Ok(buffer.len())
    }

    fn write(&mut self, offset: usize, data: &[u8]) -> Result<usize> {
        self.change(offset, data.len(), |range| {
            range.copy_from_slice(&data[..range.len()]);
        })
    }

    fn erase(&mut self, offset: usize, length: usize) -> Result<usize> {
        self.change(offset, length, |range| range.fill(ERASED))
    }
}
