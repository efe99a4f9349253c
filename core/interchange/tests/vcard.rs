//! Reading vCards.

use hailstone_core::data::{Field, Kind, Record};
use hailstone_interchange::{ImportError, read_vcard};

fn lines(record: &Record) -> Vec<(&'static str, &str)> {
    record
        .fields()
        .map(|(field, value)| (field.name(), value))
        .collect()
}

#[test]
fn a_vcard_becomes_records_under_openid_connect_names() {
    let records = read_vcard(include_str!("samples/ada.vcf")).unwrap();
    let kinds: Vec<_> = records.iter().map(Record::kind).collect();
    use Kind::{Address, Email, Person, Phone};
    assert_eq!(
        kinds,
        [Person, Email, Email, Phone, Phone, Address, Address]
    );
    assert_eq!(
        lines(&records[0]),
        [
            ("name", "Ada Lovelace"),
            ("given_name", "Ada"),
            ("family_name", "Lovelace"),
            ("middle_name", "Augusta"),
            ("nickname", "Ada"),
            ("birthdate", "1915-12-10"),
            ("website", "https://ada.example.org"),
        ]
    );
    assert_eq!(
        lines(&records[1]),
        [("label", "home"), ("email", "ada.lovelace@example.org")]
    );
    assert_eq!(
        lines(&records[2]),
        [("label", "work"), ("email", "ada@analytical.example")]
    );
    assert_eq!(
        records[3].field(Field::PhoneNumber),
        Some("+44-20-7946-0123")
    );
    assert_eq!(
        lines(&records[5]),
        [
            ("label", "home"),
            (
                "address.formatted",
                "12 St James's Square\nSW1Y 4LB London\nUnited Kingdom"
            ),
            ("address.street_address", "12 St James's Square"),
            ("address.locality", "London"),
            ("address.postal_code", "SW1Y 4LB"),
            ("address.country", "United Kingdom"),
        ]
    );
    assert_eq!(
        records[6].field(Field::StreetAddress),
        Some("7 Dorset Street\nSecond floor")
    );
    assert_eq!(
        records[6].field(Field::Formatted),
        Some("Analytical Engines Ltd\n7 Dorset Street\nLondon W1U 6QR")
    );
}

#[test]
fn the_older_versions_are_read() {
    let text = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:M\u{fc}ller;J\u{f6}rg;;;\r\nFN:J\u{f6}rg M\u{fc}ller\r\n\
                TEL;TYPE=CELL:0170 1234567\r\nEMAIL;TYPE=INTERNET,pref:jm@example.org\r\nBDAY:1970-01-31\r\nEND:VCARD\r\n";
    let records = read_vcard(text).unwrap();
    assert_eq!(records[0].field(Field::Birthdate), Some("1970-01-31"));
    assert_eq!(records[0].field(Field::Name), Some("J\u{f6}rg M\u{fc}ller"));
    assert_eq!(records.len(), 3);
}

#[test]
fn a_birthday_without_a_year_keeps_its_day() {
    let text = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:A\r\nBDAY:--1210\r\nEND:VCARD\r\n";
    assert_eq!(
        read_vcard(text).unwrap()[0].field(Field::Birthdate),
        Some("0000-12-10")
    );
}

#[test]
fn a_name_is_made_up_from_its_parts_where_there_is_none() {
    let text = "BEGIN:VCARD\r\nVERSION:4.0\r\nN:Lovelace;Ada;;;\r\nEND:VCARD\r\n";
    assert_eq!(
        read_vcard(text).unwrap()[0].field(Field::Name),
        Some("Ada Lovelace")
    );
}

#[test]
fn bad_files_have_errors_of_their_own() {
    assert_eq!(read_vcard(""), Err(ImportError::Malformed));
    assert_eq!(read_vcard("hello"), Err(ImportError::Malformed));
    assert_eq!(
        read_vcard("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        Err(ImportError::Malformed)
    );
    assert_eq!(
        read_vcard("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ada"),
        Err(ImportError::Malformed)
    );
    let nothing = "BEGIN:VCARD\r\nVERSION:4.0\r\nNOTE:only a note\r\nEND:VCARD\r\n";
    assert_eq!(read_vcard(nothing), Err(ImportError::Empty));
    let one = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:A\r\nEND:VCARD\r\n";
    assert_eq!(read_vcard(&one.repeat(2)), Err(ImportError::SeveralPeople));
    assert_eq!(
        read_vcard(&" ".repeat((16 << 20) + 1)),
        Err(ImportError::TooLarge)
    );
}
