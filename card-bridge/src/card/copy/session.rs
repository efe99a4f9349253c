//! A card that is given another copy, held alone between the steps of it.

use super::super::init::administered;
use super::super::inventory::{Opened, find};
use super::super::pin::{self, Progress, Sealing, Subject};
use super::super::{Known, Person, Readers, Transport, factory, run};
use super::bytes;
use crate::entropy;
use crate::error::Failure;
use crate::prompt::{PinKind, PinOccasion};
use hailstone_core::card::copy::{Copies, PivObjects, PrivateObjects, Written, read};
use hailstone_core::card::hailstone::{CardKey, Channel, Hailstone, Verified};
use hailstone_core::card::openpgp::{self, Private, PrivateUse, Selected};
use hailstone_core::card::piv::{self, Administered, ManagementKey, Piv};
use hailstone_core::card::{CardError, CardRef, Verification};
use hailstone_core::secret::SecretBytes;

/// The least room that is worth another try, in bytes.
const LEAST: usize = 256;

/// A card with what is on it of copies, ready for the next one. It is held alone until this is dropped, which resets it.
pub struct CopySession {
    held: Held,
    card: CardRef,
    copies: On,
    found: Vec<Vec<u8>>,
    room: usize,
}

enum On {
    OpenPgp(Copies<PrivateObjects>),
    Piv(Copies<PivObjects<Administered>>),
    Hailstone(Channel<Verified>),
}

/// What became of a copy that was to be written.
pub enum Put {
    /// It is on the card, and so is the one from before.
    Written(WrittenCopy),
    /// The card has less room than it has objects for; what it has is the copy from before. A smaller one is to be made.
    Less(CopySession),
}

/// A copy that the card gave back as it was written.
pub struct WrittenCopy {
    held: Held,
    bytes: Vec<u8>,
    old: Old,
}

/// What of the copy from before is still there.
enum Old {
    OpenPgp(Written<PrivateObjects>),
    Piv(Written<PivObjects<Administered>>),
    /// A card of ours commits by itself.
    None,
}

impl CopySession {
    /// Takes the card, and reads what is on it. A PIN is asked for where the card wants one.
    ///
    /// # Errors
    /// As [`super::copies`].
    pub fn open(
        readers: &mut dyn Readers,
        person: &mut Person<'_>,
        progress: &mut dyn FnMut(Progress),
        known: &Known,
        card: &CardRef,
    ) -> Result<Self, Failure> {
        let (transport, opened) = find(readers, card)?;
        let mut held = Held {
            transport,
            forgets: false,
        };
        let mut at = held.at(person, progress, card);
        let (copies, found, room) = match opened {
            Opened::OpenPgp(selected) => {
                let objects = at.private_objects(selected)?;
                let copies = run(at.transport, read(objects))?;
                let (found, room) = (bytes(&copies), copies.room());
                (On::OpenPgp(copies), found, room)
            }
            Opened::Piv(opened, _) => {
                held.forgets = true;
                let copies = held.at(person, progress, card).piv_objects(opened)?;
                let (found, room) = (bytes(&copies), copies.room());
                (On::Piv(copies), found, room)
            }
            Opened::Hailstone(selected) => {
                let channel = at.channel(selected, known)?;
                let room = usize::try_from(channel.room_for_copy()).unwrap_or(0);
                let (channel, copy) = run(at.transport, channel.copy())?;
                let copy = copy.map(|copy| copy.expose().to_vec());
                (On::Hailstone(channel), copy.into_iter().collect(), room)
            }
        };
        Ok(Self {
            held,
            card: card.clone(),
            copies,
            found,
            room,
        })
    }

    /// The copies that are on the card, the newest first.
    pub fn found(&self) -> &[Vec<u8>] {
        &self.found
    }

    /// How many bytes the next one may have.
    pub const fn room(&self) -> usize {
        self.room
    }

    /// Writes a copy beside the newest one, and reads it back.
    ///
    /// # Errors
    /// [`CardError::Full`]; [`CardError::Memory`] where the card gives back something else; and those of the way to the card. What was
    /// there is there.
    pub fn write(
        mut self,
        made: &[u8],
        person: &mut Person<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Put, Failure> {
        if made.len() > self.room {
            return Err(CardError::Full.into());
        }
        progress(Progress::CardWorking);
        let transport = &mut *self.held.transport;
        let old = match self.copies {
            On::OpenPgp(copies) => run(transport, copies.write(made)).map(Old::OpenPgp),
            On::Piv(copies) => run(transport, copies.write(made)).map(Old::Piv),
            On::Hailstone(channel) => {
                let (channel, _) = run(transport, channel.put_copy(made))?;
                let (_, copy) = run(transport, channel.copy())?;
                match copy {
                    Some(copy) if copy.expose() == made => Ok(Old::None),
                    _ => Err(CardError::Memory),
                }
            }
        };
        match old {
            Ok(old) => Ok(Put::Written(WrittenCopy {
                held: self.held,
                bytes: made.to_vec(),
                old,
            })),
            // How much room a PIV card has shows when it is full: what was written until then is not the newest copy.
            Err(CardError::Full) if self.held.forgets && self.room / 2 > LEAST => {
                let most = self.room / 2;
                let opened = run(&mut *self.held.transport, piv::open())?;
                let at = &mut self.held.at(person, progress, &self.card);
                let copies = at.piv_objects(opened)?;
                Ok(Put::Less(Self {
                    room: copies.room().min(most),
                    found: bytes(&copies),
                    copies: On::Piv(copies),
                    held: self.held,
                    card: self.card,
                }))
            }
            Err(error) => Err(error.into()),
        }
    }
}

impl WrittenCopy {
    /// What the card gave back.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Drops the copy from before, once this one is known to open.
    ///
    /// # Errors
    /// Whatever the card refuses. The new copy is there whatever comes of it.
    pub fn settle(mut self) -> Result<(), Failure> {
        let transport = &mut *self.held.transport;
        match self.old {
            Old::OpenPgp(written) => run(transport, written.settle()).map(drop)?,
            Old::Piv(written) => run(transport, written.settle()).map(drop)?,
            Old::None => {}
        }
        Ok(())
    }
}

/// The way to the card.
struct Held {
    transport: Box<dyn Transport>,
    /// Some PIV cards keep a verified PIN through the reset: they are told to forget it.
    forgets: bool,
}

impl Held {
    fn at<'a, 'p>(
        &'a mut self,
        person: &'a mut Person<'p>,
        progress: &'a mut dyn FnMut(Progress),
        card: &'a CardRef,
    ) -> At<'a, 'p> {
        At {
            transport: &mut *self.transport,
            person,
            progress,
            card,
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.forgets {
            // A card that is gone has nothing to forget.
            let _ = run(&mut *self.transport, piv::forget());
        }
    }
}

/// One card, and who is asked for its PIN.
pub(super) struct At<'a, 'p> {
    pub(super) transport: &'a mut dyn Transport,
    pub(super) person: &'a mut Person<'p>,
    pub(super) progress: &'a mut dyn FnMut(Progress),
    pub(super) card: &'a CardRef,
}

impl At<'_, '_> {
    fn subject(&self) -> Subject {
        Subject {
            pin: PinKind::User,
            occasion: PinOccasion::Copy,
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

    pub(super) fn private_objects(&mut self, card: Selected) -> Result<PrivateObjects, Failure> {
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

    pub(super) fn channel(
        &mut self,
        card: Hailstone,
        known: &Known,
    ) -> Result<Channel<Verified>, Failure> {
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

    fn piv_objects(&mut self, card: Piv) -> Result<Copies<PivObjects<Administered>>, Failure> {
        let administered = self.administered(card)?;
        let objects = run(self.transport, PivObjects::choose(administered))?;
        Ok(run(self.transport, read(objects))?)
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
