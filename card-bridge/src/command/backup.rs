//! `hailstone backup`: the whole vault in one sealed file.

use super::{BackupOf, prompt, vault_file};
use crate::card::PcscReaders;
use crate::cli::say;
use crate::error::Failure;
use crate::seen::Seen;
use crate::store::backup;
use crate::wallet::{Desk, Shut};
use hailstone_core::wire::Language;

/// Makes the backup.
///
/// # Errors
/// As [`Shut::unlock`], [`crate::wallet::Wallet::back_up`] and [`backup::write`].
pub fn run(of: BackupOf, language: Language) -> Result<(), Failure> {
    backup::check_free(&of.file)?;
    let mut desk = Desk {
        readers: &mut PcscReaders::new(),
        prompt: &mut prompt(),
        language,
        seen: Seen::own(),
    };
    let shut = Shut::read(&vault_file(of.vault)?)?;
    let mut wallet = shut.unlock(of.with.as_deref(), &mut desk)?;
    let made = wallet.back_up()?;
    backup::write(&of.file, &made)?;
    let (id, revision, file) = (wallet.id(), made.revision(), of.file.display());
    say(&match language {
        Language::English => format!(
            "Backed the vault {id} up to {file}, as of change {revision}.\n  \
             Whatever opens the vault now opens this file; keep it in another place."
        ),
        Language::German => format!(
            "Tresor {id} gesichert in {file}, Stand: Änderung {revision}.\n  \
             Was den Tresor jetzt öffnet, öffnet diese Datei; bewahren Sie sie anderswo auf."
        ),
    });
    Ok(())
}
