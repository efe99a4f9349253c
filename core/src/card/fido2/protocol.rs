//! PIN/UV auth protocols one and two (CTAP 2.2 §6.5.6 and §6.5.7): a secret that platform and key share, and what is sealed
//! and authenticated with it.

use crate::card::error::CardError;
use crate::cbor::Item;
use crate::entropy::Random;
use crate::hazmat::aes::{BLOCK, cbc_decrypt, cbc_encrypt};
use crate::hazmat::hash::{hkdf, hmac_sha256, sha256_secret};
use crate::hazmat::p256::{Coordinates, SecretKey};
use crate::secret::{Secret32, SecretBytes};
use alloc::vec::Vec;
use core::fmt;

/// Which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protocol {
    One,
    Two,
}

impl Protocol {
    /// The better one of those in this list; a key without a list has the first (CTAP 2.2 §6.4, `pinUvAuthProtocols`).
    pub(super) fn preferred(list: Option<&Item>) -> Option<Self> {
        let Some(list) = list else {
            return Some(Self::One);
        };
        let numbers: Vec<i128> = list
            .elements()?
            .filter_map(|number| number.as_integer())
            .collect();
        [Self::Two, Self::One]
            .into_iter()
            .find(|protocol| numbers.contains(&i128::from(protocol.number())))
    }

    pub(super) const fn number(self) -> i8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }

    pub(super) fn item(self) -> Item {
        Item::integer(self.number())
    }

    /// `authenticate` of the standard, with any of its keys.
    pub(super) fn authenticate(self, key: &Secret32, message: &[u8]) -> Item {
        let tag = hmac_sha256(key, message);
        let (half, _) = tag.split_at(16);
        match self {
            Self::One => Item::bytes(half),
            Self::Two => Item::bytes(tag),
        }
    }
}

/// What platform and key share.
pub(super) struct Shared {
    protocol: Protocol,
    platform: Coordinates,
    hmac: Secret32,
    aes: Secret32,
}

impl Shared {
    /// `encapsulate` of the standard, with the key's public half as it came (COSE_Key, RFC 9052 §7).
    pub(super) fn encapsulate(
        protocol: Protocol,
        key: &Item,
        random: &mut Random,
    ) -> Result<Self, CardError> {
        const NO_KEY: CardError = CardError::Malformed("a COSE key of P-256");
        let coordinate = |name: i8| -> Option<[u8; 32]> {
            let coordinate = key.under(name)?;
            coordinate.as_bytes()?.try_into().ok()
        };
        let (x, y) = (coordinate(-2), coordinate(-3));
        let (Some(x), Some(y)) = (x, y) else {
            return Err(NO_KEY);
        };
        let secret = SecretKey::make(random);
        let platform = secret.public_key();
        let z = secret.agree(&Coordinates { x, y }).map_err(|_| NO_KEY)?;
        let (hmac, aes) = match protocol {
            Protocol::One => {
                let both = sha256_secret(&[z.expose()]);
                (both.copy(), both)
            }
            Protocol::Two => (
                derived(&z, b"CTAP2 HMAC key")?,
                derived(&z, b"CTAP2 AES key")?,
            ),
        };
        Ok(Self {
            protocol,
            platform,
            hmac,
            aes,
        })
    }

    /// The platform's public half (§6.5.6, "getPublicKey").
    pub(super) fn key_agreement(&self) -> Item {
        Item::map([
            (1, Some(Item::integer(2))),
            (3, Some(Item::integer(-25))),
            (-1, Some(Item::integer(1))),
            (-2, Some(Item::bytes(self.platform.x))),
            (-3, Some(Item::bytes(self.platform.y))),
        ])
    }

    /// `encrypt` of the standard. The length is a multiple of sixteen in every call of this module.
    pub(super) fn encrypt(&self, plain: &[u8], random: &mut Random) -> Vec<u8> {
        let iv: [u8; BLOCK] = match self.protocol {
            Protocol::One => [0; BLOCK],
            Protocol::Two => random.make(),
        };
        let start = match self.protocol {
            Protocol::One => 0,
            Protocol::Two => BLOCK,
        };
        let mut sealed = Vec::with_capacity(start.saturating_add(plain.len()));
        sealed.extend(iv.iter().take(start));
        sealed.extend_from_slice(plain);
        let blocks = sealed.get_mut(start..).unwrap_or_default();
        let whole = cbc_encrypt(&self.aes, &iv, blocks);
        debug_assert!(whole.is_some(), "whole blocks only");
        sealed
    }

    /// `decrypt` of the standard. `None` for what is no sequence of whole blocks.
    pub(super) fn decrypt(&self, sealed: &[u8]) -> Option<SecretBytes> {
        let (iv, blocks) = match self.protocol {
            Protocol::One => ([0; BLOCK], sealed),
            Protocol::Two => {
                let (iv, blocks) = sealed.split_first_chunk::<BLOCK>()?;
                (*iv, blocks)
            }
        };
        let mut plain = SecretBytes::new(blocks.to_vec());
        cbc_decrypt(&self.aes, &iv, plain.expose_mut())?;
        Some(plain)
    }

    /// `authenticate` of the standard, with the shared secret.
    pub(super) fn authenticate(&self, message: &[u8]) -> Item {
        self.protocol.authenticate(&self.hmac, message)
    }

    pub(super) const fn protocol(&self) -> Protocol {
        self.protocol
    }
}

/// HKDF-SHA-256 with a salt of zeros (CTAP 2.2 §6.5.7, `kdf`).
fn derived(z: &Secret32, info: &[u8]) -> Result<Secret32, CardError> {
    let mut outcome = Ok(());
    let key = Secret32::fill_with(|out| outcome = hkdf(&[0; 32], z.expose(), info, out));
    outcome.map_err(|_| CardError::Malformed("a key of 32 bytes"))?;
    Ok(key)
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shared({:?}, redacted)", self.protocol)
    }
}
