//! One record as it lies in the vault: every value with the change and the writer that it came from, so that two copies
//! can be merged field by field.

use super::VaultError;
use super::few::Few;
use crate::data::{Field, Kind, Receipt, Record};
use crate::id::RecordId;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// Which change by which writer; no two changes share one. The writer is a place in the vault's list of writers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Dot {
    pub(super) change: u64,
    pub(super) writer: u16,
}

/// One value of a field. `None` where the record was erased: the value is gone, that it was there is remembered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Version {
    pub(super) at: Dot,
    pub(super) value: Option<String>,
}

impl Drop for Version {
    fn drop(&mut self) {
        self.value.zeroize();
    }
}

impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Version")
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

/// What the last changes of a record as a whole did to it: changed it, or deleted it. More than one where copies were
/// changed without knowing of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Presence {
    pub(super) at: Dot,
    pub(super) there: bool,
}

/// What a record holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Stored {
    /// Fields in the order of their numbers, each with the newest value first; more than one is a choice that the person
    /// has to make.
    Data(Vec<(Field, Few<Version>)>),
    /// How a request ended; it never changes.
    Receipt(Box<Receipt>),
}

impl Default for Stored {
    fn default() -> Self {
        Self::Data(Vec::new())
    }
}

/// A record as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) id: RecordId,
    pub(super) kind: Kind,
    pub(super) inserted: (u64, u32),
    /// The revision of this copy of the vault that wrote it last.
    pub(super) change: u64,
    pub(super) presence: Few<Presence>,
    pub(super) stored: Stored,
}

/// What a record holds, as the outside sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// The person's own data.
    Data(Record),
    /// How a request ended.
    Receipt(Box<Receipt>),
}

impl Content {
    /// The kind of the record.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Data(record) => record.kind(),
            Self::Receipt(_) => Kind::Receipt,
        }
    }
}

/// Whether a record is there: a change that the deletion did not know of keeps it.
pub(super) fn is_there(presence: &[Presence]) -> bool {
    presence.iter().any(|one| one.there)
}

impl Row {
    /// A record that was not there before.
    pub(super) fn new(id: RecordId, content: &Content, inserted: (u64, u32), at: Dot) -> Self {
        Self {
            id,
            kind: content.kind(),
            inserted,
            change: at.change,
            presence: Few::One(Presence { at, there: true }),
            stored: match content {
                Content::Data(record) => Stored::Data(
                    record
                        .fields()
                        .map(|(field, value)| (field, Few::One(written(at, value))))
                        .collect(),
                ),
                Content::Receipt(receipt) => Stored::Receipt(receipt.clone()),
            },
        }
    }

    /// Puts other content in the place of the record's. A field whose value stays keeps the change it came from, and a
    /// choice that is open in it stays open.
    pub(super) fn replace(&mut self, content: &Content, at: Dot) -> Result<(), VaultError> {
        let (Stored::Data(fields), Content::Data(record)) = (&mut self.stored, content) else {
            return Err(VaultError::KindMismatch);
        };
        if record.kind() != self.kind {
            return Err(VaultError::KindMismatch);
        }
        let old = core::mem::take(fields);
        for (field, value) in record.fields() {
            let same = old
                .iter()
                .find(|(known, versions)| *known == field && newest(versions) == Some(value));
            let versions =
                same.map_or_else(|| Few::One(written(at, value)), |(_, same)| same.clone());
            fields.push((field, versions));
        }
        self.touch(at);
        Ok(())
    }

    /// Sets fields, or removes those without a value. A choice that was open in such a field is made by it.
    pub(super) fn update(
        &mut self,
        changes: &[(Field, Option<String>)],
        at: Dot,
    ) -> Result<(), VaultError> {
        let Stored::Data(fields) = &mut self.stored else {
            return Err(VaultError::KindMismatch);
        };
        for (field, value) in changes {
            let value = value
                .as_deref()
                .map(str::trim)
                .filter(|value| !value.is_empty());
            let place = fields.binary_search_by_key(&field.code(), |(known, _)| known.code());
            match (place, value) {
                (Ok(place), Some(value)) => {
                    if let Some((_, versions)) = fields.get_mut(place) {
                        *versions = Few::One(written(at, value));
                    }
                }
                (Ok(place), None) => drop(fields.remove(place)),
                (Err(place), Some(value)) => {
                    fields.insert(place, (*field, Few::One(written(at, value))));
                }
                (Err(_), None) => {}
            }
        }
        self.touch(at);
        Ok(())
    }

    /// Deletes the record. Its values stay until it is erased, so that a deletion can be taken back, and another copy's
    /// edit that did not know of it finds all that it was made on.
    pub(super) fn delete(&mut self, at: Dot) -> Result<(), VaultError> {
        if !matches!(self.stored, Stored::Data(_)) {
            return Err(VaultError::KindMismatch);
        }
        self.presence = Few::One(Presence { at, there: false });
        Ok(())
    }

    /// Erases the values of a deleted record for good.
    pub(super) fn erase(&mut self, at: Dot) -> Result<(), VaultError> {
        if let Stored::Data(fields) = &mut self.stored {
            for version in fields
                .iter_mut()
                .flat_map(|(_, versions)| versions.iter_mut())
            {
                version.value.zeroize();
                version.value = None;
            }
        }
        self.delete(at)
    }

    /// Takes a deletion back.
    pub(super) fn restore(&mut self, at: Dot) {
        self.touch(at);
    }

    fn touch(&mut self, at: Dot) {
        self.presence = Few::One(Presence { at, there: true });
    }

    pub(super) fn is_there(&self) -> bool {
        is_there(&self.presence)
    }

    /// About how many bytes it takes in a page of records.
    pub(super) fn weight(&self) -> usize {
        self.stored.weight()
    }
}

fn written(at: Dot, value: &str) -> Version {
    Version {
        at,
        value: Some(value.into()),
    }
}

/// The value that is shown of a field.
fn newest(versions: &[Version]) -> Option<&str> {
    versions.iter().find_map(|version| version.value.as_deref())
}

impl Stored {
    /// [`Stored::content`], for who has no other use for it: nothing is copied.
    pub(super) fn into_content(self, kind: Kind) -> Content {
        match self {
            Self::Data(fields) => {
                let values = fields.into_iter().filter_map(|(field, mut versions)| {
                    let mut values = versions.iter_mut();
                    let value = values.find_map(|version| version.value.take())?;
                    Some((field, value))
                });
                Content::Data(Record::of(kind, values))
            }
            Self::Receipt(receipt) => Content::Receipt(receipt),
        }
    }

    /// What there is to see of it, each field with its newest value.
    pub(super) fn content(&self, kind: Kind) -> Content {
        match self {
            Self::Data(fields) => {
                let mut record = Record::new(kind);
                for (field, versions) in fields {
                    record.set(*field, newest(versions).unwrap_or_default());
                }
                Content::Data(record)
            }
            Self::Receipt(receipt) => Content::Receipt(receipt.clone()),
        }
    }

    /// How many fields wait for a choice.
    pub(super) fn choices(&self) -> usize {
        let Self::Data(fields) = self else { return 0 };
        let open = |versions: &[Version]| {
            let values = || {
                versions
                    .iter()
                    .filter_map(|version| version.value.as_deref())
            };
            values().any(|value| Some(value) != values().next())
        };
        fields.iter().filter(|(_, versions)| open(versions)).count()
    }

    /// About how many bytes it takes: identifier, lengths, numbers, texts.
    pub(super) fn weight(&self) -> usize {
        let bytes = match self {
            Self::Data(fields) => fields
                .iter()
                .flat_map(|(_, versions)| versions.iter())
                .map(|version| {
                    version
                        .value
                        .as_ref()
                        .map_or(0, String::len)
                        .saturating_add(12)
                })
                .sum(),
            Self::Receipt(receipt) => {
                let purposes = receipt.purpose.iter();
                let purposes = purposes.map(|(tag, text)| tag.len().saturating_add(text.len()));
                let claims = receipt.items.iter().flat_map(|item| &item.claims);
                let claims = claims.map(|claim| claim.len().saturating_add(8));
                let subject = receipt.subject.as_ref().map_or(0, String::len);
                purposes
                    .chain(claims)
                    .sum::<usize>()
                    .saturating_add(subject)
                    .saturating_add(128)
            }
        };
        bytes.saturating_add(24)
    }
}
