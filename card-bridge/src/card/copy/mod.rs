//! The sealed copy of the vault on a card: read, and put there anew.
//!
//! The card is held alone from reading what is there until the new copy is known to open. What is written and whether it opens is the
//! vault's to say ([`Renewal`], or whoever is at the other end of a [`CopySession`]); two generations and their order are the core's
//! ([`hailstone_core::card::copy`]).

mod session;

use super::inventory::{Opened, find, find_any};
use super::{Known, Person, Progress, Readers, run};
use crate::error::Failure;
use hailstone_core::card::copy::{Copies, PivObjects, PrivateObjects, Rows, read, read_first};
use hailstone_core::card::openpgp;
use hailstone_core::card::{CardError, CardRef};
use session::At;
pub use session::{CopySession, Put, WrittenCopy};

/// What becomes of the copy on a card.
pub trait Renewal {
    /// The new copy, in no more than `room` bytes, of the vault and of what the card has, the newest first. It may be asked again with
    /// less room: some cards tell how much they have only by refusing more.
    ///
    /// # Errors
    /// Whatever the vault has against it; the card is as it was then.
    fn make(&mut self, found: &[Vec<u8>], room: usize) -> Result<Vec<u8>, Failure>;

    /// Whether what the card gave back opens. Only then the older copy is dropped.
    ///
    /// # Errors
    /// What it does not open for.
    fn check(&mut self, bytes: &[u8]) -> Result<(), Failure>;
}

/// The card that a person means, or the only one there is.
///
/// # Errors
/// [`Failure::CardsSeveral`], [`CardError::KeyAbsent`] for a card that was not set up yet.
pub fn which(readers: &mut dyn Readers, wanted: Option<&CardRef>) -> Result<CardRef, Failure> {
    let (_, found) = find_any(readers, wanted)?;
    Ok(found.card().ok_or(CardError::KeyAbsent)?)
}

/// The copies on this card, the newest first.
///
/// # Errors
/// [`CardError`] in all its kinds, and those of the prompt; [`Failure::CardUnknown`] for a card of ours that is not among `known`.
pub fn copies(
    readers: &mut dyn Readers,
    person: &mut Person<'_>,
    progress: &mut dyn FnMut(Progress),
    known: &Known,
    card: &CardRef,
) -> Result<Vec<Vec<u8>>, Failure> {
    let (mut transport, opened) = find(readers, card)?;
    let mut at = At {
        transport: &mut *transport,
        person,
        progress,
        card,
    };
    match opened {
        Opened::OpenPgp(card) => {
            let card = card.into_private_use()?;
            // Without the PIN there is all that is needed, but after a write that was cut short.
            let first = run(at.transport, read_first(PrivateObjects::open(&card)))?;
            if first.all().next().is_some() {
                return Ok(bytes(&first));
            }
            let selected = run(at.transport, openpgp::select())?;
            let objects = at.private_objects(selected)?;
            Ok(bytes(&run(at.transport, read(objects))?))
        }
        Opened::Piv(card, _) => {
            let objects = run(at.transport, PivObjects::find(card))?;
            Ok(bytes(&run(at.transport, read(objects))?))
        }
        Opened::Hailstone(card) => {
            let channel = at.channel(card, known)?;
            let (_, copy) = run(at.transport, channel.copy())?;
            let copy = copy.map(|copy| copy.expose().to_vec());
            Ok(copy.into_iter().collect())
        }
    }
}

/// Puts another copy on this card.
///
/// # Errors
/// As [`copies`], and as the [`Renewal`]. Whatever goes wrong, a copy that was there is there, or the new one is.
pub fn renew_copy(
    readers: &mut dyn Readers,
    person: &mut Person<'_>,
    progress: &mut dyn FnMut(Progress),
    known: &Known,
    card: &CardRef,
    renewal: &mut dyn Renewal,
) -> Result<(), Failure> {
    let mut session = CopySession::open(readers, person, progress, known, card)?;
    loop {
        let made = renewal.make(session.found(), session.room())?;
        session = match session.write(&made, person, progress)? {
            Put::Less(session) => session,
            Put::Written(written) => {
                renewal.check(written.bytes())?;
                return written.settle();
            }
        }
    }
}

fn bytes<C: Rows>(copies: &Copies<C>) -> Vec<Vec<u8>> {
    copies.all().map(|copy| copy.bytes.clone()).collect()
}
