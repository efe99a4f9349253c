//! One key agreement by a key on a card, after its PIN.

use super::inventory::Opened;
use super::pin::{self, Progress, Subject};
use super::{Known, Readers, Transport, factory, find, run};
use crate::entropy;
use crate::error::Failure;
use crate::prompt::{PinKind, PinOccasion, Prompt};
use hailstone_core::card::hailstone::{CardKey, Hailstone};
use hailstone_core::card::piv::{self, Piv};
use hailstone_core::card::{CardError, CardRef, Point, openpgp};
use hailstone_core::secret::Secret32;
use hailstone_core::wire::Language;

/// What one agreement takes besides the card itself.
pub(super) struct Asking<'a> {
    pub(super) transport: &'a mut dyn Transport,
    pub(super) prompt: &'a mut dyn Prompt,
    pub(super) progress: &'a mut dyn FnMut(Progress),
    pub(super) subject: Subject,
}

/// Agreement of this key on a card and `point`. The card is held alone meanwhile, and reset at the end.
///
/// # Errors
/// [`CardError`] in all its kinds, and those of the prompt; [`Failure::CardUnknown`] for a card of ours that is not among `known`.
pub fn agree(
    readers: &mut dyn Readers,
    prompt: &mut dyn Prompt,
    progress: &mut dyn FnMut(Progress),
    known: &Known,
    card: &CardRef,
    point: &Point,
    language: Language,
) -> Result<Secret32, Failure> {
    let (mut transport, opened) = find(readers, card)?;
    let mut asking = Asking {
        transport: &mut *transport,
        prompt,
        progress,
        subject: Subject {
            pin: PinKind::User,
            occasion: PinOccasion::Show,
            card: card.clone(),
            language,
        },
    };
    match opened {
        Opened::OpenPgp(opened) => {
            let mut opened = Some(opened);
            let verified = asking.personal(|transport| {
                let card = match opened.take() {
                    Some(opened) => opened,
                    None => run(transport, openpgp::select())?,
                };
                Ok(run(transport, card.into_decryption(point.curve()))?)
            })?;
            asking.agreed(verified.decipher(point))
        }
        Opened::Piv(opened, key) => by_piv(&mut asking, opened, key, point),
        Opened::Hailstone(opened) => by_hailstone(&mut asking, opened, known, card, point),
    }
}

fn by_piv(
    asking: &mut Asking<'_>,
    card: Piv,
    key: piv::Key,
    point: &Point,
) -> Result<Secret32, Failure> {
    if key.public_key.curve() != point.curve() {
        return Err(CardError::KeyOther.into());
    }
    let mut opened = Some(card);
    let verified = asking.personal(|transport| {
        let card = match opened.take() {
            Some(opened) => opened,
            None => run(transport, piv::open())?,
        };
        Ok(card.into_agreement(key.clone()))
    })?;
    let shared = asking.agreed(verified.agree(point.clone()));
    // Some cards keep a verified PIN through the reset.
    run(asking.transport, piv::forget())?;
    shared
}

fn by_hailstone(
    asking: &mut Asking<'_>,
    card: Hailstone,
    known: &Known,
    wanted: &CardRef,
    point: &Point,
) -> Result<Secret32, Failure> {
    let key = CardKey::of(wanted).ok_or(CardError::Other)?;
    if !known.is_known(&key) {
        return Err(Failure::CardUnknown);
    }
    let channel = run(asking.transport, card.connect(&key, entropy::seed()?))?;
    let verified = asking.verified(pin::Sealing { channel, key })?;
    let (_, shared) = run(asking.transport, verified.agree(wanted.slot(), point))?;
    Ok(shared)
}

impl Asking<'_> {
    pub(super) fn verified<C: pin::Unverified>(&mut self, card: C) -> Result<C::Granted, Failure> {
        pin::verify(
            self.transport,
            self.prompt,
            self.progress,
            &self.subject,
            card,
        )
    }

    /// The person's PIN, and none that everybody knows.
    pub(super) fn personal<C: pin::Unverified>(
        &mut self,
        open: impl FnMut(&mut dyn Transport) -> Result<C, Failure>,
    ) -> Result<C::Granted, Failure> {
        let (granted, _) = factory::personal(
            self.transport,
            self.prompt,
            self.progress,
            &self.subject,
            open,
        )?;
        Ok(granted)
    }

    fn agreed(
        &mut self,
        step: Result<hailstone_core::card::Step<Secret32>, CardError>,
    ) -> Result<Secret32, Failure> {
        Ok(run(self.transport, step)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::testing::{FakeCard, FakeReaders, SHARED};
    use crate::prompt::Mistake;
    use crate::prompt::testing::FakePrompt;

    fn agree_with(
        card: FakeCard,
        prompt: &mut FakePrompt,
    ) -> (Result<Secret32, Failure>, Vec<Progress>, FakeReaders) {
        let mut readers = FakeReaders::new([card]);
        let mut seen = Vec::new();
        let outcome = agree(
            &mut readers,
            prompt,
            &mut |progress| seen.push(progress),
            &Known::default(),
            &"openpgp:000F:A1B2C3D4".parse().unwrap(),
            &Point::X25519([9; 32]),
            Language::English,
        );
        (outcome, seen, readers)
    }

    #[test]
    fn after_the_right_pin_the_card_agrees_and_is_reset() {
        let mut prompt = FakePrompt::answering(["271828"]);
        let (outcome, seen, readers) = agree_with(FakeCard::default(), &mut prompt);
        assert_eq!(outcome.unwrap().expose(), &SHARED);
        assert_eq!(seen, [Progress::PinWanted, Progress::CardWorking]);
        assert_eq!(readers.resets(), 1);
    }

    #[test]
    fn a_card_with_the_pin_that_everybody_knows_gets_another_before_it_agrees() {
        let card = || FakeCard {
            pin: b"123456".to_vec(),
            ..FakeCard::default()
        };
        let mut prompt = FakePrompt::answering(["123456", "271828", "271828"]);
        let (outcome, seen, readers) = agree_with(card(), &mut prompt);
        assert_eq!(outcome.unwrap().expose(), &SHARED);
        let asked: Vec<_> = prompt
            .pins_asked()
            .into_iter()
            .map(|question| (question.occasion.clone(), question.mistake))
            .collect();
        assert_eq!(
            asked,
            [
                (PinOccasion::Show, None),
                (PinOccasion::New, Some(Mistake::Factory)),
                (PinOccasion::Repeat, None)
            ]
        );
        assert_eq!(seen.last(), Some(&Progress::CardWorking));
        assert_eq!(readers.pin(0), b"271828");
        // Who does not choose one has not used the card.
        let mut prompt = FakePrompt::answering(["123456", "123456"]);
        let (outcome, _, readers) = agree_with(card(), &mut prompt);
        assert_eq!(outcome.unwrap_err(), CardError::PinFactory.into());
        assert_eq!(readers.pin(0), b"123456");
        // It is nothing but a wrong PIN where the card has another one.
        let mut prompt = FakePrompt::answering(["123456", "271828"]);
        let (outcome, _, _) = agree_with(FakeCard::default(), &mut prompt);
        assert!(outcome.is_ok());
        assert_eq!(prompt.pins_asked()[1].mistake, Some(Mistake::Wrong));
    }

    #[test]
    fn a_wrong_pin_is_asked_for_again_with_what_is_left() {
        let mut prompt = FakePrompt::answering(["000000", "1", "271828"]);
        let (outcome, _, _) = agree_with(FakeCard::default(), &mut prompt);
        assert!(outcome.is_ok());
        let asked: Vec<_> = prompt
            .pins_asked()
            .into_iter()
            .map(|question| (question.tries_left, question.mistake))
            .collect();
        let too_short = Mistake::Length {
            least: 6,
            most: 127,
        };
        assert_eq!(
            asked,
            [
                (Some(3), None),
                (Some(2), Some(Mistake::Wrong)),
                (Some(2), Some(too_short))
            ]
        );
    }

    #[test]
    fn giving_up_after_a_wrong_pin_tells_of_the_wrong_pin() {
        let mut prompt = FakePrompt::answering(["000000"]);
        let (outcome, _, readers) = agree_with(FakeCard::default(), &mut prompt);
        assert_eq!(
            outcome.unwrap_err(),
            CardError::PinWrong { tries_left: 2 }.into()
        );
        assert_eq!(readers.resets(), 1);
    }

    #[test]
    fn a_pin_of_a_wrong_length_does_not_cover_up_the_wrong_one_before_it() {
        let mut prompt = FakePrompt::answering(["000000", "1"]);
        let (outcome, _, _) = agree_with(FakeCard::default(), &mut prompt);
        assert_eq!(prompt.asked.len(), 2);
        assert_eq!(
            outcome.unwrap_err(),
            CardError::PinWrong { tries_left: 2 }.into()
        );
        // By itself it was never tried.
        let mut prompt = FakePrompt::answering(["1"]);
        let (outcome, _, _) = agree_with(FakeCard::default(), &mut prompt);
        assert_eq!(outcome.unwrap_err(), CardError::PinCancelled.into());
    }

    #[test]
    fn giving_up_at_once_is_a_cancelled_prompt() {
        let mut prompt = FakePrompt::answering([]);
        let (outcome, _, _) = agree_with(FakeCard::default(), &mut prompt);
        assert_eq!(outcome.unwrap_err(), CardError::PinCancelled.into());
    }

    #[test]
    fn a_blocked_card_is_not_asked_about() {
        let mut prompt = FakePrompt::answering(["000000", "000000", "000000", "271828"]);
        let (outcome, _, _) = agree_with(FakeCard::default(), &mut prompt);
        assert_eq!(outcome.unwrap_err(), CardError::PinBlocked.into());
        assert_eq!(prompt.asked.len(), 3);
        let mut prompt = FakePrompt::answering(["271828"]);
        let blocked = FakeCard {
            tries: 0,
            ..FakeCard::default()
        };
        let (outcome, _, _) = agree_with(blocked, &mut prompt);
        assert_eq!(outcome.unwrap_err(), CardError::PinBlocked.into());
        assert!(prompt.asked.is_empty());
    }

    #[test]
    fn a_card_taken_out_after_the_prompt_is_a_removed_card() {
        let card = FakeCard {
            removed_at_verify: true,
            ..FakeCard::default()
        };
        let (outcome, _, _) = agree_with(card, &mut FakePrompt::answering(["271828"]));
        assert_eq!(outcome.unwrap_err(), CardError::Removed.into());
    }
}
