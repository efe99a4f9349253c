//! `hailstone rehearse`: whether the way back works, tried before it is needed.

use super::{prompt, vault_file};
use crate::card::PcscReaders;
use crate::cli::{plain, say};
use crate::error::Failure;
use crate::seen::Seen;
use crate::store::backup;
use crate::wallet::{Desk, Shut};
use hailstone_core::wire::Language;
use std::path::PathBuf;

/// What to try, and with what.
#[derive(Debug, PartialEq, Eq)]
pub struct Rehearse {
    /// The backup to open; without one, what lies in the vault's own file.
    pub file: Option<PathBuf>,
    /// The label of what is tried, where not anything on paper will do.
    pub by: Option<String>,
    /// The vault's file, if not the usual one.
    pub vault: Option<PathBuf>,
    /// The label of what to open the vault with, to write down that it worked.
    pub with: Option<String>,
}

/// Tries it.
///
/// # Errors
/// As [`Shut::unlock`] and [`crate::wallet::Wallet::rehearse`].
pub fn run(rehearse: Rehearse, language: Language) -> Result<(), Failure> {
    let read = rehearse.file.as_deref().map(backup::read).transpose()?;
    let mut desk = Desk {
        readers: &mut PcscReaders::new(),
        prompt: &mut prompt(),
        language,
        seen: Seen::own(),
    };
    let shut = Shut::read(&vault_file(rehearse.vault)?)?;
    let mut wallet = shut.unlock(rehearse.with.as_deref(), &mut desk)?;
    let with_backup = read.is_some();
    let label = wallet.rehearse(read, rehearse.by.as_deref(), &mut desk)?;
    let label = plain(&label);
    say(&match (with_backup, language) {
        (true, Language::English) => {
            format!("Rehearsed: “{label}” opens the backup, and each page of it.")
        }
        (true, Language::German) => {
            format!("Geprobt: „{label}“ öffnet die Sicherung und jede Seite darin.")
        }
        (false, Language::English) => format!(
            "Rehearsed: “{label}” opens the vault, and each page of it.\n  \
             The vault's file can be lost, too: keep a backup elsewhere, and rehearse with it."
        ),
        (false, Language::German) => format!(
            "Geprobt: „{label}“ öffnet den Tresor und jede Seite darin.\n  \
             Auch die Datei des Tresors kann verloren gehen: Bewahren Sie eine Sicherung anderswo auf und proben Sie damit."
        ),
    });
    Ok(())
}
