//! Every decision of the Hailstone wallet, and its cryptography.
//!
//! What is absent here is the point: no I/O, no clock, no entropy source, no async runtime, no logging. Time and
//! randomness come in as arguments ([`time::Timestamp`], [`entropy::Seed`]); whatever lies outside (a card, a store,
//! a person) is a step machine that says what it needs and is fed the answer.
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    warn(clippy::indexing_slicing, clippy::arithmetic_side_effects)
)]

extern crate alloc;
#[cfg(any(test, feature = "testkit"))]
extern crate std;

pub mod card;
mod cbor;
pub mod credential;
pub mod data;
mod deflate;
pub mod entropy;
pub mod error;
mod hazmat;
pub mod id;
pub mod jose;
mod label;
mod octets;
mod ordered;
pub mod release;
pub mod sd_jwt;
pub mod secret;
pub mod status_list;
#[cfg(any(test, feature = "testkit"))]
pub mod testkit;
pub mod time;
pub mod trust;
pub mod vault;
pub mod wire;
