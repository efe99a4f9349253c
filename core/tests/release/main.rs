//! From a request to a token, through the public interface. A test is named after the rule that it keeps: VP-W, VP-R
//! and DC are OpenID4VP 1.0 §5, §8 and Appendix A, DQ is §6 and §7.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests, and helpers of tests"
)]

mod evaluation;
mod issued;
mod issued_properties;
mod issuer;
mod link;
mod link_answer;
mod matching;
mod metadata;
mod on_cards;
mod positions;
mod properties;
mod proposal;
mod query;
mod receiving;
mod request;
mod signed;
mod signed_object;
mod signer;
mod support;
mod token;
