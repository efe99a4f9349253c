//! One message in, its answers out.

use super::channels::ChannelDesk;
use super::copies::{CopyDesk, Counter};
use super::noting::Noting;
use crate::card::{self, Known, Person, Progress, Readers, Signer};
use crate::error::Failure;
use crate::prompt::Prompt;
use hailstone_core::card::Application;
use hailstone_core::wire::{
    BridgeError, Bytes, Card, Event, Incoming, Language, Outgoing, PROTOCOL, Point, Request,
    Response, SIGNATURES, Shared, Unreadable,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// What the host works with.
pub struct Host<R, P> {
    readers: R,
    prompt: P,
    met: Met,
    channels: ChannelDesk,
    copies: CopyDesk,
}

/// Whether the other side has said the protocol that is spoken here.
#[derive(Clone, Debug, Default)]
pub struct Met(Arc<AtomicBool>);

impl Met {
    /// What an unknown version means by a request is unknown, too.
    ///
    /// # Errors
    /// [`BridgeError::Version`].
    pub fn check(&self) -> Result<(), BridgeError> {
        if self.0.load(Ordering::Acquire) {
            Ok(())
        } else {
            Err(BridgeError::Version)
        }
    }
}

impl<R: Readers, P: Prompt> Host<R, P> {
    /// Over these readers, asking by this prompt.
    pub fn new(readers: R, prompt: P) -> Self {
        Self {
            readers,
            prompt,
            met: Met::default(),
            channels: ChannelDesk::default(),
            copies: CopyDesk::default(),
        }
    }

    /// With a channel that was opened elsewhere.
    #[cfg(test)]
    pub(super) fn with_channel(mut self, channel: card::Channel) -> Self {
        self.channels = ChannelDesk::holding(channel);
        self
    }

    /// Whether the other side has been met, for who else serves it.
    pub fn met(&self) -> Met {
        self.met.clone()
    }

    /// When the card that is held from one message to the next is given back, if there is one, unless there is another message for it
    /// before.
    pub fn held_until(&self) -> Option<Instant> {
        self.channels.until().or(self.copies.until())
    }

    /// Gives it back; it is reset.
    pub fn let_go(&mut self) {
        self.channels.close();
        self.copies.close();
    }

    /// Answers one message, to the end.
    pub fn handle(&mut self, message: &[u8], send: &mut dyn FnMut(&Outgoing)) {
        let Incoming { id, request } = match Incoming::parse(message) {
            Ok(incoming) => incoming,
            Err(Unreadable { id }) => {
                return send(&Outgoing::error(id, &BridgeError::MessageInvalid));
            }
        };
        let mut tell = |event| send(&Outgoing::event(id, event));
        let answer = match self.answer(request, &mut tell) {
            Ok(response) => Outgoing::response(id, response),
            Err(failure) => Outgoing::error(id, &failure),
        };
        send(&answer);
    }

    fn answer(
        &mut self,
        request: Request,
        tell: &mut dyn FnMut(Event),
    ) -> Result<Response, Failure> {
        let progress = &mut |progress| {
            tell(match progress {
                Progress::PinWanted => Event::PinWanted,
                Progress::CardWorking => Event::CardWorking,
            });
        };
        match request {
            Request::Hello { protocol } => {
                self.met.0.store(protocol == PROTOCOL, Ordering::Release);
                self.met.check()?;
                Ok(Response::Hello {
                    protocol: PROTOCOL,
                    version: env!("CARGO_PKG_VERSION").into(),
                })
            }
            Request::ListCards {} => {
                self.met.check()?;
                self.let_go();
                let found = card::list(&mut self.readers)?;
                let known = Known::read()?;
                // A card is shown once, and once more for each other application that could open a vault at once.
                let is_first = |of: &card::Found| {
                    let first = found.iter().find(|one| one.reader == of.reader);
                    first.is_some_and(|first| core::ptr::eq(first, of))
                };
                let shown = found
                    .iter()
                    .filter(|one| one.is_ready(&known) || is_first(one));
                Ok(Response::Cards {
                    cards: shown.filter_map(|one| describe(one, &known)).collect(),
                })
            }
            Request::Agree {
                card,
                point: Point(point),
                language,
            } => {
                self.met.check()?;
                self.let_go();
                // Such a card is spoken with through a channel, whose end is not here.
                if card.application() == Application::Hailstone {
                    return Err(BridgeError::MessageInvalid.into());
                }
                let mut readers = Noting::over(&mut self.readers);
                let shared = card::agree(
                    &mut readers,
                    &mut self.prompt,
                    progress,
                    &Known::read()?,
                    &card,
                    &point,
                    language,
                )?;
                Ok(Response::Agreed {
                    shared: Shared(*shared.expose()),
                    reader: readers.last(),
                })
            }
            Request::Sign {
                card,
                inputs,
                language,
            } => {
                self.met.check()?;
                self.let_go();
                if card.application() == Application::Hailstone || inputs.len() > SIGNATURES {
                    return Err(BridgeError::MessageInvalid.into());
                }
                let mut readers = Noting::over(&mut self.readers);
                let mut signer = Signer {
                    prompt: &mut self.prompt,
                    progress,
                    known: &Known::read()?,
                    language,
                };
                let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
                let signatures = card::sign(&mut readers, &mut signer, &card, &inputs)?;
                Ok(Response::Signed {
                    signatures: Bytes(signatures.concat()),
                    reader: readers.last(),
                })
            }
            Request::ChannelOpen { card } => {
                self.met.check()?;
                self.copies.close();
                self.channels.open(&mut self.readers, &card)
            }
            Request::ChannelFrame { bytes } => {
                self.met.check()?;
                self.channels.carry(&bytes.0)
            }
            Request::ChannelPin {
                tries_left,
                signs,
                language,
            } => {
                self.met.check()?;
                self.channels
                    .ask_pin(tries_left, signs, language, &mut self.prompt, progress)
            }
            Request::ChannelClose {} => {
                self.met.check()?;
                self.channels.close();
                Ok(Response::ChannelClosed {})
            }
            Request::CopyRead { card, language } => {
                self.met.check()?;
                self.let_go();
                let (copies, readers, counter) = self.counter(language, progress);
                let (found, read) = copies.read(readers, &card, counter)?;
                found.into_iter().for_each(tell);
                Ok(read)
            }
            Request::CopyOpen { card, language } => {
                self.met.check()?;
                self.let_go();
                let (copies, readers, counter) = self.counter(language, progress);
                let (found, opened) = copies.open(readers, &card, counter)?;
                found.into_iter().for_each(tell);
                Ok(opened)
            }
            Request::CopyWrite { bytes, language } => {
                self.met.check()?;
                self.channels.close();
                let (copies, _, counter) = self.counter(language, progress);
                copies.write(&bytes.0, counter)
            }
            Request::CopyClose {} => {
                self.met.check()?;
                self.copies.close();
                Ok(Response::CopyClosed {})
            }
            // The watch's, and the desk's.
            Request::CardWatch {}
            | Request::StoreHeader {}
            | Request::StoreRead { .. }
            | Request::StorePart { .. }
            | Request::StoreApply { .. }
            | Request::StoreWatch { .. }
            | Request::StoreLocked {} => Err(BridgeError::MessageInvalid.into()),
        }
    }

    /// The desk for copies, and what it works with.
    fn counter<'a>(
        &'a mut self,
        language: Language,
        progress: &'a mut dyn FnMut(Progress),
    ) -> (&'a mut CopyDesk, &'a mut dyn Readers, Counter<'a>) {
        let person = Person {
            prompt: &mut self.prompt,
            language,
        };
        let counter = Counter { person, progress };
        (&mut self.copies, &mut self.readers, counter)
    }
}

/// `None` for a card without a name, which nothing can be asked of.
fn describe(found: &card::Found, known: &Known) -> Option<Card> {
    let card = found.card()?;
    Some(Card {
        name: card::name(&card),
        card,
        public_key: found.public_key(known).ok().map(Point),
        pin_tries_left: found.tries_left(),
        reader: found.reader.clone(),
    })
}

#[cfg(test)]
mod tests;
