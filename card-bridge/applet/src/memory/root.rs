//! The root record: everything but PIN and PUK, and the table of objects. Writing it is the commit (HC-71).

use super::object::{Entry, Rules, Trust};
use super::slot::{Found, Reader, Writer};
use crate::hazmat::p256;
use crate::secret::Secret;
use crate::storage::{Storage, StorageFault};
use heapless::Vec;
use rand_core::CryptoRng;

/// The most objects.
pub(crate) const OBJECTS: usize = 64;
/// The number of key slots.
pub(crate) const KEYS: usize = 4;

const VERSION: u8 = 1;
const FLAG_WIPE: u8 = 0x01;
/// Of the body, without the objects.
const FIXED: u16 = 1 + 1 + 4 + 8 + 32 + 32 + 4 * 33 + 1;
/// Of one object.
const ENTRY: u16 = 3 + 1 + 3 + 2 + 16;

/// What a key is for, and for nothing else.
///
/// Numbered from one, so that a slot without a key is zeros, and an application that is a static takes no flash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum KeyKind {
    X25519Agreement = 1,
    P256Agreement,
    P256Signature,
}

impl KeyKind {
    pub(crate) const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::X25519Agreement),
            2 => Some(Self::P256Agreement),
            3 => Some(Self::P256Signature),
            _ => None,
        }
    }

    pub(crate) const fn byte(self) -> u8 {
        match self {
            Self::X25519Agreement => 1,
            Self::P256Agreement => 2,
            Self::P256Signature => 3,
        }
    }
}

/// A key of the owner's.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) kind: KeyKind,
    pub(crate) private: Secret<32>,
}

impl Key {
    pub(crate) fn make(kind: KeyKind, random: &mut impl CryptoRng) -> Self {
        let private = match kind {
            KeyKind::X25519Agreement => Secret::make(random),
            KeyKind::P256Agreement | KeyKind::P256Signature => p256::make(random),
        };
        Self { kind, private }
    }
}

/// The record in working memory.
#[derive(Debug)]
pub(crate) struct Root {
    pub(crate) generation: u64,
    /// Something earlier is still to be overwritten (HC-61).
    pub(crate) wipe: bool,
    pub(crate) epoch: u32,
    pub(crate) serial: [u8; 8],
    pub(crate) card_key: Secret<32>,
    pub(crate) seed: Secret<32>,
    pub(crate) keys: [Option<Key>; KEYS],
    /// By tag.
    pub(crate) objects: Vec<Entry, OBJECTS>,
}

impl Root {
    /// Nothing yet, to be read or renewed where it is: it is long, and a card's stack is short.
    pub(super) const fn new() -> Self {
        Self {
            generation: 0,
            wipe: false,
            epoch: 0,
            serial: [0; 8],
            card_key: Secret::zero(),
            seed: Secret::zero(),
            keys: [const { None }; KEYS],
            objects: Vec::new(),
        }
    }

    /// Makes it a card without a past, of the next epoch; the generation stays.
    pub(super) fn renew(&mut self, random: &mut impl CryptoRng) -> Result<(), StorageFault> {
        self.epoch = self.epoch.checked_add(1).ok_or(StorageFault)?;
        random.fill_bytes(&mut self.serial);
        random.fill_bytes(self.card_key.expose_mut());
        random.fill_bytes(self.seed.expose_mut());
        self.keys.fill_with(|| None);
        self.objects.clear();
        Ok(())
    }

    /// Where an object is in the table, or where it would be.
    pub(crate) fn position(&self, tag: u32) -> Result<usize, usize> {
        self.objects.binary_search_by_key(&tag, |entry| entry.tag)
    }

    pub(crate) fn object(&self, tag: u32) -> Option<&Entry> {
        self.objects.get(self.position(tag).ok()?)
    }

    /// The length of the body.
    pub(super) fn length(&self) -> u16 {
        let objects = u16::try_from(self.objects.len()).unwrap_or(u16::MAX);
        objects.saturating_mul(ENTRY).saturating_add(FIXED)
    }

    /// Reads what was written; anything else in a record whose digest is right is a later version's, and no card of ours.
    pub(super) fn read<S: Storage>(
        &mut self,
        mut body: Reader<'_, S>,
        found: Found,
    ) -> Result<(), StorageFault> {
        let [version, flags] = body.take()?;
        if version != VERSION || flags & !FLAG_WIPE != 0 {
            return Err(StorageFault);
        }
        self.generation = found.sequence;
        self.wipe = flags & FLAG_WIPE != 0;
        self.epoch = u32::from_be_bytes(body.take()?);
        self.serial = body.take()?;
        body.fill(self.card_key.expose_mut())?;
        body.fill(self.seed.expose_mut())?;
        for slot in &mut self.keys {
            let [kind] = body.take()?;
            let mut private = Secret::zero();
            body.fill(private.expose_mut())?;
            *slot = KeyKind::from_byte(kind).map(|kind| Key { kind, private });
        }
        self.objects.clear();
        let [count] = body.take()?;
        for _ in 0..count {
            let entry = read_entry(&mut body)?;
            self.objects.push(entry).map_err(|_| StorageFault)?;
        }
        Ok(())
    }

    pub(super) fn write<S: Storage>(&self, body: &mut Writer<'_, S>) -> Result<(), StorageFault> {
        let flags = if self.wipe { FLAG_WIPE } else { 0 };
        body.put(&[VERSION, flags])?;
        body.put(&self.epoch.to_be_bytes())?;
        body.put(&self.serial)?;
        body.put(self.card_key.expose())?;
        body.put(self.seed.expose())?;
        for slot in &self.keys {
            match slot {
                Some(key) => {
                    body.put(&[key.kind.byte()])?;
                    body.put(key.private.expose())?;
                }
                None => body.put(&[0; 33])?,
            }
        }
        body.put(&[u8::try_from(self.objects.len()).map_err(|_| StorageFault)?])?;
        for entry in &self.objects {
            body.put(&u24(entry.tag))?;
            body.put(&[entry.rules.byte()])?;
            body.put(&u24(entry.length))?;
            body.put(&entry.first.to_be_bytes())?;
            body.put(&entry.digest)?;
        }
        Ok(())
    }
}

fn read_entry<S: Storage>(body: &mut Reader<'_, S>) -> Result<Entry, StorageFault> {
    let [t0, t1, t2, rules, l0, l1, l2] = body.take()?;
    Ok(Entry {
        tag: u32::from_be_bytes([0, t0, t1, t2]),
        rules: Rules::from_byte(rules).ok_or(StorageFault)?,
        length: u32::from_be_bytes([0, l0, l1, l2]),
        first: u16::from_be_bytes(body.take()?),
        digest: body.take()?,
        trust: Trust::Unchecked,
    })
}

/// The low three bytes: tags and lengths are never longer.
const fn u24(number: u32) -> [u8; 3] {
    let [_, a, b, c] = number.to_be_bytes();
    [a, b, c]
}
