//! Readers that remember which of them was used.

use crate::card::{Readers, Transport};
use hailstone_core::card::CardError;

/// The readers, for one operation on one card: the reader that was connected to last had it.
pub(super) struct Noting<'a> {
    readers: &'a mut dyn Readers,
    last: String,
}

impl<'a> Noting<'a> {
    /// Over these.
    pub(super) fn over(readers: &'a mut dyn Readers) -> Self {
        Self {
            readers,
            last: String::new(),
        }
    }

    /// The reader that was used last; empty before that.
    pub(super) fn last(self) -> String {
        self.last
    }
}

impl Readers for Noting<'_> {
    fn with_card(&mut self) -> Result<Vec<String>, CardError> {
        self.readers.with_card()
    }

    fn connect(&mut self, reader: &str) -> Result<Box<dyn Transport>, CardError> {
        self.last = reader.into();
        self.readers.connect(reader)
    }
}
