//! The records of one leaf while it is written, in the order of their identifiers, each with the batch it lies in.

use super::VaultError;
use super::page::Leaf;
use super::row::{Row, Stored};
use crate::id::RecordId;
use alloc::vec::Vec;

/// `None` stands for a batch that is not there yet.
#[derive(Default)]
pub(super) struct Rows(Vec<(Option<u16>, Row)>);

impl Rows {
    /// Adds the records of one batch.
    pub(super) fn add(
        &mut self,
        leaf: &Leaf,
        batch: u16,
        records: &[(RecordId, Stored)],
    ) -> Result<(), VaultError> {
        for (id, stored) in records {
            let found = leaf.entries.binary_search_by_key(id, |entry| entry.id);
            let entry = found.ok().and_then(|found| leaf.entries.get(found));
            let entry = entry.ok_or(VaultError::Tampered)?;
            self.put(Some(batch), entry.row(stored));
        }
        Ok(())
    }

    /// Takes a record out, to be put back changed.
    pub(super) fn take(&mut self, id: RecordId) -> Option<(Option<u16>, Row)> {
        self.search(id).ok().map(|place| self.0.remove(place))
    }

    /// Puts a record in, which is not there.
    pub(super) fn put(&mut self, batch: Option<u16>, row: Row) {
        let (Ok(place) | Err(place)) = self.search(row.id);
        self.0.insert(place, (batch, row));
    }

    /// Those of one batch, taken out; `None` when nothing is left. Batches come in the order of their first record.
    pub(super) fn next_batch(&mut self) -> Option<(Option<u16>, Vec<Row>)> {
        let batch = self.0.first()?.0;
        let rows = core::mem::take(&mut self.0);
        let mut of_it = Vec::new();
        for (place, row) in rows {
            if place == batch {
                of_it.push(row);
            } else {
                self.0.push((place, row));
            }
        }
        Some((batch, of_it))
    }

    pub(super) fn into_rows(self) -> Vec<Row> {
        self.0.into_iter().map(|(_, row)| row).collect()
    }

    fn search(&self, id: RecordId) -> Result<usize, usize> {
        // Bulk comes in order.
        match self.0.last() {
            Some((_, last)) if last.id < id => Err(self.0.len()),
            _ => self.0.binary_search_by_key(&id, |(_, row)| row.id),
        }
    }
}
