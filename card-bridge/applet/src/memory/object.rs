//! What the root says of one object.

use crate::hazmat::hash::Digest;

/// No block.
pub(crate) const NONE: u16 = 0xffff;

/// Who may do something with an object (section 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    Free,
    Pin,
    Puk,
    Never,
}

impl Rule {
    const fn from_nibble(nibble: u8) -> Option<Self> {
        match nibble {
            0 => Some(Self::Free),
            1 => Some(Self::Pin),
            2 => Some(Self::Puk),
            3 => Some(Self::Never),
            _ => None,
        }
    }

    const fn nibble(self) -> u8 {
        match self {
            Self::Free => 0,
            Self::Pin => 1,
            Self::Puk => 2,
            Self::Never => 3,
        }
    }
}

/// The two rules of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rules {
    pub(crate) read: Rule,
    pub(crate) write: Rule,
}

impl Rules {
    /// Those of an object for which none were said.
    pub(crate) const USUAL: Self = Self {
        read: Rule::Pin,
        write: Rule::Pin,
    };

    pub(crate) fn from_byte(byte: u8) -> Option<Self> {
        Some(Self {
            read: Rule::from_nibble(byte >> 4)?,
            write: Rule::from_nibble(byte & 0x0f)?,
        })
    }

    pub(crate) const fn byte(self) -> u8 {
        self.read.nibble() << 4 | self.write.nibble()
    }
}

/// How far an object's bytes are to be trusted since power came (HC-38).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    Unchecked,
    Sound,
    Damaged,
}

/// One object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) tag: u32,
    pub(crate) length: u32,
    pub(crate) first: u16,
    pub(crate) rules: Rules,
    pub(crate) trust: Trust,
    pub(crate) digest: Digest,
}

impl Entry {
    /// One without bytes.
    pub(crate) const fn empty(tag: u32, rules: Rules) -> Self {
        Self {
            tag,
            length: 0,
            first: NONE,
            rules,
            trust: Trust::Sound,
            digest: [0; 16],
        }
    }
}
