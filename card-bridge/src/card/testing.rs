//! Readers and cards that are not there: just enough of an OpenPGP card to run the program's own logic against.

pub(crate) mod stone;

use super::{Readers, Transport};
use hailstone_core::card::CardError;
use hailstone_core::secret::SecretBytes;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use x25519_dalek::{PublicKey, StaticSecret};

/// The fake card's public key.
pub(crate) const PUBLIC_KEY: [u8; 32] = [5; 32];
/// What it answers to any point.
pub(crate) const SHARED: [u8; 32] = [6; 32];

const OK: [u8; 2] = [0x90, 0x00];

/// A card with the serial 000F:A1B2C3D4, the PIN 271828 and the admin PIN 12345678, with which it was delivered.
#[derive(Clone, Debug)]
pub(crate) struct FakeCard {
    pub(crate) pin: Vec<u8>,
    pub(crate) tries: u8,
    pub(crate) has_key: bool,
    pub(crate) has_application: bool,
    pub(crate) in_use: bool,
    pub(crate) removed_at_verify: bool,
    /// A reset broke off between TERMINATE DF and ACTIVATE FILE.
    pub(crate) terminated: bool,
    /// With a private key it answers as a real card does.
    pub(crate) private_key: Option<[u8; 32]>,
}

impl Default for FakeCard {
    fn default() -> Self {
        Self {
            pin: b"271828".to_vec(),
            tries: 3,
            has_key: true,
            has_application: true,
            in_use: false,
            removed_at_verify: false,
            terminated: false,
            private_key: None,
        }
    }
}

impl FakeCard {
    pub(crate) fn empty() -> Self {
        Self {
            has_key: false,
            ..Self::default()
        }
    }

    pub(crate) fn without_application() -> Self {
        Self {
            has_application: false,
            ..Self::default()
        }
    }

    pub(crate) fn in_use() -> Self {
        Self {
            in_use: true,
            ..Self::default()
        }
    }

    pub(crate) fn with_private_key(bytes: [u8; 32]) -> Self {
        Self {
            private_key: Some(bytes),
            ..Self::default()
        }
    }

    fn public_key(&self) -> [u8; 32] {
        let of = |private| PublicKey::from(&StaticSecret::from(private)).to_bytes();
        self.private_key.map_or(PUBLIC_KEY, of)
    }

    /// RFC 7748 §6.1, of the point behind the tag 86 (OpenPGP card 3.4, 7.2.11).
    fn agree(&self, command: &[u8]) -> [u8; 32] {
        let Some(private) = self.private_key else {
            return SHARED;
        };
        let place = command
            .windows(2)
            .position(|tag| tag == [0x86, 32])
            .unwrap();
        let point: [u8; 32] = command[place + 2..place + 34].try_into().unwrap();
        let private = StaticSecret::from(private);
        private.diffie_hellman(&PublicKey::from(point)).to_bytes()
    }

    fn pins(&self) -> [u8; 7] {
        [0, 127, 127, 127, self.tries, 0, self.tries]
    }

    fn related(&self) -> Vec<u8> {
        let mut inner = vec![0xc0, 10, 0x7c, 0, 8, 0, 8, 0, 8, 0, 0, 0];
        inner.extend([0xc2, 11, 0x12, 0x2b, 6, 1, 4, 1, 0x97, 0x55, 1, 5, 1]);
        inner.extend([0xc4, 7]);
        inner.extend(self.pins());
        let mut all = vec![0x4f, 16, 0xd2, 0x76, 0, 1, 0x24, 1, 3, 4];
        all.extend([0x00, 0x0f, 0xa1, 0xb2, 0xc3, 0xd4, 0, 0]);
        all.push(0x73);
        all.push(u8::try_from(inner.len()).unwrap());
        all.extend(inner);
        all
    }

    fn answer(&mut self, command: &[u8]) -> Result<Vec<u8>, CardError> {
        let public_key = self.public_key();
        let key = || {
            let mut key = vec![0x7f, 0x49, 34, 0x86, 32];
            key.extend(public_key);
            key
        };
        let (mut data, status) = match command {
            [0, 0xa4, 4, 0, 6, 0xd2, 0x76, ..] if self.terminated => (vec![], [0x62, 0x85]),
            [0, 0x44, 0, 0] if self.terminated => {
                *self = Self::empty();
                (vec![], OK)
            }
            [0, 0xa4, 4, 0, 6, 0xd2, 0x76, ..] if self.has_application => (vec![], OK),
            [0, 0xa4, ..] => (vec![], [0x6a, 0x82]),
            [0, 0xca, 0, 0x6e, ..] => (self.related(), OK),
            [0, 0xca, 0, 0xc4, ..] => (self.pins().to_vec(), OK),
            [0, 0x47, 0x81, ..] if !self.has_key => (vec![], [0x6a, 0x88]),
            [0, 0x47, ..] => {
                self.has_key = true;
                (key(), OK)
            }
            [0, 0x20, ..] if self.removed_at_verify => return Err(CardError::Removed),
            [0, 0x20, 0, 0x82, _, pin @ ..] => (vec![], self.verify(pin, &self.pin.clone())),
            // CHANGE REFERENCE DATA: the old one, and the rest is the new one.
            [0, 0x24, 0, 0x81, _, both @ ..] => {
                let at = self.pin.len().min(both.len());
                let (old, new) = both.split_at(at);
                let status = self.verify(old, &self.pin.clone());
                if status == OK {
                    self.pin = new.to_vec();
                }
                (vec![], status)
            }
            [0, 0x20, 0, 0x83, _, pin @ ..] => (vec![], self.verify(pin, b"12345678")),
            [0, 0x2a, 0x80, 0x86, ..] => (self.agree(command).to_vec(), OK),
            [0, 0xda, ..] => (vec![], OK),
            _ => (vec![], [0x6d, 0x00]),
        };
        data.extend(status);
        Ok(data)
    }

    fn verify(&mut self, pin: &[u8], right: &[u8]) -> [u8; 2] {
        if pin == right && self.tries > 0 {
            self.tries = 3;
            OK
        } else {
            self.tries = self.tries.saturating_sub(1);
            [0x69, 0x82]
        }
    }
}

/// Readers with these cards, or none for one reason.
pub(crate) struct FakeReaders {
    cards: Vec<Arc<Mutex<FakeCard>>>,
    failure: Option<CardError>,
    resets: Arc<AtomicUsize>,
}

impl FakeReaders {
    pub(crate) fn new(cards: impl IntoIterator<Item = FakeCard>) -> Self {
        Self {
            cards: cards
                .into_iter()
                .map(|card| Arc::new(Mutex::new(card)))
                .collect(),
            failure: None,
            resets: Arc::default(),
        }
    }

    pub(crate) fn failing(failure: CardError) -> Self {
        Self {
            failure: Some(failure),
            ..Self::new([])
        }
    }

    /// The PIN that a card has now.
    pub(crate) fn pin(&self, card: usize) -> Vec<u8> {
        self.cards[card].lock().unwrap().pin.clone()
    }

    /// How often a card was given back.
    pub(crate) fn resets(&self) -> usize {
        self.resets.load(Ordering::SeqCst)
    }
}

impl Readers for FakeReaders {
    fn with_card(&mut self) -> Result<Vec<String>, CardError> {
        match self.failure {
            Some(failure) => Err(failure),
            None => Ok((0..self.cards.len()).map(|n| n.to_string()).collect()),
        }
    }

    fn connect(&mut self, reader: &str) -> Result<Box<dyn Transport>, CardError> {
        let card = self.cards[reader.parse::<usize>().unwrap()].clone();
        if card.lock().unwrap().in_use {
            return Err(CardError::InUse);
        }
        Ok(Box::new(FakeTransport {
            card,
            resets: self.resets.clone(),
        }))
    }
}

struct FakeTransport {
    card: Arc<Mutex<FakeCard>>,
    resets: Arc<AtomicUsize>,
}

impl Transport for FakeTransport {
    fn transmit(&mut self, command: &[u8]) -> Result<SecretBytes, CardError> {
        let mut card = self.card.lock().unwrap_or_else(PoisonError::into_inner);
        card.answer(command).map(SecretBytes::new)
    }
}

impl Drop for FakeTransport {
    fn drop(&mut self) {
        self.resets.fetch_add(1, Ordering::SeqCst);
    }
}
