//! The PIV card application (NIST SP 800-73-5 part 2), as far as Hailstone needs it: a key in a retired key management
//! slot, data objects, and the card's PIN, PUK and management key.
//!
//! [`open`] gives a [`Piv`]. From there, [`Piv::into_agreement`] leads to one key agreement, [`Piv::administer`] to
//! changes, and through the PIN to one new key. Each step exists only on the state before it:
//!
//! ```compile_fail,E0599
//! use hailstone_core::card::{Point, piv::Agreement};
//!
//! // No verified PIN, no agreement.
//! fn agree(card: Agreement, point: Point) {
//!     card.agree(point);
//! }
//! ```
//!
//! ```
//! # use hailstone_core::card::{Point, piv::Verified};
//! fn agree(card: Verified, point: Point) {
//!     let _ = card.agree(point);
//! }
//! ```
//!
//! What differs from card to card, and how it is met:
//! - The slot 9D belongs to the person's mail and stays untouched; ours is one of 82 to 95, chosen from the last, for other
//!   programs begin with the first. A key is made only where everything says that there is none (see [`Ready::generate`]).
//! - A key that signs is one that the card has already, in 9A or 9C ([`SigningSlot`]), for credentials that an issuer bound to it.
//! - PIV names no card and reads out no public key. [`Name`] and [`Key`] say what we use instead.
//! - Whether a key wants the PIN once or each time cannot be asked on most cards, so the PIN is verified directly before
//!   each agreement, which serves both.
//! - Some cards keep a PIN verified through a reset, and the management key until they lose power. [`forget`] ends the
//!   first; nothing in PIV ends the second.

mod agreement;
#[cfg(test)]
mod cards;
mod certificates;
mod find;
mod holder;
mod key;
mod management;
mod metadata;
mod name;
mod object;
mod pin;
#[cfg(test)]
mod properties;
mod reset;
mod setup;
mod signing;
mod slot;
#[cfg(test)]
mod stories;

pub use agreement::{Agreement, Verified};
pub use find::Found;
pub use holder::Holder;
pub use key::Key;
pub use management::{Administered, ManagementKey};
pub use name::Name;
pub use object::{Content, MOST, Object, Read, Write};
pub use pin::{Secret, factory_pin, is_factory_pin};
pub use reset::{Doomed, Reset, Spent, Version};
pub use setup::Ready;
pub use signing::{Signing, SigningSlot, SigningVerified};
pub use slot::Slot;

use super::Verification;
use super::apdu::{Command, Lengths};
use super::error::CardError;
use super::status::Status;
use super::step::{Outgoing, Step};
use crate::secret::SecretBytes;

/// The application identifier without its version (NIST SP 800-73-5 part 1 §2.2). Nitrokeys know no shorter one.
const AID: [u8; 9] = [0xa0, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00, 0x10, 0x00];
/// The registered part alone, which older cards want.
const SHORT_AID: [u8; 5] = [0xa0, 0x00, 0x00, 0x03, 0x08];

/// Asks a YubiKey for its serial number. Cards of other makes refuse it or make one up.
const GET_SERIAL: u8 = 0xf8;

/// The application, selected. No PIN is verified.
#[derive(Debug)]
pub struct Piv {
    card: Card,
}

/// What every state knows of the card.
#[derive(Clone, Copy, Debug)]
struct Card {
    name: Option<Name>,
    /// How many tries the PIN has left, where the card tells.
    tries_left: Option<u8>,
}

/// Selects the application, and reads the card's name and how many tries its PIN has left.
///
/// # Errors
/// [`CardError::ApplicationAbsent`] where there is no such application.
pub fn open() -> Result<Step<Piv>, CardError> {
    select(&AID).then(|response| match response.status {
        Status::NOT_FOUND => select(&SHORT_AID).then(|response| {
            response.ok().map_err(|_| CardError::ApplicationAbsent)?;
            read_name()
        }),
        status if status.is_ok() => read_name(),
        _ => Err(CardError::ApplicationAbsent),
    })
}

fn select(aid: &[u8]) -> Outgoing {
    send(
        Command::new(0xa4, 0x04, 0x00)
            .with(SecretBytes::new(aid.into()))
            .answered(),
    )
}

fn read_name() -> Result<Step<Piv>, CardError> {
    Object::HOLDER.get()?.then(|response| {
        let guid = match response.status.is_ok() {
            true => Name::of_holder(response.data.expose()),
            false => None,
        };
        if guid.is_some() {
            return read_tries(guid);
        }
        send(Command::new(GET_SERIAL, 0x00, 0x00).answered()).then(|response| {
            read_tries(match response.status.is_ok() {
                true => Name::of_serial(response.data.expose()),
                false => None,
            })
        })
    })
}

/// An empty VERIFY asks whether the PIN is verified, and uses no try (NIST SP 800-73-5 part 2 §3.2.1).
fn read_tries(name: Option<Name>) -> Result<Step<Piv>, CardError> {
    Secret::Pin.ask().then(move |response| {
        if !response.status.is_ok() {
            let tries_left = pin::told(response.status);
            return done(name, tries_left);
        }
        // Somebody's PIN is still verified. It is not this person's word for what follows.
        pin::forgetting().then(move |_| {
            Secret::Pin
                .ask()
                .then(move |response| done(name, pin::told(response.status)))
        })
    })
}

const fn done(name: Option<Name>, tries_left: Option<u8>) -> Result<Step<Piv>, CardError> {
    Ok(Step::Done(Piv {
        card: Card { name, tries_left },
    }))
}

/// Ends the verification of the PIN, where a card would keep it through a reset (NIST SP 800-73-5 part 2 §3.2.1, P1 = FF).
/// A card that does not know the command keeps nothing, so its refusal is no error.
///
/// # Errors
/// None but of an answer that is none.
pub fn forget() -> Result<Step<()>, CardError> {
    pin::forgetting().then(|_| Ok(Step::Done(())))
}

impl Piv {
    /// The card's own name. `None` where it has none; then it is told from others by its key ([`Name::of_key`]).
    pub const fn name(&self) -> Option<Name> {
        self.card.name
    }

    /// How many tries the PIN has left, where the card tells.
    pub const fn tries_left(&self) -> Option<u8> {
        self.card.tries_left
    }

    /// Reads an object.
    ///
    /// # Errors
    /// Whatever is neither its content nor its absence.
    pub fn read(self, object: Object) -> Result<Step<Read<Self>>, CardError> {
        object.read(self)
    }

    /// The key of ours on this card, as the card itself has it noted.
    ///
    /// # Errors
    /// Whatever is neither a key nor its absence.
    pub fn find(self) -> Result<Step<Found<Self>>, CardError> {
        find::find(self)
    }

    /// Towards one agreement with a key that is known, from [`Piv::find`] or from a vault.
    pub const fn into_agreement(self, key: Key) -> Agreement {
        Agreement::new(self.card, key)
    }

    /// Changes the PIN or the PUK.
    ///
    /// # Errors
    /// Whatever is no answer to the question whether the old one is right.
    pub fn change(
        self,
        secret: Secret,
        old: &SecretBytes,
        new: &SecretBytes,
    ) -> Result<Step<Verification<Self, Self>>, CardError> {
        pin::change(self.card, secret, old, new)
    }

    /// Gives a blocked PIN a new value, by the PUK. Its tries are counted, too.
    ///
    /// # Errors
    /// Whatever is no answer to the question whether the PUK is right.
    pub fn unblock(
        self,
        puk: &SecretBytes,
        new_pin: &SecretBytes,
    ) -> Result<Step<Verification<Self, Self>>, CardError> {
        pin::unblock(self.card, puk, new_pin)
    }
}

/// PIV cards announce nothing about lengths where we could read it, so commands are short and chained.
const fn send(command: Command) -> Outgoing {
    Outgoing {
        command,
        lengths: Lengths::Short,
    }
}
