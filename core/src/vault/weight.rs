//! How full pages are, and how what is too much for one is split.

use super::page::{Entry, Leaf};
use super::row::{Content, Dot, Row};
use super::write::{Act, Work};
use crate::id::RecordId;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// A page of the index or of records that would be heavier than this is split.
const FULL: usize = 6_144;
/// How heavy the parts of a split are at most: room to grow is left in each.
const PART: usize = 4_096;

/// The batches that the work changes, and whether the leaf stays within bounds. If it does not, all are changed.
pub(super) fn touched(leaf: &Leaf, work: &[Work<'_>]) -> (Vec<u16>, bool) {
    let mut touched = vec![];
    let mut weight = total(&leaf.entries, Entry::weight);
    let mut new = 0_usize;
    for (id, acts) in work {
        match leaf.entries.binary_search_by_key(id, |entry| entry.id) {
            Ok(place) => touched.extend(leaf.entries.get(place).map(|entry| entry.batch)),
            Err(_) => new = new.saturating_add(acts.first().map_or(0, new_weight)),
        }
        // A title can grow by whatever is written; texts in the index are a part of those in the record.
        let grows = acts.iter().map(entry_weight).fold(0, usize::saturating_add);
        weight = weight.saturating_add(grows);
    }
    let open = (0_u16..).zip(&leaf.batches).last();
    if let Some((place, batch)) = open
        && new > 0
        && usize::try_from(batch.weight).is_ok_and(|old| old.saturating_add(new) <= FULL)
    {
        touched.push(place);
    }
    (touched, !leaf.entries.is_empty() && weight <= FULL)
}

fn new_weight(act: &Act<'_>) -> usize {
    match act {
        Act::Insert(content, inserted) => {
            let at = Dot {
                change: 0,
                writer: 0,
            };
            Row::new(RecordId::from_bytes([0; 16]), content, *inserted, at).weight()
        }
        Act::Put(row) => row.weight(),
        _ => 0,
    }
}

fn entry_weight(act: &Act<'_>) -> usize {
    match act {
        Act::Insert(content, inserted) => {
            let at = Dot {
                change: 0,
                writer: 0,
            };
            let row = Row::new(RecordId::from_bytes([0; 16]), content, *inserted, at);
            Entry::new(&row, 0).weight()
        }
        Act::Put(row) => Entry::new(row, 0).weight(),
        Act::Replace(Content::Data(record)) => record.title().len().saturating_add(8),
        Act::Update(changes) => {
            let texts = changes.iter().filter_map(|(_, value)| value.as_ref());
            texts.map(String::len).fold(8, usize::saturating_add)
        }
        Act::Replace(Content::Receipt(_)) | Act::Delete | Act::Restore | Act::Erase => 8,
    }
}

pub(super) fn total<T>(items: &[T], weight: impl Fn(&T) -> usize) -> usize {
    items.iter().map(weight).fold(0, usize::saturating_add)
}

/// As one if they are not too heavy together, else in parts that leave room to grow.
pub(super) fn parts<T>(items: Vec<T>, weight: impl Fn(&T) -> usize) -> Vec<Vec<T>> {
    if total(&items, &weight) <= FULL {
        vec![items]
    } else {
        split(items, PART, weight)
    }
}

pub(super) fn split<T>(items: Vec<T>, most: usize, weight: impl Fn(&T) -> usize) -> Vec<Vec<T>> {
    let mut parts = vec![];
    let mut part = vec![];
    let mut held = 0_usize;
    for item in items {
        let heavier = held.saturating_add(weight(&item));
        if heavier > most && !part.is_empty() {
            parts.push(core::mem::take(&mut part));
            held = weight(&item);
        } else {
            held = heavier;
        }
        part.push(item);
    }
    parts.push(part);
    parts
}
