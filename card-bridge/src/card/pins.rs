//! A card's PINs are changed, and a blocked one is helped.

use super::pin::{self, Limits, Subject, Taken, Unverified, choose};
use super::{Known, On, Person, Readers, Transport, find_any, run};
use crate::entropy;
use crate::error::Failure;
use crate::prompt::PinKind;
use hailstone_core::card::hailstone::{self, CardKey, Channel, PinUse, PinValue, Reference};
use hailstone_core::card::openpgp::{self, Administration, Managed, Pin, Selected};
use hailstone_core::card::piv::{self, Piv, Secret};
use hailstone_core::card::{CardError, CardRef, Verification};
use hailstone_core::secret::SecretBytes;

/// What is to be done with a PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinDeed {
    /// It is changed, by the old one.
    Change(PinKind),
    /// The person's PIN gets a new value: by the PUK, or by the Admin PIN of an OpenPGP card.
    Unblock,
}

/// Does it, with this card or the only one there is.
///
/// # Errors
/// [`Failure::CardsSeveral`], [`CardError`] in all its kinds, those of the prompt; [`Failure::CardUnknown`].
pub fn pin(
    readers: &mut dyn Readers,
    person: &mut Person<'_>,
    known: &Known,
    wanted: Option<&CardRef>,
    deed: PinDeed,
) -> Result<CardRef, Failure> {
    let (mut transport, found) = find_any(readers, wanted)?;
    let card = found.card().ok_or(CardError::Other)?;
    let mut at = At {
        transport: &mut *transport,
        person,
        card: &card,
    };
    match found.on {
        On::OpenPgp(_) => {
            let opened = run(at.transport, openpgp::select())?;
            at.openpgp(opened, deed)?;
        }
        On::Piv { .. } => {
            let opened = run(at.transport, piv::open())?;
            at.piv(opened, deed)?;
        }
        On::Hailstone { key, .. } => {
            if !known.is_known(&key) {
                return Err(Failure::CardUnknown);
            }
            let opened = run(at.transport, hailstone::open())?;
            let channel = run(at.transport, opened.connect(&key, entropy::seed()?))?;
            if !channel.status().in_use {
                return Err(CardError::KeyAbsent.into());
            }
            at.hailstone(channel, key, deed)?;
        }
    }
    Ok(card)
}

struct At<'a, 'p> {
    transport: &'a mut dyn Transport,
    person: &'a mut Person<'p>,
    card: &'a CardRef,
}

impl At<'_, '_> {
    fn openpgp(&mut self, card: Selected, deed: PinDeed) -> Result<(), Failure> {
        match deed {
            PinDeed::Change(kind) => {
                let pin = match kind {
                    PinKind::User => Pin::User,
                    PinKind::Admin | PinKind::Puk => Pin::Admin,
                };
                let (kind, least) = match pin {
                    Pin::User => (PinKind::User, 6),
                    Pin::Admin => (PinKind::Admin, 8),
                };
                let new = self.choose(kind, Limits { least, most: 127 })?;
                self.verified(kind, Changing { card, pin, new })
            }
            PinDeed::Unblock => {
                let limits = Limits {
                    least: 6,
                    most: 127,
                };
                let new = self.choose(PinKind::User, limits)?;
                let managed = self.verified(PinKind::Admin, card.into_administration())?;
                Ok(run(self.transport, managed.unblock(&new))?)
            }
        }
    }

    fn piv(&mut self, card: Piv, deed: PinDeed) -> Result<(), Failure> {
        let pin = Limits { least: 6, most: 8 };
        let (pin, kind, limits) = match deed {
            PinDeed::Change(PinKind::User) => (PivDeed::Change(Secret::Pin), PinKind::User, pin),
            PinDeed::Change(PinKind::Admin | PinKind::Puk) => {
                let puk = Limits { least: 8, most: 8 };
                (PivDeed::Change(Secret::Puk), PinKind::Puk, puk)
            }
            PinDeed::Unblock => (PivDeed::Unblock, PinKind::Puk, pin),
        };
        let chosen = match deed {
            PinDeed::Unblock => PinKind::User,
            PinDeed::Change(_) => kind,
        };
        let new = self.choose(chosen, limits)?;
        let done = self.verified(kind, Changing { card, pin, new });
        // As after every other use of a PIN: some cards keep it verified through the reset.
        run(self.transport, piv::forget())?;
        done
    }

    fn hailstone(
        &mut self,
        card: Channel<hailstone::Open>,
        key: CardKey,
        deed: PinDeed,
    ) -> Result<(), Failure> {
        let (pin, shown, chosen) = match deed {
            PinDeed::Change(PinKind::User) => (
                PinUse::Change(Reference::Pin),
                PinKind::User,
                Reference::Pin,
            ),
            PinDeed::Change(PinKind::Admin | PinKind::Puk) => {
                (PinUse::Change(Reference::Puk), PinKind::Puk, Reference::Puk)
            }
            PinDeed::Unblock => (PinUse::Unblock, PinKind::Puk, Reference::Pin),
        };
        let kind = match chosen {
            Reference::Pin => PinKind::User,
            Reference::Puk => PinKind::Puk,
        };
        let new = self.choose(kind, Limits::of(chosen))?;
        let card = Sealed { channel: card, key };
        self.verified(shown, Changing { card, pin, new })
    }

    fn choose(&mut self, kind: PinKind, limits: Limits) -> Result<SecretBytes, Failure> {
        choose(
            self.person.prompt,
            kind,
            self.card,
            limits,
            self.person.language,
            None,
        )
    }

    fn verified<C: Unverified>(&mut self, kind: PinKind, card: C) -> Result<C::Granted, Failure> {
        let subject = Subject {
            pin: kind,
            occasion: crate::prompt::PinOccasion::Present,
            card: self.card.clone(),
            language: self.person.language,
        };
        let quiet = &mut |_| {};
        pin::verify(self.transport, self.person.prompt, quiet, &subject, card)
    }
}

/// A card whose PIN becomes `new` when the one that is shown is right.
struct Changing<C, P> {
    card: C,
    pin: P,
    new: SecretBytes,
}

#[derive(Clone, Copy)]
enum PivDeed {
    Change(Secret),
    Unblock,
}

struct Sealed {
    channel: Channel<hailstone::Open>,
    key: CardKey,
}

/// The card back with what is to be done with it, or done.
fn carried<C: 'static, P: Copy + Send + 'static, G>(
    outcome: Verification<G, C>,
    pin: P,
    new: SecretBytes,
) -> Verification<(), Changing<C, P>> {
    match outcome {
        Verification::Granted(_) => Verification::Granted(()),
        Verification::Refused(card, error) => {
            Verification::Refused(Changing { card, pin, new }, error)
        }
    }
}

impl Unverified for Changing<Selected, Pin> {
    type Granted = ();

    fn tries_left(&self) -> Option<u8> {
        Some(self.card.tries_left(self.pin))
    }

    fn verify(self, old: SecretBytes) -> Result<Taken<Self>, (Self, Failure)> {
        let Self { card, pin, new } = self;
        let step = card.change(pin, old, &new);
        Ok(step.and_then(|step| step.map(move |outcome| carried(outcome, pin, new))))
    }
}

impl Unverified for Changing<Piv, PivDeed> {
    type Granted = ();

    fn tries_left(&self) -> Option<u8> {
        match self.pin {
            PivDeed::Change(Secret::Pin) => self.card.tries_left(),
            PivDeed::Change(Secret::Puk) | PivDeed::Unblock => None,
        }
    }

    fn verify(self, old: SecretBytes) -> Result<Taken<Self>, (Self, Failure)> {
        let Self { card, pin, new } = self;
        let step = match pin {
            PivDeed::Change(secret) => card.change(secret, &old, &new),
            PivDeed::Unblock => card.unblock(&old, &new),
        };
        Ok(step.and_then(|step| step.map(move |outcome| carried(outcome, pin, new))))
    }
}

impl Unverified for Changing<Sealed, PinUse> {
    type Granted = ();

    fn tries_left(&self) -> Option<u8> {
        let status = self.card.channel.status();
        Some(match self.pin {
            PinUse::Change(Reference::Pin) => status.pin_tries.0,
            _ => status.puk_tries.0,
        })
    }

    fn verify(self, old: SecretBytes) -> Result<Taken<Self>, (Self, Failure)> {
        let (shown, chosen) = match self.pin {
            PinUse::Change(reference) => (reference, reference),
            _ => (Reference::Puk, Reference::Pin),
        };
        let request = self.card.channel.pin_request(self.pin);
        let seal = || {
            let old = PinValue::derive(shown, &old, &request.serial)?;
            let new = PinValue::derive(chosen, &self.new, &request.serial)?;
            let seed = entropy::seed()?;
            Ok::<_, Failure>(hailstone::seal(
                &self.card.key,
                &request,
                &[&old, &new],
                seed,
            )?)
        };
        let sealed = match seal() {
            Ok(sealed) => sealed,
            Err(failure) => return Err((self, failure)),
        };
        let Self { card, pin, new } = self;
        let Sealed { channel, key } = card;
        let step = match pin {
            PinUse::Change(reference) => channel.change(reference, &sealed),
            _ => channel.unblock(&sealed),
        };
        Ok(step.and_then(|step| {
            step.map(move |outcome| {
                let outcome = match outcome {
                    Verification::Granted(_) => Verification::Granted(()),
                    Verification::Refused(channel, error) => {
                        Verification::Refused(Sealed { channel, key }, error)
                    }
                };
                carried(outcome, pin, new)
            })
        }))
    }
}

impl Unverified for Administration {
    type Granted = Managed;

    fn tries_left(&self) -> Option<u8> {
        Some(self.tries_left())
    }

    fn verify(self, pin: SecretBytes) -> Result<Taken<Self>, (Self, Failure)> {
        Ok(self.verify(pin))
    }
}
