//! The Hailstone core in a browser. This room holds no rule of the product: it gives the core entropy, a clock and a
//! store, and turns its values into JavaScript's.
#![cfg(target_family = "wasm")]

#[cfg(feature = "testkit")]
pub mod bulk;
pub mod error;
mod host;
mod indexed_db;
pub mod place;
pub mod status;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod types;
pub mod wallet;
