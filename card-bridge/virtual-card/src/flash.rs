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

use std::{
    io,
    ops::Range,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use hailstone_applet::StorageFault;
use littlefs2::{
    consts::{U8, U512},
    driver::Storage,
    io::{Error, Result},
    object_safe::DynStorageAlloc,
};
use trussed::virt::StorageConfig;

pub(crate) const BLOCK: usize = 512;
const BLOCKS: usize = 128;
/// Of the external memory where our own application is beside others.
pub(crate) const LARGE: usize = 384;
/// Of both memories.
pub(crate) const SIZE: usize = 2 * BLOCK * BLOCKS;

/// What flash reads where nothing is written.
pub(crate) const ERASED: u8 = 0xFF;

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

    /// Takes a new card's bytes, where there is no card yet.
    pub(crate) fn format_once(&self, make: impl FnOnce() -> io::Result<Vec<u8>>) -> io::Result<()> {
        let mut state = self.state();
        if !std::mem::replace(&mut state.formatted, true) {
            let places = state.memories.iter_mut().flatten();
            for (place, byte) in places.zip(make()?) {
                *place = byte;
            }
        }
        Ok(())
    }

    /// Whether there is a card in it.
    pub(crate) fn is_formatted(&self) -> bool {
        self.state().formatted
    }

    /// The internal memory and the external one, for a card that is to be put together.
    pub(crate) fn memories(&self, is_large: bool) -> [StorageConfig<'static>; 2] {
        let mut state = self.state();
        let format = !std::mem::replace(&mut state.formatted, true);
        if format && is_large {
            state.memories[1].resize(BLOCK * LARGE, ERASED);
        }
        drop(state);
        let second: Box<dyn DynStorageAlloc> = match is_large {
            true => Box::new(Memory::<LARGE>::of(self, 1)),
            false => Box::new(Memory::<BLOCKS>::of(self, 1)),
        };
        [Box::new(Memory::<BLOCKS>::of(self, 0)), second]
            .map(|storage| StorageConfig { storage, format })
    }
}

type Stored<T> = std::result::Result<T, StorageFault>;

/// What of a range is in the first memory and what in the second.
fn halves(offset: u32, length: usize) -> Stored<(Range<usize>, Range<usize>)> {
    const HALF: usize = SIZE / 2;
    let start = usize::try_from(offset).map_err(|_| StorageFault)?;
    let end = start + length;
    if end > SIZE {
        return Err(StorageFault);
    }
    let second = start.saturating_sub(HALF)..end.saturating_sub(HALF);
    Ok((start.min(HALF)..end.min(HALF), second))
}

/// For our own application both are one, the second behind the first.
impl hailstone_applet::Storage for Flash {
    fn capacity(&self) -> u32 {
        u32::try_from(SIZE).unwrap_or(u32::MAX)
    }

    fn read(&mut self, offset: u32, into: &mut [u8]) -> Stored<()> {
        let state = self.state();
        let [first, second] = &state.memories;
        let (in_first, in_second) = halves(offset, into.len())?;
        if state.is_cut() {
            return Err(StorageFault);
        }
        let (low, high) = into.split_at_mut(in_first.len());
        low.copy_from_slice(&first[in_first]);
        high.copy_from_slice(&second[in_second]);
        Ok(())
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Stored<()> {
        let mut state = self.state();
        let done = state.spend(bytes.len());
        let (in_first, in_second) = halves(offset, done)?;
        let (low, high) = bytes[..done].split_at(in_first.len());
        let [first, second] = &mut state.memories;
        first[in_first].copy_from_slice(low);
        second[in_second].copy_from_slice(high);
        match done == bytes.len() {
            true => Ok(()),
            false => Err(StorageFault),
        }
    }

    fn sync(&mut self) -> Stored<()> {
        match self.state().is_cut() {
            true => Err(StorageFault),
            false => Ok(()),
        }
    }
}

/// One of the two.
struct Memory<const COUNT: usize> {
    flash: Flash,
    number: usize,
}

impl<const COUNT: usize> Memory<COUNT> {
    fn of(flash: &Flash, number: usize) -> Self {
        Self {
            flash: flash.clone(),
            number,
        }
    }

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

impl<const COUNT: usize> Storage for Memory<COUNT> {
    const READ_SIZE: usize = 16;
    const WRITE_SIZE: usize = 16;
    const BLOCK_SIZE: usize = BLOCK;
    const BLOCK_COUNT: usize = COUNT;

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
