//! `hailstone recover`: the way back with a recovery sheet, when nothing else is at hand.

use super::{prompt, remind, vault_file};
use crate::card::PcscReaders;
use crate::cli::{note, plain, say};
use crate::error::Failure;
use crate::seen::Seen;
use crate::wallet::{Desk, Means, Shut, Wallet};
use hailstone_core::wire::Language;
use std::path::PathBuf;

/// Which vault, with what, and how the new passphrase is to be called.
#[derive(Debug, PartialEq, Eq)]
pub struct Recover {
    /// The vault's file, if not the usual one.
    pub vault: Option<PathBuf>,
    /// The label of the sheet, where not any of the vault's will do.
    pub with: Option<String>,
    /// The person's name for the new passphrase.
    pub label: Option<String>,
}

/// Opens the vault and adds a passphrase that the person knows.
///
/// # Errors
/// As [`Shut::recover`] and [`Wallet::add_unlocker`].
pub fn run(recover: Recover, language: Language) -> Result<(), Failure> {
    let mut desk = Desk {
        readers: &mut PcscReaders::new(),
        prompt: &mut prompt(),
        language,
        seen: Seen::own(),
    };
    let shut = Shut::read(&vault_file(recover.vault)?)?;
    let mut wallet = shut.recover(recover.with.as_deref(), &mut desk)?;
    note(match language {
        Language::English => "The vault is open. Choose a new passphrase for it.",
        Language::German => "Der Tresor ist offen. Wählen Sie eine neue Passphrase für ihn.",
    });
    let label = recover.label.unwrap_or_else(|| usual_label(&wallet));
    let label = wallet.add_unlocker(Means::Passphrase, Some(&label), &mut desk)?;
    say(&done(&plain(&label), language));
    remind(&wallet, language);
    Ok(())
}

/// The usual name of a passphrase, with a number behind it where the one that was forgotten has it.
fn usual_label(wallet: &Wallet) -> String {
    let taken = |label: &str| wallet.unlockers().any(|(known, _)| known.label() == label);
    let mut label = String::from("Passphrase");
    let mut number = 1;
    while taken(&label) {
        number += 1;
        label = format!("Passphrase {number}");
    }
    label
}

fn done(label: &str, language: Language) -> String {
    match language {
        Language::English => format!(
            "“{label}” opens the vault now, and so does all that did before.\n  \
             What is lost or forgotten: `hailstone unlocker list`, then `hailstone unlocker remove LABEL`.\n  \
             The sheet goes back to its place. If somebody else may have read it, make another one with\n  \
             `hailstone unlocker add --recovery` and remove this one."
        ),
        Language::German => format!(
            "„{label}“ öffnet jetzt den Tresor, und alles, was ihn vorher öffnete, auch.\n  \
             Was verloren oder vergessen ist: `hailstone unlocker list`, dann `hailstone unlocker remove NAME`.\n  \
             Das Blatt kommt wieder an seinen Platz. Könnte es jemand gelesen haben, machen Sie mit\n  \
             `hailstone unlocker add --recovery` ein neues und entfernen Sie dieses."
        ),
    }
}
