//! The whole application made new, by Yubico's extension that Nitrokeys, CanoKeys and PivApplet know, too. The standard leaves it to the makers.
//!
//! Such cards allow it only where PIN and PUK are both blocked, and tell so ([`Reset::NotYet`]) otherwise. So it is asked for first, and only
//! a card that has it and says so is to have its PIN and PUK blocked, try by try ([`Doomed::spend`]).

use super::pin::told;
use super::{Card, Piv, Secret, send};
use crate::card::apdu::Command;
use crate::card::error::CardError;
use crate::card::status::Status;
use crate::card::step::Step;
use crate::secret::SecretBytes;
use alloc::vec::Vec;

/// Yubico's instruction for the version of the firmware. Cards with it have [`RESET`], too.
const GET_VERSION: u8 = 0xfd;
const RESET: u8 = 0xfb;

/// Of a card's firmware.
pub type Version = [u8; 3];

/// What came of a reset that was asked for.
#[derive(Debug)]
pub enum Reset {
    /// The card is new.
    Done,
    /// PIN and PUK have to be blocked first.
    NotYet(Doomed),
}

/// A card that can be made new once its PIN and PUK are blocked.
#[derive(Debug)]
pub struct Doomed {
    card: Card,
}

/// What came of showing the card a value that is not its own.
#[derive(Debug)]
pub enum Spent {
    /// A try is gone, or the value was right after all: another value is to be shown.
    Again(Doomed),
    /// No try is left.
    Blocked(Doomed),
}

impl Piv {
    /// The version of the firmware: three numbers. `None` where the card does not tell.
    ///
    /// # Errors
    /// None but of an answer that is none.
    pub fn version(self) -> Result<Step<(Self, Option<Version>)>, CardError> {
        send(Command::new(GET_VERSION, 0x00, 0x00).answered()).then(|response| {
            let version = match response.status.is_ok() {
                true => response.data.expose().try_into().ok(),
                false => None,
            };
            Ok(Step::Done((self, version)))
        })
    }

    /// Asks the card to make itself new: every key and object on it goes, and PIN, PUK and management key become those that cards are
    /// delivered with.
    ///
    /// # Errors
    /// [`CardError::Unsupported`] of a card that cannot do it; nothing has changed then.
    pub fn reset(self) -> Result<Step<Reset>, CardError> {
        const UNSUPPORTED: CardError = CardError::Unsupported("making a PIV card new");
        self.version()?.and_then(|(Self { card }, version)| {
            version.ok_or(UNSUPPORTED)?;
            send(Command::new(RESET, 0x00, 0x00)).then(move |response| match response.status {
                status if status.is_ok() => Ok(Step::Done(Reset::Done)),
                Status::CONDITIONS_NOT_SATISFIED | Status::SECURITY_NOT_SATISFIED => {
                    Ok(Step::Done(Reset::NotYet(Doomed { card })))
                }
                _ => Err(UNSUPPORTED),
            })
        })
    }
}

impl Doomed {
    /// Uses up one try of the PIN or the PUK, by a value that is not to be right.
    ///
    /// # Errors
    /// Whatever is no answer to the question whether it is.
    pub fn spend(self, secret: Secret, value: [u8; 8]) -> Result<Step<Spent>, CardError> {
        let mut data = Vec::from(value);
        let (instruction, reference) = match secret {
            Secret::Pin => (0x20, 0x80),
            Secret::Puk => {
                // RESET RETRY COUNTER: the PUK, and a new PIN.
                data.extend_from_slice(&value);
                (0x2c, 0x80)
            }
        };
        let command = Command::new(instruction, 0x00, reference).with(SecretBytes::new(data));
        send(command).then(move |response| match response.status {
            status if told(status) == Some(0) => Ok(Step::Done(Spent::Blocked(self))),
            status if status.is_ok() || told(status).is_some() => {
                Ok(Step::Done(Spent::Again(self)))
            }
            // Some cards do not count where they refuse.
            Status::SECURITY_NOT_SATISFIED | Status::FAILED => secret.ask().then(move |response| {
                Ok(Step::Done(match told(response.status) {
                    Some(0) => Spent::Blocked(self),
                    _ => Spent::Again(self),
                }))
            }),
            status => Err(CardError::Status(status)),
        })
    }

    /// Asks the card once more to make itself new.
    ///
    /// # Errors
    /// As [`Piv::reset`].
    pub fn reset(self) -> Result<Step<Reset>, CardError> {
        Piv { card: self.card }.reset()
    }
}
