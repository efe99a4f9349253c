//! The Hailstone core in a browser. This room holds no rule of the product: it gives the core what the browser has
//! (`hailstone-wasm-host`), and turns its values into JavaScript's.
#![cfg(target_family = "wasm")]

#[cfg(feature = "testkit")]
pub mod bulk;
pub mod status;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod types;
pub mod wallet;
pub mod warm_up;

use hailstone_wasm_host::{error, given as host, indexed_db, place, typed::typed};
