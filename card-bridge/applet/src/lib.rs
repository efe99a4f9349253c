//! The Hailstone card application, as it runs on a card: `docs/card-application.md` is what it does, rule by rule.
//!
//! No allocator, no operating system, no unsafe code, and no panic on any input. A platform gives [`Storage`] and random numbers, and
//! gets [`iso7816::App`] and [`apdu_app::App`]; where it has no dispatcher of its own, [`dispatch`] is one. With the feature `trussed`, a
//! client of a firmware on Trussed gives both.
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    warn(clippy::indexing_slicing, clippy::arithmetic_side_effects)
)]

#[cfg(test)]
extern crate std;

mod app;
mod channel;
mod command;
pub mod dispatch;
mod hazmat;
mod label;
mod memory;
mod secret;
mod storage;
mod tlv;
#[cfg(feature = "trussed")]
pub mod trussed;

pub use app::{AID, Applet, LONGEST_DATA};
pub use memory::MountError;
pub use storage::{Storage, StorageFault};
