//! What the arguments mean.

mod browser;
mod card;
mod credential;
mod unlocker;
mod verify;

pub(super) use card::CardPlan;

use super::args::{BackupFile, Choices as ChoicesArgs, Command, Typed};
use crate::command::BackupOf;
use crate::command::browser_install::Install;
use crate::command::choices::Choices;
use crate::command::create::Create;
use crate::command::credential::Credential;
use crate::command::export::Export;
use crate::command::import::Import;
use crate::command::present::Present;
use crate::command::recover::Recover;
use crate::command::rehearse::Rehearse;
use crate::command::show::Show;
use crate::command::unlocker::Unlocker;
use crate::command::verify::Verify;
use crate::error::Failure;
use crate::host::caller::looks_like_a_browser;
use crate::wallet::{Means, Pick};
use std::ffi::OsString;
use std::path::PathBuf;

/// What to do.
#[derive(Debug, PartialEq)]
pub(super) enum Plan {
    Create(Create),
    Import(Import),
    Show(Show),
    Lock,
    Status {
        vault: Option<PathBuf>,
    },
    Backup(BackupOf),
    Restore(BackupOf),
    Merge(BackupOf),
    Present(Present),
    Recover(Recover),
    Rehearse(Rehearse),
    Choices(Choices),
    Export(Export),
    AcceptOlder {
        vault: Option<PathBuf>,
        with: Option<String>,
    },
    Unlocker(Unlocker),
    Credential(Credential),
    Verify(Verify),
    Host {
        caller: Vec<String>,
    },
    Card(CardPlan),
    BrowserInstall(Install),
}

/// The caller, when the arguments are those that a browser gives to a host.
pub(super) fn started_by_browser(arguments: &[OsString]) -> Option<Vec<String>> {
    let caller: Vec<String> = arguments
        .iter()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    looks_like_a_browser(&caller).then_some(caller)
}

impl TryFrom<Typed> for Plan {
    type Error = Failure;

    fn try_from(typed: Typed) -> Result<Self, Failure> {
        Ok(match typed.command {
            Command::Create {
                card,
                on_card,
                fido2,
                label,
                place,
            } => Self::Create(Create {
                on_card,
                with: match card {
                    None if fido2 => Means::Fido2,
                    None => Means::Passphrase,
                    Some(typed) => Means::Card(card::named(typed)?),
                },
                label,
                vault: place.vault,
            }),
            Command::Import {
                file,
                place,
                opening,
            } => Self::Import(Import {
                file,
                vault: place.vault,
                with: opening.with,
            }),
            Command::Show {
                json,
                receipts,
                place,
                opening,
            } => Self::Show(Show {
                json,
                receipts,
                vault: place.vault,
                with: opening.with,
            }),
            Command::Status { place } => Self::Status { vault: place.vault },
            Command::Lock => Self::Lock,
            Command::Backup(typed) => Self::Backup(backup_of(typed)),
            Command::Restore(typed) => Self::Restore(backup_of(typed)),
            Command::Merge(typed) => Self::Merge(backup_of(typed)),
            Command::Choices {
                settle: None,
                place,
                opening,
            } => Self::Choices(Choices {
                settle: None,
                vault: place.vault,
                with: opening.with,
            }),
            Command::Choices {
                settle:
                    Some(ChoicesArgs::Settle {
                        record,
                        field,
                        number,
                        place,
                        opening,
                    }),
                ..
            } => Self::Choices(Choices {
                settle: Some((record, pick(field, number)?)),
                vault: place.vault,
                with: opening.with,
            }),
            Command::Export {
                file,
                in_the_clear,
                place,
                opening,
            } => Self::Export(Export {
                file,
                in_the_clear,
                vault: place.vault,
                with: opening.with,
            }),
            Command::Present {
                uri,
                anchor,
                local,
                no_browser,
                place,
                opening,
            } => Self::Present(Present {
                uri,
                anchors: anchor,
                local,
                no_browser,
                vault: place.vault,
                with: opening.with,
            }),
            Command::Rehearse {
                file,
                by,
                place,
                opening,
            } => Self::Rehearse(Rehearse {
                file,
                by,
                vault: place.vault,
                with: opening.with,
            }),
            Command::AcceptOlder { place, opening } => Self::AcceptOlder {
                vault: place.vault,
                with: opening.with,
            },
            Command::Recover {
                label,
                place,
                opening,
            } => Self::Recover(Recover {
                vault: place.vault,
                with: opening.with,
                label,
            }),
            Command::Unlocker(typed) => Self::Unlocker(unlocker::plan(typed)?),
            Command::Credential(typed) => Self::Credential(credential::plan(typed)?),
            Command::Verify(typed) => Self::Verify(verify::plan(typed)),
            Command::Host { caller } => Self::Host { caller },
            Command::Card(typed) => Self::Card(CardPlan::try_from(typed)?),
            Command::Browser(typed) => Self::BrowserInstall(browser::plan(typed)?),
        })
    }
}

fn pick(field: String, number: Option<usize>) -> Result<Pick, Failure> {
    match (field.as_str(), number) {
        ("keep", None) => Ok(Pick::Keep),
        ("delete", None) => Ok(Pick::Delete),
        (_, Some(number)) => Ok(Pick::Value { field, number }),
        (_, None) => Err(Failure::ChoiceUnknown),
    }
}

fn backup_of(typed: BackupFile) -> BackupOf {
    BackupOf {
        file: typed.file,
        vault: typed.place.vault,
        with: typed.opening.with,
    }
}

#[cfg(test)]
mod tests;
