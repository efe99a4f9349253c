//! [`page::Page`](super::super::page::Page), borrowed from its plaintext.

use super::super::decode::{kind, page_ref};
use super::super::page::PageRef;
use super::super::reader::Reader;
use crate::data::{Field, Kind, Receipt};
use crate::id::RecordId;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ops::Range;

/// No element of the lists that memory is kept ready for takes less.
const LEAST: usize = 16;

pub(super) enum Page<'p> {
    Branch(Vec<PageRef>),
    Leaf(Leaf<'p>),
    /// Its texts; the rest is in the [`Records`] that were handed over.
    Records(&'p str),
}

pub(super) struct Leaf<'p> {
    /// In the order of the identifiers.
    pub(super) entries: Vec<Entry>,
    pub(super) batches: Vec<PageRef>,
    pub(super) texts: &'p str,
}

/// What a scan has use for of [`page::Entry`](super::super::page::Entry).
pub(super) struct Entry {
    pub(super) id: RecordId,
    pub(super) kind: Kind,
    pub(super) is_there: bool,
    pub(super) title: Range<usize>,
    pub(super) batch: u16,
}

/// A page of records. The fields of all of them lie in one list, so that a record needs no memory of its own; and the memory
/// of both lists serves page after page.
#[derive(Default)]
pub(super) struct Records {
    /// In the order of the identifiers.
    pub(super) records: Vec<Located>,
    /// Each with the place of its value among the page's texts.
    pub(super) fields: Vec<(Field, Range<usize>)>,
}

/// A record, and which of the page's fields are its own.
pub(super) struct Located {
    pub(super) id: RecordId,
    pub(super) fields: Range<usize>,
    pub(super) receipt: Option<Box<Receipt>>,
}

impl<'p> Page<'p> {
    /// `None` for what is no page up to its last byte.
    pub(super) fn decode(plaintext: &'p mut [u8], records: &mut Records) -> Option<Self> {
        let mut reader = Reader::new(plaintext);
        records.records.clear();
        records.fields.clear();
        match reader.u32()? {
            0 => {
                let children = list(&mut reader, |reader| {
                    reader.skip(16)?;
                    page_ref(reader)
                })?;
                reader.finish()?;
                Some(Self::Branch(children))
            }
            1 => {
                let entries = list(&mut reader, entry)?;
                let batches = list(&mut reader, |reader| {
                    let page = page_ref(reader)?;
                    let _weight = reader.u32()?;
                    Some(page)
                })?;
                Some(Self::Leaf(Leaf {
                    entries,
                    batches,
                    texts: reader.finish()?,
                }))
            }
            2 => {
                for _ in 0..reader.length()? {
                    records.take(&mut reader)?;
                }
                reader.finish().map(Self::Records)
            }
            _ => None,
        }
    }
}

#[inline(always)]
fn list<T>(
    reader: &mut Reader<'_>,
    mut one: impl FnMut(&mut Reader<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    let length = reader.length()?;
    let mut all = Vec::with_capacity(length.min(reader.left().len() / LEAST));
    for _ in 0..length {
        all.push(one(reader)?);
    }
    Some(all)
}

#[inline(always)]
fn entry(reader: &mut Reader<'_>) -> Option<Entry> {
    let id = RecordId::from_bytes(reader.array()?);
    let kind = kind(reader)?;
    let (_revision, _place, _change) = (reader.u64()?, reader.u32()?, reader.u64()?);
    let mut is_there = false;
    for _ in 0..reader.length()? {
        dot(reader)?;
        is_there |= reader.bool()?;
    }
    let (title, _label, _choices) = (reader.text()?, reader.text()?, reader.u16()?);
    Some(Entry {
        id,
        kind,
        is_there,
        title,
        batch: reader.u16()?,
    })
}

impl Records {
    #[inline(always)]
    fn take(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        let id = RecordId::from_bytes(reader.array()?);
        let start = self.fields.len();
        let receipt = match reader.u32()? {
            0 => {
                for _ in 0..reader.length()? {
                    let field = Field::from_code(reader.u16()?);
                    let value = newest(reader)?;
                    self.fields.extend(value.map(|value| (field, value)));
                }
                None
            }
            1 => Some(reader.receipt()?),
            _ => return None,
        };
        self.records.push(Located {
            id,
            receipt,
            fields: start..self.fields.len(),
        });
        Some(())
    }
}

/// The value that is shown of a field: the first of its versions that has one.
#[inline(always)]
fn newest(reader: &mut Reader<'_>) -> Option<Option<Range<usize>>> {
    let mut newest = None;
    for _ in 0..reader.length()? {
        dot(reader)?;
        if reader.bool()? {
            let value = reader.text()?;
            newest = newest.or(Some(value));
        }
    }
    Some(newest)
}

/// Which change by which writer, of which a scan says nothing.
#[inline(always)]
fn dot(reader: &mut Reader<'_>) -> Option<()> {
    let (_change, _writer) = (reader.u64()?, reader.u16()?);
    Some(())
}
