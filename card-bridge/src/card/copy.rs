//! The sealed copy of the vault on a card: read, and put there anew.
//!
//! The card is held alone from reading what is there until the new copy is known to open. What is written and whether it opens is the
//! vault's to say ([`Renewal`]); two generations and their order are the core's ([`hailstone_core::card::copy`]).

use super::init::administered;
use super::inventory::{Opened, find_any};
use super::pin::{self, Progress, Sealing, Subject};
use super::{Known, Person, Readers, Transport, factory, find, run};
use crate::entropy;
use crate::error::Failure;
use crate::prompt::{PinKind, PinOccasion};
use hailstone_core::card::copy::{Copies, PivObjects, PrivateObjects, Rows, read, read_first};
use hailstone_core::card::hailstone::{Channel, Hailstone, Verified};
use hailstone_core::card::openpgp::{self, Private, PrivateUse, Selected};
use hailstone_core::card::piv::{self, Administered, ManagementKey, Piv};
use hailstone_core::card::{CardError, CardRef, Verification, hailstone::CardKey};
use hailstone_core::secret::SecretBytes;

/// The least room that is worth another try, in bytes.
const LEAST: usize = 256;

/// What becomes of the copy on a card.
pub trait Renewal {
    /// The new copy, in no more than `room` bytes, of the vault and of what the card has, the newest first. It may be asked again with
    /// less room: some cards tell how much they have only by refusing more.
    ///
    /// # Errors
    /// Whatever the vault has against it; the card is as it was then.
    fn make(&mut self, found: &[Vec<u8>], room: usize) -> Result<Vec<u8>, Failure>;

    /// Whether what the card gave back opens. Only then the older copy is dropped.
    ///
    /// # Errors
    /// What it does not open for.
    fn check(&mut self, bytes: &[u8]) -> Result<(), Failure>;
}

/// The card that a person means, or the only one there is.
///
/// # Errors
/// [`Failure::CardsSeveral`], [`CardError::KeyAbsent`] for a card that was not set up yet.
pub fn which(readers: &mut dyn Readers, wanted: Option<&CardRef>) -> Result<CardRef, Failure> {
    let (_, found) = find_any(readers, wanted)?;
    Ok(found.card().ok_or(CardError::KeyAbsent)?)
}

/// The copies on this card, the newest first.
///
/// # Errors
/// [`CardError`] in all its kinds, and those of the prompt; [`Failure::CardUnknown`] for a card of ours that is not among `known`.
pub fn copies(
    readers: &mut dyn Readers,
    person: &mut Person<'_>,
    progress: &mut dyn FnMut(Progress),
    known: &Known,
    card: &CardRef,
) -> Result<Vec<Vec<u8>>, Failure> {
    held(readers, person, progress, card, |at, opened| match opened {
        Opened::OpenPgp(card) => {
            let card = card.into_private_use()?;
            // Without the PIN there is all that is needed, but after a write that was cut short.
            let first = run(at.transport, read_first(PrivateObjects::open(&card)))?;
            if first.all().next().is_some() {
                return Ok(bytes(&first));
            }
            let selected = run(at.transport, openpgp::select())?;
            let objects = at.private_objects(selected)?;
            Ok(bytes(&run(at.transport, read(objects))?))
        }
        Opened::Piv(card, _) => {
            let objects = run(at.transport, PivObjects::find(card))?;
            Ok(bytes(&run(at.transport, read(objects))?))
        }
        Opened::Hailstone(card) => {
            let channel = at.channel(card, known)?;
            let (_, copy) = run(at.transport, channel.copy())?;
            Ok(copy
                .map(|copy| copy.expose().to_vec())
                .into_iter()
                .collect())
        }
    })
}

/// Puts another copy on this card.
///
/// # Errors
/// As [`copies`], and as the [`Renewal`]. Whatever goes wrong, a copy that was there is there, or the new one is.
pub fn renew_copy(
    readers: &mut dyn Readers,
    person: &mut Person<'_>,
    progress: &mut dyn FnMut(Progress),
    known: &Known,
    card: &CardRef,
    renewal: &mut dyn Renewal,
) -> Result<(), Failure> {
    held(readers, person, progress, card, |at, opened| match opened {
        Opened::OpenPgp(card) => {
            let objects = at.private_objects(card)?;
            let copies = run(at.transport, read(objects))?;
            let room = copies.room();
            at.renew(copies, room, renewal).map(drop)
        }
        Opened::Piv(card, _) => at.renew_piv(card, renewal),
        Opened::Hailstone(card) => {
            let channel = at.channel(card, known)?;
            let room = usize::try_from(channel.room_for_copy()).unwrap_or(0);
            let (channel, found) = run(at.transport, channel.copy())?;
            let found = found.map(|copy| copy.expose().to_vec());
            let found: Vec<Vec<u8>> = found.into_iter().collect();
            let bytes = renewal.make(&found, room)?;
            (at.progress)(Progress::CardWorking);
            let (channel, _) = run(at.transport, channel.put_copy(&bytes))?;
            // The card commits by itself, and there is no older one any more.
            let (_, copy) = run(at.transport, channel.copy())?;
            let copy = copy.ok_or(CardError::Memory)?;
            renewal.check(copy.expose())
        }
    })
}

/// Does something with this card, which is held alone from its beginning to its end.
fn held<T>(
    readers: &mut dyn Readers,
    person: &mut Person<'_>,
    progress: &mut dyn FnMut(Progress),
    card: &CardRef,
    act: impl FnOnce(&mut At<'_, '_>, Opened) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let (mut transport, opened) = find(readers, card)?;
    let mut at = At {
        transport: &mut *transport,
        person,
        progress,
        card,
    };
    act(&mut at, opened)
}

/// One card, and who is asked for its PIN.
struct At<'a, 'p> {
    transport: &'a mut dyn Transport,
    person: &'a mut Person<'p>,
    progress: &'a mut dyn FnMut(Progress),
    card: &'a CardRef,
}

impl At<'_, '_> {
    fn subject(&self) -> Subject {
        Subject {
            pin: PinKind::User,
            occasion: PinOccasion::Show,
            card: self.card.clone(),
            language: self.person.language,
        }
    }

    /// The PIN; where it is the one that everybody knows, another is chosen first.
    fn personal<C: pin::Unverified>(
        &mut self,
        open: impl FnMut(&mut dyn Transport) -> Result<C, Failure>,
    ) -> Result<C::Granted, Failure> {
        let subject = self.subject();
        let person = &mut *self.person.prompt;
        let granted = factory::personal(self.transport, person, self.progress, &subject, open);
        Ok(granted?.0)
    }

    fn private_objects(&mut self, card: Selected) -> Result<PrivateObjects, Failure> {
        let mut card = Some(card);
        let private = self.personal(|transport| {
            let card = match card.take() {
                Some(card) => card,
                None => run(transport, openpgp::select())?,
            };
            Ok(card.into_private_use()?)
        })?;
        Ok(PrivateObjects::of(&private))
    }

    fn channel(&mut self, card: Hailstone, known: &Known) -> Result<Channel<Verified>, Failure> {
        let key = CardKey::of(self.card).ok_or(CardError::Other)?;
        if !known.is_known(&key) {
            return Err(Failure::CardUnknown);
        }
        let channel = run(self.transport, card.connect(&key, entropy::seed()?))?;
        let subject = self.subject();
        let sealing = Sealing { channel, key };
        let person = &mut *self.person.prompt;
        pin::verify(self.transport, person, self.progress, &subject, sealing)
    }

    /// How much room a PIV card has shows when it is full: what was written until then is not the newest copy, and less is tried.
    fn renew_piv(&mut self, card: Piv, renewal: &mut dyn Renewal) -> Result<(), Failure> {
        let renewed = self.renew_objects(card, renewal);
        // Some cards keep a verified PIN through the reset, whatever came of it.
        run(self.transport, piv::forget())?;
        renewed
    }

    /// The PIN is asked for only where the management key is not the one that everybody has.
    fn administered(&mut self, card: Piv) -> Result<Administered, Failure> {
        let factory = card.administer(ManagementKey::factory(), entropy::seed()?);
        let card = match run(self.transport, factory)? {
            Verification::Granted(administered) => return Ok(administered),
            Verification::Refused(card, _) => card,
        };
        let mut card = Some(card);
        let holder = self.personal(|transport| match card.take() {
            Some(card) => Ok(card),
            None => Ok(run(transport, piv::open())?),
        })?;
        let ready = administered(self.transport, self.person, self.card, holder)?;
        Ok(ready.into_administered())
    }

    fn renew_objects(&mut self, card: Piv, renewal: &mut dyn Renewal) -> Result<(), Failure> {
        let mut card = card;
        let mut most = usize::MAX;
        loop {
            let administered = self.administered(card)?;
            let objects = run(self.transport, PivObjects::choose(administered))?;
            let copies = run(self.transport, read(objects))?;
            let room = copies.room().min(most);
            match self.renew(copies, room, renewal) {
                Err(Failure::Card(CardError::Full)) if room / 2 > LEAST => most = room / 2,
                outcome => return outcome.map(drop),
            }
            card = run(self.transport, piv::open())?;
        }
    }

    fn renew<C: Rows>(
        &mut self,
        copies: Copies<C>,
        room: usize,
        renewal: &mut dyn Renewal,
    ) -> Result<C, Failure> {
        let made = renewal.make(&bytes(&copies), room)?;
        (self.progress)(Progress::CardWorking);
        let written = run(self.transport, copies.write(&made))?;
        renewal.check(&written.copy().bytes)?;
        Ok(run(self.transport, written.settle())?)
    }
}

fn bytes<C: Rows>(copies: &Copies<C>) -> Vec<Vec<u8>> {
    copies.all().map(|copy| copy.bytes.clone()).collect()
}

impl pin::Unverified for PrivateUse {
    type Granted = Private;

    fn tries_left(&self) -> Option<u8> {
        Some(self.tries_left())
    }

    fn verify(self, pin: SecretBytes) -> Result<pin::Taken<Self>, (Self, Failure)> {
        Ok(self.verify(pin))
    }
}
