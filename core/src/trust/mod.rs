//! Who signed: certification paths (RFC 5280) from the certificate that a signature names (`x5c`, RFC 7515 §4.1.6) to an
//! authority that the person's machine trusts.
//!
//! Paths are built by `rustls-webpki` (`docs/decisions/0014-certification-paths.md`): validity, basic constraints, name
//! constraints, path lengths and signatures; what it leaves out, key usage, is checked here. Revocation is not: to ask
//! would tell an authority which site a person visits.

mod algorithm;
mod anchor;
mod certificate;
mod chain;
mod error;
#[cfg(test)]
mod tests;

pub use anchor::Anchors;
pub use chain::{Chain, Vouched};
pub use error::TrustError;
