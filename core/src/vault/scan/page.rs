//! [`page::Page`](super::super::page::Page), borrowed from its plaintext.

use super::super::page::PageRef;
use super::reader::Reader;
use crate::data::{Field, Kind, Receipt};
use crate::id::{PageId, RecordId};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ops::Range;

/// No element of the lists that memory is kept ready for takes less.
const LEAST: usize = 16;

pub(super) enum Page<'p> {
    Branch(Vec<PageRef>),
    Leaf(Leaf<'p>),
    Records(Records<'p>),
}

pub(super) struct Leaf<'p> {
    /// In the order of the identifiers.
    pub(super) entries: Vec<Entry<'p>>,
    pub(super) batches: Vec<PageRef>,
}

/// What a scan has use for of [`page::Entry`](super::super::page::Entry).
pub(super) struct Entry<'p> {
    pub(super) id: RecordId,
    pub(super) kind: Kind,
    pub(super) is_there: bool,
    pub(super) title: &'p str,
    pub(super) batch: u16,
}

/// A page of records. The fields of all of them lie in one list, so that a record needs no memory of its own.
#[derive(Default)]
pub(super) struct Records<'p> {
    /// In the order of the identifiers.
    pub(super) records: Vec<Located>,
    pub(super) fields: Vec<(Field, &'p str)>,
}

/// A record, and which of the page's fields are its own.
pub(super) struct Located {
    pub(super) id: RecordId,
    pub(super) fields: Range<usize>,
    pub(super) receipt: Option<Box<Receipt>>,
}

impl<'p> Page<'p> {
    /// `None` for what is no page up to its last byte.
    pub(super) fn decode(plaintext: &'p [u8]) -> Option<Self> {
        let mut reader = Reader::new(plaintext);
        let page = match reader.u32()? {
            0 => Self::Branch(list(&mut reader, |reader| {
                reader.array::<16>()?;
                page_ref(reader)
            })?),
            1 => Self::Leaf(Leaf {
                entries: list(&mut reader, entry)?,
                batches: list(&mut reader, |reader| {
                    let page = page_ref(reader)?;
                    let _weight = reader.u32()?;
                    Some(page)
                })?,
            }),
            2 => Self::Records(records(&mut reader)?),
            _ => return None,
        };
        reader.left().is_empty().then_some(page)
    }
}

fn list<'p, T>(
    reader: &mut Reader<'p>,
    mut one: impl FnMut(&mut Reader<'p>) -> Option<T>,
) -> Option<Vec<T>> {
    let length = reader.length()?;
    let mut all = Vec::with_capacity(length.min(reader.left().len() / LEAST));
    for _ in 0..length {
        all.push(one(reader)?);
    }
    Some(all)
}

fn page_ref(reader: &mut Reader<'_>) -> Option<PageRef> {
    Some(PageRef {
        id: PageId::from_number(reader.u32()?),
        epoch: reader.u32()?,
        revision: reader.u64()?,
        salt: reader.array()?,
    })
}

fn entry<'p>(reader: &mut Reader<'p>) -> Option<Entry<'p>> {
    let id = RecordId::from_bytes(reader.array()?);
    let kind = match reader.u32()? {
        0 => Kind::Person,
        1 => Kind::Email,
        2 => Kind::Phone,
        3 => Kind::Address,
        4 => Kind::Receipt,
        _ => return None,
    };
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

fn records<'p>(reader: &mut Reader<'p>) -> Option<Records<'p>> {
    let mut fields = Vec::with_capacity(reader.left().len() / LEAST);
    let records = list(reader, |reader| {
        let id = RecordId::from_bytes(reader.array()?);
        let start = fields.len();
        let receipt = match reader.u32()? {
            0 => {
                for _ in 0..reader.length()? {
                    let field = Field::from_code(reader.u16()?);
                    let value = newest(reader)?;
                    fields.extend(value.map(|value| (field, value)));
                }
                None
            }
            1 => {
                let (receipt, left) = postcard::take_from_bytes(reader.left()).ok()?;
                reader.go_on_with(left);
                Some(receipt)
            }
            _ => return None,
        };
        let fields = start..fields.len();
        Some(Located {
            id,
            fields,
            receipt,
        })
    })?;
    Some(Records { records, fields })
}

/// The value that is shown of a field: the first of its versions that has one.
fn newest<'p>(reader: &mut Reader<'p>) -> Option<Option<&'p str>> {
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
fn dot(reader: &mut Reader<'_>) -> Option<()> {
    let (_change, _writer) = (reader.u64()?, reader.u16()?);
    Some(())
}
