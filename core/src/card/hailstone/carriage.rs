//! Between the card and a host in another process ([`super::Carried`]): what has the reader, carries what is sealed, and asks for the PIN.
//!
//! It makes the two commands of docs/card-application.md section 2 itself, one handshake and then frames, and no others; so whoever gives it
//! messages can reach nothing but a session of this application. It knows nothing of what is in a frame.

use super::channel;
use super::pin::{PinRequest, PinUse, Reference};
use super::{Hailstone, send};
use crate::card::apdu::{Command, Lengths};
use crate::card::error::CardError;
use crate::card::step::Step;
use crate::secret::SecretBytes;
use alloc::vec::Vec;

/// Of a message that opens a channel, and of its answer.
const HANDSHAKE: (usize, usize) = (48, 80);
/// A tag and a header; a tag and a status.
const SHORTEST: (usize, usize) = (19, 18);

/// An open channel, seen from between. Each message consumes it and gives it back, so that none is sent behind one that failed.
#[derive(Debug)]
pub struct Carriage {
    session: [u8; 32],
    serial: [u8; 8],
    pins: u32,
    lengths: Lengths,
    longest: (usize, usize),
}

/// A message that is on its way, and then the answer.
pub type Carrying = Result<Step<(Carriage, Vec<u8>)>, CardError>;

impl Hailstone {
    /// *Card*, exactly as SELECT answered it, for a host in another process.
    pub fn told(&self) -> &[u8] {
        self.info.as_bytes()
    }

    /// Carries the message that opens a channel.
    ///
    /// # Errors
    /// [`CardError::ChannelBroken`] for what is none, and where the card takes it for none.
    pub fn carry(self, message: &[u8]) -> Carrying {
        let (sent, answered) = HANDSHAKE;
        if message.len() != sent {
            return Err(CardError::ChannelBroken);
        }
        let before = channel::said(&self.info, message);
        let command = Command::new(0x86, 0x00, 0x00)
            .with(SecretBytes::new(message.into()))
            .answered();
        send(command, self.lengths).then(move |response| {
            let answer = response.ok().map_err(|_| CardError::ChannelBroken)?;
            let answer = answer.expose();
            if answer.len() != answered {
                return Err(CardError::ChannelBroken);
            }
            let carriage = Carriage {
                session: channel::heard(&before, answer),
                serial: self.info.serial,
                pins: 0,
                lengths: self.lengths,
                longest: (self.info.longest.into(), self.info.longest_answer.into()),
            };
            Ok(Step::Done((carriage, answer.into())))
        })
    }
}

impl Carriage {
    /// Carries a frame.
    ///
    /// # Errors
    /// [`CardError::ChannelBroken`] for what is none, and where the card takes it for none.
    pub fn carry(self, frame: &[u8]) -> Carrying {
        if !(SHORTEST.0..=self.longest.0).contains(&frame.len()) {
            return Err(CardError::ChannelBroken);
        }
        let command = Command::new(0xc2, 0x00, 0x00)
            .with(SecretBytes::new(frame.into()))
            .answered_at_length();
        send(command, self.lengths).then(move |response| {
            let answer = response.ok().map_err(|_| CardError::ChannelBroken)?;
            let answer = answer.expose();
            if !(SHORTEST.1..=self.longest.1).contains(&answer.len()) {
                return Err(CardError::ChannelBroken);
            }
            Ok(Step::Done((self, answer.into())))
        })
    }

    /// What the next PIN is to be sealed for: to be shown to the card, in this session, once. The session is the one whose opening was carried
    /// here, and what was sealed before counts as shown (HC-23): nothing of it is taken from who asks.
    pub fn pin_request(&mut self) -> PinRequest {
        let count = self.pins;
        self.pins = count.wrapping_add(1);
        PinRequest {
            session: self.session,
            purpose: PinUse::Verify(Reference::Pin),
            count,
            serial: self.serial,
        }
    }

    /// How many PINs were sealed for this session.
    pub const fn pins(&self) -> u32 {
        self.pins
    }
}
