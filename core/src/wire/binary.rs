//! Bytes in messages: base64url without padding (RFC 4648 §5).

use crate::card::Point as CardPoint;
use crate::jose::base64url;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A point. `Debug` does not show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point(pub CardPoint);

impl Serialize for Point {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64url::encode(self.0.as_bytes()))
    }
}

impl<'de> Deserialize<'de> for Point {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = base64url::decode(&text).ok();
        bytes
            .and_then(|bytes| CardPoint::parse(&bytes))
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom("expected a point in base64url"))
    }
}

/// What a card agreed on. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Shared(pub [u8; 32]);

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shared(redacted)")
    }
}

impl Serialize for Shared {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64url::encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Shared {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        base64url::decode_array(&text)
            .map(Self)
            .map_err(|_| serde::de::Error::custom("expected 32 bytes in base64url"))
    }
}

/// Sealed bytes of a store. `Debug` shows how many.
#[derive(Clone, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({})", self.0.len())
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64url::encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        base64url::decode(&text)
            .map(Self)
            .map_err(|_| serde::de::Error::custom("expected base64url"))
    }
}
