//! For people.

use super::Shown;
use crate::cli::plain;
use crate::clock;
use hailstone_core::data::{Field, Kind, Outcome, Receipt, Record};
use hailstone_core::wire::Language;

/// Each record under its kind and label, its values beside their claim names.
pub(super) fn write(shown: &Shown, receipts: bool, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    for (_, found) in &shown.records {
        record(found, &mut lines);
    }
    if receipts {
        for (_, found) in &shown.receipts {
            receipt(found, language, &mut lines);
        }
    }
    if lines.is_empty() && shown.tampered.is_empty() {
        lines.push(match language {
            Language::English => "The vault is empty.".into(),
            Language::German => "Der Tresor ist leer.".into(),
        });
    }
    lines
}

fn record(record: &Record, lines: &mut Vec<String>) {
    let kind = record.kind().as_str();
    lines.push(match record.field(Field::Label) {
        Some(label) => format!("{kind} ({})", plain(label)),
        None => kind.into(),
    });
    // Fields of a later version have no name here; `hailstone credential show` reads a credential to the person.
    let is_credential = record.kind() == Kind::Credential;
    let telling = [Field::CredentialType, Field::Issuer];
    let named = |(field, _): &(Field, &str)| {
        *field != Field::Label
            && !field.name().is_empty()
            && (!is_credential || telling.contains(field))
    };
    for (field, value) in record.fields().filter(named) {
        let mut name = field.name();
        for line in value.lines() {
            lines.push(format!("  {name:<22} {}", plain(line)));
            name = "";
        }
    }
}

fn receipt(receipt: &Receipt, language: Language, lines: &mut Vec<String>) {
    lines.push(format!(
        "{} {}: {}",
        clock::write(receipt.at),
        plain(&receipt.origin),
        outcome(receipt.outcome, language)
    ));
    for (_, purpose) in &receipt.purpose {
        lines.push(format!("  “{}”", plain(purpose)));
    }
    if let Some(error) = &receipt.error {
        lines.push(format!("  [{}]", plain(error)));
    }
    for item in &receipt.items {
        let claims = plain(&item.claims.join(", "));
        lines.push(format!("  {}: {claims}", plain(&item.vct)));
    }
}

const fn outcome(outcome: Outcome, language: Language) -> &'static str {
    match (outcome, language) {
        (Outcome::Shared, Language::English) => "shared",
        (Outcome::Shared, Language::German) => "geteilt",
        (Outcome::Refused, Language::English) => "refused",
        (Outcome::Refused, Language::German) => "abgelehnt",
        (Outcome::Closed, Language::English) => "window closed",
        (Outcome::Closed, Language::German) => "Fenster geschlossen",
        (Outcome::NothingMatched, Language::English) => "nothing matched",
        (Outcome::NothingMatched, Language::German) => "nichts passte",
        (Outcome::Invalid, Language::English) => "the request was invalid",
        (Outcome::Invalid, Language::German) => "die Anfrage war ungültig",
        (Outcome::Aborted, Language::English) => "broken off",
        (Outcome::Aborted, Language::German) => "abgebrochen",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hailstone_core::data::ReceiptItem;
    use hailstone_core::id::RecordId;
    use hailstone_core::time::Timestamp;

    #[test]
    fn records_stand_under_their_claim_names_and_receipts_only_when_asked_for() {
        let address = Record::new(Kind::Address)
            .with(Field::Label, "home")
            .with(Field::StreetAddress, "1 Main St\nFlat\u{1b} 2")
            .with(Field::Locality, "Cork");
        let given = Receipt {
            at: Timestamp::from_unix(1_790_000_000),
            origin: "https://shop.example".into(),
            outcome: Outcome::Shared,
            error: None,
            purpose: vec![("en".into(), "To send\nyour order".into())],
            items: vec![ReceiptItem {
                vct: "urn:hailstone:address:1".into(),
                claims: vec!["address.locality".into()],
            }],
            subject: None,
            token_hash: None,
        };
        let id = RecordId::from_bytes([1; 16]);
        let shown = Shown {
            records: vec![(id, address)],
            receipts: vec![(id, given)],
            tampered: vec![],
        };
        let records = [
            "address (home)",
            "  address.street_address 1 Main St",
            "                         Flat\u{fffd} 2",
            "  address.locality       Cork",
        ];
        let receipts = [
            "2026-09-21T14:13:20Z https://shop.example: shared",
            "  “To send\u{fffd}your order”",
            "  urn:hailstone:address:1: address.locality",
        ];
        assert_eq!(write(&shown, false, Language::English), records);
        let all = [records.as_slice(), &receipts].concat();
        assert_eq!(write(&shown, true, Language::English), all);
        assert_eq!(
            write(&Shown::default(), true, Language::German),
            ["Der Tresor ist leer."]
        );
    }
}
