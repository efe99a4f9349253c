//! One command and its whole answer, whatever the number of exchanges: command chaining, 61xx (ask for the rest) and
//! 6Cxx (ask again with the exact length) end here.

use super::apdu::{
    Command, Lengths, Response, get_response, parse_answer, still_waiting, with_length,
};
use super::error::CardError;
use super::status::Status;
use crate::secret::SecretBytes;
use alloc::collections::VecDeque;
use alloc::vec::Vec;

/// No answer of a card that we know is longer; a card that goes on for ever is cut off.
const LONGEST_ANSWER: usize = 0x1_0000;
/// As many exchanges as the longest answer needs in parts of 128 bytes.
const MOST_EXCHANGES: u16 = 512;
/// How often a security key may say that it still waits: two minutes' worth where the host pauses for 50 ms.
const MOST_WAITS: u16 = 2400;

/// One command on its way.
#[derive(Debug)]
pub(super) struct Exchange {
    current: SecretBytes,
    rest: VecDeque<SecretBytes>,
    received: SecretBytes,
    repeated: bool,
    left: u16,
    is_message: bool,
    may_wait: bool,
    is_waiting: bool,
    waits_left: u16,
}

/// What follows from one answer.
pub(super) enum Progress {
    Send(Exchange),
    Done(Response),
}

impl Exchange {
    /// Begins with the first part of the command.
    pub(super) fn start(command: &Command, lengths: Lengths) -> Result<Self, CardError> {
        let mut rest = command.parts(lengths)?;
        let current = rest
            .pop_front()
            .ok_or(CardError::Unsupported("an empty command"))?;
        Ok(Self {
            current,
            rest,
            received: SecretBytes::new(Vec::new()),
            repeated: false,
            left: MOST_EXCHANGES,
            is_message: lengths == Lengths::Message,
            may_wait: command.is_proprietary(),
            is_waiting: false,
            waits_left: MOST_WAITS,
        })
    }

    /// What to send now.
    pub(super) fn current(&self) -> &[u8] {
        self.current.expose()
    }

    /// Whether the last answer was that the card has none yet.
    pub(super) const fn is_waiting(&self) -> bool {
        self.is_waiting
    }

    /// Takes the answer to [`Exchange::current`].
    pub(super) fn answer(mut self, bytes: &[u8]) -> Result<Progress, CardError> {
        const ENDLESS: CardError = CardError::Malformed("an answer that ends");
        if self.is_message {
            self.receive(bytes).ok_or(ENDLESS)?;
            return Ok(Progress::Done(Response {
                data: self.received,
                status: Status::OK,
            }));
        }
        let (data, status) = parse_answer(bytes)?;
        self.is_waiting = self.may_wait && status.is_waiting();
        if self.is_waiting {
            self.waits_left = self.waits_left.checked_sub(1).ok_or(ENDLESS)?;
            self.current = still_waiting();
            return Ok(Progress::Send(self));
        }
        self.left = self.left.checked_sub(1).ok_or(ENDLESS)?;
        if let (Some(length), false) = (status.exact_length(), self.repeated) {
            self.current = with_length(&self.current, length);
            self.repeated = true;
            return Ok(Progress::Send(self));
        }
        self.repeated = false;
        if !data.is_empty() {
            self.receive(data).ok_or(ENDLESS)?;
        }
        if let Some(length) = status.more() {
            self.current = get_response(length);
            return Ok(Progress::Send(self));
        }
        match self.rest.pop_front() {
            // Within a chain every part is answered by 9000; anything else ends it.
            Some(next) if status.is_ok() => {
                self.current = next;
                Ok(Progress::Send(self))
            }
            _ => Ok(Progress::Done(Response {
                data: self.received,
                status,
            })),
        }
    }

    /// Appends by copying into a vector of the right size; what is replaced is wiped.
    fn receive(&mut self, data: &[u8]) -> Option<()> {
        let received = self.received.expose();
        let length = received.len().checked_add(data.len())?;
        if length > LONGEST_ANSWER {
            return None;
        }
        let mut whole = Vec::with_capacity(length);
        whole.extend_from_slice(received);
        whole.extend_from_slice(data);
        self.received = SecretBytes::new(whole);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    fn next(progress: Result<Progress, CardError>) -> Exchange {
        match progress.unwrap() {
            Progress::Send(exchange) => exchange,
            Progress::Done(response) => panic!("ended with {}", response.status),
        }
    }

    fn done(progress: Result<Progress, CardError>) -> Response {
        match progress.unwrap() {
            Progress::Done(response) => response,
            Progress::Send(_) => panic!("goes on"),
        }
    }

    #[test]
    fn the_rest_of_an_answer_is_fetched() {
        let command = Command::new(0xca, 0, 0x6e).answered();
        let exchange = Exchange::start(&command, Lengths::Short).unwrap();
        let exchange = next(exchange.answer(&[1, 2, 0x61, 0x01]));
        assert_eq!(exchange.current(), [0, 0xc0, 0, 0, 1]);
        let response = done(exchange.answer(&[3, 0x90, 0x00]));
        assert_eq!(response.data.expose(), [1, 2, 3]);
        assert!(response.status.is_ok());
    }

    #[test]
    fn a_wrong_expected_length_is_corrected_once() {
        let command = Command::new(0xca, 0, 0xc4).answered();
        let exchange = Exchange::start(&command, Lengths::Short).unwrap();
        let exchange = next(exchange.answer(&[0x6c, 0x07]));
        assert_eq!(exchange.current(), [0, 0xca, 0, 0xc4, 7]);
        let response = done(exchange.answer(&[0x6c, 0x07]));
        assert_eq!(response.status.exact_length(), Some(7));
    }

    #[test]
    fn a_chain_ends_at_the_first_part_that_the_card_refuses() {
        let command = Command::new(0xda, 1, 1).with(SecretBytes::new(vec![0; 600]));
        let exchange = Exchange::start(&command, Lengths::Short).unwrap();
        let exchange = next(exchange.answer(&[0x90, 0x00]));
        assert_eq!(exchange.current().first(), Some(&0x10));
        let response = done(exchange.answer(&[0x68, 0x84]));
        assert_eq!(
            response.ok().unwrap_err(),
            CardError::Status(super::super::Status::new(0x68, 0x84))
        );
    }

    #[test]
    fn an_answer_without_end_is_cut_off() {
        let command = Command::new(0xca, 0, 0x6e).answered();
        let mut exchange = Exchange::start(&command, Lengths::Short).unwrap();
        for round in 0.. {
            match exchange.answer(&[0x61, 0x00]) {
                Ok(Progress::Send(again)) => exchange = again,
                Ok(Progress::Done(_)) => panic!("ended"),
                Err(error) => {
                    assert_eq!(error, CardError::Malformed("an answer that ends"));
                    assert_eq!(round, MOST_EXCHANGES);
                    return;
                }
            }
        }
    }
}
