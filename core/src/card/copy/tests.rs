use super::row::is_ours;
use super::*;
use alloc::sync::Arc;
use core::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Mutex;

/// What is in which object of which row.
type Memory = Vec<(Row, usize, Vec<u8>)>;

/// A card that forgets nothing and can lose power at any write.
#[derive(Clone)]
struct Model {
    objects: usize,
    length: usize,
    held: Arc<Mutex<Memory>>,
    /// Writes until the power goes.
    left: Arc<AtomicUsize>,
    /// Objects that belong to somebody else.
    foreign: Arc<[(Row, usize)]>,
}

const CUT: CardError = CardError::Removed;

impl Model {
    fn new(objects: usize, length: usize) -> Self {
        Self {
            objects,
            length,
            held: Arc::default(),
            left: Arc::new(AtomicUsize::new(usize::MAX)),
            foreign: Arc::new([]),
        }
    }

    /// The same memory, with power for so many writes.
    fn powered(&self, writes: usize) -> Self {
        Self {
            left: Arc::new(AtomicUsize::new(writes)),
            ..self.clone()
        }
    }

    fn copied(&self) -> Self {
        Self {
            held: Arc::new(Mutex::new(self.held.lock().unwrap().clone())),
            ..self.clone()
        }
    }

    fn find(&self, row: Row, number: usize) -> Option<Vec<u8>> {
        let held = self.held.lock().unwrap();
        let mut held = held.iter();
        held.find(|one| (one.0, one.1) == (row, number))
            .map(|one| one.2.clone())
    }

    fn set(&self, row: Row, number: usize, bytes: &[u8]) {
        let mut held = self.held.lock().unwrap();
        held.retain(|one| (one.0, one.1) != (row, number));
        held.push((row, number, bytes.into()));
    }
}

impl Rows for Model {
    fn objects(&self) -> usize {
        self.objects
    }

    fn length(&self) -> usize {
        self.length
    }

    fn get(self, row: Row, number: usize) -> Result<Step<(Self, Held)>, CardError> {
        let held = match self.find(row, number) {
            _ if self.foreign.contains(&(row, number)) => Held::Foreign,
            None => Held::Nothing,
            Some(bytes) if bytes.is_empty() => Held::Nothing,
            Some(bytes) => Held::Bytes(SecretBytes::new(bytes)),
        };
        Ok(Step::Done((self, held)))
    }

    fn put(self, row: Row, number: usize, bytes: &[u8]) -> Result<Step<(Self, bool)>, CardError> {
        assert!(bytes.len() <= self.length, "{}", bytes.len());
        let is_had = self.find(row, number).is_none_or(|held| is_ours(&held))
            && !self.foreign.contains(&(row, number));
        if is_had {
            let left = self.left.load(Ordering::Relaxed);
            self.left
                .store(left.checked_sub(1).ok_or(CUT)?, Ordering::Relaxed);
            self.set(row, number, bytes);
        }
        Ok(Step::Done((self, is_had)))
    }
}

fn done<T>(step: Result<Step<T>, CardError>) -> Result<T, CardError> {
    match step? {
        Step::Done(outcome) => Ok(outcome),
        Step::Send(_) => panic!("the model has no commands"),
    }
}

/// Bytes as a backup file has them: with the hash of all before behind them.
fn sealed(fill: u8, length: usize) -> Vec<u8> {
    let mut bytes = vec![fill; length - 32];
    let hash = hash::sha256(&[&bytes]);
    bytes.extend(hash);
    bytes
}

fn renew(card: Model, bytes: &[u8]) -> Result<Model, CardError> {
    let copies = done(read(card))?;
    let written = done(copies.write(bytes))?;
    assert_eq!(written.copy().bytes, bytes);
    done(written.settle())
}

fn all(card: &Model) -> Vec<Copy> {
    let copies = done(read(card.powered(0))).unwrap();
    copies.all().cloned().collect()
}

#[test]
fn what_is_written_is_read_and_the_older_one_is_gone() {
    for (objects, length) in [(1, 300), (3, 120), (9, 3047)] {
        let mut card = Model::new(objects, length);
        assert_eq!(all(&card), []);
        for generation in 1..=5_u8 {
            let most = done(read(card.clone())).unwrap().room();
            for size in [33, most / 2, most] {
                card = renew(card, &sealed(generation, size.max(32))).unwrap();
                let found = all(&card);
                assert_eq!(found.len(), 1);
                assert_eq!(found[0].bytes, sealed(generation, size.max(32)));
            }
        }
        assert_eq!(all(&card)[0].generation, 15);
    }
}

#[test]
fn a_cut_at_any_write_leaves_the_older_or_the_newer_whole() {
    for (objects, length) in [(1, 200), (4, 100)] {
        let before = renew(Model::new(objects, length), &sealed(1, 150)).unwrap();
        // What a cut left behind is in the way of nothing.
        for first in 0..12 {
            let torn = before.copied();
            let _ = renew(torn.powered(first), &sealed(2, 160));
            for second in 0..12 {
                let card = torn.copied();
                let before: Vec<Copy> = all(&card);
                let outcome = renew(card.powered(second), &sealed(3, 155));
                let newest = all(&card).into_iter().next().unwrap();
                let old = before[0].bytes.clone();
                assert!([&old, &sealed(3, 155)].contains(&&newest.bytes));
                if outcome.is_ok() {
                    assert_eq!(newest.bytes, sealed(3, 155));
                    assert_eq!(all(&card).len(), 1);
                }
            }
        }
    }
}

#[test]
fn what_is_somebody_elses_is_passed_over_and_stays() {
    let mut card = Model::new(4, 100);
    card.foreign = Arc::new([(Row::First, 0), (Row::Second, 1)]);
    card.set(Row::First, 2, b"of another program");
    let card = renew(card, &sealed(1, 120)).unwrap();
    let card = renew(card, &sealed(2, 150)).unwrap();
    assert_eq!(all(&card)[0].bytes, sealed(2, 150));
    assert_eq!(
        card.find(Row::First, 2).as_deref(),
        Some(b"of another program".as_slice())
    );
    // There is not as much room as the number of objects says: the copy that is there stays.
    let outcome = renew(card.clone(), &sealed(3, 300));
    assert_eq!(outcome.err(), Some(CardError::Full));
    assert_eq!(all(&card)[0].bytes, sealed(2, 150));
}

#[test]
fn a_card_where_nothing_is_to_be_had_is_told_so() {
    let mut card = Model::new(1, 200);
    card.foreign = Arc::new([(Row::First, 0), (Row::Second, 0)]);
    let outcome = renew(card, &sealed(1, 100));
    assert_eq!(outcome.err(), Some(CardError::ObjectTaken));
}

#[test]
fn a_flipped_bit_anywhere_gives_the_other_generation_or_none() {
    let card = renew(Model::new(3, 80), &sealed(1, 100)).unwrap();
    // Both generations are there while the newer is not settled.
    let copies = done(read(card.clone())).unwrap();
    done(copies.write(&sealed(2, 100))).unwrap();
    assert_eq!(all(&card).len(), 2);
    let held = card.held.lock().unwrap().clone();
    for (row, number, bytes) in held {
        for bit in 0..bytes.len() * 8 {
            let torn = card.copied();
            let mut bytes = bytes.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            torn.set(row, number, &bytes);
            for copy in all(&torn) {
                assert!(
                    [sealed(1, 100), sealed(2, 100)].contains(&copy.bytes),
                    "{row:?} {number} {bit}"
                );
            }
        }
    }
}

#[test]
fn what_is_damaged_is_written_over_and_what_is_whole_is_not() {
    let card = renew(Model::new(1, 200), &sealed(1, 100)).unwrap();
    let copies = done(read(card.clone())).unwrap();
    done(copies.write(&sealed(2, 100))).unwrap();
    // The newer one is damaged: the next one goes in its place.
    let mut newer = card.find(Row::Second, 0).unwrap();
    newer[50] ^= 1;
    card.set(Row::Second, 0, &newer);
    assert_eq!(all(&card)[0].bytes, sealed(1, 100));
    let copies = done(read(card.clone())).unwrap();
    let written = done(copies.write(&sealed(3, 100))).unwrap();
    assert_eq!(all(&card)[1].bytes, sealed(1, 100));
    done(written.settle()).unwrap();
    assert_eq!(all(&card)[0].bytes, sealed(3, 100));
}

#[test]
fn a_card_that_lies_about_lengths_is_not_followed() {
    let card = Model::new(2, 100);
    for length in [0_u32, 1, 87, 500, u32::MAX] {
        let mut bytes = b"HSTC\x01\0\0\0\0\x01".to_vec();
        bytes.extend(length.to_be_bytes());
        bytes.extend([7; 80]);
        card.set(Row::First, 0, &bytes);
        assert_eq!(all(&card), [], "{length}");
    }
}

#[test]
fn what_is_no_whole_copy_is_not_written() {
    let card = Model::new(2, 100);
    let copies = done(read(card)).unwrap();
    let outcome = done(copies.write(&[7; 50]));
    assert_eq!(outcome.err(), Some(CardError::Full));
}

/// A card whose second object is not to be read any more once its writing was cut short, as it is on Nitrokeys.
#[derive(Clone)]
struct Brittle {
    model: Model,
    broken: Arc<AtomicUsize>,
    ours: bool,
}

impl Brittle {
    fn new() -> Self {
        Self {
            model: Model::new(1, 200),
            broken: Arc::default(),
            ours: false,
        }
    }

    fn powered(&self, writes: usize) -> Self {
        Self {
            model: self.model.powered(writes),
            ours: false,
            ..self.clone()
        }
    }

    fn copied(&self) -> Self {
        Self {
            model: self.model.copied(),
            broken: Arc::new(AtomicUsize::new(self.broken.load(Ordering::Relaxed))),
            ours: false,
        }
    }

    fn newest(&self) -> Option<Vec<u8>> {
        let copies = done(read(self.powered(0))).unwrap();
        copies.all().next().map(|copy| copy.bytes.clone())
    }
}

impl Rows for Brittle {
    const MIRRORED: bool = true;

    fn vouch(&mut self) {
        self.ours = true;
    }

    fn objects(&self) -> usize {
        1
    }

    fn length(&self) -> usize {
        self.model.length
    }

    fn get(self, row: Row, number: usize) -> Result<Step<(Self, Held)>, CardError> {
        let is_broken = self.broken.load(Ordering::Relaxed) > 0;
        assert!(row == Row::First || !is_broken, "the card breaks off");
        let (_, held) = done(self.model.clone().get(row, number))?;
        Ok(Step::Done((self, held)))
    }

    fn put(self, row: Row, number: usize, bytes: &[u8]) -> Result<Step<(Self, bool)>, CardError> {
        let held = self.model.find(row, number);
        let is_ours = self.ours || held.is_none_or(|held| is_ours(&held));
        if !is_ours {
            return Ok(Step::Done((self, false)));
        }
        let left = self.model.left.load(Ordering::Relaxed);
        let Some(left) = left.checked_sub(1) else {
            match row {
                // What is not encrypted is a part of the new.
                Row::First => self.model.set(row, number, &bytes[..bytes.len() / 2]),
                Row::Second => self.broken.store(1, Ordering::Relaxed),
            }
            return Err(CUT);
        };
        self.model.left.store(left, Ordering::Relaxed);
        self.model.set(row, number, bytes);
        if row == Row::Second {
            self.broken.store(0, Ordering::Relaxed);
        }
        Ok(Step::Done((self, true)))
    }
}

fn renew_brittle(card: Brittle, bytes: &[u8]) -> Result<(), CardError> {
    let copies = done(read(card))?;
    let written = done(copies.write(bytes))?;
    assert_eq!(written.copy().bytes, bytes);
    done(written.settle()).map(drop)
}

#[test]
fn a_mirrored_card_that_was_cut_short_goes_on() {
    for first in 0..4 {
        let fresh = Brittle::new();
        let outcome = renew_brittle(fresh.powered(first), &sealed(1, 150));
        assert_eq!(outcome.is_ok(), first >= 2);
        for second in 0..4 {
            let card = fresh.copied();
            let before = card.newest();
            let outcome = renew_brittle(card.powered(second), &sealed(2, 160));
            let after = card.newest();
            assert!(
                after == before || after == Some(sealed(2, 160)),
                "{first} {second}"
            );
            assert_eq!(outcome.is_ok(), second >= 2);
            renew_brittle(card.powered(9), &sealed(3, 155)).unwrap();
            assert_eq!(card.newest(), Some(sealed(3, 155)));
        }
    }
}

#[test]
fn a_mirrored_card_with_somebody_elses_data_in_the_second_object_is_left_alone() {
    let card = Brittle::new();
    card.model.set(Row::Second, 0, b"of another program");
    let outcome = renew_brittle(card.powered(9), &sealed(1, 100));
    assert_eq!(outcome.err(), Some(CardError::ObjectTaken));
    assert_eq!(card.newest(), None);
}
