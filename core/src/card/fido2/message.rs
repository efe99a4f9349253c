//! CTAP's messages (CTAP 2.2 §6 and §8): a command with a map of parameters, a status with a map of results.

use crate::card::apdu::{Command, Lengths, Response};
use crate::card::error::CardError;
use crate::card::step::Outgoing;
use crate::cbor::Item;
use crate::secret::SecretBytes;
use alloc::vec::Vec;

pub(super) const MAKE_CREDENTIAL: u8 = 0x01;
pub(super) const GET_ASSERTION: u8 = 0x02;
pub(super) const GET_INFO: u8 = 0x04;
pub(super) const CLIENT_PIN: u8 = 0x06;
pub(super) const LARGE_BLOBS: u8 = 0x0c;

/// CTAP2_ERR_NO_CREDENTIALS.
pub(super) const NO_CREDENTIALS: u8 = 0x2e;
/// CTAP2_ERR_PIN_INVALID.
pub(super) const PIN_INVALID: u8 = 0x31;
/// CTAP2_ERR_PIN_POLICY_VIOLATION.
pub(super) const PIN_POLICY_VIOLATION: u8 = 0x37;

/// What carries the messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Commands of ISO/IEC 7816-4 (CTAP 2.2 §11.3), over PC/SC: near field, and keys that are a reader.
    Apdu,
    /// Whole messages (CTAP 2.2 §11.2, CTAPHID_CBOR): a command of the machine is a request as it is, and the key's answer is given
    /// to it without a status word.
    Message,
}

impl Link {
    pub(super) const fn lengths(self) -> Lengths {
        match self {
            Self::Apdu => Lengths::Short,
            Self::Message => Lengths::Message,
        }
    }
}

/// One request. Over ISO 7816 it is NFCCTAP_MSG, which says that we ask again where the key has to wait (§11.3.7.1, P1 = 80).
pub(super) fn send(link: Link, method: u8, parameters: Option<&Item>) -> Outgoing {
    let parameters = parameters.map(Item::write).unwrap_or_default();
    let mut data = Vec::with_capacity(parameters.len().saturating_add(1));
    data.push(method);
    data.extend(parameters);
    let command = Command::new(0x10, 0x80, 0x00)
        .proprietary()
        .with(SecretBytes::new(data))
        .answered();
    Outgoing {
        command,
        lengths: link.lengths(),
    }
}

/// The status, and the map behind it. Where there is none, it is empty.
pub(super) fn answered(response: Response) -> Result<(u8, Item), CardError> {
    let data = response.ok()?;
    let (status, body) = data
        .expose()
        .split_first()
        .ok_or(CardError::Malformed("a CTAP status"))?;
    let nothing = || Item::map::<i8>([]);
    if *status != 0 || body.is_empty() {
        return Ok((*status, nothing()));
    }
    let body = Item::read(body).filter(Item::is_map);
    Ok((0, body.ok_or(CardError::Malformed("a map in CBOR"))?))
}

/// The results of a request that must succeed.
pub(super) fn ok(response: Response) -> Result<Item, CardError> {
    match answered(response)? {
        (0, body) => Ok(body),
        (status, _) => Err(error(status)),
    }
}

/// What a status means for the person (CTAP 2.2 §8.2).
pub(super) const fn error(status: u8) -> CardError {
    match status {
        0x19 => CardError::CredentialPresent,
        0x22 | NO_CREDENTIALS => CardError::CredentialAbsent,
        // Denied, cancelled, and both ways to wait in vain.
        0x27 | 0x2d | 0x2f | 0x3a => CardError::TouchMissing,
        // Of credentials, and of large blobs.
        0x28 | 0x42 => CardError::Full,
        0x32 => CardError::PinBlocked,
        0x34 => CardError::PinPaused,
        0x35 => CardError::PinUnset,
        0x36 => CardError::PinNeeded,
        status => CardError::Ctap(status),
    }
}
