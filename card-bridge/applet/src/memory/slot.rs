//! Two-slot records (HC-70): of two places the newer whole one is true, and a new record goes to the other.

use crate::hazmat::hash::{Digest, Running};
use crate::storage::{Storage, StorageFault};
use heapless::Vec;
use zeroize::Zeroize;

/// Length and sequence, before the body.
const HEAD: u32 = 10;
const DIGEST: u32 = 16;

/// One of the two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    A,
    B,
}

impl Which {
    pub(super) const fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}

/// Where the two places of a record are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slots {
    pub(super) at: u32,
    pub(super) size: u32,
}

/// A whole record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) which: Which,
    pub(super) sequence: u64,
    length: u16,
}

impl Slots {
    pub(super) const fn offset(self, which: Which) -> u32 {
        match which {
            Which::A => self.at,
            Which::B => self.at.saturating_add(self.size),
        }
    }

    /// The newer of the whole records.
    pub(super) fn newest(self, storage: &mut impl Storage) -> Result<Option<Found>, StorageFault> {
        let a = self.found(storage, Which::A)?;
        let b = self.found(storage, Which::B)?;
        Ok(match (a, b) {
            (Some(a), Some(b)) if a.sequence > b.sequence => Some(a),
            (a, None) => a,
            (_, b) => b,
        })
    }

    fn found(
        self,
        storage: &mut impl Storage,
        which: Which,
    ) -> Result<Option<Found>, StorageFault> {
        let at = self.offset(which);
        let mut head = [0; 10];
        storage.read(at, &mut head)?;
        let [l0, l1, sequence @ ..] = head;
        let length = u16::from_be_bytes([l0, l1]);
        let end = HEAD.saturating_add(length.into());
        if end.saturating_add(DIGEST) > self.size {
            return Ok(None);
        }
        let mut hash = Running::new();
        let mut done = 0;
        let mut piece = [0; 64];
        while done < end {
            let rest = usize::try_from(end.saturating_sub(done)).unwrap_or(usize::MAX);
            let piece = piece.get_mut(..rest.min(64)).ok_or(StorageFault)?;
            storage.read(at.saturating_add(done), piece)?;
            hash.update(piece);
            done = done.saturating_add(64).min(end);
        }
        piece.zeroize();
        let mut digest = Digest::default();
        storage.read(at.saturating_add(end), &mut digest)?;
        Ok((hash.finish() == digest).then_some(Found {
            which,
            sequence: u64::from_be_bytes(sequence),
            length,
        }))
    }

    /// A reader of the body.
    pub(super) const fn body<S>(self, storage: &mut S, found: Found) -> Reader<'_, S> {
        let at = self.offset(found.which).saturating_add(HEAD);
        Reader {
            storage,
            at,
            left: found.length,
        }
    }

    /// Writes a record whose body has `length` bytes: all of it, and, when that and everything written before is there for good,
    /// the digest that makes it true.
    pub(super) fn write<S: Storage>(
        self,
        storage: &mut S,
        which: Which,
        sequence: u64,
        length: u16,
        body: impl FnOnce(&mut Writer<'_, S>) -> Result<(), StorageFault>,
    ) -> Result<(), StorageFault> {
        let at = self.offset(which);
        let end = HEAD.saturating_add(length.into());
        if end.saturating_add(DIGEST) > self.size {
            return Err(StorageFault);
        }
        let mut writer = Writer {
            storage,
            at,
            hash: Running::new(),
            buffer: Vec::new(),
        };
        writer.put(&length.to_be_bytes())?;
        writer.put(&sequence.to_be_bytes())?;
        body(&mut writer)?;
        writer.flush()?;
        // A body of another length than was said would be a record that never becomes true.
        if writer.at != at.saturating_add(end) {
            return Err(StorageFault);
        }
        let digest = writer.hash.clone().finish();
        let storage = &mut *writer.storage;
        storage.sync()?;
        storage.write(at.saturating_add(end), &digest)?;
        storage.sync()
    }

    /// Overwrites what is behind a record in its place.
    pub(super) fn wipe_behind(
        self,
        storage: &mut impl Storage,
        found: Found,
    ) -> Result<(), StorageFault> {
        let used = HEAD
            .saturating_add(found.length.into())
            .saturating_add(DIGEST);
        let at = self.offset(found.which).saturating_add(used);
        wipe(storage, at, self.size.saturating_sub(used))
    }

    /// Overwrites one place.
    pub(super) fn wipe(self, storage: &mut impl Storage, which: Which) -> Result<(), StorageFault> {
        wipe(storage, self.offset(which), self.size)
    }
}

/// Overwrites bytes with zeros.
pub(super) fn wipe(
    storage: &mut impl Storage,
    mut at: u32,
    mut length: u32,
) -> Result<(), StorageFault> {
    while length > 0 {
        let piece = length.min(64);
        let zeros = [0; 64];
        let zeros = usize::try_from(piece)
            .ok()
            .and_then(|piece| zeros.get(..piece));
        storage.write(at, zeros.ok_or(StorageFault)?)?;
        at = at.saturating_add(piece);
        length = length.saturating_sub(piece);
    }
    Ok(())
}

/// Reads a body, field by field.
pub(super) struct Reader<'a, S> {
    storage: &'a mut S,
    at: u32,
    left: u16,
}

impl<S: Storage> Reader<'_, S> {
    /// Fills the field; one that is not in the body is a fault of the memory.
    pub(super) fn fill(&mut self, into: &mut [u8]) -> Result<(), StorageFault> {
        let length = u16::try_from(into.len()).map_err(|_| StorageFault)?;
        self.left = self.left.checked_sub(length).ok_or(StorageFault)?;
        self.storage.read(self.at, into)?;
        self.at = self.at.saturating_add(length.into());
        Ok(())
    }

    /// A field of a fixed length.
    pub(super) fn take<const N: usize>(&mut self) -> Result<[u8; N], StorageFault> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }
}

/// Writes a body, field by field.
pub(super) struct Writer<'a, S> {
    storage: &'a mut S,
    at: u32,
    hash: Running,
    buffer: Vec<u8, 64>,
}

impl<S: Storage> Writer<'_, S> {
    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<(), StorageFault> {
        for byte in bytes {
            if self.buffer.is_full() {
                self.flush()?;
            }
            self.buffer.push(*byte).map_err(|_| StorageFault)?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), StorageFault> {
        let length = u32::try_from(self.buffer.len()).map_err(|_| StorageFault)?;
        self.hash.update(&self.buffer);
        self.storage.write(self.at, &self.buffer)?;
        self.at = self.at.saturating_add(length);
        self.buffer.as_mut_slice().zeroize();
        self.buffer.clear();
        Ok(())
    }
}

impl<S> Drop for Writer<'_, S> {
    fn drop(&mut self) {
        self.buffer.as_mut_slice().zeroize();
    }
}
