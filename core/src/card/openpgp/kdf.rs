//! KDF-DO (F9): some cards never see the PIN, only a slow hash of it that the host computes (OpenPGP card 3.4.1 §4.3.2).

use super::Pin;
use crate::card::error::CardError;
use crate::card::tlv;
use crate::hazmat::hash;
use crate::secret::SecretBytes;
use alloc::vec::Vec;

/// The most bytes that RFC 9580 §3.7.1.3 can ask to be hashed: a coded count of 255.
const MOST: u32 = 65_011_712;

/// How a PIN becomes what is sent to the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kdf {
    /// It is sent as it is.
    None,
    /// Iterated and salted S2K (RFC 9580 §3.7.1.3).
    IteratedSalted {
        hash: Hash,
        /// Number of bytes to hash, not the coded octet.
        count: u32,
        user_salt: Vec<u8>,
        admin_salt: Vec<u8>,
    },
}

/// The hash of the S2K, by its number in RFC 9580 §9.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha512,
}

impl Kdf {
    /// Reads DO F9, alone or with its tag.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, CardError> {
        let list = tlv::unwrap(bytes, 0xf9);
        let object = |tag| tlv::find(list, tag);
        match object(0x81)? {
            None | Some([] | [0]) => return Ok(Self::None),
            Some([3]) => {}
            Some(_) => {
                return Err(CardError::Unsupported(
                    "a KDF-DO that is not iterated and salted",
                ));
            }
        }
        let hash = match object(0x82)? {
            Some([8]) => Hash::Sha256,
            Some([10]) => Hash::Sha512,
            _ => {
                return Err(CardError::Unsupported(
                    "a KDF-DO without SHA2-256 or SHA2-512",
                ));
            }
        };
        let count = object(0x83)?
            .and_then(|count| count.try_into().ok())
            .map(u32::from_be_bytes)
            .filter(|count| *count <= MOST)
            .ok_or(CardError::Malformed(
                "a count of four bytes, at most 65011712",
            ))?;
        let user_salt = object(0x84)?.ok_or(CardError::Malformed("the salt of the PIN"))?;
        Ok(Self::IteratedSalted {
            hash,
            count,
            user_salt: user_salt.into(),
            // One salt for all is allowed: "if only one salt is given, it is used for all PINs".
            admin_salt: object(0x86)?.unwrap_or(user_salt).into(),
        })
    }

    /// What is sent to the card for this PIN.
    pub(super) fn apply(&self, which: Pin, pin: SecretBytes) -> SecretBytes {
        match self {
            Self::None => pin,
            Self::IteratedSalted {
                hash,
                count,
                user_salt,
                admin_salt,
            } => {
                let salt = match which {
                    Pin::User => user_salt,
                    Pin::Admin => admin_salt,
                };
                match hash {
                    Hash::Sha256 => hash::s2k_sha256(salt, &pin, *count),
                    Hash::Sha512 => hash::s2k_sha512(salt, &pin, *count),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::story::hex;

    // The example of the specification (OpenPGP card 3.4.1 §4.3.2): salts "01234567" and "ABCDEFGH", 100000 bytes.
    const EXAMPLE: &str =
        "81 01 03 82 01 08 83 04 000186A0 84 08 3031323334353637 86 08 4142434445464748";

    #[test]
    fn the_example_of_the_specification_is_met() {
        let kdf = Kdf::parse(&hex(EXAMPLE)).unwrap();
        let pin = |text: &str| SecretBytes::new(text.into());
        assert_eq!(
            kdf.apply(Pin::User, pin("123456")).expose(),
            hex("773784A602B6C81E3F092F4D7D00E17CC822D88F7360FCF2D2EF2D9D901F44B6")
        );
        assert_eq!(
            kdf.apply(Pin::Admin, pin("12345678")).expose(),
            hex("2675D6164A0D4827D1D00C7EEA620D015C00030A1CAB38B4D0DD600B27DC9630")
        );
    }

    #[test]
    fn a_kdf_that_is_off_sends_the_pin() {
        for off in ["", "810100", "F903810100", "F900"] {
            assert_eq!(Kdf::parse(&hex(off)), Ok(Kdf::None), "{off}");
        }
    }

    #[test]
    fn a_kdf_that_we_cannot_do_is_refused_before_a_try_is_used() {
        for wrong in [
            "810101",
            "810103 820102 830400000001 840101",
            "810103 820108 8302FFFF 840101",
            "810103 820108 8304FFFFFFFF 840101",
            "810103 820108 8304000186A0",
        ] {
            assert!(Kdf::parse(&hex(wrong)).is_err(), "{wrong}");
        }
    }
}
