//! [`Page`] from its plaintext. `serde` would go through every identifier and salt byte by byte, and through one function for every
//! type; a list in a browser decodes ten thousand entries in code that was not compiled well yet.

use super::few::Few;
use super::page::{Batch, Child, Entry, Leaf, Page, PageRef};
use super::reader::Reader;
use super::row::{Dot, Presence, Stored, Version};
use crate::data::{Field, Kind};
use crate::id::{PageId, RecordId};
use alloc::vec::Vec;

/// No element of the lists that memory is kept ready for takes less.
const LEAST: usize = 16;

impl Page {
    /// `None` for what is no page up to its last byte.
    pub(super) fn decode(plaintext: &mut [u8]) -> Option<Self> {
        let mut reader = Reader::new(plaintext);
        let page = match reader.u32()? {
            0 => Self::Branch(list(&mut reader, child)?),
            1 => Self::Leaf(Leaf {
                entries: list(&mut reader, entry)?,
                batches: list(&mut reader, batch)?,
            }),
            2 => Self::Records(list(&mut reader, record)?),
            _ => return None,
        };
        reader.left().is_empty().then_some(page)
    }
}

fn list<T>(reader: &mut Reader<'_>, one: impl Fn(&mut Reader<'_>) -> Option<T>) -> Option<Vec<T>> {
    let length = reader.length()?;
    let mut all = Vec::with_capacity(length.min(reader.left().len() / LEAST));
    for _ in 0..length {
        all.push(one(reader)?);
    }
    Some(all)
}

/// A list that is mostly of one.
fn few<T>(reader: &mut Reader<'_>, one: impl Fn(&mut Reader<'_>) -> Option<T>) -> Option<Few<T>> {
    let length = reader.length()?;
    if length == 1 {
        return one(reader).map(Few::One);
    }
    let mut all = Vec::new();
    for _ in 0..length {
        all.push(one(reader)?);
    }
    Some(Few::Others(all))
}

#[inline(never)]
fn child(reader: &mut Reader<'_>) -> Option<Child> {
    Some(Child {
        first: RecordId::from_bytes(reader.array()?),
        page: page_ref(reader)?,
    })
}

#[inline(always)]
pub(super) fn page_ref(reader: &mut Reader<'_>) -> Option<PageRef> {
    Some(PageRef {
        id: PageId::from_number(reader.u32()?),
        epoch: reader.u32()?,
        revision: reader.u64()?,
        salt: reader.array()?,
    })
}

#[inline(never)]
fn batch(reader: &mut Reader<'_>) -> Option<Batch> {
    Some(Batch {
        page: page_ref(reader)?,
        weight: reader.u32()?,
    })
}

#[inline(never)]
fn entry(reader: &mut Reader<'_>) -> Option<Entry> {
    Some(Entry {
        id: RecordId::from_bytes(reader.array()?),
        kind: kind(reader)?,
        inserted: (reader.u64()?, reader.u32()?),
        change: reader.u64()?,
        presence: few(reader, |reader| {
            Some(Presence {
                at: dot(reader)?,
                there: reader.bool()?,
            })
        })?,
        title: reader.string()?,
        label: reader.string()?,
        choices: reader.u16()?,
        batch: reader.u16()?,
    })
}

#[inline(always)]
pub(super) fn kind(reader: &mut Reader<'_>) -> Option<Kind> {
    match reader.u32()? {
        0 => Some(Kind::Person),
        1 => Some(Kind::Email),
        2 => Some(Kind::Phone),
        3 => Some(Kind::Address),
        4 => Some(Kind::Receipt),
        5 => Some(Kind::Credential),
        _ => None,
    }
}

fn record(reader: &mut Reader<'_>) -> Option<(RecordId, Stored)> {
    let id = RecordId::from_bytes(reader.array()?);
    let stored = match reader.u32()? {
        0 => Stored::Data(fields(reader)?),
        1 => Stored::Receipt(reader.receipt()?),
        _ => return None,
    };
    Some((id, stored))
}

fn fields(reader: &mut Reader<'_>) -> Option<Vec<(Field, Few<Version>)>> {
    let length = reader.length()?;
    let mut all = Vec::with_capacity(length.min(reader.left().len() / LEAST));
    for _ in 0..length {
        let field = Field::from_code(reader.u16()?);
        all.push((field, few(reader, version)?));
    }
    Some(all)
}

#[inline(never)]
fn version(reader: &mut Reader<'_>) -> Option<Version> {
    let at = dot(reader)?;
    let has_value = reader.bool()?;
    let value = if has_value {
        Some(reader.string()?)
    } else {
        None
    };
    Some(Version { at, value })
}

fn dot(reader: &mut Reader<'_>) -> Option<Dot> {
    Some(Dot {
        change: reader.u64()?,
        writer: reader.u16()?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::page::reencode_page;
    use super::*;
    use crate::data::{Outcome, Receipt};
    use crate::time::Timestamp;
    use alloc::boxed::Box;
    use alloc::vec;

    const AT: Dot = Dot {
        change: 300,
        writer: 1,
    };
    const ID: RecordId = RecordId::from_bytes([0xa5; 16]);

    fn reference() -> PageRef {
        PageRef {
            id: PageId::from_number(200),
            epoch: 1,
            revision: 70_000,
            salt: [0xc3; 24],
        }
    }

    fn leaf() -> Page {
        let entries = [0, 1, 2].map(|times| Entry {
            id: ID,
            kind: Kind::Credential,
            inserted: (130, 2),
            change: 1,
            presence: vec![
                Presence {
                    at: AT,
                    there: true
                };
                times
            ]
            .into(),
            title: "Jürg".into(),
            label: "".into(),
            choices: 0,
            batch: 129,
        });
        Page::Leaf(Leaf {
            entries: entries.into(),
            batches: vec![Batch {
                page: reference(),
                weight: 4096,
            }],
        })
    }

    fn records() -> Page {
        let version = |value: Option<&str>| Version {
            at: AT,
            value: value.map(Into::into),
        };
        let fields = vec![
            (Field::Email, Few::One(version(Some("雹@example.org")))),
            (Field::Name, vec![version(None), version(Some(""))].into()),
            (Field::Later(999), vec![].into()),
        ];
        let receipt = Receipt {
            at: Timestamp::from_unix(1),
            origin: "https://shop.example".into(),
            outcome: Outcome::Refused,
            error: None,
            purpose: vec![],
            items: vec![],
            subject: None,
            token_hash: None,
        };
        Page::Records(vec![
            (ID, Stored::Data(fields)),
            (ID, Stored::Receipt(Box::new(receipt))),
        ])
    }

    #[test]
    fn f5_pages_are_read_and_refused_as_postcard_does() {
        let branch = Page::Branch(vec![
            Child {
                first: ID,
                page: reference(),
            };
            2
        ]);
        for page in [branch, leaf(), records()] {
            let bytes = postcard::to_allocvec(&page).unwrap();
            // It compares the two.
            assert_eq!(reencode_page(&bytes).as_ref(), Some(&bytes));
            for place in 0..bytes.len() {
                assert_eq!(reencode_page(&bytes[..place]), None);
                for byte in 0..=255 {
                    let mut other = bytes.clone();
                    other[place] = byte;
                    reencode_page(&other);
                }
            }
            assert_eq!(reencode_page(&[&*bytes, &[0]].concat()), None);
        }
    }
}
