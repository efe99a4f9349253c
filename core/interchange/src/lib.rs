//! What goes to paper and to other programs, and comes from there, with well-kept libraries: no cryptography, no storage, no
//! network.

mod error;
mod qr;
mod vcard;

pub use error::ImportError;
pub use qr::Code;
pub use vcard::read_vcard;
