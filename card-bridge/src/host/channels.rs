//! The one channel that a conversation may have to a card of ours.

use super::noting::Noting;
use crate::card::{Channel, Counter, Known, Progress, Readers};
use crate::error::Failure;
use crate::prompt::Prompt;
use hailstone_core::card::{CardError, CardRef};
use hailstone_core::wire::{Bytes, Language, Response};
use std::time::Instant;

/// Holds it, if there is one. Whatever goes wrong with a channel ends it, and so does dropping this.
#[derive(Default)]
pub(super) struct ChannelDesk(Option<Channel>);

impl ChannelDesk {
    pub(super) fn open(
        &mut self,
        readers: &mut dyn Readers,
        card: &CardRef,
    ) -> Result<Response, Failure> {
        // The card may be the same one.
        self.close();
        let mut readers = Noting::over(readers);
        let channel = Channel::open(&mut readers, &Known::read()?, card)?;
        let told = channel.told().unwrap_or_default().into();
        self.0 = Some(channel);
        Ok(Response::ChannelOpened {
            told: Bytes(told),
            reader: readers.last(),
        })
    }

    /// A channel that was opened elsewhere.
    #[cfg(test)]
    pub(super) const fn holding(channel: Channel) -> Self {
        Self(Some(channel))
    }

    pub(super) fn carry(&mut self, message: &[u8]) -> Result<Response, Failure> {
        let (channel, answer) = self.taken()?.carry(message)?;
        self.0 = Some(channel);
        Ok(Response::ChannelAnswer {
            bytes: Bytes(answer),
        })
    }

    pub(super) fn ask_pin(
        &mut self,
        tries_left: u8,
        signs: bool,
        language: Language,
        prompt: &mut dyn Prompt,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Response, Failure> {
        let counter = Counter {
            prompt,
            progress,
            language,
        };
        let (channel, sealed) = self.taken()?.ask_pin(tries_left, signs, counter)?;
        self.0 = Some(channel);
        Ok(Response::ChannelSealed {
            bytes: Bytes(sealed),
        })
    }

    pub(super) fn close(&mut self) {
        self.0 = None;
    }

    /// When the channel is over, unless it is used before.
    pub(super) fn until(&self) -> Option<Instant> {
        self.0.as_ref().map(Channel::until)
    }

    fn taken(&mut self) -> Result<Channel, CardError> {
        self.0.take().ok_or(CardError::ChannelBroken)
    }
}
