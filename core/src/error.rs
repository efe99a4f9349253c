//! Stable error codes, from the card to the page.
//!
//! Each module has an error enum of its own; all of them implement [`Coded`], and what crosses a boundary is the code,
//! its class and, for a PIN, how many tries are left. Sentences for people are chosen at the edge, from the code.

use core::fmt;

/// Who has to act on an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Trying again may succeed without anybody doing anything else.
    Retry,
    /// A person must do something first: type the right passphrase, insert the card.
    Person,
    /// A defect or a limit of ours.
    Ours,
    /// The input breaks the rules of its format.
    Hostile,
}

impl Class {
    /// The class as it is written in messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Retry => "retry",
            Self::Person => "person",
            Self::Ours => "ours",
            Self::Hostile => "hostile",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An error with a stable code of the form `area.what_happened`.
pub trait Coded {
    /// The code. Once released, a code keeps its meaning for ever.
    fn code(&self) -> &'static str;
    /// Who has to act.
    fn class(&self) -> Class;
    /// How many tries are left, for a wrong PIN.
    fn tries_left(&self) -> Option<u8> {
        None
    }
}

/// Writes `Display` for an error enum as its code, and the `core::error::Error` marker.
macro_rules! display_code {
    ($error:ty) => {
        impl core::fmt::Display for $error {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str($crate::error::Coded::code(self))
            }
        }
        impl core::error::Error for $error {}
    };
}
pub(crate) use display_code;
