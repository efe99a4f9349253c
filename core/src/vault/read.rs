//! Finding and opening records.

use super::cache::{Blocked, Needed};
use super::order::{arrange, key};
use super::page::{self, Entry, Leaf, Page, PageRef};
use super::row::{Content, Stored};
use super::unlocked::Unlocked;
use super::write::share;
use super::{Vault, VaultError};
use crate::data::{Field, Kind};
use crate::id::{RecordId, WriterId};
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

/// What to look for. The default finds every record that is there.
#[derive(Clone, Copy, Default)]
pub struct Query<'q> {
    /// Only records of these kinds.
    pub kinds: Option<&'q [Kind]>,
    /// Only records whose title or label this says yes to. How words are compared is the host's: what a person means by
    /// the same letter depends on their language, and the tables for it are large.
    pub matches: Option<&'q dyn Fn(&str) -> bool>,
    /// Only records that were changed after this change of this copy of the vault, whether they are there or deleted.
    pub since: Option<u64>,
    /// Only records that were deleted.
    pub deleted: bool,
}

impl fmt::Debug for Query<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query")
            .field("kinds", &self.kinds)
            .field("matches", &self.matches.is_some())
            .field("since", &self.since)
            .field("deleted", &self.deleted)
            .finish()
    }
}

/// What a query found.
#[derive(Debug)]
pub struct Found<'v> {
    /// The records, in the order in which they were inserted.
    pub records: Vec<Summary<'v>>,
    /// How many pages of the index could not be opened: records may be missing.
    pub damaged: usize,
}

/// What the index says of a record.
#[derive(Clone, Copy)]
pub struct Summary<'v> {
    entry: &'v Entry,
    writer: WriterId,
}

impl Summary<'_> {
    /// The record's identifier.
    pub const fn id(&self) -> RecordId {
        self.entry.id
    }

    /// Its kind.
    pub const fn kind(&self) -> Kind {
        self.entry.kind
    }

    /// The line by which a person recognises it; empty for a receipt.
    pub fn title(&self) -> &str {
        &self.entry.title
    }

    /// The person's own word for it; empty where there is none.
    pub fn label(&self) -> &str {
        &self.entry.label
    }

    /// The change of this copy of the vault that wrote it last.
    pub const fn change(&self) -> u64 {
        self.entry.change
    }

    /// Who changed it last.
    pub const fn writer(&self) -> WriterId {
        self.writer
    }

    /// Whether it was deleted.
    pub fn is_deleted(&self) -> bool {
        !self.entry.is_there()
    }

    /// Whether one copy deleted it while another changed it: it is there until the person decides.
    pub fn is_disputed(&self) -> bool {
        self.entry.is_disputed()
    }

    /// How many of its fields have more than one value to choose from.
    pub fn choices(&self) -> usize {
        self.entry.choices.into()
    }
}

impl fmt::Debug for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.entry.fmt(f)
    }
}

/// A record, opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    kind: Kind,
    stored: Stored,
    writers: Arc<[WriterId]>,
}

impl Opened {
    /// Of which kind it is.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// What it holds, each field with its newest value.
    pub fn into_content(self) -> Content {
        self.stored.into_content(self.kind)
    }

    /// Every value that there is, with where it came from. A field that is named twice waits for a choice.
    pub fn versions(&self) -> Vec<FieldVersion> {
        let Stored::Data(fields) = &self.stored else {
            return vec![];
        };
        let versions = fields
            .iter()
            .flat_map(|(field, versions)| versions.iter().map(move |version| (*field, version)));
        let there = versions.filter_map(|(field, version)| {
            Some(FieldVersion {
                field,
                value: version.value.clone()?,
                change: version.at.change,
                writer: writer(&self.writers, version.at.writer),
            })
        });
        there.collect()
    }
}

/// One value of a field. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct FieldVersion {
    /// The field.
    pub field: Field,
    /// The value.
    pub value: String,
    /// The change that wrote it, by the writer's own counting.
    pub change: u64,
    /// Who wrote it.
    pub writer: WriterId,
}

impl fmt::Debug for FieldVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldVersion")
            .field("field", &self.field)
            .field("change", &self.change)
            .field("writer", &self.writer)
            .finish_non_exhaustive()
    }
}

/// A page of records and those of them that were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelf {
    needed: Needed,
    records: Vec<(RecordId, Kind)>,
}

impl Shelf {
    /// The page.
    pub const fn needed(&self) -> Needed {
        self.needed
    }
}

/// A record that was asked for, or why it cannot be had.
pub type Taken = (RecordId, Result<Opened, VaultError>);

/// Where records lie.
#[derive(Debug, Default)]
pub struct Located {
    /// The pages that have them.
    pub shelves: Vec<Shelf>,
    /// Those that cannot be had, and why.
    pub failed: Vec<(RecordId, VaultError)>,
}

impl Vault<Unlocked> {
    /// Finds records by what the index says of them.
    ///
    /// # Errors
    /// [`Blocked::Pages`] until the index, or the part of it that changed after `since`, is there.
    pub fn query(&self, query: &Query<'_>) -> Result<Found<'_>, Blocked> {
        let mut leaves = Leaves::default();
        if let Some(top) = &self.state.rest.index {
            self.leaves(top, query.since.unwrap_or(0), &mut leaves);
        }
        if !leaves.needed.is_empty() {
            return Err(Blocked::Pages(leaves.needed));
        }
        let wanted = |entry: &&Entry| {
            (query.since.is_some() || entry.is_there() != query.deleted)
                && query.since.is_none_or(|since| entry.change > since)
                && query.kinds.is_none_or(|kinds| kinds.contains(&entry.kind))
                && query
                    .matches
                    .is_none_or(|matches| matches(&entry.title) || matches(&entry.label))
        };
        let entries = leaves.found.into_iter().flat_map(|leaf| &leaf.entries);
        let records: Vec<Summary<'_>> = entries
            .filter(wanted)
            .map(|entry| Summary {
                entry,
                writer: self.writer_of(entry),
            })
            .collect();
        Ok(Found {
            records: arrange(records, |found| {
                let (revision, place) = found.entry.inserted;
                let id = found.entry.id.as_bytes();
                key(&[&revision.to_be_bytes(), &place.to_be_bytes(), id])
            }),
            damaged: leaves.damaged,
        })
    }

    /// Finds the pages in which records lie.
    ///
    /// # Errors
    /// [`Blocked::Pages`] until the pages of the index above them are there.
    pub fn locate(&self, ids: &[RecordId]) -> Result<Located, Blocked> {
        let mut ids = arrange(ids.to_vec(), |id| key(&[id.as_bytes()]));
        ids.dedup();
        let mut located = Located::default();
        let mut needed = vec![];
        match &self.state.rest.index {
            Some(top) => self.descend(top, &ids, &mut located, &mut needed),
            None => located
                .failed
                .extend(ids.into_iter().map(|id| (id, VaultError::RecordUnknown))),
        }
        if needed.is_empty() {
            Ok(located)
        } else {
            Err(Blocked::Pages(needed))
        }
    }

    /// Opens the records of one shelf from the sealed bytes of its page, `None` where the store has none. A page that is
    /// not what this vault wrote there takes no other with it.
    pub fn open(&self, shelf: &Shelf, sealed: Option<&[u8]>) -> Vec<Taken> {
        let page = sealed.and_then(|sealed| {
            let reference = &shelf.needed.0;
            page::open(reference, sealed, self.header.vault, &self.state.keys).ok()
        });
        let mut records = match page {
            Some(Page::Records(records)) => records,
            _ => vec![],
        };
        let writers: Arc<[WriterId]> = self
            .state
            .rest
            .writers
            .iter()
            .map(|seen| seen.writer)
            .collect();
        let open = |(id, kind): &(RecordId, Kind)| {
            let found = records.binary_search_by_key(id, |(id, _)| *id);
            let stored = found.ok().and_then(|place| records.get_mut(place));
            // Each is asked for once, so it can be taken rather than copied.
            let opened = stored.map(|(_, stored)| Opened {
                kind: *kind,
                stored: core::mem::take(stored),
                writers: Arc::clone(&writers),
            });
            (*id, opened.ok_or(VaultError::Tampered))
        };
        shelf.records.iter().map(open).collect()
    }

    fn leaves<'v>(&'v self, reference: &PageRef, since: u64, leaves: &mut Leaves<'v>) {
        if reference.revision <= since {
            return;
        }
        match self.state.cache.page(reference) {
            Err(_) => leaves.damaged = leaves.damaged.saturating_add(1),
            Ok(None) => leaves.needed.push(Needed(*reference)),
            Ok(Some(Page::Branch(children))) => {
                for child in children {
                    self.leaves(&child.page, since, leaves);
                }
            }
            Ok(Some(Page::Leaf(leaf))) => leaves.found.push(leaf),
            Ok(Some(Page::Records(_))) => leaves.damaged = leaves.damaged.saturating_add(1),
        }
    }

    fn descend(
        &self,
        reference: &PageRef,
        ids: &[RecordId],
        located: &mut Located,
        needed: &mut Vec<Needed>,
    ) {
        match self.state.cache.page(reference) {
            Ok(None) => needed.push(Needed(*reference)),
            Ok(Some(Page::Branch(children))) => {
                for (child, part) in share(children, ids).filter(|(_, part)| !part.is_empty()) {
                    self.descend(&child.page, part, located, needed);
                }
            }
            Ok(Some(Page::Leaf(leaf))) => locate_in(leaf, ids, located),
            Ok(Some(Page::Records(_))) | Err(_) => {
                let failed = ids.iter().map(|id| (*id, VaultError::Tampered));
                located.failed.extend(failed);
            }
        }
    }

    fn writer_of(&self, entry: &Entry) -> WriterId {
        let last = entry.presence.iter().map(|one| one.at).max();
        self.writer(last.map_or(0, |at| at.writer))
    }

    fn writer(&self, place: u16) -> WriterId {
        let seen = self.state.rest.writers.get(usize::from(place));
        seen.map_or(NOBODY, |seen| seen.writer)
    }
}

/// Stands for a writer that is not in the list, which the vault never writes.
const NOBODY: WriterId = WriterId::from_bytes([0; 16]);

fn writer(writers: &[WriterId], place: u16) -> WriterId {
    let writer = writers.get(usize::from(place));
    writer.copied().unwrap_or(NOBODY)
}

#[derive(Default)]
struct Leaves<'v> {
    found: Vec<&'v Leaf>,
    needed: Vec<Needed>,
    damaged: usize,
}

fn locate_in(leaf: &Leaf, ids: &[RecordId], located: &mut Located) {
    let mut shelves: Vec<Shelf> = vec![];
    for id in ids {
        let found = leaf.entries.binary_search_by_key(id, |entry| entry.id);
        let entry = found.ok().and_then(|place| leaf.entries.get(place));
        let batch = entry.and_then(|entry| leaf.batches.get(usize::from(entry.batch)));
        let (Some(entry), Some(batch)) = (entry, batch) else {
            located.failed.push((*id, VaultError::RecordUnknown));
            continue;
        };
        let record = (*id, entry.kind);
        match shelves
            .iter_mut()
            .find(|shelf| shelf.needed.0 == batch.page)
        {
            Some(shelf) => shelf.records.push(record),
            None => shelves.push(Shelf {
                needed: Needed(batch.page),
                records: vec![record],
            }),
        }
    }
    located.shelves.append(&mut shelves);
}
