//! The host's end of a channel whose messages another process carries: the core in a browser, to which the bridge brings what the card
//! says. What goes in and out here is what stands in the data fields of docs/card-application.md section 2; the commands around it are made by
//! whoever has the reader ([`super::Carriage`]). It does what an unlocker takes, and signs what an issuer bound
//! to a key on the card, and nothing else.

use super::Verdict;
use super::channel::{Handshake, Session};
use super::info::{CardKey, CardStatus, Info};
use super::keys;
use super::pin::{PinUse, Reference};
use crate::card::error::CardError;
use crate::card::point::Point;
use crate::entropy::Seed;
use crate::hazmat::hash;
use crate::hazmat::x25519::SecretKey;
use crate::secret::Secret32;
use alloc::vec::Vec;

/// A sealed PIN (section 4). Of another length it would be another question to the card.
const SEALED_PIN: usize = 80;

/// A channel whose PIN is not verified yet, waiting for what is brought to it.
#[derive(Debug)]
pub struct Carried(Awaited);

#[derive(Debug)]
enum Awaited {
    /// What the card says of itself.
    Card(CardKey),
    /// The card's half of the handshake.
    Handshake(Handshake),
    /// A PIN, sealed to the card by who asked for it.
    Pin(Session),
    /// What the card says to it.
    Verdict(Session),
}

/// What is to be done next.
#[derive(Debug)]
pub enum Turn {
    /// This is to be brought to the card, and its answer back.
    Carry(Vec<u8>, Carried),
    /// The person is to be asked for the PIN. What is brought back is sealed to the card.
    AskPin {
        /// How many tries there are left, at least one.
        tries_left: u8,
        /// Waits for it.
        then: Carried,
    },
    /// The PIN is verified.
    Verified(CarriedKeys),
}

impl Carried {
    /// Begins with the card that has this key, and waits for what SELECT answered.
    pub const fn begin(card: CardKey) -> Self {
        Self(Awaited::Card(card))
    }

    /// Goes on with what was brought. The seed is for the handshake.
    ///
    /// # Errors
    /// [`CardError::Other`] where the card says another key of itself, [`CardError::KeyAbsent`] where it has no PIN yet,
    /// [`CardError::PinBlocked`], [`CardError::ChannelBroken`]; there is no channel any more.
    pub fn answer(self, brought: &[u8], seed: Seed) -> Result<Turn, CardError> {
        match self.0 {
            Awaited::Card(key) => {
                let info = Info::parse(brought)?;
                if info.name() != key {
                    return Err(CardError::Other);
                }
                if !info.in_use {
                    return Err(CardError::KeyAbsent);
                }
                let ephemeral = SecretKey::make(&mut seed.expand());
                let (handshake, message) = Handshake::start(&info, ephemeral)?;
                Ok(carry(message, Awaited::Handshake(handshake)))
            }
            Awaited::Handshake(handshake) => {
                let (session, told) = handshake.finish(brought)?;
                let status = CardStatus::parse(told.expose())?;
                ask_pin(status.pin_tries.0, session)
            }
            Awaited::Pin(session) => {
                if brought.len() != SEALED_PIN {
                    return Err(CardError::ChannelBroken);
                }
                let header = PinUse::Verify(Reference::Pin).header();
                let message = session.seal(header, brought)?;
                Ok(carry(message, Awaited::Verdict(session)))
            }
            Awaited::Verdict(session) => {
                let (session, reply) = session.open(brought)?;
                match Verdict::of(reply.status)? {
                    Verdict::Right => Ok(Turn::Verified(CarriedKeys(session))),
                    Verdict::Wrong { tries_left } => ask_pin(tries_left, session),
                }
            }
        }
    }
}

fn carry(message: Vec<u8>, awaited: Awaited) -> Turn {
    Turn::Carry(message, Carried(awaited))
}

fn ask_pin(tries_left: u8, session: Session) -> Result<Turn, CardError> {
    if tries_left == 0 {
        return Err(CardError::PinBlocked);
    }
    let then = Carried(Awaited::Pin(session));
    Ok(Turn::AskPin { tries_left, then })
}

/// A channel whose PIN is verified.
#[derive(Debug)]
pub struct CarriedKeys(Session);

/// Waits for what a slot has.
#[derive(Debug)]
pub struct AwaitedKey(Session);

/// Waits for what the card agreed on.
#[derive(Debug)]
pub struct AwaitedSecret(Session);

/// Waits for a signature.
#[derive(Debug)]
pub struct AwaitedSignature(Session);

impl CarriedKeys {
    /// Asks what the slot has. The message is for the card.
    ///
    /// # Errors
    /// [`CardError::ChannelBroken`].
    pub fn public_key(self, slot: u8) -> Result<(Vec<u8>, AwaitedKey), CardError> {
        let message = self.0.seal(keys::public_key_header(slot), &[])?;
        Ok((message, AwaitedKey(self.0)))
    }

    /// Asks for agreement of the key in the slot and `point`. The message is for the card.
    ///
    /// # Errors
    /// [`CardError::ChannelBroken`].
    pub fn agree(self, slot: u8, point: &Point) -> Result<(Vec<u8>, AwaitedSecret), CardError> {
        let message = self
            .0
            .seal(keys::agree_header(slot), keys::coordinates(point))?;
        Ok((message, AwaitedSecret(self.0)))
    }

    /// Asks for a signature of SHA-256 of `input`, by the key in the slot. The message is for the card.
    ///
    /// # Errors
    /// [`CardError::ChannelBroken`].
    pub fn sign(self, slot: u8, input: &str) -> Result<(Vec<u8>, AwaitedSignature), CardError> {
        let digest = hash::sha256(&[input.as_bytes()]);
        let message = self.0.seal(keys::sign_header(slot), &digest)?;
        Ok((message, AwaitedSignature(self.0)))
    }
}

impl AwaitedKey {
    /// The public half of a key that agrees.
    ///
    /// # Errors
    /// [`CardError::KeyAbsent`] where the slot is empty, [`CardError::KeyUnsupported`] where its key signs,
    /// [`CardError::ChannelBroken`].
    pub fn answer(self, brought: &[u8]) -> Result<(CarriedKeys, Point), CardError> {
        let (session, reply) = self.0.open(brought)?;
        let answer = match reply.ok() {
            Err(CardError::ObjectAbsent) => return Err(CardError::KeyAbsent),
            answer => answer?,
        };
        match keys::read_public_key(answer.expose())? {
            (keys::KeyType::Agreement(_), point) => Ok((CarriedKeys(session), point)),
            (keys::KeyType::Signature, _) => Err(CardError::KeyUnsupported),
        }
    }
}

impl AwaitedSignature {
    /// The signature (`r || s`).
    ///
    /// # Errors
    /// As [`super::Channel::sign`].
    pub fn answer(self, brought: &[u8]) -> Result<(CarriedKeys, [u8; 64]), CardError> {
        let (session, reply) = self.0.open(brought)?;
        let signature = keys::read_signature(reply)?;
        Ok((CarriedKeys(session), signature))
    }
}

impl AwaitedSecret {
    /// The X25519 result, or the x coordinate. The channel is of no more use then.
    ///
    /// # Errors
    /// As [`super::Channel::agree`].
    pub fn answer(self, brought: &[u8]) -> Result<Secret32, CardError> {
        let (_, reply) = self.0.open(brought)?;
        keys::read_secret(reply)
    }
}
