//! `hailstone accept-older`: goes on with a vault that is older than one that was seen here.

use super::{prompt, vault_file};
use crate::card::PcscReaders;
use crate::cli::say;
use crate::error::Failure;
use crate::seen::Seen;
use crate::wallet::{Desk, Shut};
use crate::writer;
use hailstone_core::wire::Language;
use std::path::PathBuf;

/// Forgets what was seen of the vault.
///
/// # Errors
/// As [`Shut::accept`].
pub fn run(vault: Option<PathBuf>, with: Option<&str>, language: Language) -> Result<(), Failure> {
    let mut desk = Desk {
        readers: &mut PcscReaders::new(),
        prompt: &mut prompt(),
        language,
        seen: Seen::own(),
    };
    let shut = Shut::read(&vault_file(vault)?)?;
    let here = shut.revision();
    writer::renew()?;
    let (_, seen) = shut.accept(with, &mut desk)?;
    let seen = seen.map_or_else(|| "?".into(), |seen| seen.to_string());
    say(&match language {
        Language::English => format!(
            "The vault is taken as it is, with change {here} as its last; {seen} had been seen.\n  \
             If the newer file turns up, back it up and bring it in with `hailstone merge`."
        ),
        Language::German => format!(
            "Der Tresor gilt, wie er ist, mit Änderung {here} als letzter; {seen} war schon gesehen worden.\n  \
             Taucht die neuere Datei auf, sichern Sie sie und holen Sie sie mit `hailstone merge` herein."
        ),
    });
    Ok(())
}
