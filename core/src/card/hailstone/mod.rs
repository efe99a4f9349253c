//! The Hailstone card application (docs/card-application.md), the host's side.
//!
//! [`open`] gives a [`Hailstone`], and [`Hailstone::connect`] a [`Channel`] to the card whose key is known: from there on everything is
//! sealed, and whoever carries it can end it and do nothing else. A PIN is sealed to the card by the process that it is typed into
//! ([`seal`], for the [`PinRequest`] of the channel), which need not be the one that has the channel. What needs the PIN exists only on a
//! [`Channel<Verified>`]:
//!
//! ```compile_fail,E0599
//! use hailstone_core::card::{Point, hailstone::{Channel, Open}};
//!
//! // No verified PIN, no agreement.
//! fn agree(card: Channel<Open>, point: &Point) {
//!     card.agree(1, point);
//! }
//! ```
//!
//! ```
//! # use hailstone_core::card::{Point, hailstone::{Channel, Verified}};
//! fn agree(card: Channel<Verified>, point: &Point) {
//!     let _ = card.agree(1, point);
//! }
//! ```
//!
//! Each step consumes the channel and gives it back: a frame is sent once, and an answer that does not open leaves no channel.

mod carriage;
mod carried;
mod channel;
mod info;
mod keys;
mod objects;
mod pin;
mod reply;
#[cfg(test)]
mod vectors;

pub use carriage::{Carriage, Carrying};
pub use carried::{AwaitedKey, AwaitedSecret, AwaitedSignature, Carried, CarriedKeys, Turn};
pub use info::{CardKey, CardStatus};
pub use keys::KeyType;
pub use objects::{Listed, OBJECT_PART, Rule, Rules};
pub use pin::{PinRequest, PinUse, PinValue, Reference, seal};

use super::Verification;
use super::apdu::{Command, Lengths};
use super::error::CardError;
use super::status::Status;
use super::step::{Outgoing, Step};
use crate::entropy::Seed;
use crate::hazmat::x25519::SecretKey;
use crate::secret::SecretBytes;
use alloc::vec::Vec;
use channel::{Handshake, Session};
use core::marker::PhantomData;
use info::Info;
use reply::{Reply, Verdict};

/// The application identifier (section 1).
const AID: &[u8; 11] = b"\xf0HAILSTONE\x01";
/// Header, Lc and Le of an extended command.
const AROUND: u16 = 9;

/// The application, selected. There is no channel yet.
#[derive(Debug)]
pub struct Hailstone {
    info: Info,
    lengths: Lengths,
}

/// Nothing is verified.
#[derive(Debug)]
pub enum Open {}

/// The PIN is.
#[derive(Debug)]
pub enum Verified {}

/// The PUK is.
#[derive(Debug)]
pub enum Unblocking {}

/// An open channel to a card.
#[derive(Debug)]
pub struct Channel<S> {
    session: Session,
    serial: [u8; 8],
    status: CardStatus,
    lengths: Lengths,
    state: PhantomData<fn() -> S>,
}

/// An operation on a channel, which gives the channel back with what came of it.
pub type Exchange<S, T> = Result<Step<(Channel<S>, T)>, CardError>;

/// Selects the application.
///
/// # Errors
/// [`CardError::ApplicationAbsent`] where there is no such application; [`CardError::Unsupported`] where it is a later version.
pub fn open() -> Result<Step<Hailstone>, CardError> {
    let select = Command::new(0xa4, 0x04, 0x00)
        .with(SecretBytes::new(AID.into()))
        .answered();
    send(select, Lengths::Short).then(|response| {
        let answer = response.ok().map_err(|_| CardError::ApplicationAbsent)?;
        let info = Info::parse(answer.expose())?;
        Ok(Step::Done(Hailstone {
            lengths: Lengths::Extended(info.longest.saturating_add(AROUND)),
            info,
        }))
    })
}

impl Hailstone {
    /// The card's key, which is what it is known by. Nothing proves yet that the card has it: [`Hailstone::connect`] does.
    pub const fn key(&self) -> CardKey {
        self.info.name()
    }

    /// Whether it has a PIN already.
    pub const fn is_in_use(&self) -> bool {
        self.info.in_use
    }

    /// For a reader that does not carry extended commands: short ones in chains.
    #[must_use]
    pub const fn in_short_commands(mut self) -> Self {
        self.lengths = Lengths::Short;
        self
    }

    /// Opens a channel to the card with this key, and to no other.
    ///
    /// # Errors
    /// [`CardError::Other`] where it says another key of itself; [`CardError::ChannelBroken`] where it does not have the key that it
    /// says, or somebody changed what was sent.
    pub fn connect(self, key: &CardKey, seed: Seed) -> Result<Step<Channel<Open>>, CardError> {
        if self.info.name() != *key {
            return Err(CardError::Other);
        }
        let ephemeral = SecretKey::make(&mut seed.expand());
        self.shake_hands(ephemeral)
    }

    fn shake_hands(self, ephemeral: SecretKey) -> Result<Step<Channel<Open>>, CardError> {
        let (handshake, message) = Handshake::start(&self.info, ephemeral)?;
        let command = Command::new(0x86, 0x00, 0x00)
            .with(SecretBytes::new(message))
            .answered();
        let serial = self.info.serial;
        let lengths = self.lengths;
        send(command, lengths).then(move |response| {
            let answer = response.ok().map_err(|_| CardError::ChannelBroken)?;
            let (session, told) = handshake.finish(answer.expose())?;
            Ok(Step::Done(Channel {
                session,
                serial,
                status: CardStatus::parse(told.expose())?,
                lengths,
                state: PhantomData,
            }))
        })
    }
}

impl<S: 'static> Channel<S> {
    /// What the card told of itself when the channel was opened, or asked for it last.
    pub const fn status(&self) -> &CardStatus {
        &self.status
    }

    /// What a PIN has to be sealed for.
    pub const fn pin_request(&self, purpose: PinUse) -> PinRequest {
        PinRequest {
            session: *self.session.id(),
            purpose,
            count: self.status.pins,
            serial: self.serial,
        }
    }

    /// Asks anew how it stands.
    ///
    /// # Errors
    /// [`CardError::ChannelBroken`].
    pub fn refresh(self) -> Result<Step<Self>, CardError> {
        self.exchange([0x52, 0x00, 0x00], &[], |mut channel, reply| {
            channel.status = CardStatus::parse(reply.ok()?.expose())?;
            Ok(Step::Done(channel))
        })
    }

    /// Shows the card a sealed PIN or PUK.
    fn show<G: 'static>(
        mut self,
        purpose: PinUse,
        sealed: &[u8],
        granted: impl FnOnce(Self) -> G + Send + 'static,
    ) -> Result<Step<Verification<G, Self>>, CardError> {
        // HC-23: every one counts, whether it opens or not.
        self.status.pins = self.status.pins.wrapping_add(1);
        self.exchange(purpose.header(), sealed, move |mut channel, reply| {
            let Verdict::Wrong { tries_left } = Verdict::of(reply.status)? else {
                return Ok(Step::Done(Verification::Granted(granted(channel))));
            };
            match compared(purpose) {
                Reference::Pin => channel.status.pin_tries.0 = tries_left,
                Reference::Puk => channel.status.puk_tries.0 = tries_left,
            }
            let error = match tries_left {
                0 => CardError::PinBlocked,
                tries_left => CardError::PinWrong { tries_left },
            };
            Ok(Step::Done(Verification::Refused(channel, error)))
        })
    }

    fn become_of<T>(self) -> Channel<T> {
        Channel {
            session: self.session,
            serial: self.serial,
            status: self.status,
            lengths: self.lengths,
            state: PhantomData,
        }
    }

    /// One frame.
    fn exchange<T: 'static>(
        self,
        header: [u8; 3],
        data: &[u8],
        then: impl FnOnce(Self, Reply) -> Result<Step<T>, CardError> + Send + 'static,
    ) -> Result<Step<T>, CardError> {
        let sealed = self.session.seal(header, data)?;
        let command = Command::new(0xc2, 0x00, 0x00)
            .with(SecretBytes::new(sealed))
            .answered_at_length();
        send(command, self.lengths).then(move |response| {
            // HC-12, HC-13: whatever is no sealed answer ends the channel.
            let answer = response.ok().map_err(|_| CardError::ChannelBroken)?;
            let (session, reply) = self.session.open(answer.expose())?;
            then(Self { session, ..self }, reply)
        })
    }

    /// One frame whose answer is wanted, or its refusal.
    fn ask<T: 'static>(
        self,
        header: [u8; 3],
        data: &[u8],
        read: impl FnOnce(&[u8]) -> Result<T, CardError> + Send + 'static,
    ) -> Exchange<S, T> {
        self.exchange(header, data, move |channel, reply| {
            let outcome = read(reply.ok()?.expose())?;
            Ok(Step::Done((channel, outcome)))
        })
    }
}

impl Channel<Open> {
    /// Gives a new card its PIN and PUK (HC-20). It verifies neither.
    ///
    /// # Errors
    /// [`CardError::KeyPresent`] where the card is in use already.
    pub fn personalise(mut self, sealed: &[u8]) -> Result<Step<Self>, CardError> {
        self.status.pins = self.status.pins.wrapping_add(1);
        let header = PinUse::Personalise.header();
        self.exchange(header, sealed, |channel, reply| {
            if reply.status == Status::CONDITIONS_NOT_SATISFIED {
                return Err(CardError::KeyPresent);
            }
            reply.ok()?;
            channel.refresh()
        })
    }

    /// Shows the card the PIN.
    ///
    /// # Errors
    /// Whatever is no answer to the question whether the PIN is right.
    pub fn verify(
        self,
        sealed: &[u8],
    ) -> Result<Step<Verification<Channel<Verified>, Self>>, CardError> {
        self.show(PinUse::Verify(Reference::Pin), sealed, Self::become_of)
    }

    /// Shows the card the PUK.
    ///
    /// # Errors
    /// Whatever is no answer to the question whether the PUK is right.
    pub fn verify_puk(
        self,
        sealed: &[u8],
    ) -> Result<Step<Verification<Channel<Unblocking>, Self>>, CardError> {
        self.show(PinUse::Verify(Reference::Puk), sealed, Self::become_of)
    }

    /// Changes PIN or PUK: the old one and the new one, sealed together.
    ///
    /// # Errors
    /// Whatever is no answer to the question whether the old one is right.
    pub fn change(
        self,
        reference: Reference,
        sealed: &[u8],
    ) -> Result<Step<Verification<Self, Self>>, CardError> {
        self.show(PinUse::Change(reference), sealed, |channel| channel)
    }

    /// Gives the PIN a new value by the PUK, both sealed together.
    ///
    /// # Errors
    /// Whatever is no answer to the question whether the PUK is right.
    pub fn unblock(self, sealed: &[u8]) -> Result<Step<Verification<Self, Self>>, CardError> {
        self.show(PinUse::Unblock, sealed, |channel| channel)
    }

    /// Makes the card a new one. It is allowed where PIN and PUK are both blocked (HC-60); else the PUK has to be shown.
    ///
    /// # Errors
    /// [`CardError::PinNeeded`] where it is not allowed.
    pub fn reset(self) -> Result<Step<()>, CardError> {
        reset(self)
    }
}

impl Channel<Unblocking> {
    /// Makes the card a new one: all objects, keys, PIN and PUK are gone, and it has another key (section 8).
    ///
    /// # Errors
    /// [`CardError::ChannelBroken`].
    pub fn reset(self) -> Result<Step<()>, CardError> {
        reset(self)
    }
}

fn reset<S: 'static>(channel: Channel<S>) -> Result<Step<()>, CardError> {
    channel.exchange([0x58, 0x00, 0x00], &[], |_, reply| {
        reply.ok()?;
        Ok(Step::Done(()))
    })
}

/// Whose tries a sealed PIN takes.
const fn compared(purpose: PinUse) -> Reference {
    match purpose {
        PinUse::Verify(reference) | PinUse::Change(reference) => reference,
        PinUse::Personalise => Reference::Pin,
        PinUse::Unblock => Reference::Puk,
    }
}

const fn send(command: Command, lengths: Lengths) -> Outgoing {
    Outgoing { command, lengths }
}

/// Eight bytes of a number.
fn number(bytes: &[u8]) -> Result<u64, CardError> {
    let bytes: [u8; 8] = bytes
        .try_into()
        .map_err(|_| CardError::Malformed("a generation of eight bytes"))?;
    Ok(u64::from_be_bytes(bytes))
}

/// BER-TLV with a tag of one to three bytes, as the application has them.
fn tag_bytes(tag: u32) -> Vec<u8> {
    let bytes = tag.to_be_bytes();
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    bytes.get(zeros..).unwrap_or_default().into()
}
