//! `hailstone merge`: what a backup has, and the vault has not, brought into the vault.

use super::{BackupOf, prompt, remind, vault_file};
use crate::card::PcscReaders;
use crate::cli::say;
use crate::error::Failure;
use crate::seen::Seen;
use crate::store::backup;
use crate::wallet::{Desk, Merged, Shut};
use hailstone_core::wire::Language;

/// Merges.
///
/// # Errors
/// As [`backup::read`], [`Shut::unlock_with_backup`] and [`crate::wallet::Wallet::merge`].
pub fn run(of: BackupOf, language: Language) -> Result<(), Failure> {
    let read = backup::read(&of.file)?;
    let mut desk = Desk {
        readers: &mut PcscReaders::new(),
        prompt: &mut prompt(),
        language,
        seen: Seen::own(),
    };
    let shut = Shut::read(&vault_file(of.vault)?)?;
    let (mut wallet, mut other) = shut.unlock_with_backup(read, of.with.as_deref(), &mut desk)?;
    for line in report(wallet.merge(&mut other)?, language) {
        say(&line);
    }
    remind(&wallet, language);
    Ok(())
}

/// How much came; never what.
pub(super) fn report(merged: Merged, language: Language) -> Vec<String> {
    let mut lines = vec![match (merged.came, merged.changed, language) {
        (0, 0, Language::English) => "There was nothing new.".into(),
        (0, 0, Language::German) => "Es gab nichts Neues.".into(),
        (came, changed, Language::English) => {
            format!("Records that came: {came}; that changed: {changed}.")
        }
        (came, changed, Language::German) => {
            format!("Einträge hinzugekommen: {came}; geändert: {changed}.")
        }
    }];
    match (merged.choices, language) {
        (0, _) => {}
        (1, Language::English) => lines.push(
            "1 field was changed in both copies: both values were kept and wait for your choice.".into(),
        ),
        (choices, Language::English) => lines.push(format!(
            "{choices} fields were changed in both copies: both values of each were kept and wait for your choice."
        )),
        (1, Language::German) => lines.push(
            "1 Feld wurde in beiden Kopien geändert: Beide Werte blieben und warten auf Ihre Wahl.".into(),
        ),
        (choices, Language::German) => lines.push(format!(
            "{choices} Felder wurden in beiden Kopien geändert: Jeweils beide Werte blieben und warten auf Ihre Wahl."
        )),
    }
    match (merged.disputed, language) {
        (0, _) => {}
        (1, Language::English) => lines.push(
            "1 record was deleted in one copy and changed in the other: it was kept until you decide.".into(),
        ),
        (disputed, Language::English) => lines.push(format!(
            "{disputed} records were deleted in one copy and changed in the other: they were kept until you decide."
        )),
        (1, Language::German) => lines.push(
            "1 Eintrag wurde in einer Kopie gelöscht und in der anderen geändert: Er blieb, bis Sie entscheiden.".into(),
        ),
        (disputed, Language::German) => lines.push(format!(
            "{disputed} Einträge wurden in einer Kopie gelöscht und in der anderen geändert: Sie blieben, bis Sie entscheiden."
        )),
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_for_a_choice_is_said_beside_what_came() {
        let merged = |choices, disputed| Merged {
            came: 2,
            changed: 1,
            choices,
            disputed,
        };
        assert_eq!(
            report(merged(0, 0), Language::English),
            ["Records that came: 2; that changed: 1."]
        );
        assert_eq!(report(merged(1, 1), Language::English).len(), 3);
        let many = report(merged(2, 3), Language::German);
        assert!(many[1].starts_with("2 Felder") && many[2].starts_with("3 Einträge"));
        let nothing = report(Merged::default(), Language::German);
        assert_eq!(nothing, ["Es gab nichts Neues."]);
    }
}
