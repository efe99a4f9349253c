//! The program over a real `pcscd`, with a virtual OpenPGP card that others wrote in its reader.
//!
//! `HAILSTONE_VIRTUAL_STACK` names the program `virtual-stack`, `HAILSTONE_DEMO_PINENTRY_DIR` a folder with `pinentry` or
//! `demo-pinentry` in it; `cargo xtask` builds both from `card-bridge/virtual-card` and runs this.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking, in its helpers too"
)]

mod bench;
mod cards;
mod channel;
mod copies;
mod factory;
mod faults;
mod fido2;
mod hailstone;
mod host;
mod pins;
mod piv;
mod reset;
mod retired;
mod signing;
#[path = "../site/mod.rs"]
mod site;
mod spare;
mod tested;
mod vault;
mod watch;
