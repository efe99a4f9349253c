//! A card is made ready to open vaults: a key where there is none, and for our own application its PIN and PUK first.

mod on_piv;

pub(super) use on_piv::administered;

use super::inventory::Opened;
use super::pin::{self, Limits, Sealing, Subject, choose};
use super::{Known, On, Readers, SLOT, Transport, find, find_any, list, run};
use crate::entropy;
use crate::error::Failure;
use crate::prompt::{PinKind, PinOccasion, Prompt};
use hailstone_core::card::hailstone::{
    self, CardKey, Channel, Hailstone, KeyType, PinUse, PinValue, Reference,
};
use hailstone_core::card::openpgp::OpenPgp;
use hailstone_core::card::piv;
use hailstone_core::card::{CardError, CardRef, Curve, Point, Verification};
use hailstone_core::time::Timestamp;
use hailstone_core::wire::Language;

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The key, and on which card.
    pub card: CardRef,
    /// The public half.
    pub public_key: Point,
    /// What everybody knows of the card still, as far as that showed.
    pub weak: Weak,
}

/// A PUK or Admin PIN that a card was delivered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weak {
    /// Nothing that showed.
    None,
    /// The Admin PIN of an OpenPGP card.
    Admin,
    /// Presumably the PUK of a PIV card, whose PIN was the one that everybody knows.
    Puk,
}

/// Whoever is asked, and in which language.
pub struct Person<'a> {
    /// How they are asked.
    pub prompt: &'a mut dyn Prompt,
    /// In which language.
    pub language: Language,
}

/// Makes a key on this card, or on the only one there is. A key that is there is never replaced.
///
/// # Errors
/// [`Failure::CardsSeveral`], [`CardError::KeyPresent`], and whatever else a card or a prompt can answer.
pub fn init(
    readers: &mut dyn Readers,
    person: &mut Person<'_>,
    known: &mut Known,
    wanted: Option<&CardRef>,
    now: Timestamp,
) -> Result<Made, Failure> {
    let (mut transport, found) = find_any(readers, wanted)?;
    let card = found.card();
    let transport = &mut *transport;
    match (found.on, card) {
        (On::OpenPgp(_), Some(card)) => {
            let opened = run(transport, hailstone_core::card::openpgp::open())?;
            on_openpgp(transport, person, card, opened, now)
        }
        (On::Piv { .. }, card) => {
            let opened = run(transport, piv::open())?;
            on_piv::make(transport, person, card, opened)
        }
        (On::Hailstone { .. }, Some(card)) => {
            let opened = run(transport, hailstone::open())?;
            on_hailstone(transport, person, known, &card, opened)
        }
        (_, None) => Err(CardError::Other.into()),
    }
}

/// Notes a Hailstone card that the person has compared, with the public half of its key, which is made where it is not there yet.
///
/// # Errors
/// [`CardError::Other`] where no card has this fingerprint; [`CardError::KeyAbsent`] where the card was never set up.
pub fn trust(
    readers: &mut dyn Readers,
    person: &mut Person<'_>,
    known: &mut Known,
    fingerprint: &str,
) -> Result<Made, Failure> {
    let digits = |text: &str| text.replace([' ', ':'], "").to_lowercase();
    let found = list(readers)?.into_iter().find_map(|found| match found.on {
        On::Hailstone { key, .. } => {
            let is_it = digits(&key.fingerprint()) == digits(fingerprint);
            is_it.then_some(key)
        }
        On::OpenPgp(_) | On::Piv { .. } => None,
    });
    let key = found.ok_or(CardError::Other)?;
    let card = key.card(SLOT);
    let (mut transport, Opened::Hailstone(opened)) = find(readers, &card)? else {
        return Err(CardError::Other.into());
    };
    let transport = &mut *transport;
    let channel = run(transport, opened.connect(&key, entropy::seed()?))?;
    if !channel.status().in_use {
        return Err(CardError::KeyAbsent.into());
    }
    let [first, ..] = channel.status().keys;
    let channel = shown(transport, person, &card, key, channel)?;
    if KeyType::of(first).is_none() {
        // It was taken out while it was set up: the PIN is there, the key is not.
        return generate(transport, known, &card, key, channel);
    }
    let public_key = match run(transport, channel.public_key(SLOT)) {
        Ok((_, (KeyType::Agreement(_), public_key))) => public_key,
        Ok(_) => return Err(CardError::KeyUnsupported.into()),
        Err(error) => return Err(error.into()),
    };
    known.add(key, public_key.clone())?;
    Ok(Made {
        card,
        public_key,
        weak: Weak::None,
    })
}

fn on_openpgp(
    transport: &mut dyn Transport,
    person: &mut Person<'_>,
    card: CardRef,
    opened: OpenPgp,
    now: Timestamp,
) -> Result<Made, Failure> {
    let slot = opened.into_empty_slot()?;
    let subject = Subject {
        pin: PinKind::Admin,
        occasion: PinOccasion::Show,
        card: card.clone(),
        language: person.language,
    };
    let shown = pin::shown(transport, person.prompt, &mut |_| {}, &subject, slot, None)?;
    let public_key = run(transport, shown.granted.generate(now))?;
    Ok(Made {
        card,
        public_key,
        weak: match shown.is_factory {
            true => Weak::Admin,
            false => Weak::None,
        },
    })
}

/// A new card is taken as it is in hand: whoever sets it up sees its fingerprint afterwards.
fn on_hailstone(
    transport: &mut dyn Transport,
    person: &mut Person<'_>,
    known: &mut Known,
    card: &CardRef,
    opened: Hailstone,
) -> Result<Made, Failure> {
    let key = CardKey::of(card).ok_or(CardError::Other)?;
    if opened.is_in_use() && !known.is_known(&key) {
        return Err(Failure::CardUnknown);
    }
    let mut channel = run(transport, opened.connect(&key, entropy::seed()?))?;
    if !channel.status().in_use {
        let request = channel.pin_request(PinUse::Personalise);
        let mut value = |kind, reference| {
            let chosen = choose(
                person.prompt,
                kind,
                card,
                Limits::of(reference),
                person.language,
                None,
            )?;
            Ok::<_, Failure>(PinValue::derive(reference, &chosen, &request.serial)?)
        };
        let pin = value(PinKind::User, Reference::Pin)?;
        let puk = value(PinKind::Puk, Reference::Puk)?;
        let sealed = hailstone::seal(&key, &request, &[&pin, &puk], entropy::seed()?)?;
        channel = run(transport, channel.personalise(&sealed))?;
        // Taken out from here on, it is finished with `card trust`.
        let request = channel.pin_request(PinUse::Verify(Reference::Pin));
        let sealed = hailstone::seal(&key, &request, &[&pin], entropy::seed()?)?;
        let Verification::Granted(verified) = run(transport, channel.verify(&sealed))? else {
            return Err(CardError::Malformed("a card that takes the PIN it was given").into());
        };
        return generate(transport, known, card, key, verified);
    }
    let verified = shown(transport, person, card, key, channel)?;
    generate(transport, known, card, key, verified)
}

fn generate(
    transport: &mut dyn Transport,
    known: &mut Known,
    card: &CardRef,
    key: CardKey,
    channel: Channel<hailstone::Verified>,
) -> Result<Made, Failure> {
    let kind = KeyType::Agreement(Curve::X25519);
    let (_, public_key) = run(transport, channel.generate(kind, SLOT))?;
    known.add(key, public_key.clone())?;
    Ok(Made {
        card: card.clone(),
        public_key,
        weak: Weak::None,
    })
}

/// After the PIN.
fn shown(
    transport: &mut dyn Transport,
    person: &mut Person<'_>,
    card: &CardRef,
    key: CardKey,
    channel: Channel<hailstone::Open>,
) -> Result<Channel<hailstone::Verified>, Failure> {
    let subject = Subject {
        pin: PinKind::User,
        occasion: PinOccasion::Show,
        card: card.clone(),
        language: person.language,
    };
    let sealing = Sealing { channel, key };
    pin::verify(transport, person.prompt, &mut |_| {}, &subject, sealing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::testing::{FakeCard, FakeReaders, PUBLIC_KEY};
    use crate::prompt::testing::FakePrompt;

    fn set_up(readers: &mut FakeReaders, prompt: &mut FakePrompt) -> Result<Made, Failure> {
        let mut person = Person {
            prompt,
            language: Language::German,
        };
        let now = Timestamp::from_unix(1_700_000_000);
        init(readers, &mut person, &mut Known::default(), None, now)
    }

    #[test]
    fn an_empty_slot_gets_a_key_after_the_admin_pin() {
        let mut readers = FakeReaders::new([FakeCard::empty()]);
        let mut prompt = FakePrompt::answering(["12345678"]);
        let made = set_up(&mut readers, &mut prompt).unwrap();
        assert_eq!(made.public_key, Point::X25519(PUBLIC_KEY));
        assert_eq!(made.weak, Weak::Admin);
        assert_eq!(prompt.pins_asked()[0].pin, PinKind::Admin);
        assert_eq!(prompt.pins_asked()[0].occasion, PinOccasion::Show);
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
