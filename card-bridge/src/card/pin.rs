//! Asking for a PIN until it is right, the person gives up, or the card is blocked.

use super::{Transport, run};
use crate::error::Failure;
use crate::prompt::{Mistake, PinQuestion, Prompt};
use hailstone_core::card::openpgp::{Pin, Serial, Verification};
use hailstone_core::card::{CardError, Step};
use hailstone_core::secret::SecretBytes;
use hailstone_core::wire::Language;

/// What does not change from one attempt to the next.
pub(super) struct Subject {
    pub(super) pin: Pin,
    pub(super) serial: Serial,
    pub(super) language: Language,
}

/// A card before the PIN.
pub(super) trait Unverified: Sized {
    type Granted;
    fn tries_left(&self) -> u8;
    fn verify(self, pin: SecretBytes)
    -> Result<Step<Verification<Self::Granted, Self>>, CardError>;
}

/// What the caller is told meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A prompt is on the screen.
    PinWanted,
    /// The card works.
    CardWorking,
}

/// Asks and verifies. A person who gives up after a wrong PIN is told of the wrong PIN, with the tries that are left.
pub(super) fn verify<C: Unverified>(
    transport: &mut dyn Transport,
    prompt: &mut dyn Prompt,
    progress: &mut dyn FnMut(Progress),
    subject: &Subject,
    mut card: C,
) -> Result<C::Granted, Failure> {
    let mut mistake = None;
    // Of all rounds: a PIN that is too short after a wrong one does not make the wrong one untried.
    let mut wrong = false;
    loop {
        let tries_left = card.tries_left();
        if tries_left == 0 {
            return Err(CardError::PinBlocked.into());
        }
        progress(Progress::PinWanted);
        let answer = prompt.ask(
            &PinQuestion {
                pin: subject.pin,
                serial: subject.serial,
                language: subject.language,
                tries_left,
                mistake,
            }
            .into(),
        );
        let pin = match answer {
            Ok(pin) => pin,
            Err(Failure::Card(CardError::PinCancelled)) if wrong => {
                return Err(CardError::PinWrong { tries_left }.into());
            }
            Err(failure) => return Err(failure),
        };
        progress(Progress::CardWorking);
        match run(transport, card.verify(pin))? {
            Verification::Granted(granted) => return Ok(granted),
            Verification::Refused(again, error) => {
                mistake = Some(match error {
                    CardError::PinWrong { .. } => {
                        wrong = true;
                        Mistake::Wrong
                    }
                    CardError::PinLength { least, most } => Mistake::Length { least, most },
                    error => return Err(error.into()),
                });
                card = again;
            }
        }
    }
}
