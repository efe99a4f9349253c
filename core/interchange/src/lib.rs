//! Reading other programs' formats into the records of the core, with well-kept libraries: no cryptography, no
//! storage, no network.

mod error;
mod vcard;

pub use error::ImportError;
pub use vcard::read_vcard;
