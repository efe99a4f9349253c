//! PIN and PUK: VERIFY, CHANGE REFERENCE DATA and RESET RETRY COUNTER (NIST SP 800-73-5 part 2 §3.2), which all say in the
//! same way that a value was wrong.

use super::{Card, Piv, send};
use crate::card::Verification;
use crate::card::apdu::Command;
use crate::card::error::CardError;
use crate::card::status::Status;
use crate::card::step::{Outgoing, Step};
use crate::secret::SecretBytes;
use alloc::vec::Vec;

/// NIST SP 800-73-5 part 2 §2.4.3: six to eight characters, filled up with FF. PUKs are eight; YubiKeys take shorter ones.
const LEAST: u8 = 6;
const LENGTH: u8 = 8;
const FILLER: u8 = 0xff;

/// What YubiKeys and Nitrokeys are delivered with.
const FACTORY_PIN: &[u8] = b"123456";
const FACTORY_PUK: &[u8] = b"12345678";

/// What a person may know of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Secret {
    /// To use a key.
    Pin,
    /// To give a blocked PIN a new value.
    Puk,
}

impl Secret {
    /// The key reference (NIST SP 800-73-5 part 1 table 6).
    const fn reference(self) -> u8 {
        match self {
            Self::Pin => 0x80,
            Self::Puk => 0x81,
        }
    }

    /// Asks for the number of tries.
    pub(super) fn ask(self) -> Outgoing {
        send(Command::new(0x20, 0x00, self.reference()))
    }
}

/// Whether this is the value that cards are delivered with, so that a person is made to choose another.
pub fn is_factory_pin(secret: Secret, value: &SecretBytes) -> bool {
    let factory = match secret {
        Secret::Pin => FACTORY_PIN,
        Secret::Puk => FACTORY_PUK,
    };
    value.expose() == factory
}

/// What cards are delivered with, to be replaced.
pub fn factory_pin(secret: Secret) -> SecretBytes {
    SecretBytes::new(match secret {
        Secret::Pin => FACTORY_PIN.into(),
        Secret::Puk => FACTORY_PUK.into(),
    })
}

/// How many tries a status word tells of.
pub(super) fn told(status: Status) -> Option<u8> {
    match status {
        Status::AUTHENTICATION_BLOCKED => Some(0),
        status => status.counter(),
    }
}

/// VERIFY with P1 = FF.
pub(super) fn forgetting() -> Outgoing {
    send(Command::new(0x20, 0xff, Secret::Pin.reference()))
}

/// VERIFY.
pub(super) fn verify<G: Send + 'static, R: Send + 'static>(
    card: Card,
    pin: &SecretBytes,
    granted: impl FnOnce(Card) -> G + Send + 'static,
    refused: impl FnOnce(Card) -> R + Send + 'static,
) -> Result<Step<Verification<G, R>>, CardError> {
    if card.tries_left == Some(0) {
        return refuse(refused(card), CardError::PinBlocked);
    }
    present(card, Secret::Pin, 0x20, &[pin], granted, refused)
}

/// CHANGE REFERENCE DATA.
pub(super) fn change(
    card: Card,
    secret: Secret,
    old: &SecretBytes,
    new: &SecretBytes,
) -> Result<Step<Verification<Piv, Piv>>, CardError> {
    present(card, secret, 0x24, &[old, new], unverified, unverified)
}

/// RESET RETRY COUNTER. The PUK's tries are told as those of a PIN; those of the PIN itself are not known afterwards.
pub(super) fn unblock(
    card: Card,
    puk: &SecretBytes,
    new_pin: &SecretBytes,
) -> Result<Step<Verification<Piv, Piv>>, CardError> {
    let unblocked = |card: Card| {
        unverified(Card {
            tries_left: None,
            ..card
        })
    };
    present(
        card,
        Secret::Puk,
        0x2c,
        &[puk, new_pin],
        unblocked,
        unverified,
    )
}

const fn unverified(card: Card) -> Piv {
    Piv { card }
}

/// Shows the card one or two values, of which the first is the one that may be wrong.
fn present<G: Send + 'static, R: Send + 'static>(
    card: Card,
    secret: Secret,
    instruction: u8,
    values: &[&SecretBytes],
    granted: impl FnOnce(Card) -> G + Send + 'static,
    refused: impl FnOnce(Card) -> R + Send + 'static,
) -> Result<Step<Verification<G, R>>, CardError> {
    const WRONG_LENGTH: CardError = CardError::PinLength {
        least: LEAST,
        most: LENGTH,
    };
    let Some(data) = padded(values) else {
        return refuse(refused(card), WRONG_LENGTH);
    };
    // RESET RETRY COUNTER names the PIN, though it is the PUK that is compared.
    let reference = match instruction {
        0x2c => Secret::Pin,
        _ => secret,
    };
    let command = Command::new(instruction, 0x00, reference.reference()).with(data);
    send(command).then(move |response| match response.status {
        status if status.is_ok() => Ok(Step::Done(Verification::Granted(granted(card)))),
        // A value that the card's own rules exclude, which some have for the characters too.
        Status::WRONG_DATA | Status::WRONG_LENGTH => refuse(refused(card), WRONG_LENGTH),
        status if told(status).is_some() => count(card, secret, told(status), status, refused),
        // Some cards do not count where they refuse.
        status @ (Status::SECURITY_NOT_SATISFIED | Status::FAILED) => secret
            .ask()
            .then(move |response| count(card, secret, told(response.status), status, refused)),
        status => Err(CardError::Status(status)),
    })
}

/// Ends with so many tries left, or with the refusal itself where the card tells no number.
fn count<G, R>(
    card: Card,
    secret: Secret,
    tries_left: Option<u8>,
    refusal: Status,
    refused: impl FnOnce(Card) -> R,
) -> Result<Step<Verification<G, R>>, CardError> {
    let error = match tries_left {
        Some(0) => CardError::PinBlocked,
        Some(tries_left) => CardError::PinWrong { tries_left },
        // Nitrokeys tell the tries of their PUK where it is used, and not where it is changed.
        None if secret == Secret::Puk => CardError::PukWrong,
        None => return Err(CardError::Status(refusal)),
    };
    let card = match secret {
        Secret::Pin => Card { tries_left, ..card },
        Secret::Puk => card,
    };
    refuse(refused(card), error)
}

const fn refuse<G, R>(card: R, error: CardError) -> Result<Step<Verification<G, R>>, CardError> {
    Ok(Step::Done(Verification::Refused(card, error)))
}

/// Each value filled up to eight bytes; `None` where one is too short or too long.
fn padded(values: &[&SecretBytes]) -> Option<SecretBytes> {
    let length = usize::from(LENGTH);
    let fits = |value: &&SecretBytes| (usize::from(LEAST)..=length).contains(&value.expose().len());
    if !values.iter().all(fits) {
        return None;
    }
    let mut data = Vec::with_capacity(values.len().saturating_mul(length));
    for value in values {
        let end = data.len().saturating_add(length);
        data.extend_from_slice(value.expose());
        data.resize(end, FILLER);
    }
    Some(SecretBytes::new(data))
}
