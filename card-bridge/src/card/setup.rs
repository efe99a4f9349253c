//! A new key on a card with an empty decryption slot.

use super::pin::{self, Subject, Unverified};
use super::{Readers, find, list, run};
use crate::error::Failure;
use crate::prompt::Prompt;
use hailstone_core::card::openpgp::{Administered, EmptySlot, Pin, Serial, Verification};
use hailstone_core::card::{CardError, Point, Step};
use hailstone_core::secret::SecretBytes;
use hailstone_core::time::Timestamp;
use hailstone_core::wire::Language;

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// On which card.
    pub serial: Serial,
    /// The public half.
    pub public_key: Point,
}

/// Makes a key on the card with this serial, or on the only one there is. A key that is there is never replaced.
///
/// # Errors
/// [`Failure::CardsSeveral`], [`CardError::KeyPresent`], and whatever else a card or a prompt can answer.
pub fn setup(
    readers: &mut dyn Readers,
    prompt: &mut dyn Prompt,
    serial: Option<Serial>,
    language: Language,
    now: Timestamp,
) -> Result<Made, Failure> {
    let serial = match serial {
        Some(serial) => serial,
        None => match list(readers)?.as_slice() {
            [only] => only.card.serial(),
            _ => return Err(Failure::CardsSeveral),
        },
    };
    let (mut transport, card) = find(readers, serial)?;
    let slot = card.into_empty_slot()?;
    let subject = Subject {
        pin: Pin::Admin,
        serial,
        language,
    };
    let administered = pin::verify(&mut *transport, prompt, &mut |_| {}, &subject, slot)?;
    let public_key = run(&mut *transport, administered.generate(now))?;
    Ok(Made { serial, public_key })
}

impl Unverified for EmptySlot {
    type Granted = Administered;

    fn tries_left(&self) -> u8 {
        self.tries_left()
    }

    fn verify(self, pin: SecretBytes) -> Result<Step<Verification<Administered, Self>>, CardError> {
        self.verify(pin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::testing::{FakeCard, FakeReaders, PUBLIC_KEY};
    use crate::prompt::testing::FakePrompt;

    fn set_up(readers: &mut FakeReaders, prompt: &mut FakePrompt) -> Result<Made, Failure> {
        setup(
            readers,
            prompt,
            None,
            Language::German,
            Timestamp::from_unix(1_700_000_000),
        )
    }

    #[test]
    fn an_empty_slot_gets_a_key_after_the_admin_pin() {
        let mut readers = FakeReaders::new([FakeCard::empty()]);
        let mut prompt = FakePrompt::answering(["12345678"]);
        let made = set_up(&mut readers, &mut prompt).unwrap();
        assert_eq!(made.public_key, Point::X25519(PUBLIC_KEY));
        assert_eq!(prompt.pins_asked()[0].pin, Pin::Admin);
        assert_eq!(readers.resets(), 2);
    }

    #[test]
    fn a_key_that_is_there_stays_and_nobody_is_asked() {
        let mut readers = FakeReaders::new([FakeCard::default()]);
        let mut prompt = FakePrompt::answering(["12345678"]);
        let outcome = set_up(&mut readers, &mut prompt);
        assert_eq!(outcome.unwrap_err(), CardError::KeyPresent.into());
        assert!(prompt.asked.is_empty());
    }

    #[test]
    fn with_two_cards_it_must_be_said_which() {
        let mut readers = FakeReaders::new([FakeCard::empty(), FakeCard::empty()]);
        let outcome = set_up(&mut readers, &mut FakePrompt::answering(["12345678"]));
        assert_eq!(outcome.unwrap_err(), Failure::CardsSeveral);
    }
}
