//! For pages that test or measure; no part of what is shipped.

pub mod conformance;
pub mod contents;
pub mod dcql;
pub mod primitives;
pub mod release;
pub mod vault;
