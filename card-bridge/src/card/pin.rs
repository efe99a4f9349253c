//! Asking for a PIN until it is right, the person gives up, or the card is blocked.

use super::{Transport, factory, run};
use crate::entropy;
use crate::error::Failure;
use crate::prompt::{Mistake, PinKind, PinOccasion, PinQuestion, Prompt};
use hailstone_core::card::hailstone::{
    self, CardKey, Channel, PinRequest, PinUse, PinValue, Reference,
};
use hailstone_core::card::openpgp::{Administered, Decryption, EmptySlot, Pin};
use hailstone_core::card::{CardError, CardRef, Step, Verification, openpgp, piv};
use hailstone_core::secret::SecretBytes;
use hailstone_core::wire::Language;

/// What does not change from one attempt to the next.
pub(super) struct Subject {
    pub(super) pin: PinKind,
    pub(super) occasion: PinOccasion,
    pub(super) card: CardRef,
    pub(super) language: Language,
}

impl Subject {
    /// What it is when no tries are left: of the PIN, which can be helped, or of what would help it.
    const fn blocked(&self) -> CardError {
        match self.pin {
            PinKind::User => CardError::PinBlocked,
            PinKind::Admin | PinKind::Puk => CardError::PukBlocked,
        }
    }

    fn question(&self, tries_left: Option<u8>, mistake: Option<Mistake>) -> PinQuestion {
        PinQuestion {
            pin: self.pin,
            occasion: self.occasion.clone(),
            card: self.card.clone(),
            language: self.language,
            tries_left,
            mistake,
        }
    }
}

/// How a card takes a PIN.
pub(super) type Taken<C> = Result<Step<Verification<<C as Unverified>::Granted, C>>, CardError>;

/// A card before the PIN.
pub(super) trait Unverified: Sized {
    type Granted;
    /// `None` where the card does not tell.
    fn tries_left(&self) -> Option<u8>;
    fn verify(self, pin: SecretBytes) -> Result<Taken<Self>, (Self, Failure)>;
}

/// What the caller is told meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A prompt is on the screen.
    PinWanted,
    /// The card works.
    CardWorking,
}

/// How often a new PIN is asked for, and one whose tries the card does not tell: whoever types the same five times is no person.
const TRIES: u8 = 5;

/// How long a new PIN may be.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// In characters.
    pub(super) least: u8,
    /// In bytes of UTF-8.
    pub(super) most: u8,
}

impl Limits {
    /// Of our own application.
    pub(super) const fn of(reference: Reference) -> Self {
        Self {
            least: reference.least(),
            most: Reference::MOST,
        }
    }
}

/// Asks for a new PIN until it was typed twice, has a length that the card takes, and is not the one that cards are delivered with.
/// `mistake`: what is wrong with the one that the card has now.
pub(super) fn choose(
    prompt: &mut dyn Prompt,
    pin: PinKind,
    card: &CardRef,
    limits: Limits,
    language: Language,
    mut mistake: Option<Mistake>,
) -> Result<SecretBytes, Failure> {
    let Limits { least, most } = limits;
    for _ in 0..TRIES {
        let mut ask = |occasion, mistake| {
            prompt.ask(
                &PinQuestion {
                    pin,
                    occasion,
                    card: card.clone(),
                    language,
                    tries_left: None,
                    mistake,
                }
                .into(),
            )
        };
        let chosen = ask(PinOccasion::New, mistake)?;
        let characters = str::from_utf8(chosen.expose()).map_or(0, |pin| pin.chars().count());
        if characters < usize::from(least) || chosen.expose().len() > usize::from(most) {
            mistake = Some(Mistake::Length { least, most });
            continue;
        }
        // OpenPGP and PIV cards are delivered with the same two.
        let is_factory = |pin| openpgp::is_factory_pin(pin, &chosen);
        if is_factory(Pin::User) || is_factory(Pin::Admin) {
            mistake = Some(Mistake::Factory);
            continue;
        }
        if ask(PinOccasion::Repeat, None)?.expose() == chosen.expose() {
            return Ok(chosen);
        }
        mistake = Some(Mistake::Different);
    }
    Err(CardError::PinCancelled.into())
}

/// A PIN that was right.
pub(super) struct Shown<G> {
    pub(super) granted: G,
    /// Whether it is the one that cards are delivered with, which everybody knows.
    pub(super) is_factory: bool,
}

/// Asks and verifies. A person who gives up after a wrong PIN is told of the wrong PIN, with the tries that are left.
pub(super) fn verify<C: Unverified>(
    transport: &mut dyn Transport,
    prompt: &mut dyn Prompt,
    progress: &mut dyn FnMut(Progress),
    subject: &Subject,
    card: C,
) -> Result<C::Granted, Failure> {
    let shown = shown(transport, prompt, progress, subject, card, None)?;
    Ok(shown.granted)
}

/// The same, telling what everybody knows from what they do not. `known`: it was typed already, and is shown before anybody is asked.
pub(super) fn shown<C: Unverified>(
    transport: &mut dyn Transport,
    prompt: &mut dyn Prompt,
    progress: &mut dyn FnMut(Progress),
    subject: &Subject,
    mut card: C,
    mut known: Option<SecretBytes>,
) -> Result<Shown<C::Granted>, Failure> {
    let mut mistake = None;
    // Of all rounds: a PIN that is too short after a wrong one does not make the wrong one untried.
    let mut wrong = None;
    // A card that does not count would be asked for ever.
    let mut uncounted = 0;
    loop {
        let tries_left = card.tries_left();
        if tries_left == Some(0) {
            return Err(subject.blocked().into());
        }
        let pin = match known.take() {
            Some(known) => known,
            None => {
                progress(Progress::PinWanted);
                let answer = prompt.ask(&subject.question(tries_left, mistake).into());
                match (answer, wrong) {
                    (Ok(pin), _) => pin,
                    (Err(Failure::Card(CardError::PinCancelled)), Some(wrong)) => {
                        return Err(Failure::Card(wrong));
                    }
                    (Err(failure), _) => return Err(failure),
                }
            }
        };
        let is_factory = factory::is_it(subject, &pin);
        progress(Progress::CardWorking);
        let (again, error) = match card.verify(pin) {
            Ok(step) => match run(transport, step)? {
                Verification::Granted(granted) => {
                    return Ok(Shown {
                        granted,
                        is_factory,
                    });
                }
                Verification::Refused(again, error) => (again, error),
            },
            Err((again, Failure::Card(error))) => (again, error),
            Err((_, failure)) => return Err(failure),
        };
        mistake = Some(match error {
            CardError::PinWrong { .. } => {
                wrong = Some(error);
                Mistake::Wrong
            }
            CardError::PukWrong => {
                uncounted += 1;
                if uncounted == TRIES {
                    return Err(error.into());
                }
                wrong = Some(error);
                Mistake::Wrong
            }
            CardError::PinLength { least, most } => Mistake::Length { least, most },
            CardError::PinBlocked => return Err(subject.blocked().into()),
            error => return Err(error.into()),
        });
        card = again;
    }
}

impl Unverified for Decryption {
    type Granted = openpgp::Verified;

    fn tries_left(&self) -> Option<u8> {
        Some(self.tries_left())
    }

    fn verify(self, pin: SecretBytes) -> Result<Taken<Self>, (Self, Failure)> {
        Ok(self.verify(pin))
    }
}

impl Unverified for EmptySlot {
    type Granted = Administered;

    fn tries_left(&self) -> Option<u8> {
        Some(self.tries_left())
    }

    fn verify(self, pin: SecretBytes) -> Result<Taken<Self>, (Self, Failure)> {
        Ok(self.verify(pin))
    }
}

impl Unverified for piv::Agreement {
    type Granted = piv::Verified;

    fn tries_left(&self) -> Option<u8> {
        self.tries_left()
    }

    fn verify(self, pin: SecretBytes) -> Result<Taken<Self>, (Self, Failure)> {
        Ok(self.verify(&pin))
    }
}

/// A channel to a card of ours, to whose key the PIN is sealed here.
pub(super) struct Sealing {
    pub(super) channel: Channel<hailstone::Open>,
    pub(super) key: CardKey,
}

/// A PIN or PUK as this card is shown it in this session, once.
pub(super) fn sealed(
    channel: &Channel<hailstone::Open>,
    key: &CardKey,
    reference: Reference,
    value: &SecretBytes,
) -> Result<Vec<u8>, Failure> {
    sealed_for(
        &channel.pin_request(PinUse::Verify(reference)),
        key,
        reference,
        value,
    )
}

fn sealed_for(
    request: &PinRequest,
    key: &CardKey,
    reference: Reference,
    value: &SecretBytes,
) -> Result<Vec<u8>, Failure> {
    let value = PinValue::derive(reference, value, &request.serial)?;
    Ok(hailstone::seal(key, request, &[&value], entropy::seed()?)?)
}

impl Unverified for Sealing {
    type Granted = Channel<hailstone::Verified>;

    fn tries_left(&self) -> Option<u8> {
        Some(self.channel.status().pin_tries.0)
    }

    fn verify(self, pin: SecretBytes) -> Result<Taken<Self>, (Self, Failure)> {
        let Self { channel, key } = self;
        let sealed = match sealed(&channel, &key, Reference::Pin, &pin) {
            Ok(sealed) => sealed,
            Err(failure) => return Err((Self { channel, key }, failure)),
        };
        let step = channel.verify(&sealed);
        Ok(step.and_then(|step| {
            step.map(move |outcome| match outcome {
                Verification::Granted(channel) => Verification::Granted(channel),
                Verification::Refused(channel, error) => {
                    Verification::Refused(Self { channel, key }, error)
                }
            })
        }))
    }
}

/// A PIN that somebody else will show to a card of ours.
pub(super) struct SealedAsking {
    pub(super) card: CardKey,
    pub(super) request: PinRequest,
    pub(super) tries_left: u8,
    /// Whether this session was shown a PIN before.
    pub(super) was_wrong: bool,
}

/// Asks, and seals what was typed. A person who gives up after a wrong PIN is told of the wrong PIN.
pub(super) fn seal(
    prompt: &mut dyn Prompt,
    progress: &mut dyn FnMut(Progress),
    subject: &Subject,
    asking: &SealedAsking,
) -> Result<Vec<u8>, Failure> {
    let tries_left = asking.tries_left;
    if tries_left == 0 {
        return Err(CardError::PinBlocked.into());
    }
    let mut mistake = asking.was_wrong.then_some(Mistake::Wrong);
    loop {
        progress(Progress::PinWanted);
        let pin = match prompt.ask(&subject.question(Some(tries_left), mistake).into()) {
            Err(Failure::Card(CardError::PinCancelled)) if asking.was_wrong => {
                return Err(CardError::PinWrong { tries_left }.into());
            }
            answer => answer?,
        };
        progress(Progress::CardWorking);
        match sealed_for(&asking.request, &asking.card, Reference::Pin, &pin) {
            Err(Failure::Card(CardError::PinLength { least, most })) => {
                mistake = Some(Mistake::Length { least, most });
            }
            outcome => return outcome,
        }
    }
}
