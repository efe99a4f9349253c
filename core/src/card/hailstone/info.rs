//! What the card says of itself: *Card* of SELECT, and *Status* (docs/card-application.md sections 1 and 3).

use crate::card::error::CardError;
use crate::card::{Application, CardRef};
use crate::hazmat::hash;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// The version of the document that we speak.
const VERSION: u8 = 1;

/// The card's static key, which is its name, too: nobody else can be the card with this key, and a factory reset makes another.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CardKey([u8; 32]);

impl CardKey {
    /// The card that is named, where it is one with our application.
    pub fn of(card: &CardRef) -> Option<Self> {
        let digits = card.serial();
        if card.application() != Application::Hailstone || digits.len() != 64 {
            return None;
        }
        let mut key = [0; 32];
        for (place, pair) in key.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
            let small = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
            let pair = pair.iter().all(small).then_some(pair)?;
            *place = u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(key))
    }

    /// The key in this slot of the card.
    pub fn card(&self, slot: u8) -> CardRef {
        CardRef::known(Application::Hailstone, hex(&self.0), slot)
    }

    /// What a person compares: the first sixteen bytes of SHA-256 of the key, in groups of four digits.
    pub fn fingerprint(&self) -> String {
        let hash = hash::sha256(&[&self.0]);
        let groups: Vec<String> = hash.chunks_exact(2).take(8).map(hex).collect();
        groups.join(" ")
    }

    /// The key itself.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for CardKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CardKey({})", hex(&self.0))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| alloc::format!("{byte:02x}"))
        .collect()
}

/// *Card*, as SELECT answered it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Info {
    bytes: Vec<u8>,
    pub(super) in_use: bool,
    /// The longest data field of a command.
    pub(super) longest: u16,
    /// The longest data field of an answer.
    pub(super) longest_answer: u16,
    pub(super) serial: [u8; 8],
    key: CardKey,
}

impl Info {
    /// Later versions may be longer; a later version of the application is not ours.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, CardError> {
        const EXPECTED: CardError = CardError::Malformed("what a Hailstone card says of itself");
        let [version, in_use, c0, c1, a0, a1, rest @ ..] = bytes else {
            return Err(EXPECTED);
        };
        if *version != VERSION {
            return Err(CardError::Unsupported(
                "a later version of the card application",
            ));
        }
        let (serial, rest) = rest.split_first_chunk::<8>().ok_or(EXPECTED)?;
        let key = rest.first_chunk::<32>().ok_or(EXPECTED)?;
        Ok(Self {
            bytes: bytes.into(),
            in_use: *in_use == 1,
            longest: u16::from_be_bytes([*c0, *c1]),
            longest_answer: u16::from_be_bytes([*a0, *a1]),
            serial: *serial,
            key: CardKey(*key),
        })
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) const fn key(&self) -> &[u8; 32] {
        &self.key.0
    }

    pub(super) const fn name(&self) -> CardKey {
        self.key
    }
}

/// *Status*: what stands how on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardStatus {
    /// Whether the card has a PIN and a PUK.
    pub in_use: bool,
    /// Tries of the PIN: left, and at most.
    pub pin_tries: (u8, u8),
    /// Tries of the PUK: left, and at most.
    pub puk_tries: (u8, u8),
    /// How often anything was changed on this card.
    pub generation: u64,
    /// Bytes left for one more object.
    pub bytes_left: u32,
    /// Bytes for objects in all.
    pub bytes: u32,
    /// Objects there are, and at most.
    pub objects: (u8, u8),
    /// The types of the keys in slots 1 to 4 ([`super::KeyType`]); 0 where there is none.
    pub keys: [u8; 4],
    /// Sealed PINs taken in this session.
    pub(super) pins: u32,
}

impl CardStatus {
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, CardError> {
        const EXPECTED: CardError = CardError::Malformed("the status of a Hailstone card");
        let bytes: &[u8; 32] = bytes.first_chunk().ok_or(EXPECTED)?;
        let [VERSION, flags, pin, pin_most, puk, puk_most, rest @ ..] = *bytes else {
            return Err(EXPECTED);
        };
        let [g0, g1, g2, g3, g4, g5, g6, g7, l0, l1, l2, l3, rest @ ..] = rest;
        let [
            a0,
            a1,
            a2,
            a3,
            objects,
            most,
            k1,
            k2,
            k3,
            k4,
            p0,
            p1,
            p2,
            p3,
        ] = rest;
        Ok(Self {
            in_use: flags & 1 != 0,
            pin_tries: (pin, pin_most),
            puk_tries: (puk, puk_most),
            generation: u64::from_be_bytes([g0, g1, g2, g3, g4, g5, g6, g7]),
            bytes_left: u32::from_be_bytes([l0, l1, l2, l3]),
            bytes: u32::from_be_bytes([a0, a1, a2, a3]),
            objects: (objects, most),
            keys: [k1, k2, k3, k4],
            pins: u32::from_be_bytes([p0, p1, p2, p3]),
        })
    }
}
