//! A channel from a host in another process, the core in a browser, to a card of ours, seen from between (docs/card-application.md section 2):
//! this program carries what is sealed, and asks for the PIN, which it seals to the card. What it is given becomes the two commands that open and
//! use a session of our own application, and can become no other.

use super::inventory::Opened;
use super::pin::{self, Progress, SealedAsking, Subject};
use super::{Known, Readers, Transport, find, run};
use crate::error::Failure;
use crate::prompt::{PinKind, PinOccasion, Prompt};
use hailstone_core::card::hailstone::{CardKey, Carriage, Hailstone};
use hailstone_core::card::{CardError, CardRef};
use hailstone_core::wire::{FRAMES, Language};
use std::time::{Duration, Instant};

/// How long it may lie idle: a browser that thinks this long about a message is stopped, or gone.
const IDLE: Duration = Duration::from_secs(30);

/// One card, held alone until this is dropped, which resets the card.
pub struct Channel {
    transport: Box<dyn Transport>,
    card: CardRef,
    key: CardKey,
    stage: Stage,
    left: u8,
    until: Instant,
}

enum Stage {
    /// Selected.
    Greeting(Hailstone),
    Open(Carriage),
}

/// Whom a PIN is asked of, and how.
pub struct Counter<'a> {
    /// By what.
    pub prompt: &'a mut dyn Prompt,
    /// Who is told of it meanwhile.
    pub progress: &'a mut dyn FnMut(Progress),
    /// In which language.
    pub language: Language,
}

impl Channel {
    /// Takes the card. It has to be one of the person's own: to no other a PIN is ever sealed.
    ///
    /// # Errors
    /// [`CardError`] in all its kinds; [`Failure::CardUnknown`] for a card of ours that is not among `known`.
    pub fn open(readers: &mut dyn Readers, known: &Known, card: &CardRef) -> Result<Self, Failure> {
        let key = CardKey::of(card).ok_or(CardError::ApplicationAbsent)?;
        if !known.is_known(&key) {
            return Err(Failure::CardUnknown);
        }
        match find(readers, card)? {
            (transport, Opened::Hailstone(selected)) => Ok(Self {
                transport,
                card: card.clone(),
                key,
                stage: Stage::Greeting(selected),
                left: FRAMES,
                until: Instant::now() + IDLE,
            }),
            _ => Err(CardError::Other.into()),
        }
    }

    /// What the card says of itself, exactly as SELECT answered it; `None` once the session is open.
    pub fn told(&self) -> Option<&[u8]> {
        match &self.stage {
            Stage::Greeting(selected) => Some(selected.told()),
            Stage::Open(_) => None,
        }
    }

    /// When it is over, unless it is used before.
    pub const fn until(&self) -> Instant {
        self.until
    }

    /// As if it had lain idle for too long.
    #[cfg(test)]
    pub(crate) fn idle(self) -> Self {
        Self {
            until: Instant::now(),
            ..self
        }
    }

    /// Brings the card a message, and its answer back.
    ///
    /// # Errors
    /// [`CardError::ChannelBroken`] for what is no message of a channel, for one that comes out of turn, and where the card refuses it; else the
    /// errors of the way to the card. There is no channel any more.
    pub fn carry(mut self, message: &[u8]) -> Result<(Self, Vec<u8>), Failure> {
        self.left = self.left.checked_sub(1).ok_or(CardError::ChannelBroken)?;
        let carrying = match self.stage {
            Stage::Greeting(selected) => selected.carry(message),
            Stage::Open(carriage) => carriage.carry(message),
        };
        let (carriage, answer) = run(&mut *self.transport, carrying)?;
        self.stage = Stage::Open(carriage);
        self.until = Instant::now() + IDLE;
        Ok((self, answer))
    }

    /// Asks for the PIN until it has a length that a PIN can have, and seals it to the card, for this session. Whoever is asked a second time has
    /// been wrong. `signs`: the card is to sign, as who asks says.
    ///
    /// # Errors
    /// [`CardError::ChannelBroken`] before the session is open; [`CardError::PinBlocked`], [`CardError::PinCancelled`], and for a person who
    /// gives up after a wrong PIN [`CardError::PinWrong`]. There is no channel any more.
    pub fn ask_pin(
        mut self,
        tries_left: u8,
        signs: bool,
        counter: Counter<'_>,
    ) -> Result<(Self, Vec<u8>), Failure> {
        self.left = self.left.checked_sub(1).ok_or(CardError::ChannelBroken)?;
        let Stage::Open(carriage) = &mut self.stage else {
            return Err(CardError::ChannelBroken.into());
        };
        let subject = Subject {
            pin: PinKind::User,
            occasion: match signs {
                true => PinOccasion::Sign { audience: None },
                false => PinOccasion::Show,
            },
            card: self.card.clone(),
            language: counter.language,
        };
        let asking = SealedAsking {
            was_wrong: carriage.pins() > 0,
            request: carriage.pin_request(),
            card: self.key,
            tries_left,
        };
        let sealed = pin::seal(counter.prompt, counter.progress, &subject, &asking)?;
        self.until = Instant::now() + IDLE;
        Ok((self, sealed))
    }
}

#[cfg(test)]
mod tests;
