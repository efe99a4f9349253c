//! What is shown of credentials.

use crate::card;
use crate::cli::plain;
use crate::clock;
use hailstone_core::card::CardRef;
use hailstone_core::credential::{Credential, Holder, IssuerProof, text_of};
use hailstone_core::data::{Field, Record};
use hailstone_core::id::RecordId;
use hailstone_core::time::Timestamp;
use hailstone_core::wire::Language;
use serde_json::Value;

pub(super) fn added(record: &Record, known: bool, language: Language) -> Vec<String> {
    let title = plain(&record.title());
    let first = match (known, language) {
        (false, Language::English) => format!("Added credential: {title}"),
        (false, Language::German) => format!("Nachweis hinzugefügt: {title}"),
        (true, Language::English) => format!("This credential was there already: {title}"),
        (true, Language::German) => format!("Dieser Nachweis war schon da: {title}"),
    };
    let mut lines = vec![first];
    if let Ok(credential) = Credential::read(record) {
        lines.extend(about(&credential, language));
    }
    lines
}

pub(super) const fn new_key(language: Language) -> &'static str {
    match language {
        Language::English => {
            "This is the public half of a new key, for one issuer: they bind the credential to it. Then `hailstone credential add`."
        }
        Language::German => {
            "Das ist die öffentliche Hälfte eines neuen Schlüssels, für einen Aussteller: Er bindet den Nachweis daran. Danach `hailstone credential add`."
        }
    }
}

pub(super) fn card_key(key: &CardRef, language: Language) -> String {
    let name = card::name(key);
    match language {
        Language::English => format!(
            "This is the public half of a key on card {name} ({key}), which has just signed with it: the issuer binds the credential to it. Then `hailstone credential add`. Every issuer and every site that sees it sees the same key."
        ),
        Language::German => format!(
            "Das ist die öffentliche Hälfte eines Schlüssels auf der Karte {name} ({key}), die gerade damit unterschrieben hat: Der Aussteller bindet den Nachweis daran. Danach `hailstone credential add`. Jeder Aussteller und jede Website, die ihn sieht, sieht denselben Schlüssel."
        ),
    }
}

pub(super) fn removed(record: &Record, language: Language) -> String {
    let title = plain(&name(record, language));
    match language {
        Language::English => format!("Removed credential: {title}"),
        Language::German => format!("Nachweis entfernt: {title}"),
    }
}

/// Each with the beginning of its identifier.
pub(super) fn list(known: &[(RecordId, Record)], language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    for (id, record) in known {
        lines.push(head(*id, record, language));
        lines.extend(read(record, language));
    }
    if lines.is_empty() {
        lines.push(match language {
            Language::English => "There are no credentials from issuers.".into(),
            Language::German => "Es gibt keine Nachweise von Ausstellern.".into(),
        });
    }
    lines
}

/// One with all that it says, and the key that it is bound to.
pub(super) fn whole(id: RecordId, record: &Record, language: Language) -> Vec<String> {
    let mut lines = vec![head(id, record, language)];
    lines.extend(read(record, language));
    if let Ok(credential) = Credential::read(record) {
        lines.extend(claims(&credential, language));
    }
    if let Some(jwk) = record.field(Field::HolderJwk) {
        lines.push(row(word("key", "Schlüssel", language), jwk));
    }
    lines
}

fn head(id: RecordId, record: &Record, language: Language) -> String {
    let id = id.to_string();
    let id = id.get(..8).unwrap_or(&id).to_owned();
    format!("{id} {}", plain(&name(record, language)))
}

fn name(record: &Record, language: Language) -> String {
    let title = record
        .field(Field::CredentialType)
        .and_then(|types| types.lines().next());
    let title = title.unwrap_or(match language {
        Language::English => "a key that waits for its credential",
        Language::German => "ein Schlüssel, der auf seinen Nachweis wartet",
    });
    match record.field(Field::Label) {
        Some(label) => format!("{title} ({label})"),
        None => title.into(),
    }
}

fn read(record: &Record, language: Language) -> Vec<String> {
    if record.field(Field::Credential).is_none() {
        return match Holder::of(record) {
            Ok(Some(Holder::Card(holder))) => vec![bound_to(holder.card(), language)],
            _ => vec![],
        };
    }
    match Credential::read(record) {
        Ok(credential) => about(&credential, language),
        Err(error) => {
            let what = word("damaged", "beschädigt", language);
            vec![row(what, &format!("[{error}]"))]
        }
    }
}

/// Who issued it and what is known about that, until when it is good, and what it is bound to.
fn about(credential: &Credential, language: Language) -> Vec<String> {
    let mut lines = vec![
        row(word("issuer", "Aussteller", language), credential.issuer()),
        row("", proof(credential.proof(), language)),
    ];
    if let Some(until) = credential.validity().1 {
        lines.push(row(
            word("valid until", "gültig bis", language),
            &valid(until, clock::now(), language),
        ));
    }
    let bound = match (credential.holder(), language) {
        (Some(Holder::Card(holder)), _) => {
            lines.push(bound_to(holder.card(), language));
            return lines;
        }
        (Some(Holder::Vault(_)), Language::English) => "a key of this vault",
        (Some(Holder::Vault(_)), Language::German) => "einen Schlüssel dieses Tresors",
        (None, Language::English) => "nothing: whoever has it can show it",
        (None, Language::German) => "nichts: Wer ihn hat, kann ihn vorzeigen",
    };
    lines.push(row(word("bound to", "gebunden an", language), bound));
    lines
}

fn bound_to(key: &CardRef, language: Language) -> String {
    let name = card::name(key);
    let bound = match language {
        Language::English => format!("a key on card {name} ({key})"),
        Language::German => format!("einen Schlüssel auf der Karte {name} ({key})"),
    };
    row(word("bound to", "gebunden an", language), &bound)
}

fn valid(until: Timestamp, now: Timestamp, language: Language) -> String {
    let written = clock::write(until);
    match language {
        _ if now < until => written,
        Language::English => format!("{written}: expired, so it is offered to nobody"),
        Language::German => format!("{written}: abgelaufen, darum wird er niemandem angeboten"),
    }
}

const fn proof(proof: IssuerProof, language: Language) -> &'static str {
    match (proof, language) {
        (IssuerProof::Key, Language::English) => {
            "by the key that you gave; nobody else vouches for it"
        }
        (IssuerProof::Key, Language::German) => {
            "nach dem Schlüssel, den Sie angegeben haben; niemand sonst bürgt dafür"
        }
        (IssuerProof::Did, Language::English) => {
            "named by its key alone; anybody can make such a one"
        }
        (IssuerProof::Did, Language::German) => {
            "nur durch seinen Schlüssel benannt; so einen kann jeder machen"
        }
        (IssuerProof::Certificate, Language::English) => {
            "an authority that you trust vouches for the name"
        }
        (IssuerProof::Certificate, Language::German) => {
            "eine Stelle, der Sie vertrauen, bürgt für den Namen"
        }
    }
}

/// Everything that it says of its holder; with a mark what goes out whatever is chosen.
fn claims(credential: &Credential, language: Language) -> Vec<String> {
    let open = credential.open();
    let always = word("always sent", "geht immer mit", language);
    let open = open
        .iter()
        .map(|(name, value)| line(name, value, Some(always)));
    let members = credential.claims().as_object().into_iter().flatten();
    let withheld = members.filter(|(name, _)| credential.can_withhold(name));
    let withheld =
        withheld.map(|(name, value): (&String, &Value)| line(name, &text_of(value), None));
    open.chain(withheld).collect()
}

fn line(name: &str, value: &str, mark: Option<&str>) -> String {
    let mark = mark.map_or_else(String::new, |mark| format!(" [{mark}]"));
    row(&plain(name), &format!("{value}{mark}"))
}

fn row(name: &str, value: &str) -> String {
    format!("  {name:<22} {}", plain(value))
}

const fn word(english: &'static str, german: &'static str, language: Language) -> &'static str {
    match language {
        Language::English => english,
        Language::German => german,
    }
}
