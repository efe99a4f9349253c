//! Status words (ISO/IEC 7816-4:2020 §5.6).

use core::fmt;

/// The two bytes at the end of every answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Status {
    high: u8,
    low: u8,
}

impl Status {
    /// 9000: done.
    pub const OK: Self = Self::new(0x90, 0x00);
    /// 6283: what was selected is deactivated.
    pub const DEACTIVATED: Self = Self::new(0x62, 0x83);
    /// 6285: what was selected is in termination state.
    pub const TERMINATED: Self = Self::new(0x62, 0x85);
    /// 6300: a comparison failed, and no count is given.
    pub const FAILED: Self = Self::new(0x63, 0x00);
    /// 6700: wrong length.
    pub const WRONG_LENGTH: Self = Self::new(0x67, 0x00);
    /// 6982: security status not satisfied.
    pub const SECURITY_NOT_SATISFIED: Self = Self::new(0x69, 0x82);
    /// 6983: authentication method blocked.
    pub const AUTHENTICATION_BLOCKED: Self = Self::new(0x69, 0x83);
    /// 6985: conditions of use not satisfied.
    pub const CONDITIONS_NOT_SATISFIED: Self = Self::new(0x69, 0x85);
    /// 6988: incorrect secure messaging data objects.
    pub const SECURE_MESSAGING_WRONG: Self = Self::new(0x69, 0x88);
    /// 6581: memory failure.
    pub const MEMORY_FAILURE: Self = Self::new(0x65, 0x81);
    /// 6A80: wrong data.
    pub const WRONG_DATA: Self = Self::new(0x6a, 0x80);
    /// 6A81: function not supported.
    pub const FUNCTION_NOT_SUPPORTED: Self = Self::new(0x6a, 0x81);
    /// 6A82: file or application not found.
    pub const NOT_FOUND: Self = Self::new(0x6a, 0x82);
    /// 6A84: not enough memory space.
    pub const NO_MEMORY: Self = Self::new(0x6a, 0x84);
    /// 6A86: incorrect parameters P1-P2.
    pub const WRONG_PARAMETERS: Self = Self::new(0x6a, 0x86);
    /// 6A88: referenced data not found.
    pub const DATA_NOT_FOUND: Self = Self::new(0x6a, 0x88);

    /// From the two bytes as they arrive.
    pub const fn new(high: u8, low: u8) -> Self {
        Self { high, low }
    }

    /// 9000, and nothing else.
    pub const fn is_ok(self) -> bool {
        matches!(
            self,
            Self {
                high: 0x90,
                low: 0x00
            }
        )
    }

    /// 61xx: there is more, and how much of it to ask for (00 means 256 or more).
    pub(super) const fn more(self) -> Option<u8> {
        match self.high {
            0x61 => Some(self.low),
            _ => None,
        }
    }

    /// 6Cxx: the same command again, with this expected length.
    pub(super) const fn exact_length(self) -> Option<u8> {
        match self.high {
            0x6c => Some(self.low),
            _ => None,
        }
    }

    /// 9100: a security key works, or waits for a touch, and gives its answer later (CTAP 2.2 §11.3.7.1).
    pub(super) const fn is_waiting(self) -> bool {
        matches!(
            self,
            Self {
                high: 0x91,
                low: 0x00
            }
        )
    }

    /// 63Cx: a comparison failed, and x tries are left.
    pub(super) const fn counter(self) -> Option<u8> {
        match (self.high, self.low) {
            (0x63, low @ 0xc0..=0xcf) => Some(low & 0x0f),
            _ => None,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02X}{:02X}", self.high, self.low)
    }
}

impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Status({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn a_status_tells_what_follows_from_it() {
        assert!(Status::OK.is_ok());
        assert!(!Status::new(0x90, 0x01).is_ok());
        assert_eq!(Status::new(0x61, 0x0c).more(), Some(12));
        assert_eq!(Status::new(0x6c, 0x22).exact_length(), Some(0x22));
        assert_eq!(Status::new(0x63, 0xc2).counter(), Some(2));
        assert_eq!(Status::new(0x63, 0x00).counter(), None);
        assert_eq!(format!("{:?}", Status::NOT_FOUND), "Status(6A82)");
    }
}
