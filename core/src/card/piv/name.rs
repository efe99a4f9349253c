//! What a PIV card is called. The standard has no serial number, so three things stand in for one.

use crate::card::point::Point;
use crate::card::tlv;
use crate::hazmat::hash::sha256;
use alloc::string::String;
use core::fmt;

/// The GUID of the card holder unique identifier (NIST SP 800-73-5 part 1 §3.1.2), else a YubiKey's serial number, else the
/// fingerprint of our key on the card.
///
/// It serves to tell cards apart on a screen. That a card is the right one, its key shows: other programs may write the
/// GUID anew, and nothing keeps a card from telling another's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    /// Written as `guid:` and 32 hexadecimal digits.
    Guid([u8; 16]),
    /// As it is printed on the key, written as `yubikey:` and its decimal digits.
    YubiKey(u32),
    /// The first eight bytes of SHA-256 of the public key, written as `key:` and 16 hexadecimal digits.
    Key([u8; 8]),
}

impl Name {
    /// The GUID (tag 34) in the holder's identifier. One that is all zero is a place kept free (§3.1.2).
    pub(super) fn of_holder(answer: &[u8]) -> Option<Self> {
        let holder = tlv::find(answer, 0x53).ok()??;
        let guid: [u8; 16] = tlv::find(holder, 0x34).ok()??.try_into().ok()?;
        (guid != [0; 16]).then_some(Self::Guid(guid))
    }

    /// A serial number as YubiKeys give it: four bytes, not all zero.
    pub(super) fn of_serial(answer: &[u8]) -> Option<Self> {
        match u32::from_be_bytes(answer.try_into().ok()?) {
            0 => None,
            serial => Some(Self::YubiKey(serial)),
        }
    }

    /// The name of a card that has no other.
    pub fn of_key(key: &Point) -> Self {
        let [a, b, c, d, e, f, g, h, ..] = sha256(&[key.as_bytes()]);
        Self::Key([a, b, c, d, e, f, g, h])
    }

    /// Reads what `Display` writes; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let name = match text.split_once(':')? {
            ("guid", digits) => Self::Guid(u128::from_str_radix(digits, 16).ok()?.to_be_bytes()),
            ("yubikey", digits) => Self::YubiKey(digits.parse().ok()?),
            ("key", digits) => Self::Key(u64::from_str_radix(digits, 16).ok()?.to_be_bytes()),
            _ => return None,
        };
        // One name has one spelling: no sign, no small letters, no missing zeros.
        (alloc::format!("{name}") == text).then_some(name)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Guid(guid) => write!(f, "guid:{:032X}", u128::from_be_bytes(*guid)),
            Self::YubiKey(serial) => write!(f, "yubikey:{serial}"),
            Self::Key(fingerprint) => write!(f, "key:{:016X}", u64::from_be_bytes(*fingerprint)),
        }
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

impl serde::Serialize for Name {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Name {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom("expected a name like yubikey:12345678"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::hex;
    use proptest::prelude::*;

    #[test]
    fn the_guid_is_found_among_what_else_the_holder_has() {
        let guid = "00112233445566778899AABBCCDDEEFF";
        let holder = std::format!(
            "533B 3019 D4E739D821086C1084210D8360D8210842108421804210C3F3 3410 {guid}
             3508 3939393931323331 3E00 FE00"
        );
        let name = Name::of_holder(&hex(&holder)).unwrap();
        assert_eq!(std::format!("{name}"), std::format!("guid:{guid}"));
        let empty = holder.replace(guid, &"00".repeat(16));
        for none in [empty.as_str(), "", "5300", "5303 3401 00", "FF"] {
            assert_eq!(Name::of_holder(&hex(none)), None, "{none}");
        }
    }

    #[test]
    fn a_serial_number_has_four_bytes_and_is_not_zero() {
        assert_eq!(
            Name::of_serial(&[0, 0x52, 0xf7, 0x43]),
            Some(Name::YubiKey(5_437_251))
        );
        assert_eq!(Name::of_serial(&[0; 4]), None);
        assert_eq!(Name::of_serial(&[1; 5]), None);
    }

    #[test]
    fn a_name_has_one_spelling() {
        for other in [
            "",
            "yubikey:",
            "yubikey:+1",
            "yubikey:01",
            "yubikey:4294967296",
            "key:00",
            "guid:00112233445566778899aabbccddeeff",
            "serial:1",
        ] {
            assert_eq!(Name::parse(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn a_name_reads_back(guid: [u8; 16], serial: u32, key: [u8; 8]) {
            for name in [Name::Guid(guid), Name::YubiKey(serial), Name::Key(key)] {
                prop_assert_eq!(Name::parse(&std::format!("{name}")), Some(name));
            }
        }
    }
}
