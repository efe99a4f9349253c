//! `hailstone export`: everything in the clear, for another program.

use super::sheet::NewPage;
use super::{prompt, vault_file};
use crate::card::PcscReaders;
use crate::cli::{note, say};
use crate::clock;
use crate::error::Failure;
use crate::seen::Seen;
use crate::wallet::{Desk, Shut, Whole};
use hailstone_core::id::VaultId;
use hailstone_core::vault::Content;
use hailstone_core::wire::Language;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// Where to write what.
#[derive(Debug, PartialEq, Eq)]
pub struct Export {
    /// The new file.
    pub file: PathBuf,
    /// The person knows that everybody who has the file can read it.
    pub in_the_clear: bool,
    /// The vault's file, if not the usual one.
    pub vault: Option<PathBuf>,
    /// The label of what to open the vault with.
    pub with: Option<String>,
}

/// Writes it.
///
/// # Errors
/// [`Failure::ExportInTheClear`] and [`Failure::FileExists`] before anybody is asked for anything; as [`Shut::unlock`];
/// [`Failure::RecordsTampered`] and [`Failure::IndexTampered`] once all other records were written.
pub fn run(export: Export, language: Language) -> Result<(), Failure> {
    if !export.in_the_clear {
        return Err(Failure::ExportInTheClear);
    }
    if fs::symlink_metadata(&export.file).is_ok() {
        return Err(Failure::FileExists { path: export.file });
    }
    note(match language {
        Language::English => "Whoever has this file can read everything in it.",
        Language::German => "Wer diese Datei hat, kann alles darin lesen.",
    });
    let mut desk = Desk {
        readers: &mut PcscReaders::new(),
        prompt: &mut prompt(),
        language,
        seen: Seen::own(),
    };
    let shut = Shut::read(&vault_file(export.vault)?)?;
    let mut wallet = shut.unlock(export.with.as_deref(), &mut desk)?;
    let id = wallet.id();
    let (whole, damaged) = wallet.whole()?;
    if damaged > 0 && whole.is_empty() {
        return Err(Failure::IndexTampered);
    }
    let all = whole.len();
    let (text, tampered) = write(id, whole);
    let mut page = NewPage::make(&export.file)?;
    page.write(&text)?;
    let file = page.keep();
    let (file, written) = (file.display(), all - tampered);
    say(&match language {
        Language::English => format!("Wrote {written} records, readable by anybody, to {file}"),
        Language::German => {
            format!("{written} Einträge, für jeden lesbar, geschrieben nach {file}")
        }
    });
    match tampered {
        _ if damaged > 0 => Err(Failure::IndexTampered),
        0 => Ok(()),
        count => Err(Failure::RecordsTampered { count }),
    }
}

/// `{ format: "hailstone-export", version: 1, vault, exported, records: [{ id, kind, fields: { claim name: value }, choices?:
/// { claim name: [value] }, receipt? }] }`, and how many records were left out because they do not open. A field without a
/// name here stands under `field-` and its number. Values that wait for a choice are all there, the newest in `fields` too.
fn write(vault: VaultId, whole: Vec<Whole>) -> (Zeroizing<String>, usize) {
    let mut tampered = 0;
    let mut records: Vec<Value> = Vec::new();
    for one in whole {
        let Ok(opened) = one.opened else {
            tampered += 1;
            continue;
        };
        let mut fields = Map::new();
        let mut choices: Map<String, Value> = Map::new();
        for version in opened.versions() {
            let name = version.field.full_name().into_owned();
            match fields.get(&name).cloned() {
                None => drop(fields.insert(name, version.value.into())),
                Some(first) => {
                    let choice = choices.entry(name).or_insert_with(|| json!([first]));
                    if let Value::Array(values) = choice {
                        values.push(version.value.into());
                    }
                }
            }
        }
        let mut record = json!({"id": one.id, "kind": one.kind.as_str(), "fields": fields});
        if !choices.is_empty() {
            record["choices"] = choices.into();
        }
        if let Content::Receipt(receipt) = opened.into_content() {
            record["receipt"] = super::show::receipt(one.id, &receipt);
        }
        records.push(record);
    }
    let all = json!({
        "format": "hailstone-export",
        "version": 1,
        "vault": vault,
        "exported": clock::write(clock::now()),
        "records": records,
    });
    (Zeroizing::new(format!("{all:#}\n")), tampered)
}
