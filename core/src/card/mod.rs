//! Smart cards, as a step machine: [`Step::Send`] holds the next command for the card, its answer is fed back with
//! [`Pending::answer`], and [`Step::Done`] holds the outcome. The host moves bytes and knows nothing of their meaning;
//! the same machine serves PC/SC, a test and a fuzzer.
//!
//! ```
//! use hailstone_core::card::{CardError, Step, openpgp};
//!
//! /// Runs any operation over anything that can exchange one command for one answer.
//! fn run<T>(mut step: Step<T>, mut card: impl FnMut(&[u8]) -> Vec<u8>) -> Result<T, CardError> {
//!     loop {
//!         match step {
//!             Step::Done(outcome) => return Ok(outcome),
//!             Step::Send(pending) => {
//!                 let answer = card(pending.command());
//!                 step = pending.answer(&answer)?;
//!             }
//!         }
//!     }
//! }
//!
//! // A card without the OpenPGP application answers "file not found".
//! let outcome = run(openpgp::open()?, |_command| vec![0x6a, 0x82]);
//! assert_eq!(outcome.unwrap_err(), CardError::ApplicationAbsent);
//! # Ok::<(), CardError>(())
//! ```

mod apdu;
pub mod copy;
mod error;
pub mod fido2;
pub mod hailstone;
pub mod openpgp;
pub mod piv;
mod point;
mod proof;
mod reference;
mod session;
mod status;
mod step;
#[cfg(test)]
mod story;
pub mod tlv;
mod verification;

pub use error::CardError;
pub use point::{Curve, Point};
pub use proof::KeyProof;
pub use reference::{Application, CardRef, NotACard};
pub use status::Status;
pub use step::{Pending, Step};
#[cfg(test)]
pub(crate) use story::hex;
pub use verification::Verification;
