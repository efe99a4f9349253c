//! Looking at a whole copy of the vault, deleted records and all: every entry of its index, and records as they lie in it.

use super::cache::{Blocked, Needed};
use super::page::{Entry, Page, PageRef};
use super::row::Row;
use super::unlocked::Unlocked;
use super::write::share;
use super::{Vault, VaultError};
use crate::id::RecordId;
use alloc::vec;
use alloc::vec::Vec;

impl Vault<Unlocked> {
    /// Every entry of the index, in the order of the identifiers.
    pub(super) fn index(&self) -> Result<Vec<&Entry>, Blocked> {
        let mut entries = vec![];
        let mut needed = vec![];
        if let Some(top) = &self.state.rest.index {
            self.walk(top, &mut entries, &mut needed)?;
        }
        done(entries, needed)
    }

    fn walk<'v>(
        &'v self,
        reference: &PageRef,
        entries: &mut Vec<&'v Entry>,
        needed: &mut Vec<Needed>,
    ) -> Result<(), VaultError> {
        match self.state.cache.page(reference)? {
            None => needed.push(Needed(*reference)),
            Some(Page::Branch(children)) => {
                for child in children {
                    self.walk(&child.page, entries, needed)?;
                }
            }
            Some(Page::Leaf(leaf)) => entries.extend(&leaf.entries),
            Some(Page::Records(_)) => return Err(VaultError::Tampered),
        }
        Ok(())
    }

    /// Records as they lie in the vault, whose index is at hand, in the order of the identifiers.
    pub(super) fn rows(&self, ids: &[RecordId]) -> Result<Vec<(RecordId, Row)>, Blocked> {
        let mut rows = vec![];
        let mut needed = vec![];
        if let Some(top) = &self.state.rest.index {
            self.rows_below(top, ids, &mut rows, &mut needed)?;
        }
        done(rows, needed)
    }

    fn rows_below(
        &self,
        reference: &PageRef,
        ids: &[RecordId],
        rows: &mut Vec<(RecordId, Row)>,
        needed: &mut Vec<Needed>,
    ) -> Result<(), VaultError> {
        match self.state.cache.page(reference)? {
            None => needed.push(Needed(*reference)),
            Some(Page::Branch(children)) => {
                for (child, part) in share(children, ids).filter(|(_, part)| !part.is_empty()) {
                    self.rows_below(&child.page, part, rows, needed)?;
                }
            }
            Some(Page::Leaf(leaf)) => {
                for id in ids {
                    let found = leaf.entries.binary_search_by_key(id, |entry| entry.id);
                    let entry = found.ok().and_then(|place| leaf.entries.get(place));
                    let entry = entry.ok_or(VaultError::Tampered)?;
                    let batch = leaf
                        .batches
                        .get(usize::from(entry.batch))
                        .ok_or(VaultError::Tampered)?;
                    match self.state.cache.page(&batch.page)? {
                        Some(Page::Records(records)) => {
                            let found = records.binary_search_by_key(id, |(id, _)| *id);
                            let stored = found.ok().and_then(|place| records.get(place));
                            let (_, stored) = stored.ok_or(VaultError::Tampered)?;
                            rows.push((*id, entry.row(stored)));
                        }
                        Some(_) => return Err(VaultError::Tampered),
                        None if needed.contains(&Needed(batch.page)) => {}
                        None => needed.push(Needed(batch.page)),
                    }
                }
            }
            Some(Page::Records(_)) => return Err(VaultError::Tampered),
        }
        Ok(())
    }
}

fn done<T>(value: T, needed: Vec<Needed>) -> Result<T, Blocked> {
    if needed.is_empty() {
        Ok(value)
    } else {
        Err(Blocked::Pages(needed))
    }
}
