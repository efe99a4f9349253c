//! What a card that is to open a vault says of itself without its PIN.

use super::{On, Readers, find_any, run};
use crate::entropy;
use crate::error::Failure;
use hailstone_core::card::openpgp::Pin;
use hailstone_core::card::piv::ManagementKey;
use hailstone_core::card::{CardRef, Verification, hailstone, piv};

/// What it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The reader's name.
    pub reader: String,
    /// Of what the card's application is: of the specification (OpenPGP, Hailstone), or of the firmware (PIV).
    pub version: Option<String>,
    /// How many tries the PIN has left, where the card tells.
    pub pin_tries: Option<u8>,
    /// The same of the PUK, or of the Admin PIN.
    pub puk_tries: Option<u8>,
    /// Whether its key wants a touch each time, where the card has such a thing and tells.
    pub touch: Option<bool>,
}

/// Asks this card.
///
/// # Errors
/// [`hailstone_core::card::CardError::Other`] where it is not there, and those of the card.
pub fn facts(readers: &mut dyn Readers, card: &CardRef) -> Result<Facts, Failure> {
    let (mut transport, found) = find_any(readers, Some(card))?;
    let transport = &mut *transport;
    let reader = found.reader;
    Ok(match found.on {
        On::OpenPgp(card) => {
            let (before, after) = card.version();
            Facts {
                reader,
                version: Some(format!("{before}.{after}")),
                pin_tries: Some(card.tries_left(Pin::User)),
                puk_tries: Some(card.tries_left(Pin::Admin)),
                touch: Some(card.wants_touch()),
            }
        }
        On::Piv {
            key, tries_left, ..
        } => {
            let opened = run(transport, piv::open())?;
            let (_, version) = run(transport, opened.version())?;
            Facts {
                reader,
                version: version.map(|[a, b, c]| format!("{a}.{b}.{c}")),
                pin_tries: tries_left,
                puk_tries: None,
                touch: key.map(|key| key.wants_touch),
            }
        }
        On::Hailstone { key, .. } => {
            let opened = run(transport, hailstone::open())?;
            let channel = run(transport, opened.connect(&key, entropy::seed()?))?;
            let status = channel.status();
            Facts {
                reader,
                // Of the application; the core speaks to no other (docs/card-application.md section 1).
                version: Some("1".into()),
                pin_tries: Some(status.pin_tries.0),
                puk_tries: Some(status.puk_tries.0),
                touch: None,
            }
        }
    })
}

/// Whether the PIV card in this reader has the management key that cards are delivered with. There is no counter of tries for it.
///
/// # Errors
/// Those of the card.
pub fn has_factory_management_key(
    readers: &mut dyn Readers,
    reader: &str,
) -> Result<bool, Failure> {
    let mut transport = readers.connect(reader)?;
    let transport = &mut *transport;
    let card = run(transport, piv::open())?;
    let shown = run(
        transport,
        card.administer(ManagementKey::factory(), entropy::seed()?),
    )?;
    Ok(matches!(shown, Verification::Granted(_)))
}
