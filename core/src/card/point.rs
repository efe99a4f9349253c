//! What a card computes for the vault: X25519 (RFC 7748 §5) or ECDH on P-256 (SP 800-56A §5.7.1.2) of its own key and a point.

use core::fmt;
use serde::{Deserialize, Serialize};

/// The curve of a card's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Curve {
    /// Curve25519, as X25519 has it.
    X25519,
    /// NIST P-256.
    P256,
}

/// A point that a card is to agree on with its private key. Both kinds of answer are thirty-two bytes: an X25519 result, an x
/// coordinate.
#[derive(Clone, PartialEq, Eq)]
pub enum Point {
    /// A u coordinate (RFC 7748 §5).
    X25519([u8; 32]),
    /// `04 || x || y` (SEC 1 §2.3.3).
    P256([u8; 65]),
}

impl Point {
    /// Tells the curve by the length. Whether it is a point of the curve is for whoever computes with it to see.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        if let Ok(u) = bytes.try_into() {
            return Some(Self::X25519(u));
        }
        let point: [u8; 65] = bytes.try_into().ok()?;
        point.starts_with(&[0x04]).then_some(Self::P256(point))
    }

    /// Its curve.
    pub const fn curve(&self) -> Curve {
        match self {
            Self::X25519(_) => Curve::X25519,
            Self::P256(_) => Curve::P256,
        }
    }

    /// What an agreement needs of it: the u coordinate, or the x coordinate.
    pub fn x(&self) -> [u8; 32] {
        match self {
            Self::X25519(u) => *u,
            Self::P256(point) => {
                let mut x = [0; 32];
                for (place, byte) in x.iter_mut().zip(point.iter().skip(1)) {
                    *place = *byte;
                }
                x
            }
        }
    }

    /// As [`Point::parse`] takes it.
    pub const fn as_bytes(&self) -> &[u8] {
        match self {
            Self::X25519(point) => point,
            Self::P256(point) => point,
        }
    }
}

impl fmt::Debug for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Point").field(&self.curve()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_and_the_first_byte_say_what_it_is() {
        let mut sec1 = [7; 65];
        sec1[0] = 0x04;
        for bytes in [&[9; 32][..], &sec1] {
            assert_eq!(Point::parse(bytes).unwrap().as_bytes(), bytes);
        }
        for bytes in [&[][..], &[9; 31], &[9; 33], &[7; 65], &[4; 64], &[4; 66]] {
            assert_eq!(Point::parse(bytes), None, "{} bytes", bytes.len());
        }
    }
}
