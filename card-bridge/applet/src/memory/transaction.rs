//! Changes of objects: new versions into free blocks, then one root record (HC-71).

use super::blocks::{BLOCK, ROOM, needed};
use super::object::{Entry, NONE, Rules, Trust};
use super::root::OBJECTS;
use super::{Memory, Root, block_at, bytes_at, walk};
use crate::hazmat::hash::Running;
use crate::storage::{Storage, StorageFault};
use heapless::Vec;

/// The most changes in one transaction.
const CHANGES: usize = 16;
/// The lengths in the root have three bytes.
const LONGEST: u32 = 0x00ff_ffff;

/// Why an object was not put or deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PutError {
    /// No room for its bytes, for one more object or for one more change.
    Full,
    /// It is in this transaction already, or another object was begun since.
    Order,
    /// Not where it ends.
    Offset,
    /// The memory failed; the transaction is gone.
    Fault,
}

impl From<StorageFault> for PutError {
    fn from(_: StorageFault) -> Self {
        Self::Fault
    }
}

/// What a commit will make true.
pub(super) struct Transaction {
    is_open: bool,
    changes: Vec<Change, CHANGES>,
    /// Of the last change, while it can be appended to.
    growing: Option<Growing>,
}

/// The new version of one object; after the commit, the old one.
struct Change {
    entry: Entry,
    deletes: bool,
}

/// An object that grows.
struct Growing {
    hash: Running,
    block: u16,
}

impl Transaction {
    pub(super) const fn new() -> Self {
        Self {
            is_open: false,
            changes: Vec::new(),
            growing: None,
        }
    }

    pub(super) fn drop_changes(&mut self) {
        self.is_open = false;
        self.changes.clear();
        self.growing = None;
    }

    fn push(&mut self, entry: Entry, deletes: bool) -> Result<(), StorageFault> {
        let change = Change { entry, deletes };
        self.changes.push(change).map_err(|_| StorageFault)
    }

    fn has(&self, tag: u32) -> bool {
        self.changes.iter().any(|change| change.entry.tag == tag)
    }

    /// How many objects there would be.
    fn objects(&self, root: &Root) -> usize {
        let mut count = root.objects.len();
        for change in &self.changes {
            match (root.object(change.entry.tag), change.deletes) {
                (Some(_), true) => count = count.saturating_sub(1),
                (None, false) => count = count.saturating_add(1),
                _ => {}
            }
        }
        count
    }
}

impl<S: Storage> Memory<S> {
    /// Whether changes are being collected.
    pub(crate) const fn in_transaction(&self) -> bool {
        self.transaction.is_open
    }

    /// Begins to collect changes; what was collected before is dropped.
    pub(crate) fn begin(&mut self) {
        self.abort();
        self.transaction.is_open = true;
    }

    /// Drops what was collected.
    pub(crate) fn abort(&mut self) {
        if self.transaction.is_open {
            self.transaction.drop_changes();
            self.mounted = self.find_blocks().is_ok();
        }
    }

    /// Begins the new version of an object.
    pub(crate) fn put(&mut self, tag: u32, rules: Rules, bytes: &[u8]) -> Result<(), PutError> {
        let transaction = &self.transaction;
        if !transaction.is_open || transaction.has(tag) {
            return Err(PutError::Order);
        }
        let is_new = self.root.object(tag).is_none();
        if transaction.changes.is_full()
            || (is_new && transaction.objects(&self.root) >= OBJECTS)
            || !self.has_room(0, bytes)
        {
            return Err(PutError::Full);
        }
        self.or_abort(|memory| {
            memory.close()?;
            memory.transaction.push(Entry::empty(tag, rules), false)?;
            memory.transaction.growing = Some(Growing {
                hash: Running::new(),
                block: NONE,
            });
            memory.grow(bytes)
        })
    }

    /// Appends to the object that was begun last.
    pub(crate) fn append(&mut self, tag: u32, offset: u32, bytes: &[u8]) -> Result<(), PutError> {
        let last = self.transaction.changes.last().ok_or(PutError::Order)?;
        if self.transaction.growing.is_none() || last.entry.tag != tag {
            return Err(PutError::Order);
        }
        if last.entry.length != offset {
            return Err(PutError::Offset);
        }
        if !self.has_room(offset, bytes) {
            return Err(PutError::Full);
        }
        self.or_abort(|memory| memory.grow(bytes))
    }

    /// Deletes an object that there is.
    pub(crate) fn delete(&mut self, tag: u32) -> Result<(), PutError> {
        let transaction = &self.transaction;
        if !transaction.is_open || transaction.has(tag) {
            return Err(PutError::Order);
        }
        if transaction.changes.is_full() {
            return Err(PutError::Full);
        }
        self.or_abort(|memory| {
            memory.close()?;
            let entry = Entry::empty(tag, Rules::USUAL);
            memory.transaction.push(entry, true)
        })
    }

    /// Makes everything that was collected true at once.
    pub(crate) fn commit(&mut self) -> Result<u64, StorageFault> {
        if self.close().is_err() {
            let _ = self.mount();
            return Err(StorageFault);
        }
        apply(&mut self.root, &mut self.transaction);
        // When this fails the memory is mounted again, which drops what was collected.
        let generation = self.commit_root(|_| {})?;
        for old in &self.transaction.changes {
            if old.entry.trust != Trust::Damaged {
                // A block that cannot be read stays out of use until power comes again.
                let _ = walk(&mut self.storage, &mut self.blocks, &old.entry, false);
            }
        }
        self.transaction.drop_changes();
        Ok(generation)
    }

    fn or_abort(
        &mut self,
        change: impl FnOnce(&mut Self) -> Result<(), StorageFault>,
    ) -> Result<(), PutError> {
        let outcome = change(self);
        if outcome.is_err() {
            self.abort();
        }
        Ok(outcome?)
    }

    fn has_room(&self, length: u32, bytes: &[u8]) -> bool {
        let more = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let whole = length.saturating_add(more);
        let blocks = needed(whole).saturating_sub(needed(length));
        whole <= LONGEST && blocks <= self.blocks.free().into()
    }

    /// Appends to the object that grows. There is room for it.
    fn grow(&mut self, bytes: &[u8]) -> Result<(), StorageFault> {
        let Transaction {
            changes, growing, ..
        } = &mut self.transaction;
        let growing = growing.as_mut().ok_or(StorageFault)?;
        let entry = &mut changes.last_mut().ok_or(StorageFault)?.entry;
        let mut rest = bytes;
        while !rest.is_empty() {
            let within = entry.length % ROOM;
            if within == 0 {
                let block = self.blocks.take().ok_or(StorageFault)?;
                if growing.block == NONE {
                    entry.first = block;
                } else {
                    self.storage
                        .write(block_at(growing.block), &block.to_be_bytes())?;
                }
                growing.block = block;
            }
            let room = usize::try_from(ROOM.saturating_sub(within)).map_err(|_| StorageFault)?;
            let (piece, after) = rest.split_at_checked(room).unwrap_or((rest, &[]));
            self.storage
                .write(bytes_at(growing.block).saturating_add(within), piece)?;
            growing.hash.update(piece);
            let length = u32::try_from(piece.len()).map_err(|_| StorageFault)?;
            entry.length = entry.length.saturating_add(length);
            rest = after;
        }
        Ok(())
    }

    /// Ends the object that grows: its last block says that it is the last.
    fn close(&mut self) -> Result<(), StorageFault> {
        let Transaction {
            changes, growing, ..
        } = &mut self.transaction;
        let (Some(growing), Some(change)) = (growing.take(), changes.last_mut()) else {
            return Ok(());
        };
        change.entry.digest = growing.hash.finish();
        if growing.block != NONE {
            self.storage
                .write(block_at(growing.block), &NONE.to_be_bytes())?;
        }
        Ok(())
    }
}

/// Exchanges the versions. `put` saw to it that there is a place for each.
fn apply(root: &mut Root, transaction: &mut Transaction) {
    for change in &mut transaction.changes {
        let tag = change.entry.tag;
        match root.position(tag) {
            Ok(place) => {
                if let Some(entry) = root.objects.get_mut(place) {
                    core::mem::swap(entry, &mut change.entry);
                }
                if change.deletes {
                    root.objects.retain(|entry| entry.tag != tag);
                }
            }
            Err(place) => {
                let nothing = Entry::empty(tag, Rules::USUAL);
                let entry = core::mem::replace(&mut change.entry, nothing);
                let pushed = root.objects.push(entry);
                debug_assert!(pushed.is_ok(), "the number of objects was checked");
                // To where it belongs by its tag.
                if let Some(behind @ [_, ..]) = root.objects.get_mut(place..) {
                    behind.rotate_right(1);
                }
            }
        }
    }
}

const _: () = assert!(BLOCK == ROOM + 2, "a block is a number and its bytes");
