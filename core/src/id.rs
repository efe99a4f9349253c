//! Identifiers: sixteen random bytes each, written as lower-case hexadecimal; pages are numbered.

use crate::entropy::Random;
use alloc::string::String;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            #[allow(dead_code, reason = "not every kind of identifier is made at random")]
            pub(crate) fn make(random: &mut Random) -> Self {
                Self(random.make())
            }

            /// From sixteen bytes, as read from a store.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The sixteen bytes, as written to a store.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }

            /// Reads thirty-two lower-case hexadecimal digits; anything else is `None`.
            pub fn parse(text: &str) -> Option<Self> {
                hex16(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                // At once: a list shows thousands of them.
                f.write_str(str::from_utf8(&digits16(&self.0)).map_err(|_| fmt::Error)?)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    self.0.serialize(serializer)
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    let text = String::deserialize(deserializer)?;
                    Self::parse(&text).ok_or_else(|| serde::de::Error::custom("expected 32 hexadecimal digits"))
                } else {
                    crate::octets::deserialize(deserializer).map(Self)
                }
            }
        }
    };
}

identifier! {
    /// One vault. It is bound into everything that the vault seals.
    VaultId
}
identifier! {
    /// One record of a vault.
    RecordId
}
identifier! {
    /// One program that writes to vaults: an installation of the extension, of the tool. Every change says who made it.
    WriterId
}
identifier! {
    /// One unlocker of a vault.
    UnlockerId
}

/// One page of a vault: the number under which a store keeps its sealed bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PageId(u32);

impl PageId {
    /// From the number, as read from a store.
    pub const fn from_number(number: u32) -> Self {
        Self(number)
    }

    /// The number, as written to a store.
    pub const fn number(self) -> u32 {
        self.0
    }
}

impl fmt::Display for PageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn digits16(bytes: &[u8; 16]) -> [u8; 32] {
    let digit = |nibble: u8| nibble.saturating_add(if nibble < 10 { b'0' } else { b'a' - 10 });
    let mut digits = [0; 32];
    let (pairs, _) = digits.as_chunks_mut();
    for (pair, byte) in pairs.iter_mut().zip(bytes) {
        *pair = [digit(byte >> 4), digit(byte & 0xf)];
    }
    digits
}

fn hex16(text: &str) -> Option<[u8; 16]> {
    let digits = text.as_bytes();
    if digits.len() != 32 {
        return None;
    }
    let mut bytes = [0; 16];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = pair else { return None };
        *byte = (nibble(*high)? << 4) | nibble(*low)?;
    }
    Some(bytes)
}

const fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit.wrapping_sub(b'0')),
        b'a'..=b'f' => Some(digit.wrapping_sub(b'a').wrapping_add(10)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn an_identifier_reads_back_what_it_wrote() {
        let id = RecordId::from_bytes([0x0f; 16]);
        assert_eq!(id.to_string(), "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f");
        assert_eq!(RecordId::parse(&id.to_string()), Some(id));
        assert_eq!(RecordId::parse("0F0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"), None);
        assert_eq!(RecordId::parse("0f"), None);
    }
}
