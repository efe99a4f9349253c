//! The records of one leaf while it is written, in the order of their identifiers, each with the batch it lies in.

use super::VaultError;
use super::page::{Entry, Leaf};
use super::row::{Row, Stored};
use crate::id::RecordId;
use alloc::vec::Vec;

/// A record that is written.
pub(super) enum Written<'p> {
    /// As it was: it only lies in a page that is made anew, and is not copied for it.
    Same(&'p Entry, &'p Stored),
    /// With what is done to it.
    Changed(Row),
}

impl Written<'_> {
    pub(super) const fn id(&self) -> RecordId {
        match self {
            Self::Same(entry, _) => entry.id,
            Self::Changed(row) => row.id,
        }
    }

    pub(super) const fn stored(&self) -> &Stored {
        match self {
            Self::Same(_, stored) => stored,
            Self::Changed(row) => &row.stored,
        }
    }

    /// About how many bytes it takes in a page of records.
    pub(super) fn weight(&self) -> usize {
        self.stored().weight()
    }

    /// What the index says of it, in this batch.
    pub(super) fn entry(&self, batch: u16) -> Entry {
        match self {
            Self::Same(entry, stored) => Entry::new(&entry.row(stored), batch),
            Self::Changed(row) => Entry::new(row, batch),
        }
    }

    fn into_row(self) -> Row {
        match self {
            Self::Same(entry, stored) => entry.row(stored),
            Self::Changed(row) => row,
        }
    }
}

/// `None` stands for a batch that is not there yet.
#[derive(Default)]
pub(super) struct Rows<'p>(Vec<(Option<u16>, Written<'p>)>);

impl<'p> Rows<'p> {
    /// Adds the records of one batch.
    pub(super) fn add(
        &mut self,
        leaf: &'p Leaf,
        batch: u16,
        records: &'p [(RecordId, Stored)],
    ) -> Result<(), VaultError> {
        for (id, stored) in records {
            let found = leaf.entries.binary_search_by_key(id, |entry| entry.id);
            let entry = found.ok().and_then(|found| leaf.entries.get(found));
            let entry = entry.ok_or(VaultError::Tampered)?;
            self.insert(Some(batch), Written::Same(entry, stored));
        }
        Ok(())
    }

    /// Takes a record out, to be put back changed.
    pub(super) fn take(&mut self, id: RecordId) -> Option<(Option<u16>, Row)> {
        let place = self.search(id).ok()?;
        let (batch, written) = self.0.remove(place);
        Some((batch, written.into_row()))
    }

    /// Puts a record in, which is not there.
    pub(super) fn put(&mut self, batch: Option<u16>, row: Row) {
        self.insert(batch, Written::Changed(row));
    }

    /// Those of one batch, taken out; `None` when nothing is left. Batches come in the order of their first record.
    pub(super) fn next_batch(&mut self) -> Option<(Option<u16>, Vec<Written<'p>>)> {
        let batch = self.0.first()?.0;
        let rows = core::mem::take(&mut self.0);
        let mut of_it = Vec::with_capacity(rows.len());
        for (place, row) in rows {
            if place == batch {
                of_it.push(row);
            } else {
                self.0.push((place, row));
            }
        }
        Some((batch, of_it))
    }

    pub(super) fn into_rows(self) -> Vec<Written<'p>> {
        self.0.into_iter().map(|(_, row)| row).collect()
    }

    fn insert(&mut self, batch: Option<u16>, row: Written<'p>) {
        let (Ok(place) | Err(place)) = self.search(row.id());
        self.0.insert(place, (batch, row));
    }

    fn search(&self, id: RecordId) -> Result<usize, usize> {
        // Bulk comes in order.
        match self.0.last() {
            Some((_, last)) if last.id() < id => Err(self.0.len()),
            _ => self.0.binary_search_by_key(&id, |(_, row)| row.id()),
        }
    }
}
