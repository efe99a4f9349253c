//! Generated cases, given to our code and to somebody else's: what the two make of them must be the same, but for a
//! list of differences that are meant. The others run in Node, from `web/oracles`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests, and helpers of tests"
)]

mod dcql;
mod jose;
mod openid4vp;
mod oracle;
mod random;
mod sd_jwt;
