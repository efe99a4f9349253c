//! A card under test, and what is counted while it is tested.

use std::time::{Duration, Instant};

use hailstone_core::card::{CardError, Point, Step};
use p256::ecdsa::{Signature, VerifyingKey, signature::hazmat::PrehashVerifier as _};

/// Whatever answers commands: a card in this process, one in a reader, our own application.
pub(crate) trait CardUnderTest {
    /// The answer to one command, status word included.
    fn transmit(&mut self, command: &[u8]) -> Vec<u8>;

    /// What a reader does at the end of a session.
    fn reset(&mut self);
}

/// One line of the table.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) operation: String,
    /// What went wrong.
    pub(crate) failure: Option<String>,
    pub(crate) apdus: usize,
    /// Of commands and answers.
    pub(crate) bytes: usize,
    pub(crate) time: Duration,
}

/// A card, and what was found of it so far.
pub(crate) struct Meter<'a> {
    card: &'a mut dyn CardUnderTest,
    pub(crate) rows: Vec<Row>,
    apdus: usize,
    bytes: usize,
}

/// Why an operation did not pass.
pub(crate) type Failure = String;

impl<'a> Meter<'a> {
    pub(crate) fn new(card: &'a mut dyn CardUnderTest) -> Self {
        Self {
            card,
            rows: Vec::new(),
            apdus: 0,
            bytes: 0,
        }
    }

    /// One operation of the suite in a session of its own: what it needs, it selects itself, and the card is reset
    /// afterwards. What did not pass leaves `None`, for the operations that build on it.
    pub(crate) fn operation<T>(
        &mut self,
        name: &str,
        act: impl FnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Option<T> {
        (self.apdus, self.bytes) = (0, 0);
        let start = Instant::now();
        let outcome = act(self);
        let time = start.elapsed();
        self.card.reset();
        self.rows.push(Row {
            operation: name.into(),
            failure: outcome.as_ref().err().cloned(),
            apdus: self.apdus,
            bytes: self.bytes,
            time,
        });
        outcome.ok()
    }

    /// One command as it is.
    pub(crate) fn transmit(&mut self, command: &[u8]) -> Vec<u8> {
        let answer = self.card.transmit(command);
        self.apdus += 1;
        self.bytes += command.len() + answer.len();
        answer
    }

    /// Within an operation, what the reader does at the end of a session.
    pub(crate) fn reset(&mut self) {
        self.card.reset();
    }

    /// Runs a step machine of the core to its end.
    pub(crate) fn run<T>(&mut self, step: Result<Step<T>, CardError>) -> Result<T, CardError> {
        let mut step = step?;
        loop {
            match step {
                Step::Done(outcome) => return Ok(outcome),
                Step::Send(pending) => {
                    let answer = self.transmit(pending.command());
                    step = pending.answer(&answer)?;
                }
            }
        }
    }

    /// The same where nothing may go wrong.
    pub(crate) fn must<T>(&mut self, step: Result<Step<T>, CardError>) -> Result<T, Failure> {
        self.run(step).map_err(|error| format!("{error:?}"))
    }

    /// What was needed to come here is not what the operation takes.
    pub(crate) const fn count_from_here(&mut self) {
        (self.apdus, self.bytes) = (0, 0);
    }

    /// How many bytes of commands and answers there were so far.
    pub(crate) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many commands this operation has taken so far.
    pub(crate) const fn apdus(&self) -> usize {
        self.apdus
    }
}

/// Says no unless it holds.
pub(crate) fn expect(holds: bool, what: &str) -> Result<(), Failure> {
    match holds {
        true => Ok(()),
        false => Err(what.into()),
    }
}

/// Says no unless the two are the same.
pub(crate) fn same<T: PartialEq + std::fmt::Debug>(found: T, expected: T) -> Result<(), Failure> {
    match found == expected {
        true => Ok(()),
        false => Err(format!("{found:?} instead of {expected:?}")),
    }
}

/// Whether it is a signature of the digest by this key.
pub(crate) fn verifies(
    public_key: &Point,
    digest: &[u8],
    signature: &[u8; 64],
) -> Result<(), Failure> {
    let said = |error: p256::ecdsa::Error| error.to_string();
    let key = VerifyingKey::from_sec1_bytes(public_key.as_bytes()).map_err(said)?;
    let signature = Signature::from_slice(signature).map_err(said)?;
    key.verify_prehash(digest, &signature).map_err(said)
}
