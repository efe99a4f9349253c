//! `hailstone import`: the records in a vCard.

use super::{prompt, remind_of_copy, vault_file};
use crate::card::PcscReaders;
use crate::cli::{plain, say};
use crate::error::Failure;
use crate::seen::Seen;
use crate::wallet::{Desk, Shut};
use crate::writer;
use hailstone_core::data::{Kind, Record};
use hailstone_core::vault::{Content, Edit};
use hailstone_core::wire::Language;
use hailstone_interchange::{ImportError, read_vcard};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The longest file that is looked at; the reader of vCards has its own limit, which is not above this one.
const MAX_LENGTH: u64 = 16 << 20;

/// What to add to which vault.
#[derive(Debug, PartialEq, Eq)]
pub struct Import {
    /// The vCard.
    pub file: PathBuf,
    /// The vault's file, if not the usual one.
    pub vault: Option<PathBuf>,
    /// The label of what to open the vault with.
    pub with: Option<String>,
}

/// Adds the records that the vault does not have yet.
///
/// # Errors
/// [`Failure::File`], [`ImportError`], and as [`Shut::unlock`].
pub fn run(import: Import, language: Language) -> Result<(), Failure> {
    // A file that is no good is found out before anybody is asked for anything.
    let records = read_vcard(&text(&import.file)?)?;
    let mut desk = Desk {
        readers: &mut PcscReaders::new(),
        prompt: &mut prompt(),
        language,
        seen: Seen::own(),
    };
    let shut = Shut::read(&vault_file(import.vault)?)?;
    let mut wallet = shut.unlock(import.with.as_deref(), &mut desk)?;
    let present: Vec<Content> = wallet
        .records()?
        .opened
        .into_iter()
        .filter_map(|opened| opened.content.ok())
        .collect();
    let all = records.len();
    let new: Vec<Content> = records
        .into_iter()
        .map(Content::Data)
        .filter(|content| !present.contains(content))
        .collect();
    let lines = report(&new, all - new.len(), language);
    if !new.is_empty() {
        let edits: Vec<Edit> = new.into_iter().map(Edit::Insert).collect();
        wallet.change(&edits, writer::own()?)?;
    }
    for line in lines {
        say(&line);
    }
    remind_of_copy(&wallet, language);
    Ok(())
}

fn text(file: &Path) -> Result<String, Failure> {
    let failed = |error| Failure::file(file, &error);
    let mut bytes = Vec::new();
    File::open(file)
        .and_then(|file| file.take(MAX_LENGTH + 1).read_to_end(&mut bytes))
        .map_err(failed)?;
    // Cut off in the middle of a character, a file that is too large may be no text any more.
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_LENGTH) {
        return Err(ImportError::TooLarge.into());
    }
    Ok(String::from_utf8(bytes).map_err(|_| ImportError::Malformed)?)
}

fn report(new: &[Content], present: usize, language: Language) -> Vec<String> {
    let mut lines: Vec<String> = new
        .iter()
        .filter_map(|content| match content {
            Content::Data(record) => Some(added(record, language)),
            Content::Receipt(_) => None,
        })
        .collect();
    match (present, language) {
        (0, _) => {}
        (1, Language::English) => lines.push("1 record was there already.".into()),
        (_, Language::English) => lines.push(format!("{present} records were there already.")),
        (1, Language::German) => lines.push("1 Eintrag war schon da.".into()),
        (_, Language::German) => lines.push(format!("{present} Einträge waren schon da.")),
    }
    lines
}

fn added(record: &Record, language: Language) -> String {
    let kind = match (record.kind(), language) {
        (Kind::Person, Language::English) => "person",
        (Kind::Person, Language::German) => "Person",
        (Kind::Email, Language::English) => "e-mail address",
        (Kind::Email, Language::German) => "E-Mail-Adresse",
        (Kind::Phone, Language::English) => "telephone number",
        (Kind::Phone, Language::German) => "Telefonnummer",
        (Kind::Address, Language::English) => "postal address",
        (Kind::Address, Language::German) => "Postanschrift",
        (Kind::Receipt, Language::English) => "receipt",
        (Kind::Receipt, Language::German) => "Beleg",
        (Kind::Credential, Language::English) => "credential",
        (Kind::Credential, Language::German) => "Nachweis",
    };
    let title = plain(&record.title());
    match language {
        Language::English => format!("Added {kind}: {title}"),
        Language::German => format!("{kind} hinzugefügt: {title}"),
    }
}
