//! FIDO2: a security key that gives 32 secret bytes for a salt to whoever has its PIN (CTAP 2.2 §12.7, `hmac-secret`), as the
//! browser has it by WebAuthn's PRF extension (WebAuthn Level 3 §10.1.4); and what it keeps beside a credential (§6.10).
//!
//! CTAP runs over ISO 7816 (§11.3, [`Link::Apdu`]) and, for keys that have it only there, over USB HID (§11.2,
//! [`Link::Message`], with the frames of [`hid`]). The machine is the same:
//!
//! ```text
//! open ──► Fido2 ──set_pin──► Fido2
//!            ├── has ──► whether a credential is on it, without PIN and touch
//!            ├── read_large_blob
//!            └── prepare ──► Unverified ──verify──► Verified ── make ──► a credential
//!                                 ▲  │ wrong PIN        ├── evaluate ──► 32 bytes for each salt
//!                                 └──┘                  └── write_large_blob
//! ```
//!
//! CTAP lets the platform name any relying party, so a credential that was made for an extension's own pages is asked here under
//! the extension's identifier (docs/decisions/0012-fido2-in-the-tool.md).

mod assertion;
mod authenticator_data;
pub mod hid;
mod info;
mod large_blob;
mod make;
mod message;
mod pin;
#[cfg(test)]
mod properties;
mod protocol;
mod salts;

pub use assertion::{Evaluation, Presence};
pub use info::Info;
pub use make::{Made, NewCredential};
pub use message::Link;
pub use pin::{Permission, Unverified, Verified};
pub use salts::Salts;

use super::apdu::Command;
use super::error::CardError;
use super::step::{Outgoing, Step};
use crate::secret::SecretBytes;
use message::{GET_INFO, ok, send};

/// CTAP 2.2 §11.3.3.
const AID: [u8; 8] = [0xa0, 0x00, 0x00, 0x06, 0x47, 0x2f, 0x00, 0x01];

/// A security key that has said what it can.
#[derive(Debug)]
pub struct Fido2 {
    link: Link,
    info: Info,
}

/// Selects the application, where it is one among others, and asks what the key can (authenticatorGetInfo, CTAP 2.2 §6.4).
///
/// # Errors
/// [`CardError::ApplicationAbsent`] where there is no FIDO, [`CardError::PrfAbsent`] where there is only its predecessor (U2F).
pub fn open(link: Link) -> Result<Step<Fido2>, CardError> {
    match link {
        Link::Message => ask(link),
        Link::Apdu => select().then(move |response| {
            response.ok().map_err(|_| CardError::ApplicationAbsent)?;
            ask(link)
        }),
    }
}

fn select() -> Outgoing {
    let command = Command::new(0xa4, 0x04, 0x00);
    Outgoing {
        command: command.with(SecretBytes::new(AID.into())).answered(),
        lengths: Link::Apdu.lengths(),
    }
}

fn ask(link: Link) -> Result<Step<Fido2>, CardError> {
    send(link, GET_INFO, None).then(move |response| {
        // A key of U2F alone does not know the command, each carrier with its own word for that.
        if !response.status.is_ok() {
            return Err(CardError::PrfAbsent);
        }
        let info = Info::read(&ok(response)?)?;
        Ok(Step::Done(Fido2 { link, info }))
    })
}

impl Fido2 {
    /// What the key can.
    pub const fn info(&self) -> &Info {
        &self.info
    }
}
