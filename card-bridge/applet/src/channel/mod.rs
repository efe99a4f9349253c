//! The channel from a host to the card (`docs/card-application.md` sections 2 and 4).

mod handshake;
mod sealed_pin;
mod session;

pub(crate) use handshake::{ANSWER, COMMAND, Status, respond};
pub(crate) use sealed_pin::{Purpose, SEALED, unseal};
pub(crate) use session::{LONGEST, OVERHEAD, Session, wipe};

/// It was not made by who has the key, or not for here and now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused;
