//! What a browser gives the core, and how the core's values and errors become JavaScript's. The modules that open a vault share it.
#![cfg(target_family = "wasm")]

pub mod error;
pub mod given;
pub mod indexed_db;
pub mod opening;
pub mod place;
pub mod together;
pub mod typed;
