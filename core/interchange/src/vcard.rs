//! vCard (RFC 6350, and versions 2.1 and 3.0) to records under OpenID Connect claim names.

use crate::ImportError;
use calcard::common::PartialDateTime;
use calcard::vcard::{
    VCard, VCardEntry, VCardParameterName, VCardParameterValue, VCardProperty, VCardType,
    VCardValue,
};
use calcard::{Entry, Parser};
use hailstone_core::data::{Field, Kind, Record};

/// The longest file that is read; a photograph in it is skipped, so the limit is generous.
const MAX_LENGTH: usize = 16 << 20;

/// Reads the vCard of one person: a person record, and one record for each e-mail address, telephone number and
/// postal address, the preferred ones (`PREF`, RFC 6350 §5.3) first. Properties that Hailstone does not keep are
/// passed over.
///
/// # Errors
/// [`ImportError::TooLarge`] above 16 MiB, [`ImportError::Malformed`], [`ImportError::Empty`], and
/// [`ImportError::SeveralPeople`] for a file with more than one card: it is an address book, not the person.
///
/// ```
/// let text = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ada Lovelace\r\nEMAIL;TYPE=home:ada@example.org\r\nEND:VCARD\r\n";
/// let records = hailstone_interchange::read_vcard(text)?;
/// assert_eq!(records[0].title(), "Ada Lovelace");
/// assert_eq!(records[1].title(), "ada@example.org");
/// # Ok::<(), hailstone_interchange::ImportError>(())
/// ```
pub fn read_vcard(text: &str) -> Result<Vec<Record>, ImportError> {
    if text.len() > MAX_LENGTH {
        return Err(ImportError::TooLarge);
    }
    // The parser forgives a missing end; a file that broke off must not be taken for the whole.
    let last = text
        .lines()
        .rev()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    if !last.trim().eq_ignore_ascii_case("END:VCARD") {
        return Err(ImportError::Malformed);
    }
    let mut parser = Parser::new(text);
    let mut card = None;
    loop {
        match parser.entry() {
            Entry::VCard(_) if card.is_some() => return Err(ImportError::SeveralPeople),
            Entry::VCard(found) => card = Some(found),
            Entry::Eof => break,
            // Blank lines and stray text around a card do no harm; inside of one the parser has dealt with them.
            Entry::InvalidLine(line) if line.trim().is_empty() => {}
            _ => return Err(ImportError::Malformed),
        }
    }
    let records = records(&card.ok_or(ImportError::Malformed)?);
    if records.is_empty() {
        Err(ImportError::Empty)
    } else {
        Ok(records)
    }
}

fn records(card: &VCard) -> Vec<Record> {
    let several = |property: &VCardProperty, read: fn(&VCardEntry) -> Record| {
        let mut entries: Vec<_> = card
            .entries
            .iter()
            .filter(|entry| entry.name == *property)
            .collect();
        entries.sort_by_key(|entry| preference(entry));
        entries.into_iter().map(read).collect::<Vec<_>>()
    };
    let mut records = vec![person(card)];
    records.extend(several(&VCardProperty::Email, email));
    records.extend(several(&VCardProperty::Tel, phone));
    records.extend(several(&VCardProperty::Adr, address));
    // A label alone is not data.
    records.retain(|record| record.fields().any(|(field, _)| field != Field::Label));
    records
}

fn person(card: &VCard) -> Record {
    let first = |property: VCardProperty| {
        let entries = card.entries.iter().filter(|entry| entry.name == property);
        entries.min_by_key(|entry| preference(entry))
    };
    let text = |property| {
        first(property)
            .map(|entry| component(entry, 0))
            .unwrap_or_default()
    };
    let name = |place| {
        first(VCardProperty::N)
            .map(|entry| component(entry, place))
            .unwrap_or_default()
    };
    let mut person = Record::new(Kind::Person)
        .with(Field::FamilyName, &name(0))
        .with(Field::GivenName, &name(1))
        .with(Field::MiddleName, &name(2))
        .with(Field::Nickname, &text(VCardProperty::Nickname))
        .with(Field::Website, &text(VCardProperty::Url))
        .with(Field::Name, &text(VCardProperty::Fn));
    if person.field(Field::Name).is_none() {
        let name = [Field::GivenName, Field::MiddleName, Field::FamilyName];
        let name: Vec<_> = name
            .iter()
            .filter_map(|field| person.field(*field))
            .collect();
        let name = name.join(" ");
        person.set(Field::Name, &name);
    }
    if let Some(VCardValue::PartialDateTime(date)) =
        first(VCardProperty::Bday).and_then(|bday| bday.values.first())
    {
        person.set(Field::Birthdate, &birthdate(date));
    }
    person
}

fn email(entry: &VCardEntry) -> Record {
    let address = component(entry, 0);
    let address = address.strip_prefix("mailto:").unwrap_or(&address);
    Record::new(Kind::Email)
        .with(Field::Email, address)
        .with(Field::Label, label(entry))
}

fn phone(entry: &VCardEntry) -> Record {
    // RFC 6350 §6.4.1: the value may be a `tel` URI (RFC 3966), with parameters behind the number.
    let number = component(entry, 0);
    let number = match number.strip_prefix("tel:") {
        Some(uri) => uri.split(';').next().unwrap_or_default(),
        None => &number,
    };
    Record::new(Kind::Phone)
        .with(Field::PhoneNumber, number)
        .with(Field::Label, label(entry))
}

fn address(entry: &VCardEntry) -> Record {
    // RFC 6350 §6.3.1: post office box, extended address, street, locality, region, code, country.
    let part = |place| component(entry, place);
    let lines = |parts: &[&str]| {
        let parts: Vec<_> = parts
            .iter()
            .copied()
            .filter(|part| !part.trim().is_empty())
            .collect();
        parts.join("\n")
    };
    let (post_box, extended, street) = (part(0), part(1), part(2));
    let (locality, region, code, country) = (part(3), part(4), part(5), part(6));
    let street = lines(&[&street, &extended, &post_box]);
    let place = [code.as_str(), locality.as_str()].join(" ");
    let formatted = text_parameter(entry, &VCardParameterName::Label)
        .unwrap_or_else(|| lines(&[&street, place.trim(), &region, &country]));
    let record = Record::new(Kind::Address)
        .with(Field::StreetAddress, &street)
        .with(Field::Locality, &locality)
        .with(Field::Region, &region)
        .with(Field::PostalCode, &code)
        .with(Field::Country, &country)
        .with(Field::Label, label(entry));
    record.with(Field::Formatted, &formatted)
}

/// A component of the value; several texts in it are joined by a comma.
fn component(entry: &VCardEntry, place: usize) -> String {
    match entry.values.get(place) {
        Some(VCardValue::Text(text)) => text.clone(),
        Some(VCardValue::Component(parts)) => parts.join(", "),
        _ => String::new(),
    }
}

fn text_parameter(entry: &VCardEntry, name: &VCardParameterName) -> Option<String> {
    entry
        .params
        .iter()
        .filter(|parameter| parameter.name == *name)
        .find_map(|parameter| match &parameter.value {
            VCardParameterValue::Text(text) => Some(text.clone()),
            _ => None,
        })
}

/// `home` or `work`, where the card says so.
fn label(entry: &VCardEntry) -> &'static str {
    entry
        .params
        .iter()
        .find_map(|parameter| match &parameter.value {
            VCardParameterValue::Type(VCardType::Home) => Some("home"),
            VCardParameterValue::Type(VCardType::Work) => Some("work"),
            _ => None,
        })
        .unwrap_or_default()
}

/// 1 is most preferred, 100 least (RFC 6350 §5.3); without the parameter, least of all. `TYPE=pref` is version 3.0's.
fn preference(entry: &VCardEntry) -> u32 {
    let stated =
        entry
            .params
            .iter()
            .filter_map(|parameter| match (&parameter.name, &parameter.value) {
                (VCardParameterName::Pref, VCardParameterValue::Integer(rank)) => Some(*rank),
                (VCardParameterName::Pref, _) => Some(1),
                (VCardParameterName::Type, VCardParameterValue::Text(text))
                    if text.eq_ignore_ascii_case("pref") =>
                {
                    Some(1)
                }
                _ => None,
            });
    stated.min().unwrap_or(101)
}

/// OpenID Connect Core 1.0 §5.1: `YYYY-MM-DD`, `0000-MM-DD` without a year, `YYYY` for a year alone.
fn birthdate(date: &PartialDateTime) -> String {
    match (date.year, date.month, date.day) {
        (year, Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", year.unwrap_or(0)),
        (Some(year), _, _) => format!("{year:04}"),
        _ => String::new(),
    }
}
