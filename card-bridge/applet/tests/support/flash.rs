//! A memory whose power can be cut at any byte.

use hailstone_applet::{Storage, StorageFault};
use std::{cell::RefCell, rc::Rc};

/// Clones share the bytes, as a card taken out and put in again does.
#[derive(Clone)]
pub struct Flash(Rc<RefCell<Inner>>);

struct Inner {
    bytes: Vec<u8>,
    /// What is there for good; what was written since may be lost in any part.
    synced: Vec<u8>,
    /// Bytes until the power goes.
    left: Option<u64>,
    written: u64,
    /// How much was written when `sync` was called.
    syncs: Vec<u64>,
    /// Power goes in the next `sync` after so many written bytes.
    cut_in_sync: Option<u64>,
    /// The torn byte is one failed write, and power stays.
    fails_once: bool,
    dead: bool,
}

impl Flash {
    pub fn new(capacity: usize) -> Self {
        Self::of(vec![0xff; capacity])
    }

    pub fn of(bytes: Vec<u8>) -> Self {
        Self(Rc::new(RefCell::new(Inner {
            synced: bytes.clone(),
            bytes,
            left: None,
            written: 0,
            syncs: Vec::new(),
            cut_in_sync: None,
            fails_once: false,
            dead: false,
        })))
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.0.borrow().bytes.clone()
    }

    /// A memory of its own with the same bytes.
    pub fn copy(&self) -> Self {
        Self::of(self.bytes())
    }

    /// How many bytes were written.
    pub fn written(&self) -> u64 {
        self.0.borrow().written
    }

    /// Power goes after so many more bytes; the next one is torn.
    pub fn cut_after(&self, bytes: u64) {
        self.0.borrow_mut().left = Some(bytes);
    }

    /// One write fails after so many more bytes, and power stays.
    pub fn fail_once_after(&self, bytes: u64) {
        self.0.borrow_mut().fails_once = true;
        self.cut_after(bytes);
    }

    /// Power goes in the `sync` that is called when so many bytes in all were written, before it did anything.
    pub fn cut_in_sync_at(&self, written: u64) {
        self.0.borrow_mut().cut_in_sync = Some(written);
    }

    /// How much was written when `sync` was called, each time.
    pub fn syncs(&self) -> Vec<u64> {
        self.0.borrow().syncs.clone()
    }

    pub fn is_dead(&self) -> bool {
        self.0.borrow().dead
    }

    /// What is there after power comes again, when writes arrived in order.
    pub fn after_cut(&self) -> Self {
        Self::of(self.bytes())
    }

    /// The same when of what was written since the last `sync` only some bytes arrived.
    pub fn after_cut_in_disorder(&self, arrives: impl Fn(usize) -> bool) -> Self {
        let inner = self.0.borrow();
        let bytes = inner.bytes.iter().zip(&inner.synced).enumerate();
        Self::of(
            bytes
                .map(|(at, (new, old))| if arrives(at) { *new } else { *old })
                .collect(),
        )
    }

    /// Changes one byte, as a defect does.
    pub fn flip(&self, at: usize) {
        let mut inner = self.0.borrow_mut();
        inner.bytes[at] ^= 0x01;
        inner.synced[at] ^= 0x01;
    }
}

impl Storage for Flash {
    fn capacity(&self) -> u32 {
        u32::try_from(self.0.borrow().bytes.len()).unwrap()
    }

    fn read(&mut self, offset: u32, into: &mut [u8]) -> Result<(), StorageFault> {
        let inner = self.0.borrow();
        let offset = usize::try_from(offset).unwrap();
        let bytes = inner.bytes.get(offset..offset + into.len());
        match bytes {
            Some(bytes) if !inner.dead => into.copy_from_slice(bytes),
            _ => return Err(StorageFault),
        }
        Ok(())
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), StorageFault> {
        let mut inner = self.0.borrow_mut();
        for (at, byte) in (usize::try_from(offset).unwrap()..).zip(bytes) {
            if inner.dead || at >= inner.bytes.len() {
                return Err(StorageFault);
            }
            if inner.left == Some(0) {
                inner.bytes[at] = 0xa5;
                inner.dead = !inner.fails_once;
                inner.left = None;
                return Err(StorageFault);
            }
            inner.left = inner.left.map(|left| left - 1);
            inner.bytes[at] = *byte;
            inner.written += 1;
        }
        Ok(())
    }

    fn sync(&mut self) -> Result<(), StorageFault> {
        let mut inner = self.0.borrow_mut();
        inner.dead |= inner.cut_in_sync == Some(inner.written);
        if inner.dead {
            return Err(StorageFault);
        }
        let written = inner.written;
        inner.syncs.push(written);
        inner.synced = inner.bytes.clone();
        Ok(())
    }
}
