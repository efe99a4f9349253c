//! Keys in slots: their algorithms, their public halves, and how we note them on the card.

use super::slot::Slot;
use crate::card::error::CardError;
use crate::card::point::{Curve, Point};
use crate::card::tlv;
use crate::hazmat::p256::{self, Coordinates};
use alloc::vec::Vec;

/// The identifier of a curve in commands: NIST SP 800-78-5 table 9, and Yubico's for X25519, which YubiKeys have from
/// version 5.7 on, and CanoKeys.
pub(super) const fn identifier(curve: Curve) -> u8 {
    match curve {
        Curve::P256 => 0x11,
        Curve::X25519 => 0xe1,
    }
}

const fn curve_of(identifier: u8) -> Option<Curve> {
    match identifier {
        0x11 => Some(Curve::P256),
        0xe1 => Some(Curve::X25519),
        _ => None,
    }
}

/// The public key of a card, which is a point of this curve or none at all.
fn public_key(curve: Curve, bytes: &[u8]) -> Option<Point> {
    let point = Point::parse(bytes).filter(|point| point.curve() == curve)?;
    if let Point::P256(sec1) = &point {
        let (x, y) = sec1.strip_prefix(&[0x04])?.split_at_checked(32)?;
        let coordinates = Coordinates {
            x: x.try_into().ok()?,
            y: y.try_into().ok()?,
        };
        p256::check(&coordinates).ok()?;
    }
    Some(point)
}

/// The answer to GENERATE ASYMMETRIC KEY PAIR: 7F49 with 86 in it (NIST SP 800-73-5 part 2 §3.3.2).
pub(super) fn generated(curve: Curve, answer: &[u8]) -> Result<Point, CardError> {
    const EXPECTED: CardError =
        CardError::Malformed("a public key 7F49 with a point of the curve in it");
    let template = tlv::find(answer, 0x7f49)?.ok_or(EXPECTED)?;
    let point = tlv::find(template, 0x86)?.ok_or(EXPECTED)?;
    public_key(curve, point).ok_or(EXPECTED)
}

/// A key of ours.
///
/// A card's word for it is not proof: whoever writes objects can note a key of his own there. An enrolment therefore ends
/// with one real agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Where it is.
    pub slot: Slot,
    /// Its public half.
    pub public_key: Point,
    /// Whether the card wants a touch each time, as far as it told.
    pub wants_touch: bool,
}

/// The first object of a note, and its version.
const VERSION: (u16, [u8; 1]) = (0xc0, [1]);

impl Key {
    /// How the key is noted in an object of the card: a version (C0), then a public key template (7F49) with algorithm
    /// (80), slot (84), touch (C1) and point (86).
    pub(super) fn to_note(&self) -> Result<Vec<u8>, CardError> {
        let fields: [(u16, &[u8]); 4] = [
            (0x80, &[identifier(self.public_key.curve())]),
            (0x84, &[self.slot.reference()]),
            (0xc1, &[u8::from(self.wants_touch)]),
            (0x86, self.public_key.as_bytes()),
        ];
        let mut template = Vec::new();
        for (tag, value) in fields {
            template.extend(tlv::write(tag, value)?);
        }
        let (tag, version) = VERSION;
        let mut note = tlv::write(tag, &version)?;
        note.extend(tlv::write(0x7f49, &template)?);
        Ok(note)
    }

    /// Reads a note; `None` for anything else, for objects of other kinds may stand in the same place.
    pub(super) fn of_note(note: &[u8]) -> Option<Self> {
        let (tag, version) = VERSION;
        if tlv::find(note, tag).ok()?? != version {
            return None;
        }
        let template = tlv::find(note, 0x7f49).ok()??;
        let one = |tag| match tlv::find(template, tag) {
            Ok(Some([byte])) => Some(*byte),
            _ => None,
        };
        let curve = curve_of(one(0x80)?)?;
        Some(Self {
            slot: Slot::new(one(0x84)?)?,
            public_key: public_key(curve, tlv::find(template, 0x86).ok()??)?,
            wants_touch: one(0xc1)? != 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::hex;
    use crate::card::piv::cards::POINT;

    #[test]
    fn a_note_reads_back() {
        let p256 = super::public_key(Curve::P256, &hex(POINT)).unwrap();
        for public_key in [p256, Point::X25519([9; 32])] {
            for wants_touch in [false, true] {
                let key = Key {
                    slot: Slot::LAST,
                    public_key: public_key.clone(),
                    wants_touch,
                };
                assert_eq!(Key::of_note(&key.to_note().unwrap()), Some(key));
            }
        }
    }

    #[test]
    fn what_is_no_note_of_ours_is_no_key() {
        let key = |slot| {
            std::format!(
                "C00101 7F492B 8001E1 8401{slot} C10100 8620 {}",
                "09".repeat(32)
            )
        };
        assert!(Key::of_note(&hex(&key("95"))).is_some());
        // 9D is the person's own; then another version, no algorithm of ours, and no list of objects.
        let other_version = key("95").replace("C00101", "C00102");
        let other_algorithm = key("95").replace("8001E1", "800107");
        for other in [
            &key("9D"),
            &other_version,
            &other_algorithm,
            "",
            "C0",
            "C00101",
        ] {
            assert_eq!(Key::of_note(&hex(other)), None, "{other}");
        }
    }

    #[test]
    fn a_point_off_the_curve_is_none() {
        let mut bytes = hex(POINT);
        assert!(super::public_key(Curve::P256, &bytes).is_some());
        bytes[64] ^= 1;
        assert_eq!(super::public_key(Curve::P256, &bytes), None);
        assert_eq!(super::public_key(Curve::X25519, &[9; 31]), None);
    }
}
