//! `hailstone status`: what a vault says without being opened.

use super::kind::kind;
use super::vault_file;
use crate::cli::{plain, say};
use crate::error::Failure;
use crate::seen::{Seen, day};
use crate::wallet::Shut;
use hailstone_core::vault::Unlocker;
use hailstone_core::wire::Language;
use std::path::PathBuf;

/// Tells about the vault.
///
/// # Errors
/// As [`Shut::read`].
pub fn run(vault: Option<PathBuf>, language: Language) -> Result<(), Failure> {
    let file = vault_file(vault)?;
    let shut = Shut::read(&file)?;
    let (id, file, revision) = (shut.id(), file.display(), shut.revision());
    say(&match language {
        Language::English => {
            format!("Vault {id}\n  file            {file}\n  last change     {revision}")
        }
        Language::German => {
            format!("Tresor {id}\n  Datei           {file}\n  letzte Änderung {revision}")
        }
    });
    for unlocker in shut.unlockers() {
        say(&line(unlocker, language));
    }
    let rehearsed = shut.rehearsed(&Seen::own()).map(day);
    say(&match (rehearsed, language) {
        (Some(day), Language::English) => format!("  rehearsed       {day}"),
        (Some(day), Language::German) => format!("  geprobt         {day}"),
        (None, Language::English) => {
            "  rehearsed       never, as far as this machine knows: `hailstone rehearse`".into()
        }
        (None, Language::German) => {
            "  geprobt         nie, soweit dieser Rechner weiß: `hailstone rehearse`".into()
        }
    });
    Ok(())
}

fn line(unlocker: &Unlocker, language: Language) -> String {
    let (kind, label) = (kind(unlocker, language), plain(unlocker.label()));
    match language {
        Language::English => format!("  opened by       {kind} “{label}”"),
        Language::German => format!("  geöffnet von    {kind} „{label}“"),
    }
}
