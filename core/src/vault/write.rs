//! Working a write out: which pages of records and of the index it makes anew.
//!
//! The index is a tree over the records' identifiers. A write touches the pages of records that it changes, the leaves
//! over them and the branches above; nothing else is read or written. A page that is written anew keeps its number.

use super::VaultError;
use super::cache::{Cache, Needed};
use super::keyring::Keyring;
use super::page::{self, Batch, Child, Leaf, Page, PageRef, Plain};
use super::row::{Content, Dot, Row, Stored};
use super::rows::{Rows, Written};
use super::state::Rest;
use super::weight::{parts, split, total, touched};
use crate::data::Field;
use crate::entropy::Random;
use crate::id::{PageId, RecordId, VaultId};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// The longest record.
pub(super) const MAX_RECORD: usize = 1_048_576;
/// The most pages below one branch.
const CHILDREN: usize = 128;
/// Deeper than any tree that this code makes: 64 to the power of 15 leaves.
const DEPTH: usize = 16;

/// What is done to one record.
pub(super) enum Act<'e> {
    Insert(&'e Content, (u64, u32)),
    Replace(&'e Content),
    Update(&'e [(Field, Option<String>)]),
    Delete,
    Restore,
    Erase,
    /// Another copy's merged with ours, whole.
    Put(Row),
}

/// Everything that is done to one record, in order.
pub(super) type Work<'e> = (RecordId, Vec<Act<'e>>);

/// A write on its way.
pub(super) struct Writing<'a> {
    pub(super) vault: VaultId,
    pub(super) keys: &'a Keyring,
    pub(super) cache: &'a Cache,
    pub(super) random: &'a mut Random,
    pub(super) rest: &'a mut Rest,
    pub(super) at: Dot,
    pub(super) revision: u64,
    /// Pages that must be there first; while there are any, nothing is sealed.
    pub(super) needed: Vec<Needed>,
    pub(super) put: Vec<(PageId, Vec<u8>)>,
    pub(super) delete: Vec<PageId>,
    /// The pages of the index that were made, to be at hand afterwards.
    pub(super) fresh: Vec<(PageRef, Page)>,
}

impl Writing<'_> {
    /// Does all the work, which is in the order of the identifiers, and leaves the top of the new index in `rest`.
    pub(super) fn run(&mut self, work: &[Work<'_>]) -> Result<(), VaultError> {
        if work.is_empty() {
            return Ok(());
        }
        let mut level = match self.rest.index {
            Some(top) => self.node(&top, work, DEPTH)?,
            None => self.leaf(None, &Leaf::default(), work)?,
        };
        if !self.needed.is_empty() {
            return Ok(());
        }
        while level.len() > 1 {
            level = self.branches(None, level)?;
        }
        self.rest.index = level.first().map(|child| child.page);
        Ok(())
    }

    /// Works below one page of the index; what stands in its place afterwards.
    fn node(
        &mut self,
        reference: &PageRef,
        work: &[Work<'_>],
        depth: usize,
    ) -> Result<Vec<Child>, VaultError> {
        let depth = depth.checked_sub(1).ok_or(VaultError::Tampered)?;
        let cache = self.cache;
        match cache.page(reference)? {
            None => {
                self.needed.push(Needed(*reference));
                Ok(vec![])
            }
            Some(Page::Branch(children)) => {
                let mut after = Vec::with_capacity(children.len());
                for (child, part) in share(children, work) {
                    if part.is_empty() {
                        after.push(*child);
                    } else {
                        after.append(&mut self.node(&child.page, part, depth)?);
                    }
                }
                if !self.needed.is_empty() {
                    return Ok(vec![]);
                }
                self.branches(Some(reference.id), after)
            }
            Some(Page::Leaf(leaf)) => self.leaf(Some(reference.id), leaf, work),
            Some(Page::Records(_)) => Err(VaultError::Tampered),
        }
    }

    fn branches(
        &mut self,
        mut reuse: Option<PageId>,
        children: Vec<Child>,
    ) -> Result<Vec<Child>, VaultError> {
        let parts = if children.len() <= CHILDREN {
            vec![children]
        } else {
            split(children, CHILDREN / 2, |_| 1)
        };
        let mut made = Vec::with_capacity(parts.len());
        for part in parts {
            let Some(Child { first, .. }) = part.first().copied() else {
                continue;
            };
            let page = self.write_index(reuse.take(), Page::Branch(part))?;
            made.push(Child { first, page });
        }
        Ok(made)
    }

    fn leaf(
        &mut self,
        reuse: Option<PageId>,
        leaf: &Leaf,
        work: &[Work<'_>],
    ) -> Result<Vec<Child>, VaultError> {
        let cache = self.cache;
        let (touched, fits) = touched(leaf, work);
        let wanted = |place: u16| !fits || touched.contains(&place);
        let mut rows = Rows::default();
        for (place, batch) in (0_u16..)
            .zip(&leaf.batches)
            .filter(|(place, _)| wanted(*place))
        {
            match cache.page(&batch.page)? {
                None => self.needed.push(Needed(batch.page)),
                Some(Page::Records(records)) => rows.add(leaf, place, records)?,
                Some(_) => return Err(VaultError::Tampered),
            }
        }
        if !self.needed.is_empty() {
            return Ok(vec![]);
        }
        // New records go to the last batch, or to one of their own.
        let open = (0_u16..).zip(&leaf.batches).map(|(place, _)| place).last();
        let open = open.filter(|place| touched.contains(place));
        for (id, acts) in work {
            let (batch, row) = match rows.take(*id) {
                Some((batch, row)) => (batch, Some(row)),
                None => (open, None),
            };
            rows.put(batch, self.act(*id, row, acts)?);
        }
        if fits {
            self.touch(reuse, leaf, rows)
        } else {
            let spare = leaf.batches.iter().map(|batch| batch.page.id);
            self.rebuild(reuse.into_iter().chain(spare).collect(), rows)
        }
    }

    fn act(&self, id: RecordId, row: Option<Row>, acts: &[Act<'_>]) -> Result<Row, VaultError> {
        let mut row = row;
        for act in acts {
            let next = match (act, row) {
                (Act::Insert(content, inserted), None) => Row::new(id, content, *inserted, self.at),
                (Act::Put(merged), _) => merged.clone(),
                (Act::Replace(content), Some(mut row)) if row.is_there() => {
                    row.replace(content, self.at)?;
                    row
                }
                (Act::Update(changes), Some(mut row)) if row.is_there() => {
                    row.update(changes, self.at)?;
                    row
                }
                (Act::Delete, Some(mut row)) if row.is_there() => {
                    row.delete(self.at)?;
                    row
                }
                (Act::Restore, Some(mut row)) if row.presence.iter().any(|one| !one.there) => {
                    row.restore(self.at);
                    row
                }
                (Act::Erase, Some(mut row)) if !row.is_there() => {
                    row.erase(self.at)?;
                    row
                }
                _ => return Err(VaultError::RecordUnknown),
            };
            row = Some(next);
        }
        let mut row = row.ok_or(VaultError::RecordUnknown)?;
        row.change = self.revision;
        if row.weight() > MAX_RECORD {
            return Err(VaultError::RecordTooLarge);
        }
        Ok(row)
    }

    /// Writes the batches that were touched, and the leaf.
    fn touch(
        &mut self,
        reuse: Option<PageId>,
        leaf: &Leaf,
        mut rows: Rows<'_>,
    ) -> Result<Vec<Child>, VaultError> {
        let mut after = leaf.clone();
        while let Some((mut batch, rows)) = rows.next_batch() {
            for part in parts(rows, Written::weight) {
                self.write_batch(&mut after, batch.take(), &part)?;
            }
        }
        let Some(first) = after.entries.first().map(|entry| entry.id) else {
            return Ok(vec![]);
        };
        let page = self.write_index(reuse, Page::Leaf(after))?;
        Ok(vec![Child { first, page }])
    }

    /// Writes all the rows of what was one leaf, into as many as it takes.
    fn rebuild(
        &mut self,
        mut spare: Vec<PageId>,
        rows: Rows<'_>,
    ) -> Result<Vec<Child>, VaultError> {
        // Taken from the end: the first number goes to the first leaf.
        spare.reverse();
        let mut made = Vec::new();
        for rows in parts(rows.into_rows(), |row| row.entry(0).weight()) {
            let number = spare.pop();
            let mut leaf = Leaf::default();
            for part in parts(rows, Written::weight) {
                let place = next_place(&leaf)?;
                leaf.entries.extend(part.iter().map(|row| row.entry(place)));
                self.write_records(&mut leaf, spare.pop(), &part)?;
            }
            let Some(first) = leaf.entries.first().map(|entry| entry.id) else {
                continue;
            };
            let page = self.write_index(number, Page::Leaf(leaf))?;
            made.push(Child { first, page });
        }
        self.delete.append(&mut spare);
        Ok(made)
    }

    /// Writes records in the place of a batch, or in a new one, and what the leaf says of them.
    fn write_batch(
        &mut self,
        leaf: &mut Leaf,
        batch: Option<u16>,
        rows: &[Written<'_>],
    ) -> Result<(), VaultError> {
        let known =
            batch.and_then(|place| Some((place, leaf.batches.get(usize::from(place))?.page.id)));
        let place = match known {
            Some((place, _)) => place,
            None => next_place(leaf)?,
        };
        // What the leaf says of the others is still true.
        let is_news = |row: &&Written<'_>| known.is_none() || matches!(row, Written::Changed(_));
        for row in rows.iter().filter(is_news) {
            leaf.put(row.entry(place));
        }
        self.write_records(leaf, known.map(|(_, id)| id), rows)?;
        if known.is_some() {
            // It stands at the end of the list, and belongs in the place of the old one.
            leaf.batches.swap_remove(usize::from(place));
        }
        Ok(())
    }

    /// Writes records at the end of a leaf's list.
    fn write_records(
        &mut self,
        leaf: &mut Leaf,
        reuse: Option<PageId>,
        rows: &[Written<'_>],
    ) -> Result<(), VaultError> {
        let weight = u32::try_from(total(rows, Written::weight)).unwrap_or(u32::MAX);
        let records: Vec<(RecordId, &Stored)> =
            rows.iter().map(|row| (row.id(), row.stored())).collect();
        let page = self.write(reuse, &Plain::Records(&records))?;
        leaf.batches.push(Batch { page, weight });
        Ok(())
    }

    fn write_index(&mut self, reuse: Option<PageId>, page: Page) -> Result<PageRef, VaultError> {
        let reference = match &page {
            Page::Branch(children) => self.write(reuse, &Plain::Branch(children))?,
            Page::Leaf(leaf) => self.write(reuse, &Plain::Leaf(leaf))?,
            Page::Records(_) => return Err(VaultError::Tampered),
        };
        self.fresh.push((reference, page));
        Ok(reference)
    }

    fn write(&mut self, reuse: Option<PageId>, page: &Plain<'_>) -> Result<PageRef, VaultError> {
        let id = match reuse {
            Some(id) => id,
            None => self.rest.make_page()?,
        };
        let (reference, sealed) =
            page::seal(page, id, self.revision, self.vault, self.keys, self.random)?;
        self.put.push((id, sealed));
        Ok(reference)
    }
}

/// Where the next page of records stands in a leaf's list.
fn next_place(leaf: &Leaf) -> Result<u16, VaultError> {
    u16::try_from(leaf.batches.len()).map_err(|_| VaultError::Full)
}

/// Each child with the work that falls to it. Both are in the order of the identifiers.
pub(super) fn share<'c, 'w, T>(
    children: &'c [Child],
    work: &'w [T],
) -> impl Iterator<Item = (&'c Child, &'w [T])>
where
    T: Keyed,
{
    let mut left = work;
    (1_usize..).zip(children).map(move |(next, child)| {
        let count = match children.get(next) {
            Some(next) => left.partition_point(|one| one.key() < next.first),
            None => left.len(),
        };
        let (part, rest) = left.split_at_checked(count).unwrap_or((left, &[]));
        left = rest;
        (child, part)
    })
}

/// Something that concerns one record.
pub(super) trait Keyed {
    fn key(&self) -> RecordId;
}

impl Keyed for Work<'_> {
    fn key(&self) -> RecordId {
        self.0
    }
}

impl Keyed for RecordId {
    fn key(&self) -> RecordId {
        *self
    }
}
