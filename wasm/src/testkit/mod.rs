//! For pages that test or measure; no part of what is shipped.

pub mod conformance;
pub mod primitives;
pub mod vault;
