use core::fmt;
use hailstone_core::error::{Class, Coded};

/// Why a file could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// Larger than any file of one person's data.
    TooLarge,
    /// Not of the format, or broken off.
    Malformed,
    /// Of the format, but with nothing in it that Hailstone keeps.
    Empty,
    /// More than one person's card in the file.
    SeveralPeople,
}

impl Coded for ImportError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "import.too_large",
            Self::Malformed => "import.malformed",
            Self::Empty => "import.empty",
            Self::SeveralPeople => "import.several_people",
        }
    }

    fn class(&self) -> Class {
        Class::Person
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl core::error::Error for ImportError {}
