//! What the card keeps (`docs/card-application.md` section 9): two two-slot records and blocks of objects.

mod access;
mod blocks;
mod object;
mod root;
mod slot;
mod transaction;

pub(crate) use access::{Access, Reference, Role, Verifier};
pub(crate) use object::{Entry, Rule, Rules, Trust};
pub(crate) use root::{KEYS, Key, KeyKind, OBJECTS, Root};
pub(crate) use transaction::PutError;

use crate::hazmat::hash::Running;
use crate::storage::{Storage, StorageFault};
use blocks::{BLOCK, Blocks, ROOM, needed};
use object::NONE;
use rand_core::CryptoRng;
use slot::{Slots, Which};
use transaction::Transaction;
use zeroize::Zeroize as _;

const ACCESS: Slots = Slots { at: 0, size: 256 };
const ROOT: Slots = Slots {
    at: 512,
    size: 2048,
};
const BLOCKS_AT: u32 = 4608;

/// Why a memory cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MountError {
    /// There is no root record: it was never formatted, or both are damaged.
    Unformatted,
    /// It has less than the records and one block.
    TooSmall,
    /// It failed, or holds a later version's records.
    Fault,
}

impl From<StorageFault> for MountError {
    fn from(_: StorageFault) -> Self {
        Self::Fault
    }
}

/// A mounted memory.
pub(crate) struct Memory<S> {
    storage: S,
    root: Root,
    root_at: Which,
    access: Option<Access>,
    /// Place and sequence of the last access record, of whichever epoch.
    access_at: Which,
    access_sequence: u64,
    blocks: Blocks,
    transaction: Transaction,
    /// If not, nothing in here is to be relied on.
    mounted: bool,
}

/// How many blocks there are.
fn count(storage: &impl Storage) -> Result<u16, MountError> {
    let room = storage.capacity().checked_sub(BLOCKS_AT);
    let blocks = room.map_or(0, |room| room / BLOCK).min(blocks::MOST.into());
    match u16::try_from(blocks) {
        Ok(blocks @ 1..) => Ok(blocks),
        _ => Err(MountError::TooSmall),
    }
}

fn write_root<S: Storage>(storage: &mut S, at: Which, root: &Root) -> Result<(), StorageFault> {
    ROOT.write(storage, at, root.generation, root.length(), |body| {
        root.write(body)
    })
}

impl<S> Memory<S> {
    /// A memory that is not mounted.
    pub(crate) const fn new(storage: S) -> Self {
        Self {
            storage,
            root: Root::new(),
            root_at: Which::A,
            access: None,
            access_at: Which::A,
            access_sequence: 0,
            blocks: Blocks::new(0),
            transaction: Transaction::new(),
            mounted: false,
        }
    }
}

impl<S: Storage> Memory<S> {
    /// Makes a new card of it; whatever was there is lost.
    pub(crate) fn format(&mut self, random: &mut impl CryptoRng) -> Result<(), MountError> {
        self.mounted = false;
        count(&self.storage)?;
        // The older root first: at no time is there anything but the card as it was, or none.
        let newest = ROOT.newest(&mut self.storage)?;
        let last = newest.map_or(Which::A, |found| found.which);
        for which in [last.other(), last] {
            ROOT.wipe(&mut self.storage, which)?;
            self.storage.sync()?;
        }
        ACCESS.wipe(&mut self.storage, Which::A)?;
        ACCESS.wipe(&mut self.storage, Which::B)?;
        self.root.epoch = 0;
        self.root.generation = 1;
        self.root.wipe = false;
        self.root.renew(random)?;
        self.access = None;
        self.access_at = Which::B;
        self.access_sequence = 0;
        self.write_next_access()?;
        write_root(&mut self.storage, Which::A, &self.root)?;
        self.mount()
    }

    /// Reads what is true, and writes nothing (HC-72).
    pub(crate) fn mount(&mut self) -> Result<(), MountError> {
        self.mounted = false;
        self.transaction.drop_changes();
        self.blocks = Blocks::new(count(&self.storage)?);
        let found = ROOT
            .newest(&mut self.storage)?
            .ok_or(MountError::Unformatted)?;
        self.root.read(ROOT.body(&mut self.storage, found), found)?;
        self.root_at = found.which;
        self.read_access()?;
        self.find_blocks()?;
        self.mounted = true;
        Ok(())
    }

    /// Only while a factory reset is being finished may the record be of another epoch, or be none.
    fn read_access(&mut self) -> Result<(), StorageFault> {
        self.access = None;
        self.access_at = Which::A;
        self.access_sequence = 0;
        let mut epoch = None;
        if let Some(found) = ACCESS.newest(&mut self.storage)? {
            self.access_at = found.which;
            self.access_sequence = found.sequence;
            let mut body = ACCESS.body(&mut self.storage, found);
            epoch = Some(u32::from_be_bytes(body.take()?));
            if epoch == Some(self.root.epoch) {
                self.access = Access::read(&mut body)?;
            }
        }
        if epoch == Some(self.root.epoch) || self.root.wipe {
            Ok(())
        } else {
            Err(StorageFault)
        }
    }

    /// Marks the blocks of everything that is true, and nothing else.
    fn find_blocks(&mut self) -> Result<(), StorageFault> {
        self.blocks = Blocks::new(self.blocks.count());
        for entry in &mut self.root.objects {
            if !walk(&mut self.storage, &mut self.blocks, entry, true)? {
                entry.trust = Trust::Damaged;
            }
        }
        Ok(())
    }

    /// What is committed.
    pub(crate) const fn root(&self) -> &Root {
        &self.root
    }

    /// PIN and PUK; none until the card is personalised.
    pub(crate) const fn access(&self) -> Option<&Access> {
        self.access.as_ref()
    }

    /// Whether it can be relied on: not before it is mounted, and not when it failed while it was mounted again.
    pub(crate) const fn is_mounted(&self) -> bool {
        self.mounted
    }

    /// Bytes left for one more object.
    pub(crate) fn left(&self) -> u32 {
        u32::from(self.blocks.free()).saturating_mul(ROOM)
    }

    /// Bytes for objects in all.
    pub(crate) fn room(&self) -> u32 {
        u32::from(self.blocks.count()).saturating_mul(ROOM)
    }

    /// Sets PIN and PUK for the first time, for good when it returns.
    pub(crate) fn set_access(&mut self, access: Access) -> Result<(), StorageFault> {
        self.access = Some(access);
        self.write_access()
    }

    /// Changes PIN or PUK or their counters, for good when it returns.
    pub(crate) fn change_access(
        &mut self,
        change: impl FnOnce(&mut Access),
    ) -> Result<(), StorageFault> {
        change(self.access.as_mut().ok_or(StorageFault)?);
        self.write_access()
    }

    fn write_access(&mut self) -> Result<(), StorageFault> {
        let written = self.write_next_access();
        if written.is_err() {
            // It may or may not have happened: what the memory says is true now, from the beginning.
            let _ = self.mount();
        }
        written
    }

    fn write_next_access(&mut self) -> Result<(), StorageFault> {
        let at = self.access_at.other();
        let sequence = self.access_sequence.checked_add(1).ok_or(StorageFault)?;
        let access = self.access.as_ref();
        let epoch = self.root.epoch;
        ACCESS.write(&mut self.storage, at, sequence, Access::LENGTH, |body| {
            Access::write(access, body, epoch)
        })?;
        self.access_at = at;
        self.access_sequence = sequence;
        Ok(())
    }

    /// Writes the root as it is now: the commit. When it fails, working memory follows whatever the memory then says.
    pub(crate) fn commit_root(
        &mut self,
        change: impl FnOnce(&mut Root),
    ) -> Result<u64, StorageFault> {
        change(&mut self.root);
        let written = self.write_next_root();
        if written.is_err() {
            // It may or may not have happened: what the memory says is true now, from the beginning.
            let _ = self.mount();
        }
        written
    }

    fn write_next_root(&mut self) -> Result<u64, StorageFault> {
        let next = self.root.generation.checked_add(1).ok_or(StorageFault)?;
        self.root.generation = next;
        let at = self.root_at.other();
        write_root(&mut self.storage, at, &self.root)?;
        self.root_at = at;
        Ok(next)
    }

    /// A factory reset (HC-61): one root record makes it true, then everything earlier is overwritten.
    pub(crate) fn reset(&mut self, random: &mut impl CryptoRng) -> Result<(), StorageFault> {
        self.transaction.drop_changes();
        self.root.renew(random)?;
        self.commit_root(|root| root.wipe = true)?;
        self.finish_reset()
    }

    /// The overwriting, which a power cut may have stopped.
    pub(crate) fn finish_reset(&mut self) -> Result<(), StorageFault> {
        if !self.root.wipe {
            return Ok(());
        }
        self.access = None;
        self.write_next_access()?;
        let storage = &mut self.storage;
        ACCESS.wipe(storage, self.access_at.other())?;
        let found = ROOT.newest(storage)?.ok_or(StorageFault)?;
        ROOT.wipe(storage, found.which.other())?;
        ROOT.wipe_behind(storage, found)?;
        let blocks = u32::from(self.blocks.count()).saturating_mul(BLOCK);
        slot::wipe(storage, BLOCKS_AT, blocks)?;
        self.blocks = Blocks::new(self.blocks.count());
        self.commit_root(|root| root.wipe = false).map(|_| ())
    }

    /// Bytes of an object from an offset, as many as `into` has; the range is within the object.
    pub(crate) fn fill(
        &mut self,
        entry: &Entry,
        offset: u32,
        into: &mut [u8],
    ) -> Result<(), StorageFault> {
        if into.is_empty() {
            return Ok(());
        }
        let mut at = entry.first;
        for _ in 0..offset / ROOM {
            at = next(&mut self.storage, at)?;
        }
        let within = offset % ROOM;
        let room = usize::try_from(ROOM.saturating_sub(within)).map_err(|_| StorageFault)?;
        let first = room.min(into.len());
        let (head, tail) = into.split_at_mut_checked(first).ok_or(StorageFault)?;
        self.storage
            .read(bytes_at(at).saturating_add(within), head)?;
        for piece in tail.chunks_mut(254) {
            at = next(&mut self.storage, at)?;
            self.storage.read(bytes_at(at), piece)?;
        }
        Ok(())
    }

    /// Whether an object's bytes are those that were committed (HC-38); they are read once after power comes.
    pub(crate) fn check(&mut self, entry: &Entry) -> Result<(), StorageFault> {
        match entry.trust {
            Trust::Sound => return Ok(()),
            Trust::Damaged => return Err(StorageFault),
            Trust::Unchecked => {}
        }
        let mut hash = Running::new();
        let mut at = entry.first;
        let mut left = entry.length;
        let mut piece = [0; 254];
        while left > 0 {
            let length = usize::try_from(left.min(ROOM)).map_err(|_| StorageFault)?;
            let piece = piece.get_mut(..length).ok_or(StorageFault)?;
            self.storage.read(bytes_at(at), piece)?;
            hash.update(piece);
            left = left.saturating_sub(ROOM);
            if left > 0 {
                at = next(&mut self.storage, at)?;
            }
        }
        piece.zeroize();
        let sound = hash.finish() == entry.digest;
        let place = self.root.position(entry.tag).ok();
        if let Some(known) = place.and_then(|place| self.root.objects.get_mut(place)) {
            known.trust = if sound { Trust::Sound } else { Trust::Damaged };
        }
        if sound { Ok(()) } else { Err(StorageFault) }
    }
}

/// Where a block is.
fn block_at(block: u16) -> u32 {
    u32::from(block)
        .saturating_mul(BLOCK)
        .saturating_add(BLOCKS_AT)
}

/// Where its bytes of an object are.
fn bytes_at(block: u16) -> u32 {
    block_at(block).saturating_add(2)
}

/// The block behind this one.
fn next(storage: &mut impl Storage, block: u16) -> Result<u16, StorageFault> {
    let mut bytes = [0; 2];
    storage.read(block_at(block), &mut bytes)?;
    Ok(u16::from_be_bytes(bytes))
}

/// Marks all blocks of an object; false when they are not a chain of as many unmarked blocks as its length needs.
fn walk(
    storage: &mut impl Storage,
    blocks: &mut Blocks,
    entry: &Entry,
    used: bool,
) -> Result<bool, StorageFault> {
    let mut at = entry.first;
    for _ in 0..needed(entry.length) {
        if !blocks.set(at, used) {
            return Ok(false);
        }
        at = next(storage, at)?;
    }
    Ok(at == NONE)
}
