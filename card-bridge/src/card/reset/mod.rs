//! A card application is made new: what that destroys is told first, and done by whatever the card's life cycle allows.

mod act;

pub use act::reset;

use super::{On, Readers, Transport, find_any, list, run};
use crate::entropy;
use crate::error::Failure;
use crate::prompt::PinKind;
use hailstone_core::card::hailstone::{self, CardKey, Channel};
use hailstone_core::card::openpgp::{self, Pin};
use hailstone_core::card::{Application, CardError, CardRef, piv};

/// A card application that is to be made new, as it was when it was looked at.
#[derive(Debug)]
pub struct Condemned {
    /// What it is called; `None` for a PIV card without a name, and for a card whose reset broke off.
    pub card: Option<CardRef>,
    /// The reader's name.
    pub reader: String,
    /// What is on it.
    pub holds: Holds,
    /// How it can be made new.
    pub way: Way,
}

/// What goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// The keys for signing, decrypting and authenticating of an OpenPGP card.
    OpenPgp([bool; 3]),
    /// A PIV card's key of ours, and what has a certificate of 9A, 9C, 9D and 9E.
    Piv {
        /// Whether there is one of ours.
        ours: bool,
        /// Keys of other programs.
        certificates: [bool; 4],
    },
    /// Keys and objects of a Hailstone card.
    Hailstone {
        /// How many keys.
        keys: usize,
        /// How many objects.
        objects: u8,
    },
    /// A reset that broke off: everything is gone already.
    Nothing,
}

/// How a card can be made new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Somebody shows this PIN. Without it, every try has to be used up.
    Shown(PinKind),
    /// Its PINs are blocked, so that nobody is asked.
    Dead,
    /// What is left of its PINs has to be blocked first, by wrong ones: it allows nothing else, or nothing else any more.
    Blocking,
    /// It is in the middle of it.
    Begun,
}

/// Looks at the card that is meant, or the only application there is. Nothing changes.
///
/// # Errors
/// [`Failure::CardsSeveral`], also where one card has several applications and it was not said which; [`CardError::KeyAbsent`] for a
/// Hailstone card that is new as it is; [`CardError::Unsupported`] for an OpenPGP card without a life cycle.
pub fn condemn(readers: &mut dyn Readers, wanted: Option<&CardRef>) -> Result<Condemned, Failure> {
    if let Some(begun) = begun(readers, wanted)? {
        return Ok(begun);
    }
    if wanted.is_none() && list(readers)?.len() > 1 {
        return Err(Failure::CardsSeveral);
    }
    let (mut transport, found) = find_any(readers, wanted)?;
    let transport = &mut *transport;
    let card = found.card();
    let (holds, way) = match found.on {
        On::OpenPgp(card) => {
            let selected = run(transport, openpgp::select())?;
            if !selected.has_life_cycle() {
                return Err(CardError::Unsupported("a card without a life cycle").into());
            }
            let tries = |pin| selected.tries_left(pin);
            let way = way(tries(Pin::User), tries(Pin::Admin), PinKind::Admin);
            (Holds::OpenPgp(card.keys()), way)
        }
        On::Piv { key, .. } => {
            let opened = run(transport, piv::open())?;
            let (_, certificates) = run(transport, opened.certificates())?;
            let ours = key.is_some();
            (Holds::Piv { ours, certificates }, Way::Blocking)
        }
        On::Hailstone { key, is_in_use } => {
            if !is_in_use {
                return Err(CardError::KeyAbsent.into());
            }
            let status = *connected(transport, &key)?.status();
            let way = way(status.pin_tries.0, status.puk_tries.0, PinKind::Puk);
            let keys = status.keys.iter().filter(|kind| **kind != 0).count();
            let objects = status.objects.0;
            (Holds::Hailstone { keys, objects }, way)
        }
    };
    Ok(Condemned {
        card,
        reader: found.reader,
        holds,
        way,
    })
}

/// By the tries that are left of the PIN, and of the one that would be asked for.
const fn way(pin: u8, other: u8, asked: PinKind) -> Way {
    match (pin, other) {
        (0, 0) => Way::Dead,
        (_, 0) => Way::Blocking,
        (_, _) => Way::Shown(asked),
    }
}

/// An OpenPGP card that was being made new and lost power. It cannot say any more which one it is.
fn begun(
    readers: &mut dyn Readers,
    wanted: Option<&CardRef>,
) -> Result<Option<Condemned>, CardError> {
    if wanted.is_some_and(|wanted| wanted.application() != Application::Openpgp) {
        return Ok(None);
    }
    for reader in readers.with_card()? {
        let Ok(mut transport) = readers.connect(&reader) else {
            continue;
        };
        if run(&mut *transport, openpgp::select()).err() == Some(CardError::Terminated) {
            return Ok(Some(Condemned {
                card: None,
                reader,
                holds: Holds::Nothing,
                way: Way::Begun,
            }));
        }
    }
    Ok(None)
}

fn connected(
    transport: &mut dyn Transport,
    key: &CardKey,
) -> Result<Channel<hailstone::Open>, Failure> {
    let opened = run(transport, hailstone::open())?;
    Ok(run(transport, opened.connect(key, entropy::seed()?))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::testing::{FakeCard, FakeReaders};
    use crate::card::{Known, Person};
    use crate::prompt::testing::FakePrompt;
    use hailstone_core::wire::Language;

    #[test]
    fn a_reset_that_broke_off_is_finished_and_nobody_is_asked() {
        let card = FakeCard {
            terminated: true,
            ..FakeCard::default()
        };
        let mut readers = FakeReaders::new([card]);
        assert_eq!(list(&mut readers).unwrap_err(), CardError::Terminated);
        let condemned = condemn(&mut readers, None).unwrap();
        assert_eq!(condemned.way, Way::Begun);
        let mut person = Person {
            prompt: &mut FakePrompt::answering([]),
            language: Language::English,
        };
        let known = &mut Known::default();
        reset(&mut readers, &mut person, known, &condemned, false).unwrap();
        let found = list(&mut readers).unwrap();
        assert_eq!(
            found[0].public_key(&Known::default()).unwrap_err(),
            CardError::KeyAbsent
        );
    }

    #[test]
    fn a_card_without_a_life_cycle_is_left_alone() {
        let mut readers = FakeReaders::new([FakeCard::default()]);
        let unsupported = CardError::Unsupported("a card without a life cycle");
        assert_eq!(condemn(&mut readers, None).unwrap_err(), unsupported.into());
    }
}
