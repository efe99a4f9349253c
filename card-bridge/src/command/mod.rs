//! The verbs of the tool, one file each.

pub mod accept_older;
mod authorities;
pub mod backup;
pub mod browser_install;
pub mod card_copy;
pub mod card_info;
pub mod card_init;
pub mod card_list;
pub mod card_pin;
pub mod card_reset;
pub mod card_retire;
pub mod card_spare;
pub mod card_test;
pub mod choices;
mod confirm;
pub mod create;
pub mod credential;
pub mod export;
pub mod host;
pub mod import;
mod kind;
pub mod lock;
pub mod merge;
pub mod present;
pub mod recover;
pub mod rehearse;
pub mod restore;
mod sheet;
pub mod show;
pub mod status;
pub mod unlocker;
pub mod verify;

use crate::cli::note;
use crate::error::Failure;
use crate::folders::config;
use crate::prompt::{Either, Leash, Pinentry, Terminal};
use crate::store::default_file;
use crate::wallet::Wallet;
use hailstone_core::wire::Language;
use std::env;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

/// A backup's file, and the vault that it is of.
#[derive(Debug, PartialEq, Eq)]
pub struct BackupOf {
    /// The backup's file.
    pub file: PathBuf,
    /// The vault's file, if not the usual one.
    pub vault: Option<PathBuf>,
    /// The label of what to open them with.
    pub with: Option<String>,
}

/// Says that the copy on a card is older than the vault is now, where this machine knows of one.
fn remind_of_copy(wallet: &Wallet, language: Language) {
    if let Some(card) = wallet.older_copy() {
        note(&match language {
            Language::English => format!(
                "The copy on the card {card} is older than the vault is now: `hailstone card sync`, with the card at hand."
            ),
            Language::German => format!(
                "Die Kopie auf der Karte {card} ist älter, als der Tresor jetzt ist: `hailstone card sync`, mit der Karte zur Hand."
            ),
        });
    }
}

/// Says that the way back was never tried, where it was not.
fn remind(wallet: &Wallet, language: Language) {
    remind_of_copy(wallet, language);
    if wallet.rehearsed().is_some() {
        return;
    }
    let on_paper = wallet
        .unlockers()
        .any(|(known, _)| known.kind().is_on_paper());
    note(match (on_paper, language) {
        (true, Language::English) => {
            "No restore of this vault has been rehearsed yet: `hailstone rehearse`, with the sheet at hand."
        }
        (true, Language::German) => {
            "Für diesen Tresor wurde noch keine Wiederherstellung geprobt: `hailstone rehearse`, mit dem Blatt zur Hand."
        }
        (false, Language::English) => {
            "There is no way back into this vault yet: `hailstone unlocker add --recovery`, then `hailstone rehearse`."
        }
        (false, Language::German) => {
            "In diesen Tresor führt noch kein Weg zurück: `hailstone unlocker add --recovery`, dann `hailstone rehearse`."
        }
    });
}

/// The prompt of the tool: pinentry, else the terminal.
fn prompt() -> Either<Pinentry, Terminal> {
    Either(Pinentry::new(Leash::default(), terminal()), Terminal)
}

/// The file that was named, else the usual one.
fn vault_file(named: Option<PathBuf>) -> Result<PathBuf, Failure> {
    named.map_or_else(default_file, Ok)
}

/// The terminal device that a pinentry without windows is to use.
fn terminal() -> Option<String> {
    let named = env::var("GPG_TTY").ok().filter(|name| !name.is_empty());
    named.or_else(|| {
        io::stdin().is_terminal().then_some(())?;
        let device = std::fs::read_link("/proc/self/fd/0").ok()?;
        device.into_os_string().into_string().ok()
    })
}

/// The extensions that a person has added.
fn extensions_file() -> Result<PathBuf, Failure> {
    Ok(config()?.join("hailstone").join("extensions.json"))
}
