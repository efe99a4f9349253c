//! What becomes of a card, and of what is on it, when it loses its power or its reader in the middle.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a test says no by panicking, in its helpers too"
)]

mod copies;
mod fido2;
#[path = "../forger/mod.rs"]
mod forger;
mod hailstone;
mod operations;
#[path = "../person/mod.rs"]
mod person;
mod power_cut;
mod pulled;
