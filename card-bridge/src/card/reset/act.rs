//! Making it new: by a PIN that somebody shows, or by using up every try.

use super::{Condemned, Way, connected};
use crate::card::pin::{self, Sealing, Subject};
use crate::card::{Known, On, Person, Readers, Transport, find_any, run};
use crate::entropy;
use crate::error::Failure;
use crate::prompt::{PinKind, PinOccasion};
use hailstone_core::card::hailstone::{self, CardKey, Channel, PinUse, PinValue, Reference};
use hailstone_core::card::openpgp::{self, Pin};
use hailstone_core::card::piv::{self, Doomed, Piv, Reset, Secret, Spent};
use hailstone_core::card::{CardError, CardRef, Verification};
use hailstone_core::secret::SecretBytes;

/// No card has more tries than a byte counts.
const MOST_TRIES: usize = 256;

/// Makes it new. `by_force`: nobody is asked for the Admin PIN or the PUK, every try is used up instead.
///
/// # Errors
/// [`CardError::Other`] where it is not there any more; [`Failure::CardUnknown`] for a Hailstone card to which no PUK is given; those of
/// card and prompt.
pub fn reset(
    readers: &mut dyn Readers,
    person: &mut Person<'_>,
    known: &mut Known,
    condemned: &Condemned,
    by_force: bool,
) -> Result<(), Failure> {
    if condemned.way == Way::Begun {
        let mut transport = readers.connect(&condemned.reader)?;
        return Ok(run(&mut *transport, openpgp::finish_reset())?);
    }
    let (mut transport, found) = find_any(readers, condemned.card.as_ref())?;
    if found.card() != condemned.card || found.reader != condemned.reader {
        return Err(CardError::Other.into());
    }
    let mut at = At {
        transport: &mut *transport,
        person,
        by_force,
    };
    match (found.on, &condemned.card) {
        (On::OpenPgp(_), Some(card)) => at.openpgp(card),
        (On::Piv { .. }, _) => at.piv(),
        (On::Hailstone { key, .. }, Some(card)) => {
            at.hailstone(card, &key, known.is_known(&key))?;
            known.forget(&key)
        }
        _ => Err(CardError::Other.into()),
    }
}

struct At<'a, 'p> {
    transport: &'a mut dyn Transport,
    person: &'a mut Person<'p>,
    by_force: bool,
}

impl At<'_, '_> {
    fn openpgp(&mut self, card: &CardRef) -> Result<(), Failure> {
        let mut selected = run(self.transport, openpgp::select())?;
        if !selected.is_dead() && !self.by_force {
            let administration = selected.into_administration();
            let managed = self.verified(PinKind::Admin, card, administration)?;
            return Ok(run(self.transport, managed.reset())?);
        }
        // The Admin PIN first: by it the card is made new should a random one be right.
        for _ in 0..MOST_TRIES {
            if selected.tries_left(Pin::Admin) == 0 {
                break;
            }
            let step = selected.into_administration().verify(digits()?);
            if let Verification::Granted(managed) = run(self.transport, step)? {
                return Ok(run(self.transport, managed.reset())?);
            }
            selected = run(self.transport, openpgp::select())?;
        }
        for _ in 0..MOST_TRIES {
            if selected.tries_left(Pin::User) == 0 {
                break;
            }
            let step = selected.change(Pin::User, digits()?, &digits()?);
            selected = match run(self.transport, step)? {
                Verification::Granted(card) | Verification::Refused(card, _) => card,
            };
        }
        Ok(run(self.transport, selected.reset())?)
    }

    /// The card is asked before a try is used up, so that one that cannot be made new is not blocked.
    fn piv(&mut self) -> Result<(), Failure> {
        let opened: Piv = run(self.transport, piv::open())?;
        let mut card = match run(self.transport, opened.reset())? {
            Reset::Done => return Ok(()),
            Reset::NotYet(card) => card,
        };
        for secret in [Secret::Pin, Secret::Puk] {
            card = self.spent(card, secret)?;
        }
        match run(self.transport, card.reset())? {
            Reset::Done => Ok(()),
            Reset::NotYet(_) => Err(CardError::PinNeeded.into()),
        }
    }

    fn spent(&mut self, mut card: Doomed, secret: Secret) -> Result<Doomed, Failure> {
        for _ in 0..MOST_TRIES {
            let value = *digits()?
                .expose()
                .first_chunk()
                .ok_or(Failure::EntropyAbsent)?;
            match run(self.transport, card.spend(secret, value))? {
                Spent::Again(again) => card = again,
                Spent::Blocked(card) => return Ok(card),
            }
        }
        Err(CardError::PinNeeded.into())
    }

    fn hailstone(&mut self, card: &CardRef, key: &CardKey, is_known: bool) -> Result<(), Failure> {
        let mut channel = connected(self.transport, key)?;
        let tries = |channel: &Channel<hailstone::Open>| {
            let status = channel.status();
            (status.pin_tries.0, status.puk_tries.0)
        };
        if tries(&channel) != (0, 0) && !self.by_force {
            if !is_known {
                return Err(Failure::CardUnknown);
            }
            let sealing = ByPuk(Sealing { channel, key: *key });
            let unblocking = self.verified(PinKind::Puk, card, sealing)?;
            return Ok(run(self.transport, unblocking.reset())?);
        }
        for _ in 0..MOST_TRIES {
            let (pin, puk) = tries(&channel);
            let reference = match (pin, puk) {
                (0, 0) => break,
                (0, _) => Reference::Puk,
                _ => Reference::Pin,
            };
            channel = match self.wrong(channel, key, reference)? {
                Some(channel) => channel,
                None => return Ok(()),
            };
        }
        Ok(run(self.transport, channel.reset())?)
    }

    /// Uses up one try. `None` where a random PUK was right, and the card is new by it.
    fn wrong(
        &mut self,
        channel: Channel<hailstone::Open>,
        key: &CardKey,
        reference: Reference,
    ) -> Result<Option<Channel<hailstone::Open>>, Failure> {
        let request = channel.pin_request(PinUse::Verify(reference));
        let value = PinValue::derive(reference, &digits()?, &request.serial)?;
        let sealed = hailstone::seal(key, &request, &[&value], entropy::seed()?)?;
        match reference {
            Reference::Pin => match run(self.transport, channel.verify(&sealed))? {
                Verification::Refused(channel, _) => Ok(Some(channel)),
                Verification::Granted(_) => Ok(Some(connected(self.transport, key)?)),
            },
            Reference::Puk => match run(self.transport, channel.verify_puk(&sealed))? {
                Verification::Refused(channel, _) => Ok(Some(channel)),
                Verification::Granted(channel) => {
                    run(self.transport, channel.reset())?;
                    Ok(None)
                }
            },
        }
    }

    fn verified<C: pin::Unverified>(
        &mut self,
        kind: PinKind,
        card: &CardRef,
        unverified: C,
    ) -> Result<C::Granted, Failure> {
        let subject = Subject {
            pin: kind,
            occasion: PinOccasion::Reset,
            card: card.clone(),
            language: self.person.language,
        };
        let quiet = &mut |_| {};
        pin::verify(
            self.transport,
            self.person.prompt,
            quiet,
            &subject,
            unverified,
        )
    }
}

/// Eight digits that are nobody's PIN but by chance.
fn digits() -> Result<SecretBytes, Failure> {
    let random = entropy::bytes::<8>()?;
    Ok(SecretBytes::new(
        random.iter().map(|byte| b'0' + byte % 10).collect(),
    ))
}

/// A channel to a card of ours that is shown its PUK.
struct ByPuk(Sealing);

impl pin::Unverified for ByPuk {
    type Granted = Channel<hailstone::Unblocking>;

    fn tries_left(&self) -> Option<u8> {
        Some(self.0.channel.status().puk_tries.0)
    }

    fn verify(self, puk: SecretBytes) -> Result<pin::Taken<Self>, (Self, Failure)> {
        let Sealing { channel, key } = self.0;
        let sealed = pin::sealed(&channel, &key, Reference::Puk, &puk);
        let sealed = match sealed {
            Ok(sealed) => sealed,
            Err(failure) => return Err((Self(Sealing { channel, key }), failure)),
        };
        let step = channel.verify_puk(&sealed);
        Ok(step.and_then(|step| {
            step.map(move |outcome| match outcome {
                Verification::Granted(channel) => Verification::Granted(channel),
                Verification::Refused(channel, error) => {
                    Verification::Refused(Self(Sealing { channel, key }), error)
                }
            })
        }))
    }
}
