//! What a person keeps: the kinds of record, their fields, and under which claim names and token types a site may ask
//! for them. `docs/release-profile.md` has the same table for people.

mod field;
mod receipt;
mod vocabulary;

pub use field::Field;
pub use receipt::{Outcome, Receipt, ReceiptItem};
pub use vocabulary::{Claim, Slot, TYPES, TokenType, token_type};

use crate::ordered::Map;
use alloc::string::String;
use core::fmt;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// The kinds of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Who the person is.
    Person,
    /// One e-mail address of the person.
    Email,
    /// One telephone number of the person.
    Phone,
    /// One postal address of the person.
    Address,
    /// One release or refusal.
    Receipt,
    /// A credential that an issuer gave to the person, or a key that waits for one.
    Credential,
}

impl Kind {
    /// The kind as it is written in messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Address => "address",
            Self::Receipt => "receipt",
            Self::Credential => "credential",
        }
    }
}

/// One item of the person's data: a kind and its fields. A field that is absent is unknown; it is never empty.
///
/// `Debug` shows which fields there are, never their values; these are wiped on drop.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    kind: Kind,
    fields: Map<Field, String>,
}

impl Record {
    /// A record of `kind` with no fields yet.
    pub const fn new(kind: Kind) -> Self {
        Self {
            kind,
            fields: Map::new(),
        }
    }

    /// A record with these values, which are trimmed and not empty.
    pub(crate) fn of(kind: Kind, values: impl Iterator<Item = (Field, String)>) -> Self {
        Self {
            kind,
            fields: values.collect(),
        }
    }

    /// Sets a field; surrounding white space is dropped, and an empty value removes the field.
    pub fn set(&mut self, field: Field, value: &str) {
        match value.trim() {
            "" => self.fields.remove(&field).zeroize(),
            value => self.fields.insert(field, value.into()).zeroize(),
        }
    }

    /// [`Record::set`], for building.
    #[must_use]
    pub fn with(mut self, field: Field, value: &str) -> Self {
        self.set(field, value);
        self
    }

    /// What kind of record it is.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The value of one field.
    pub fn field(&self, field: Field) -> Option<&str> {
        self.fields.get(&field).map(String::as_str)
    }

    /// All fields that have a value, in the order of the vocabulary.
    pub fn fields(&self) -> impl Iterator<Item = (Field, &str)> {
        self.fields
            .iter()
            .map(|(field, value)| (*field, value.as_str()))
    }

    /// Whether no field has a value.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// One line by which a person recognises the record: its label, or its most telling values.
    pub fn title(&self) -> String {
        let telling: &[Field] = match self.kind {
            Kind::Person => &[Field::Name],
            Kind::Email => &[Field::Email],
            Kind::Phone => &[Field::PhoneNumber],
            Kind::Address => &[Field::StreetAddress, Field::PostalCode, Field::Locality],
            Kind::Receipt => &[],
            Kind::Credential => &[Field::CredentialType, Field::Issuer],
        };
        let mut title = String::new();
        for value in telling.iter().filter_map(|field| self.field(*field)) {
            if !title.is_empty() {
                title.push_str(", ");
            }
            title.push_str(value.lines().next().unwrap_or_default());
        }
        // A key that waits for its credential has nothing telling, and its value is nothing to show.
        if title.is_empty() && self.kind != Kind::Credential {
            title.extend(self.fields().map(|(_, value)| value).take(1));
        }
        title
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        self.fields.values_mut().for_each(Zeroize::zeroize);
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("kind", &self.kind)
            .field("fields", &self.fields.len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn debug_output_of_a_record_shows_no_value() {
        let record = Record::new(Kind::Email).with(Field::Email, "ada@example.org");
        assert_eq!(format!("{record:?}"), "Record { kind: Email, fields: 1 }");
    }

    #[test]
    fn an_empty_value_removes_the_field() {
        let mut record = Record::new(Kind::Person).with(Field::Name, " Ada ");
        assert_eq!(record.field(Field::Name), Some("Ada"));
        record.set(Field::Name, "  ");
        assert!(record.is_empty());
    }

    #[test]
    fn the_title_is_what_a_person_recognises() {
        let record = Record::new(Kind::Address)
            .with(Field::StreetAddress, "1 Main St\nFlat 2")
            .with(Field::Locality, "Cork");
        assert_eq!(record.title(), "1 Main St, Cork");
    }
}
