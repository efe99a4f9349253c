//! The machine itself: an operation is either finished or waits for the card's answer to one command.

use super::apdu::{Command, Lengths, Response};
use super::error::CardError;
use super::session::{Exchange, Progress};
use alloc::boxed::Box;
use core::fmt;

/// Where an operation on a card stands.
#[derive(Debug)]
pub enum Step<T> {
    /// The card is to be sent a command.
    Send(Pending<T>),
    /// The operation is finished.
    Done(T),
}

impl<T: 'static> Step<T> {
    /// Goes on with the outcome, when there is one.
    /// The same operation with another outcome.
    ///
    /// # Errors
    /// None of its own.
    pub fn map<U: 'static>(
        self,
        outcome: impl FnOnce(T) -> U + Send + 'static,
    ) -> Result<Step<U>, CardError>
    where
        T: 'static,
    {
        self.and_then(move |done| Ok(Step::Done(outcome(done))))
    }

    pub(super) fn and_then<U>(
        self,
        next: impl FnOnce(T) -> Result<Step<U>, CardError> + Send + 'static,
    ) -> Result<Step<U>, CardError> {
        match self {
            Self::Done(outcome) => next(outcome),
            Self::Send(Pending { exchange, then }) => Ok(Step::Send(Pending {
                exchange,
                then: Box::new(move |response| then(response)?.and_then(next)),
            })),
        }
    }
}

type Then<T> = Box<dyn FnOnce(Response) -> Result<Step<T>, CardError> + Send>;

/// An operation that waits for the card. `Debug` shows nothing of the command, which may hold a PIN.
#[must_use = "the card's answer to `command` is to be given to `answer`"]
pub struct Pending<T> {
    exchange: Exchange,
    then: Then<T>,
}

impl<T> Pending<T> {
    /// The bytes to send to the card. They may hold a PIN: send them and nothing else, and keep no copy.
    pub fn command(&self) -> &[u8] {
        self.exchange.current()
    }

    /// Whether the card has said that it waits, for a touch perhaps: the host may pause before it sends on.
    pub fn is_waiting(&self) -> bool {
        self.exchange.is_waiting()
    }

    /// Goes on with the card's whole answer, status word included.
    ///
    /// # Errors
    /// [`CardError`] when the operation ends here without success. The card is then in a state that nobody knows: reset it.
    pub fn answer(self, bytes: &[u8]) -> Result<Step<T>, CardError> {
        match self.exchange.answer(bytes)? {
            Progress::Send(exchange) => Ok(Step::Send(Self { exchange, ..self })),
            Progress::Done(response) => (self.then)(response),
        }
    }
}

impl<T> fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pending(redacted)")
    }
}

/// A command that is built and not yet on its way.
pub(super) struct Outgoing {
    pub(super) command: Command,
    pub(super) lengths: Lengths,
}

impl Outgoing {
    /// Sends the command; `then` takes its whole answer.
    pub(super) fn then<T>(
        self,
        then: impl FnOnce(Response) -> Result<Step<T>, CardError> + Send + 'static,
    ) -> Result<Step<T>, CardError> {
        Ok(Step::Send(Pending {
            exchange: Exchange::start(&self.command, self.lengths)?,
            then: Box::new(then),
        }))
    }
}
