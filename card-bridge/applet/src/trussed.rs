//! The application beside others in a firmware on Trussed (`docs/card-application.md` section 9, "Beside other applications"): its
//! memory in files of littlefs, its random numbers from the firmware's generator, both through a client of its own.
//!
//! The firmware has the dispatcher. What HC-3 asks of one is to call `deselect` when it refuses a command itself.

use crate::storage::{Storage, StorageFault};
use chacha20::{ChaCha20Rng, rand_core::SeedableRng as _};
use core::ops::Range;
use trussed_core::{
    CryptoClient, FilesystemClient, block,
    types::{Location, Message, PathBuf},
};
use zeroize::Zeroize as _;

/// The bytes of one file: what littlefs keeps in one block of 512 bytes with nothing lost, two blocks of an object, and half of what a
/// message to Trussed carries.
pub const CHUNK: usize = 512;

/// A seed of 32 bytes was asked of the firmware, and did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RandomFault;

/// The application's random numbers until power goes: RFC 8439, from 32 bytes of the firmware's generator. So the generator may fail where
/// that can be said, before there is a card, and not in the middle of a command.
///
/// # Errors
/// [`RandomFault`] when the firmware has none to give.
pub fn random(client: &mut impl CryptoClient) -> Result<ChaCha20Rng, RandomFault> {
    let mut seed = [0; 32];
    let request = client.random_bytes(seed.len()).map_err(|_| RandomFault)?;
    let mut reply = block!(request).map_err(|_| RandomFault)?;
    let bytes: Result<&[u8; 32], _> = reply.bytes.as_slice().try_into();
    seed.copy_from_slice(bytes.map_err(|_| RandomFault)?);
    reply.bytes.as_mut_slice().zeroize();
    let generator = ChaCha20Rng::from_seed(seed);
    seed.zeroize();
    Ok(generator)
}

/// The memory: files `0000`, `0001` and so on, each [`CHUNK`] bytes of it.
///
/// One of them at a time is in working memory, and is written when another one is wanted or at [`Storage::sync`]. littlefs writes a file
/// beside what it replaces, so after a power cut each is old or new as a whole, and less than that is asked of a [`Storage`].
pub struct Files<C> {
    client: C,
    location: Location,
    count: u16,
    held: Held,
    /// Something that was taken has not reached its file: no [`Storage::sync`] may say otherwise.
    lost: bool,
}

struct Held {
    number: Option<u16>,
    bytes: [u8; CHUNK],
    changed: bool,
}

impl Held {
    fn forget(&mut self) {
        self.number = None;
        self.bytes.zeroize();
        self.changed = false;
    }
}

impl<C> Files<C> {
    /// So many files in one of the firmware's file systems.
    pub const fn new(client: C, location: Location, count: u16) -> Self {
        Self {
            client,
            location,
            count,
            held: Held {
                number: None,
                bytes: [0; CHUNK],
                changed: false,
            },
            lost: false,
        }
    }
}

impl<C: FilesystemClient> Files<C> {
    /// Makes the files that are not there yet, so that no other application can take their room. A platform does it once, before
    /// [`crate::Applet::format`].
    ///
    /// # Errors
    /// [`StorageFault`] when there is not the room, or the file system failed.
    pub fn reserve(&mut self) -> Result<(), StorageFault> {
        for number in 0..self.count {
            if !self.load(number)? {
                self.held.changed = true;
                self.flush()?;
            }
        }
        Ok(())
    }

    /// Has the file in working memory; whether there was one. Where none is, or where power went before the first bytes came into it, zeros are.
    fn load(&mut self, number: u16) -> Result<bool, StorageFault> {
        self.flush()?;
        self.held.forget();
        let path = path(number)?;
        let request = self.client.read_file(self.location, path.clone());
        let there = match block!(request.map_err(|_| StorageFault)?) {
            Ok(mut reply) => {
                let there = !reply.data.is_empty();
                if there {
                    let bytes: Result<&[u8; CHUNK], _> = reply.data.as_slice().try_into();
                    self.held.bytes = *bytes.map_err(|_| StorageFault)?;
                    reply.data.as_mut_slice().zeroize();
                }
                there
            }
            // It does not say why.
            Err(_) => {
                let request = self.client.entry_metadata(self.location, path);
                let found = block!(request.map_err(|_| StorageFault)?);
                if found.map_err(|_| StorageFault)?.metadata.is_some() {
                    return Err(StorageFault);
                }
                false
            }
        };
        self.held.number = Some(number);
        Ok(there)
    }

    fn flush(&mut self) -> Result<(), StorageFault> {
        let Some(number) = self.held.number.filter(|_| self.held.changed) else {
            return Ok(());
        };
        let written = self.write_file(number);
        self.held.changed = false;
        if written.is_err() {
            // The old bytes or the new ones: whoever asks next is told what the file has.
            self.held.forget();
            self.lost = true;
        }
        written
    }

    fn write_file(&mut self, number: u16) -> Result<(), StorageFault> {
        let data = Message::try_from(self.held.bytes.as_slice()).map_err(|_| StorageFault)?;
        let request = self
            .client
            .write_file(self.location, path(number)?, data, None);
        let written = block!(request.map_err(|_| StorageFault)?);
        written.map(|_| ()).map_err(|_| StorageFault)
    }

    /// Goes through the files of a range: which bytes of the held one, and which of the range those are.
    fn each(
        &mut self,
        offset: u32,
        length: usize,
        mut act: impl FnMut(&mut Held, Range<usize>, Range<usize>) -> Result<(), StorageFault>,
    ) -> Result<(), StorageFault> {
        let start = usize::try_from(offset).map_err(|_| StorageFault)?;
        let end = start.checked_add(length).ok_or(StorageFault)?;
        if end > usize::from(self.count).saturating_mul(CHUNK) {
            return Err(StorageFault);
        }
        let mut at = start;
        while at < end {
            let within = at % CHUNK;
            let piece = CHUNK.saturating_sub(within).min(end.saturating_sub(at));
            let number = u16::try_from(at / CHUNK).map_err(|_| StorageFault)?;
            if self.held.number != Some(number) {
                self.load(number)?;
            }
            let done = at.saturating_sub(start);
            act(
                &mut self.held,
                within..within.saturating_add(piece),
                done..done.saturating_add(piece),
            )?;
            at = at.saturating_add(piece);
        }
        Ok(())
    }
}

impl<C: FilesystemClient> Storage for Files<C> {
    fn capacity(&self) -> u32 {
        u32::from(self.count).saturating_mul(512)
    }

    fn read(&mut self, offset: u32, into: &mut [u8]) -> Result<(), StorageFault> {
        self.each(offset, into.len(), |held, there, here| {
            let from = held.bytes.get(there).ok_or(StorageFault)?;
            into.get_mut(here)
                .ok_or(StorageFault)?
                .copy_from_slice(from);
            Ok(())
        })
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), StorageFault> {
        self.each(offset, bytes.len(), |held, there, here| {
            let to = held.bytes.get_mut(there).ok_or(StorageFault)?;
            to.copy_from_slice(bytes.get(here).ok_or(StorageFault)?);
            held.changed = true;
            Ok(())
        })
    }

    fn sync(&mut self) -> Result<(), StorageFault> {
        let flushed = self.flush();
        // Said once: what comes after it is another beginning.
        if core::mem::take(&mut self.lost) {
            return Err(StorageFault);
        }
        flushed
    }
}

impl<C> Drop for Files<C> {
    fn drop(&mut self) {
        self.held.forget();
    }
}

/// Four hexadecimal digits.
fn path(number: u16) -> Result<PathBuf, StorageFault> {
    let mut name = *b"0000";
    for (place, shift) in name.iter_mut().zip([12, 8, 4, 0]) {
        let digit = char::from_digit(u32::from(number >> shift) & 0xf, 16);
        let digit = digit.and_then(|digit| u8::try_from(digit).ok());
        *place = digit.ok_or(StorageFault)?;
    }
    PathBuf::try_from(name.as_slice()).map_err(|_| StorageFault)
}
