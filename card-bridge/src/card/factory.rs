//! The PIN that a card is delivered with, which everybody knows: a card that still has it is used for nothing until it has another.

use super::pin::{self, Limits, Progress, Shown, Subject, Unverified, choose};
use super::{Transport, run};
use crate::error::Failure;
use crate::prompt::{Mistake, PinKind, Prompt};
use hailstone_core::card::openpgp::{self, Pin};
use hailstone_core::card::piv::{self, Secret};
use hailstone_core::card::{Application, CardError, Verification};
use hailstone_core::secret::SecretBytes;

/// Whether this value of this PIN is the one that cards are delivered with. Our own application is delivered without any.
pub(super) fn is_it(subject: &Subject, value: &SecretBytes) -> bool {
    match (subject.card.application(), subject.pin) {
        (Application::Openpgp, PinKind::User) => openpgp::is_factory_pin(Pin::User, value),
        (Application::Openpgp, PinKind::Admin | PinKind::Puk) => {
            openpgp::is_factory_pin(Pin::Admin, value)
        }
        (Application::Piv, PinKind::User) => piv::is_factory_pin(Secret::Pin, value),
        (Application::Piv, PinKind::Puk | PinKind::Admin) => {
            piv::is_factory_pin(Secret::Puk, value)
        }
        (Application::Hailstone, _) => false,
    }
}

/// Asks for the person's PIN and verifies it, on the card as `open` gives it. Where it is the one that everybody knows, the person
/// chooses another first, which is told.
///
/// # Errors
/// [`CardError::PinFactory`] where they do not, and those of card and prompt.
pub(super) fn personal<C: Unverified>(
    transport: &mut dyn Transport,
    prompt: &mut dyn Prompt,
    progress: &mut dyn FnMut(Progress),
    subject: &Subject,
    mut open: impl FnMut(&mut dyn Transport) -> Result<C, Failure>,
) -> Result<(C::Granted, bool), Failure> {
    let card = open(transport)?;
    let shown = pin::shown(transport, prompt, progress, subject, card, None)?;
    if !shown.is_factory {
        return Ok((shown.granted, false));
    }
    let new = replaced(transport, prompt, progress, subject)?;
    let card = open(transport)?;
    let Shown { granted, .. } = pin::shown(transport, prompt, progress, subject, card, Some(new))?;
    Ok((granted, true))
}

/// Has the person choose another PIN, and gives it to the card.
fn replaced(
    transport: &mut dyn Transport,
    prompt: &mut dyn Prompt,
    progress: &mut dyn FnMut(Progress),
    subject: &Subject,
) -> Result<SecretBytes, Failure> {
    let most = match subject.card.application() {
        Application::Piv => 8,
        Application::Openpgp | Application::Hailstone => 127,
    };
    let mut limits = Limits { least: 6, most };
    let mut mistake = Mistake::Factory;
    loop {
        progress(Progress::PinWanted);
        let new = choose(
            prompt,
            PinKind::User,
            &subject.card,
            limits,
            subject.language,
            Some(mistake),
        );
        let new = new.map_err(|failure| match failure {
            Failure::Card(CardError::PinCancelled) => CardError::PinFactory.into(),
            failure => failure,
        })?;
        progress(Progress::CardWorking);
        match changed(transport, subject, &new)? {
            None => return Ok(new),
            // The card's own rules, of which we knew nothing.
            Some(CardError::PinLength { least, most }) if most < limits.most => {
                limits = Limits { least, most };
                mistake = Mistake::Length { least, most };
            }
            Some(error) => return Err(error.into()),
        }
    }
}

/// Why the card did not take it, where it did not.
fn changed(
    transport: &mut dyn Transport,
    subject: &Subject,
    new: &SecretBytes,
) -> Result<Option<CardError>, Failure> {
    let is_piv = subject.card.application() == Application::Piv;
    if is_piv {
        let card = run(transport, piv::open())?;
        let old = piv::factory_pin(Secret::Pin);
        return Ok(refusal(run(
            transport,
            card.change(Secret::Pin, &old, new),
        )?));
    }
    let card = run(transport, openpgp::select())?;
    let old = openpgp::factory_pin(Pin::User);
    Ok(refusal(run(transport, card.change(Pin::User, old, new))?))
}

fn refusal<G, R>(outcome: Verification<G, R>) -> Option<CardError> {
    match outcome {
        Verification::Granted(_) => None,
        Verification::Refused(_, error) => Some(error),
    }
}
