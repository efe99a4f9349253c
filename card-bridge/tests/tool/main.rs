//! The program itself, with a vault of its own and a scripted pinentry.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking, in its helpers too"
)]

mod backup;
mod credential;
mod desk;
mod export;
mod host;
mod present;
mod recovery;
mod rehearsal;
mod rollback;
mod shares;
#[path = "../site/mod.rs"]
mod site;
mod unlockers;
mod vault;
mod verify;
