//! `hailstone restore`: a vault of a backup.

use super::{BackupOf, prompt, vault_file};
use crate::card::PcscReaders;
use crate::cli::say;
use crate::error::Failure;
use crate::seen::Seen;
use crate::store::{SqliteStore, backup};
use crate::wallet::{Desk, OpenBackup};
use crate::writer;
use hailstone_core::wire::Language;

/// Makes the vault.
///
/// # Errors
/// [`Failure::VaultExists`], and as [`backup::read`], [`OpenBackup::open`] and [`OpenBackup::restore`].
pub fn run(of: BackupOf, language: Language) -> Result<(), Failure> {
    let file = vault_file(of.vault)?;
    SqliteStore::check_vacant(&file)?;
    let read = backup::read(&of.file)?;
    let mut desk = Desk {
        readers: &mut PcscReaders::new(),
        prompt: &mut prompt(),
        language,
        seen: Seen::own(),
    };
    let opened = OpenBackup::open(&read, of.with.as_deref(), &mut desk)?;
    writer::renew()?;
    let (wallet, records) = opened.restore(&file, &desk.seen)?;
    let (id, file) = (wallet.id(), file.display());
    say(&match (records, language) {
        (1, Language::English) => {
            format!("Restored the vault {id} in {file}: 1 record, which was opened.")
        }
        (_, Language::English) => {
            format!(
                "Restored the vault {id} in {file}: {records} records, each of which was opened."
            )
        }
        (1, Language::German) => {
            format!("Tresor {id} wiederhergestellt in {file}: 1 Eintrag, der geöffnet wurde.")
        }
        (_, Language::German) => format!(
            "Tresor {id} wiederhergestellt in {file}: {records} Einträge, die alle geöffnet wurden."
        ),
    });
    Ok(())
}
