//! A card's objects may hold anything. The input is what each of them holds, with its length (one byte) before it; whatever it is, the next copy
//! that is written is the one that is read.
#![no_main]

use hailstone_core::card::copy::{Held, Row, Rows, read};
use hailstone_core::card::{CardError, Step};
use hailstone_core::secret::SecretBytes;
use hailstone_core::vault::{Backup, VaultError};
use libfuzzer_sys::fuzz_target;

const OBJECTS: usize = 3;
/// The last bytes of it are SHA-256 of those before, as in a backup file.
const WHOLE: &[u8] = include_bytes!("../seeds/copy/whole");

fuzz_target!(|bytes: &[u8]| {
    let mut rest = bytes;
    let mut objects = vec![];
    for _ in 0..2 * OBJECTS {
        let (length, after) = rest.split_first().unwrap_or((&0, &[]));
        let (object, after) = after.split_at(usize::from(*length).min(after.len()));
        objects.push(object.to_vec());
        rest = after;
    }
    renewed(Card::<false>(objects.clone()));
    renewed(Card::<true>(objects));
    if let Err(error) = Backup::read(bytes) {
        assert_ne!(error, VaultError::NoRoom);
    }
});

fn renewed<const MIRRORED: bool>(card: Card<MIRRORED>) {
    let copies = done(read(card)).expect("objects can be read");
    for copy in copies.all() {
        assert!(copy.bytes.len() <= copies.room());
    }
    match done(copies.write(WHOLE)) {
        Ok(written) => {
            let card = done(written.settle()).expect("what was written once is written again");
            let copies = done(read(card)).expect("objects can be read");
            let newest = copies.all().next().map(|copy| copy.bytes.as_slice());
            assert_eq!(newest, Some(WHOLE));
        }
        // Somebody else has the objects, or too many of them.
        Err(error) => assert!(matches!(error, CardError::ObjectTaken | CardError::Full)),
    }
}

fn done<T>(step: Result<Step<T>, CardError>) -> Result<T, CardError> {
    match step? {
        Step::Done(outcome) => Ok(outcome),
        Step::Send(_) => unreachable!("there are no commands"),
    }
}

/// Objects in memory; none of them is there to begin with where it holds nothing.
struct Card<const MIRRORED: bool>(Vec<Vec<u8>>);

fn place(row: Row, number: usize) -> usize {
    match row {
        Row::First => number,
        Row::Second => number + OBJECTS,
    }
}

impl<const MIRRORED: bool> Rows for Card<MIRRORED> {
    const MIRRORED: bool = MIRRORED;

    fn objects(&self) -> usize {
        if MIRRORED { 1 } else { OBJECTS }
    }

    fn length(&self) -> usize {
        150
    }

    fn get(self, row: Row, number: usize) -> Result<Step<(Self, Held)>, CardError> {
        let held = match self.0[place(row, number)].as_slice() {
            [] => Held::Nothing,
            bytes => Held::Bytes(SecretBytes::new(bytes.to_vec())),
        };
        Ok(Step::Done((self, held)))
    }

    fn put(
        mut self,
        row: Row,
        number: usize,
        bytes: &[u8],
    ) -> Result<Step<(Self, bool)>, CardError> {
        let object = &mut self.0[place(row, number)];
        let is_ours = object.is_empty() || object.starts_with(b"HSTC\x01");
        if is_ours {
            *object = bytes.to_vec();
        }
        Ok(Step::Done((self, is_ours)))
    }
}
