//! Which cards are there, and what is on them.

use super::{Known, Readers, Transport, run};
use crate::error::Failure;
use hailstone_core::card::hailstone::{self, CardKey, Hailstone};
use hailstone_core::card::openpgp::{self, DecryptionKey, OpenPgp, Pin, Selected, Serial};
use hailstone_core::card::piv::{self, Piv, SigningSlot};
use hailstone_core::card::{Application, CardError, CardRef, Point};

/// A card with one of the applications that we know, as it introduced itself. It is not held any more.
#[derive(Debug)]
pub struct Found {
    /// The reader's name.
    pub reader: String,
    /// What is on it.
    pub on: On,
}

/// What an application says of itself.
#[derive(Debug)]
pub enum On {
    /// An OpenPGP card.
    OpenPgp(OpenPgp),
    /// A PIV card that has a key of ours, or could have one.
    Piv {
        /// What it is called; `None` where it has no name and no key.
        name: Option<piv::Name>,
        /// The key of ours.
        key: Option<piv::Key>,
        /// How many tries the PIN has left, where the card tells.
        tries_left: Option<u8>,
    },
    /// A card with our own application.
    Hailstone {
        /// What it is called.
        key: CardKey,
        /// Whether it has a PIN already.
        is_in_use: bool,
    },
}

/// A card with its application selected, held for us alone.
pub(super) enum Opened {
    OpenPgp(Selected),
    Piv(Piv, piv::Key),
    Hailstone(Hailstone),
}

/// A card with its application selected, held for us alone, and the key that is to sign.
pub(super) enum ToSign {
    OpenPgp(Selected),
    Piv(Piv, SigningSlot),
    Hailstone(Hailstone),
}

impl Found {
    /// The key on it that a vault is opened with, or would be; `None` for a card without a name.
    pub fn card(&self) -> Option<CardRef> {
        match &self.on {
            On::OpenPgp(card) => Some(card.serial().card()),
            On::Piv { name, key, .. } => {
                let slot = key.as_ref().map_or(0, |key| key.slot.reference());
                CardRef::new(Application::Piv, &name.as_ref()?.to_string(), slot).ok()
            }
            On::Hailstone { key, .. } => Some(key.card(super::SLOT)),
        }
    }

    /// The public half of that key. What our own application has is told by who has its PIN; it was noted when the card was set up.
    ///
    /// # Errors
    /// [`CardError::KeyAbsent`], [`CardError::KeyRsa`], [`CardError::KeyUnsupported`].
    pub fn public_key(&self, known: &Known) -> Result<Point, CardError> {
        match &self.on {
            On::OpenPgp(card) => match card.key() {
                DecryptionKey::Usable(point) => Ok(point.clone()),
                DecryptionKey::Absent => Err(CardError::KeyAbsent),
                DecryptionKey::Rsa => Err(CardError::KeyRsa),
                DecryptionKey::Other => Err(CardError::KeyUnsupported),
            },
            On::Piv { key, .. } => {
                let key = key.as_ref().ok_or(CardError::KeyAbsent)?;
                Ok(key.public_key.clone())
            }
            On::Hailstone { key, .. } => known.public_key(key).ok_or(CardError::KeyAbsent),
        }
    }

    /// Whether it can open a vault as it is.
    pub fn is_ready(&self, known: &Known) -> bool {
        self.public_key(known).is_ok()
    }

    /// How many tries the person's PIN has left, where the card tells it to everybody.
    pub fn tries_left(&self) -> Option<u8> {
        match &self.on {
            On::OpenPgp(card) => Some(card.tries_left(Pin::User)),
            On::Piv { tries_left, .. } => *tries_left,
            On::Hailstone { .. } => None,
        }
    }
}

/// All cards with an application that we know, each as often as it has one; never none.
///
/// # Errors
/// Where there is none, what stands in the way: an error of the service or the readers, else that of the card that came
/// nearest to an answer.
pub fn list(readers: &mut dyn Readers) -> Result<Vec<Found>, CardError> {
    let mut found = Vec::new();
    let mut obstacle = CardError::Absent;
    for reader in readers.with_card()? {
        let mut transport = match readers.connect(&reader) {
            Ok(transport) => transport,
            Err(error) => {
                obstacle = nearest(obstacle, error);
                continue;
            }
        };
        for look in [openpgp_on, hailstone_on, piv_on] {
            match look(&mut *transport) {
                Ok(on) => found.push(Found {
                    reader: reader.clone(),
                    on,
                }),
                // Pulled out while we looked: it is not there.
                Err(CardError::Removed) => break,
                Err(error) => obstacle = nearest(obstacle, error),
            }
        }
    }
    if found.is_empty() {
        return Err(obstacle);
    }
    Ok(found)
}

fn openpgp_on(transport: &mut dyn Transport) -> Result<On, CardError> {
    run(transport, openpgp::open()).map(On::OpenPgp)
}

fn piv_on(transport: &mut dyn Transport) -> Result<On, CardError> {
    let card = run(transport, piv::open())?;
    let tries_left = card.tries_left();
    let piv::Found { card, key } = run(transport, card.find())?;
    Ok(On::Piv {
        name: piv_name(&card, key.as_ref()),
        key,
        tries_left,
    })
}

fn hailstone_on(transport: &mut dyn Transport) -> Result<On, CardError> {
    let card = run(transport, hailstone::open())?;
    Ok(On::Hailstone {
        key: card.key(),
        is_in_use: card.is_in_use(),
    })
}

fn piv_name(card: &Piv, key: Option<&piv::Key>) -> Option<piv::Name> {
    card.name()
        .or_else(|| key.map(|key| piv::Name::of_key(&key.public_key)))
}

/// The card that is named, held for us alone.
///
/// # Errors
/// [`CardError::Other`] where there are cards, but not this one; else as [`list`].
pub(super) fn find(
    readers: &mut dyn Readers,
    card: &CardRef,
) -> Result<(Box<dyn Transport>, Opened), CardError> {
    first(readers, |transport| open(transport, card))
}

/// The same, where it is to sign.
///
/// # Errors
/// As [`find`].
pub(super) fn find_signing(
    readers: &mut dyn Readers,
    card: &CardRef,
) -> Result<(Box<dyn Transport>, ToSign), CardError> {
    first(readers, |transport| open_signing(transport, card))
}

/// The first card in which something is found.
fn first<T>(
    readers: &mut dyn Readers,
    open: impl Fn(&mut dyn Transport) -> Result<Option<T>, CardError>,
) -> Result<(Box<dyn Transport>, T), CardError> {
    let mut obstacle = CardError::Absent;
    for reader in readers.with_card()? {
        let opened = readers.connect(&reader).and_then(|mut transport| {
            let opened = open(&mut *transport)?;
            Ok((transport, opened))
        });
        match opened {
            Ok((transport, Some(opened))) => return Ok((transport, opened)),
            Ok((_, None)) => obstacle = nearest(obstacle, CardError::Other),
            Err(error) => obstacle = nearest(obstacle, error),
        }
    }
    Err(obstacle)
}

/// Whether this card is in a reader, and nobody else has it.
pub fn is_there(readers: &mut dyn Readers, card: &CardRef) -> bool {
    find(readers, card).is_ok()
}

/// The card that a person means, or the only one there is, held for us alone; which of its applications is selected is not said.
///
/// # Errors
/// [`Failure::CardsSeveral`], and as [`list`].
pub(super) fn find_any(
    readers: &mut dyn Readers,
    wanted: Option<&CardRef>,
) -> Result<(Box<dyn Transport>, Found), Failure> {
    let found = choice(list(readers)?, wanted)?;
    Ok((readers.connect(&found.reader)?, found))
}

/// Without a word of which: of one card, what it has in the order in which we like it.
fn choice(found: Vec<Found>, wanted: Option<&CardRef>) -> Result<Found, Failure> {
    let is_wanted = |found: &Found| match (wanted, found.card()) {
        (None, _) => true,
        (Some(wanted), Some(card)) => is_same(wanted, &card),
        (Some(_), None) => false,
    };
    let rank = |found: &Found| match found.on {
        On::Hailstone { .. } => 0,
        On::OpenPgp(_) => 1,
        On::Piv { .. } => 2,
    };
    let mut left: Vec<Found> = found.into_iter().filter(is_wanted).collect();
    left.sort_by_key(rank);
    let mut left = left.into_iter();
    let first = left.next().ok_or(CardError::Other)?;
    if left.any(|other| other.reader != first.reader) {
        return Err(Failure::CardsSeveral);
    }
    Ok(first)
}

/// The card in this reader, if it is the one that is named.
fn open(transport: &mut dyn Transport, wanted: &CardRef) -> Result<Option<Opened>, CardError> {
    Ok(match wanted.application() {
        Application::Openpgp => {
            let card = run(transport, openpgp::select())?;
            let is_it = Some(card.serial()) == Serial::of(wanted);
            is_it.then_some(Opened::OpenPgp(card))
        }
        Application::Piv => {
            let card = run(transport, piv::open())?;
            let piv::Found { card, key } = run(transport, card.find())?;
            let is_it = |name: piv::Name| name.to_string() == wanted.serial();
            let is_named = piv_name(&card, key.as_ref()).is_some_and(is_it);
            let key = key.filter(|key| is_named && key.slot.reference() == wanted.slot());
            key.map(|key| Opened::Piv(card, key))
        }
        Application::Hailstone => {
            let card = run(transport, hailstone::open())?;
            let is_it = Some(card.key()) == CardKey::of(wanted);
            is_it.then_some(Opened::Hailstone(card))
        }
    })
}

fn open_signing(
    transport: &mut dyn Transport,
    wanted: &CardRef,
) -> Result<Option<ToSign>, CardError> {
    Ok(match wanted.application() {
        Application::Openpgp => {
            let card = run(transport, openpgp::select())?;
            let is_it = Some(card.serial()) == Serial::of_signature(wanted);
            is_it.then_some(ToSign::OpenPgp(card))
        }
        Application::Piv => {
            let card = run(transport, piv::open())?;
            let piv::Found { card, key } = run(transport, card.find())?;
            let name = piv_name(&card, key.as_ref());
            let is_it = name.is_some_and(|name| name.to_string() == wanted.serial());
            let slot = SigningSlot::new(wanted.slot()).filter(|_| is_it);
            slot.map(|slot| ToSign::Piv(card, slot))
        }
        Application::Hailstone => {
            let card = run(transport, hailstone::open())?;
            let is_it = Some(card.key()) == CardKey::of(wanted);
            is_it.then_some(ToSign::Hailstone(card))
        }
    })
}

/// Whether two names are of the same application of the same card, whichever its keys.
pub fn is_same(one: &CardRef, other: &CardRef) -> bool {
    one.application() == other.application() && one.serial() == other.serial()
}

/// What a card is called before people: short, but enough to tell one's own cards apart.
pub fn name(card: &CardRef) -> String {
    card.name()
}

/// Of two cards that did not do, the error of the one that a person rather means: one in use may be the right one, a card
/// of another kind is not.
pub(super) fn nearest(one: CardError, other: CardError) -> CardError {
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

    fn card() -> CardRef {
        "openpgp:000F:A1B2C3D4".parse().unwrap()
    }

    #[test]
    fn every_card_is_listed_and_reset() {
        let mut readers = FakeReaders::new([FakeCard::default(), FakeCard::without_application()]);
        let found = list(&mut readers).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].card(), Some(card()));
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
            assert_eq!(find(&mut readers, &card()).err(), Some(expected));
        }
    }

    #[test]
    fn another_card_is_not_taken_for_the_one_that_is_wanted() {
        let mut readers = FakeReaders::new([FakeCard::default()]);
        let other = "openpgp:0006:00000001".parse().unwrap();
        assert_eq!(find(&mut readers, &other).err(), Some(CardError::Other));
        assert_eq!(readers.resets(), 1);
    }
}
