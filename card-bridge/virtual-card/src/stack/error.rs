use std::{fmt, io};

use super::PACKAGES;

/// Why there is no stack, or no card.
#[derive(Debug)]
pub enum StackError {
    /// A program or driver is not installed.
    Missing(String),
    /// The namespaces or `pcscd` did not start; with what they said.
    Start(String),
    /// A card did not reach its reader; with what it said.
    Card(usize, String),
    /// There is no such slot in this stack.
    NoSuchSlot(usize),
    /// A file or process could not be handled.
    Io(io::Error),
}

impl fmt::Display for StackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(what) => write!(f, "{what} is not installed. Install it: {PACKAGES}"),
            Self::Start(said) => write!(
                f,
                "the PC/SC stack did not start: {said}. Are namespaces allowed here (unshare -Urmn true)?"
            ),
            Self::Card(slot, said) => write!(f, "card {slot} did not reach its reader: {said}"),
            Self::NoSuchSlot(slot) => write!(f, "there is no card {slot} in this stack"),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for StackError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for StackError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
