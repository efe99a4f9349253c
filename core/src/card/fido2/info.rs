//! What a security key says that it can (authenticatorGetInfo, CTAP 2.2 §6.4).

use super::protocol::Protocol;
use crate::card::error::CardError;
use crate::cbor::Item;

/// CTAP 2.2 §6.4, `maxMsgSize`: no key takes less, and CTAPHID carries no more.
const LEAST_MESSAGE: usize = 1024;
const LARGEST_MESSAGE: usize = 7609;
/// CTAP 2.2 §6.5.1: a PIN has at least so many code points.
const USUAL_LEAST_PIN: u8 = 4;

/// What a security key can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Info {
    aaguid: [u8; 16],
    pub(super) has_prf: bool,
    pub(super) has_large_blobs: bool,
    pub(super) keeps_credentials: bool,
    /// Whether a PIN is set; `None` where there can be none.
    pub(super) pin: Option<bool>,
    pub(super) has_permissions: bool,
    pub(super) protocol: Option<Protocol>,
    pub(super) largest_message: usize,
    pub(super) largest_blobs: usize,
    longest_credential: usize,
    most_credentials: usize,
    least_pin: u8,
}

impl Info {
    pub(super) fn read(info: &Item) -> Result<Self, CardError> {
        const NO_AAGUID: CardError = CardError::Malformed("an AAGUID of 16 bytes");
        let aaguid = info.under(3).ok_or(NO_AAGUID)?;
        let aaguid = aaguid.as_bytes().and_then(|bytes| bytes.try_into().ok());
        let options = info.under(4);
        let option = |name: &str| options.as_ref()?.under(name)?.as_bool();
        let names = |key: i8, name: &str| {
            let list = info.under(key);
            let mut names = list.as_ref().and_then(Item::elements).into_iter().flatten();
            names.any(|known| known.as_text() == Some(name))
        };
        let number = |key: i8| info.under(key)?.as_unsigned::<usize>();
        let has_large_blobs = option("largeBlobs") == Some(true) && names(2, "largeBlobKey");
        Ok(Self {
            aaguid: aaguid.ok_or(NO_AAGUID)?,
            has_prf: names(2, "hmac-secret"),
            has_large_blobs,
            // It may say how many more it has room for.
            keeps_credentials: option("rk") == Some(true) && number(0x14) != Some(0),
            pin: option("clientPin"),
            has_permissions: option("pinUvAuthToken") == Some(true),
            protocol: Protocol::preferred(info.under(6).as_ref()),
            largest_message: number(5)
                .unwrap_or(LEAST_MESSAGE)
                .clamp(LEAST_MESSAGE, LARGEST_MESSAGE),
            largest_blobs: number(0x0b).filter(|_| has_large_blobs).unwrap_or(0),
            longest_credential: number(8).unwrap_or(usize::MAX),
            most_credentials: number(7).unwrap_or(usize::MAX),
            least_pin: info
                .under(0x0d)
                .and_then(|least| least.as_unsigned())
                .unwrap_or(USUAL_LEAST_PIN)
                .max(USUAL_LEAST_PIN),
        })
    }

    /// The make and model (CTAP 2.2 §6.4, `aaguid`); all keys of one model have the same.
    pub const fn aaguid(&self) -> &[u8; 16] {
        &self.aaguid
    }

    /// Whether it can open a vault: it gives secrets, and can verify a person by a PIN.
    pub const fn is_usable(&self) -> bool {
        self.has_prf && self.pin.is_some() && self.protocol.is_some()
    }

    /// Whether it has a PIN.
    pub fn has_pin(&self) -> bool {
        self.pin == Some(true)
    }

    /// The fewest characters of a PIN.
    pub const fn least_pin(&self) -> u8 {
        self.least_pin
    }

    /// How many bytes it keeps beside its credentials, of all of them together; 0 where it does not.
    pub const fn large_blobs(&self) -> usize {
        self.largest_blobs
    }

    /// Those of these credentials that it could have, as many as it takes in one list.
    pub(super) fn possible<'c>(&self, credentials: &[&'c [u8]]) -> impl Iterator<Item = &'c [u8]> {
        let longest = self.longest_credential;
        let possible = credentials.iter().copied();
        possible
            .filter(move |credential| credential.len() <= longest)
            .take(self.most_credentials)
    }
}
