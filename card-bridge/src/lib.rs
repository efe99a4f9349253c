//! Hailstone on a desktop: the core beside a smart card reader, as a native messaging host for the browser extension and
//! as a tool.
//!
//! `cli` reads what was typed and says how it went; `command` has one file per verb; `host` speaks with the extension;
//! `card` drives the core's card machine over PC/SC; `prompt` asks a person for a PIN or a passphrase; `store` is the
//! vault's file, `locks` how every browser is told to lock it, and `wallet` drives the core's vault over it. No raw command for a card comes from outside, and no PIN goes
//! there.

pub mod card;
pub mod cli;
pub mod clock;
pub mod command;
pub mod entropy;
pub mod error;
mod folders;
pub mod host;
pub mod http;
pub mod locks;
pub mod prompt;
pub mod seen;
pub mod store;
pub mod wallet;
pub mod writer;
