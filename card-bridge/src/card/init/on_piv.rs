//! A key on a PIV card: the PIN, and the management key, which the card may tell whoever has the PIN.

use super::{Made, Person, Weak};
use crate::card::pin::{Subject, Unverified};
use crate::card::{Transport, factory, pin, run};
use crate::entropy;
use crate::error::Failure;
use crate::prompt::{KeyMistake, ManagementKeyQuestion, PinKind, PinOccasion};
use hailstone_core::card::piv::{self, Holder, ManagementKey, Piv, Ready};
use hailstone_core::card::{Application, CardError, CardRef, Curve, Verification};
use hailstone_core::secret::SecretBytes;

/// How often a management key is asked for.
const TRIES: u8 = 5;

/// Makes it.
pub(super) fn make(
    transport: &mut dyn Transport,
    person: &mut Person<'_>,
    card: Option<CardRef>,
    opened: Piv,
) -> Result<Made, Failure> {
    let name = opened.name();
    // A card without a name is called by its key, which it gets now.
    let shown = match card {
        Some(card) => card,
        None => CardRef::new(Application::Piv, "PIV", 0).map_err(|_| CardError::Other)?,
    };
    let subject = Subject {
        pin: PinKind::User,
        occasion: PinOccasion::Show,
        card: shown.clone(),
        language: person.language,
    };
    let mut opened = Some(opened);
    let open = |transport: &mut dyn Transport| match opened.take() {
        Some(opened) => Ok(opened),
        None => Ok(run(transport, piv::open())?),
    };
    let quiet = &mut |_| {};
    let (holder, was_factory) = factory::personal(transport, person.prompt, quiet, &subject, open)?;
    let made = administered(transport, person, &shown, holder)
        .and_then(|ready| Ok(run(transport, ready.generate(Curve::X25519))?));
    // Some cards keep a verified PIN through the reset, whatever came of it.
    run(transport, piv::forget())?;
    let key = made?;
    let name = name.unwrap_or_else(|| piv::Name::of_key(&key.public_key));
    let slot = key.slot.reference();
    let card = CardRef::new(Application::Piv, &name.to_string(), slot);
    Ok(Made {
        card: card.map_err(|_| CardError::Other)?,
        public_key: key.public_key,
        weak: match was_factory {
            true => Weak::Puk,
            false => Weak::None,
        },
    })
}

/// The management key that cards are delivered with, the one that the card keeps behind its PIN, else the one that the person types.
pub(in crate::card) fn administered(
    transport: &mut dyn Transport,
    person: &mut Person<'_>,
    card: &CardRef,
    holder: Holder,
) -> Result<Ready, Failure> {
    let holder = match tried(transport, holder, ManagementKey::factory())? {
        Verification::Granted(ready) => return Ok(ready),
        Verification::Refused(holder, _) => holder,
    };
    let (mut holder, stored) = run(transport, holder.stored_key())?;
    if let Some(key) = stored {
        holder = match tried(transport, holder, key)? {
            Verification::Granted(ready) => return Ok(ready),
            Verification::Refused(holder, _) => holder,
        };
    }
    let mut mistake = None;
    for _ in 0..TRIES {
        let question = ManagementKeyQuestion {
            card: card.clone(),
            language: person.language,
            mistake,
        };
        let typed = match person.prompt.ask(&question.into()) {
            Err(Failure::ManagementKeyCancelled) if mistake == Some(KeyMistake::Wrong) => break,
            answer => answer?,
        };
        let Some(key) = ManagementKey::parse(&typed) else {
            mistake = Some(KeyMistake::Digits);
            continue;
        };
        holder = match tried(transport, holder, key)? {
            Verification::Granted(ready) => return Ok(ready),
            Verification::Refused(holder, _) => holder,
        };
        mistake = Some(KeyMistake::Wrong);
    }
    Err(CardError::ManagementKeyWrong.into())
}

fn tried(
    transport: &mut dyn Transport,
    holder: Holder,
    key: ManagementKey,
) -> Result<Verification<Ready, Holder>, Failure> {
    Ok(run(transport, holder.administer(key, entropy::seed()?))?)
}

impl Unverified for Piv {
    type Granted = Holder;

    fn tries_left(&self) -> Option<u8> {
        self.tries_left()
    }

    fn verify(self, pin: SecretBytes) -> Result<pin::Taken<Self>, (Self, Failure)> {
        Ok(self.verify(&pin))
    }
}
