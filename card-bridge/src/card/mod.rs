//! The core's card machine over a real reader, and what the program does with a card.
//!
//! One card is held alone from the first command to the last, and reset then, so that no other program finds it with a
//! verified PIN.

mod agree;
mod channel;
mod copy;
mod factory;
mod facts;
pub mod fido2;
mod holder;
mod init;
mod inventory;
mod known;
mod meter;
mod pcsc;
mod pin;
mod pins;
mod reset;
mod signing;
mod spare;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod watch;

pub use agree::agree;
pub use channel::{Channel, Counter};
pub use copy::{CopySession, Put, Renewal, WrittenCopy, copies, renew_copy, which};
pub use facts::{Facts, facts, has_factory_management_key};
pub use holder::{Sought, holder};
pub use init::{Made, Person, Weak, init, trust};
pub use inventory::{Found, On, is_same, is_there, list, name};
use inventory::{find, find_any};
pub use known::Known;
pub use meter::{Count, Metered};
pub use pcsc::{PcscLookout, PcscReaders};
pub use pin::Progress;
pub use pins::{PinDeed, pin};
pub use reset::{Condemned, Holds, Way, condemn, reset};
pub use signing::{Signer, sign};
pub use spare::{Wanted, spare, wait_for_spare};
pub use watch::{Lookout, Seen, Watch};

use hailstone_core::card::{CardError, Step};
use hailstone_core::secret::SecretBytes;
use std::thread;
use std::time::Duration;

/// The key slot of our own application that opens vaults (docs/card-application.md section 6).
const SLOT: u8 = 1;

/// One card, held alone. Dropping it resets the card.
pub trait Transport: Send {
    /// Sends one command and gives the whole answer, status word included.
    ///
    /// # Errors
    /// [`CardError`] where the answer does not arrive.
    fn transmit(&mut self, command: &[u8]) -> Result<SecretBytes, CardError>;
}

/// The readers of this machine.
pub trait Readers {
    /// The readers that hold a card; never none.
    ///
    /// # Errors
    /// [`CardError::ServiceAbsent`], [`CardError::ReaderAbsent`], [`CardError::Absent`].
    fn with_card(&mut self) -> Result<Vec<String>, CardError>;

    /// Takes the card in this reader for us alone.
    ///
    /// # Errors
    /// [`CardError::InUse`] where another program has it.
    fn connect(&mut self, reader: &str) -> Result<Box<dyn Transport>, CardError>;

    /// The security keys that need no reader (FIDO2 over USB HID): by what each is opened, and what its maker calls it.
    fn keys(&mut self) -> Vec<(String, String)> {
        Vec::new()
    }

    /// Opens one of them, for messages of CTAP instead of commands.
    ///
    /// # Errors
    /// [`CardError::Forbidden`] where the system does not allow it, [`CardError::InUse`], [`CardError::Removed`].
    fn connect_key(&mut self, _path: &str) -> Result<Box<dyn Transport>, CardError> {
        Err(CardError::Absent)
    }
}

/// How long a security key on a reader is left alone that has said that it waits.
const PAUSE: Duration = Duration::from_millis(50);

/// Runs one operation of the core to its end.
///
/// # Errors
/// Those of the operation and of the way to the card.
pub fn run<T>(card: &mut dyn Transport, step: Result<Step<T>, CardError>) -> Result<T, CardError> {
    let mut step = step?;
    loop {
        match step {
            Step::Done(outcome) => return Ok(outcome),
            Step::Send(pending) => {
                if pending.is_waiting() {
                    thread::sleep(PAUSE);
                }
                let answer = card.transmit(pending.command())?;
                step = pending.answer(answer.expose())?;
            }
        }
    }
}
