//! Which cards are there.

use super::{Readers, Transport, run};
use hailstone_core::card::openpgp::{self, DecryptionKey, OpenPgp, Serial};
use hailstone_core::card::{CardError, CardRef, Point};

/// A card with the OpenPGP application, as it introduced itself. It is not held any more.
#[derive(Debug)]
pub struct Found {
    /// The reader's name.
    pub reader: String,
    /// What the card says of itself.
    pub card: OpenPgp,
}

impl Found {
    /// The key on it that a vault is opened with, or would be.
    pub fn key(&self) -> CardRef {
        self.card.serial().card()
    }

    /// The public half of that key.
    ///
    /// # Errors
    /// [`CardError::KeyAbsent`], [`CardError::KeyRsa`], [`CardError::KeyUnsupported`].
    pub const fn public_key(&self) -> Result<&Point, CardError> {
        match self.card.key() {
            DecryptionKey::Usable(point) => Ok(point),
            DecryptionKey::Absent => Err(CardError::KeyAbsent),
            DecryptionKey::Rsa => Err(CardError::KeyRsa),
            DecryptionKey::Other => Err(CardError::KeyUnsupported),
        }
    }
}

/// All cards with the OpenPGP application; never none.
///
/// # Errors
/// Where there is none, what stands in the way: an error of the service or the readers, else that of the card that came
/// nearest to an answer.
pub fn list(readers: &mut dyn Readers) -> Result<Vec<Found>, CardError> {
    let mut found = Vec::new();
    let mut obstacle = CardError::Absent;
    for reader in readers.with_card()? {
        match open(readers, &reader) {
            Ok((_, card)) => found.push(Found { reader, card }),
            // Pulled out while we looked: it is not there.
            Err(CardError::Removed) => {}
            Err(error) => obstacle = nearest(obstacle, error),
        }
    }
    if found.is_empty() {
        return Err(obstacle);
    }
    Ok(found)
}

/// The card with this serial, held for us alone.
///
/// # Errors
/// [`CardError::Other`] where there are cards, but not this one; else as [`list`].
pub fn find(
    readers: &mut dyn Readers,
    serial: Serial,
) -> Result<(Box<dyn Transport>, OpenPgp), CardError> {
    let mut obstacle = CardError::Absent;
    for reader in readers.with_card()? {
        match open(readers, &reader) {
            Ok((transport, card)) if card.serial() == serial => return Ok((transport, card)),
            Ok(_) => obstacle = nearest(obstacle, CardError::Other),
            Err(error) => obstacle = nearest(obstacle, error),
        }
    }
    Err(obstacle)
}

fn open(
    readers: &mut dyn Readers,
    reader: &str,
) -> Result<(Box<dyn Transport>, OpenPgp), CardError> {
    let mut transport = readers.connect(reader)?;
    let card = run(&mut *transport, openpgp::open())?;
    Ok((transport, card))
}

/// Of two cards that did not do, the error of the one that a person rather means: one in use may be the right one, a card
/// of another kind is not.
fn nearest(one: CardError, other: CardError) -> CardError {
    let rank = |error| match error {
        CardError::Absent => 0,
        CardError::ApplicationAbsent => 1,
        CardError::Other => 2,
        CardError::InUse => 4,
        _ => 3,
    };
    if rank(other) > rank(one) { other } else { one }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::testing::{FakeCard, FakeReaders};

    fn serial() -> Serial {
        Serial::parse("000F:A1B2C3D4").unwrap()
    }

    #[test]
    fn every_openpgp_card_is_listed_and_reset() {
        let mut readers = FakeReaders::new([FakeCard::default(), FakeCard::without_application()]);
        let found = list(&mut readers).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].card.serial(), serial());
        assert_eq!(readers.resets(), 2);
    }

    #[test]
    fn with_no_card_the_error_says_what_stands_in_the_way() {
        let cases = [
            (
                FakeReaders::failing(CardError::ReaderAbsent),
                CardError::ReaderAbsent,
            ),
            (FakeReaders::failing(CardError::Absent), CardError::Absent),
            (
                FakeReaders::new([FakeCard::without_application()]),
                CardError::ApplicationAbsent,
            ),
            (
                FakeReaders::new([FakeCard::in_use(), FakeCard::without_application()]),
                CardError::InUse,
            ),
        ];
        for (mut readers, expected) in cases {
            assert_eq!(list(&mut readers).unwrap_err(), expected);
            assert_eq!(find(&mut readers, serial()).err(), Some(expected));
        }
    }

    #[test]
    fn another_card_is_not_taken_for_the_one_that_is_wanted() {
        let mut readers = FakeReaders::new([FakeCard::default()]);
        let other = Serial::parse("0006:00000001").unwrap();
        assert_eq!(find(&mut readers, other).err(), Some(CardError::Other));
        assert_eq!(readers.resets(), 1);
    }
}
