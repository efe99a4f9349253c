//! `hailstone show`: what is in the vault.

mod json;
mod text;

pub(super) use json::receipt;

use super::{prompt, vault_file};
use crate::card::PcscReaders;
use crate::cli::say;
use crate::error::Failure;
use crate::seen::Seen;
use crate::wallet::{Desk, Opened, Records, Shut};
use hailstone_core::data::{Kind, Receipt, Record};
use hailstone_core::id::RecordId;
use hailstone_core::vault::Content;
use hailstone_core::wire::Language;
use std::path::PathBuf;

/// What to show of which vault.
#[derive(Debug, PartialEq, Eq)]
pub struct Show {
    /// As JSON.
    pub json: bool,
    /// The receipts too.
    pub receipts: bool,
    /// The vault's file, if not the usual one.
    pub vault: Option<PathBuf>,
    /// The label of what to open the vault with.
    pub with: Option<String>,
}

/// Shows it.
///
/// # Errors
/// As [`Shut::unlock`]; [`Failure::RecordsTampered`] and [`Failure::IndexTampered`] once all other records were shown.
pub fn run(show: Show, language: Language) -> Result<(), Failure> {
    let mut desk = Desk {
        readers: &mut PcscReaders::new(),
        prompt: &mut prompt(),
        language,
        seen: Seen::own(),
    };
    let shut = Shut::read(&vault_file(show.vault)?)?;
    let mut wallet = shut.unlock(show.with.as_deref(), &mut desk)?;
    let Records { opened, damaged } = wallet.records()?;
    if damaged > 0 && opened.is_empty() {
        // Not an empty vault, but one of which nothing can be said.
        return Err(Failure::IndexTampered);
    }
    let shown = Shown::sort(opened);
    if show.json {
        say(&json::write(wallet.id(), &shown, show.receipts));
    } else {
        for line in text::write(&shown, show.receipts, language) {
            say(&line);
        }
    }
    match shown.tampered.len() {
        _ if damaged > 0 => Err(Failure::IndexTampered),
        0 => Ok(()),
        count => Err(Failure::RecordsTampered { count }),
    }
}

/// All records, by what they are.
#[derive(Default)]
struct Shown {
    records: Vec<(RecordId, Record)>,
    receipts: Vec<(RecordId, Receipt)>,
    tampered: Vec<(RecordId, Kind)>,
}

impl Shown {
    /// Records of one kind together, in the order of the kinds; receipts from the oldest to the newest.
    fn sort(opened: Vec<Opened>) -> Self {
        let mut shown = Self::default();
        for Opened { id, kind, content } in opened {
            match content {
                Ok(Content::Data(record)) => shown.records.push((id, record)),
                Ok(Content::Receipt(receipt)) => shown.receipts.push((id, *receipt)),
                Err(_) => shown.tampered.push((id, kind)),
            }
        }
        shown
            .records
            .sort_by_cached_key(|(id, record)| (record.kind(), record.title(), *id));
        shown
            .receipts
            .sort_by_key(|(id, receipt)| (receipt.at, *id));
        shown
    }
}
