//! The retired key management slots, which the standard keeps for keys that open what was written long ago.

use super::object::Object;

/// A retired key management slot: key reference 82 to 95 (NIST SP 800-73-5 part 1 table 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(u8);

const FIRST: u8 = 0x82;
const LAST: u8 = 0x95;

impl Slot {
    /// From the key reference; `None` for the keys that have another purpose.
    pub const fn new(reference: u8) -> Option<Self> {
        match reference {
            FIRST..=LAST => Some(Self(reference)),
            _ => None,
        }
    }

    /// The key reference.
    pub const fn reference(self) -> u8 {
        self.0
    }

    /// The object that is meant for this slot's certificate: 5FC10D for 82, 5FC120 for 95 (table 3).
    pub const fn certificate(self) -> Object {
        Object::certificate(self.0.wrapping_sub(FIRST).wrapping_add(0x0d))
    }

    /// The slot that ours are looked for in first.
    pub(super) const LAST: Self = Self(LAST);

    /// The one that is next, towards the first.
    pub(super) const fn before(self) -> Option<Self> {
        Self::new(self.0.wrapping_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_retired_slots_are_slots_of_ours() {
        for other in [
            0x00, 0x04, 0x80, 0x81, 0x96, 0x9a, 0x9b, 0x9c, 0x9d, 0x9e, 0xff,
        ] {
            assert_eq!(Slot::new(other), None, "{other:02X}");
        }
        let all: std::vec::Vec<_> =
            core::iter::successors(Some(Slot::LAST), |slot| slot.before()).collect();
        assert_eq!(all.len(), 20);
        assert_eq!(all[0].certificate().tag(), [0x5f, 0xc1, 0x20]);
        assert_eq!(all[19].certificate().tag(), [0x5f, 0xc1, 0x0d]);
    }
}
