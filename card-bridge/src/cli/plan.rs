//! What the arguments mean.

use super::args::{
    BackupFile, Browser as BrowserArgs, BrowserKind, Card, Choices as ChoicesArgs, Command,
    PinCommand, PukCommand, Typed, Unlocker as UnlockerArgs,
};
use crate::card::PinDeed;
use crate::command::BackupOf;
use crate::command::browser_install::Install;
use crate::command::choices::Choices;
use crate::command::create::Create;
use crate::command::export::Export;
use crate::command::import::Import;
use crate::command::recover::Recover;
use crate::command::rehearse::Rehearse;
use crate::command::show::Show;
use crate::command::unlocker::{Deed, Unlocker};
use crate::error::{Argument, Failure};
use crate::host::caller::{Extension, looks_like_a_browser};
use crate::host::manifest::Browser;
use crate::prompt::PinKind;
use crate::wallet::{Means, Pick};
use hailstone_core::card::CardRef;
use hailstone_core::card::openpgp::Serial;
use hailstone_core::vault::VaultError;
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
    Recover(Recover),
    Rehearse(Rehearse),
    Choices(Choices),
    Export(Export),
    AcceptOlder {
        vault: Option<PathBuf>,
        with: Option<String>,
    },
    Unlocker(Unlocker),
    Host {
        caller: Vec<String>,
    },
    CardList,
    CardInfo,
    CardInit {
        card: Option<CardRef>,
    },
    CardPin {
        card: Option<CardRef>,
        deed: PinDeed,
    },
    CardTrust {
        fingerprint: String,
    },
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
            Command::Create { card, label, place } => Self::Create(Create {
                with: match card {
                    None => Means::Passphrase,
                    Some(typed) => Means::Card(card_named(typed)?),
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
            Command::Unlocker(typed) => Self::Unlocker(unlocker(typed)?),
            Command::Host { caller } => Self::Host { caller },
            Command::Card(Card::List) => Self::CardList,
            Command::Card(Card::Info) => Self::CardInfo,
            Command::Card(Card::Init { card: typed }) => Self::CardInit {
                card: card_named(typed)?,
            },
            Command::Card(Card::Pin(PinCommand::Change { card })) => Self::CardPin {
                card: card_named(card)?,
                deed: PinDeed::Change(PinKind::User),
            },
            Command::Card(Card::Pin(PinCommand::Unblock { card })) => Self::CardPin {
                card: card_named(card)?,
                deed: PinDeed::Unblock,
            },
            Command::Card(Card::Puk(PukCommand::Change { card })) => Self::CardPin {
                card: card_named(card)?,
                deed: PinDeed::Change(PinKind::Puk),
            },
            Command::Card(Card::Trust { fingerprint }) => Self::CardTrust { fingerprint },
            Command::Browser(BrowserArgs::Install {
                browser,
                profile,
                extension_id,
            }) => {
                if profile.is_some() && browser != BrowserKind::Chromium {
                    return Err(Failure::ArgumentInvalid(Argument::BrowserNeeded));
                }
                let extensions: Vec<Extension> = extension_id
                    .iter()
                    .map(|id| Extension::parse(id))
                    .collect::<Result<_, _>>()?;
                let browsers = match browser {
                    BrowserKind::Chromium => vec![Browser::Chromium],
                    BrowserKind::Firefox => vec![Browser::Firefox],
                    BrowserKind::All => vec![Browser::Chromium, Browser::Firefox],
                };
                if !extensions.iter().all(|id| browsers.contains(&kind(id))) {
                    return Err(Failure::ArgumentInvalid(Argument::ExtensionId));
                }
                Self::BrowserInstall(Install {
                    browsers,
                    profile,
                    extensions,
                })
            }
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

fn unlocker(typed: UnlockerArgs) -> Result<Unlocker, Failure> {
    let (deed, place, opening) = match typed {
        UnlockerArgs::List { place, opening } => (Deed::List, place, opening),
        UnlockerArgs::Add {
            means,
            serial: typed,
            html,
            label,
            place,
            opening,
        } => {
            let deed = if means.recovery {
                Deed::AddSheet { label, html }
            } else if let Some(typed) = means.shares {
                let (threshold, count) = shares(&typed)?;
                Deed::AddShares {
                    threshold,
                    count,
                    label,
                    html,
                }
            } else {
                let means = match means.card {
                    true => Means::Card(card_named(typed)?),
                    false => Means::Passphrase,
                };
                Deed::Add { means, label }
            };
            (deed, place, opening)
        }
        UnlockerArgs::Rename {
            label,
            new,
            place,
            opening,
        } => (Deed::Rename { label, new }, place, opening),
        UnlockerArgs::Remove {
            label,
            place,
            opening,
        } => (Deed::Remove { label }, place, opening),
    };
    Ok(Unlocker {
        deed,
        vault: place.vault,
        with: opening.with,
    })
}

/// `2/3`: two of three.
fn shares(typed: &str) -> Result<(u8, u8), Failure> {
    let numbers = typed.split_once('/').and_then(|(threshold, count)| {
        let numbers: (u8, u8) = (threshold.parse().ok()?, count.parse().ok()?);
        (2 <= numbers.0 && numbers.0 <= numbers.1 && numbers.1 <= 8).then_some(numbers)
    });
    numbers.ok_or(Failure::Vault(VaultError::SharesOutOfRange))
}

/// `openpgp:000F:A1B2C3D4`, as `card list` writes it, or the serial of an OpenPGP card alone.
fn card_named(typed: Option<String>) -> Result<Option<CardRef>, Failure> {
    let read = |text: String| {
        let card = text.parse().ok();
        card.or_else(|| Serial::parse(&text).map(Serial::card))
            .ok_or(Failure::ArgumentInvalid(Argument::Card))
    };
    typed.map(read).transpose()
}

const fn kind(extension: &Extension) -> Browser {
    match extension {
        Extension::Chromium(_) => Browser::Chromium,
        Extension::Firefox(_) => Browser::Firefox,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    fn plan(line: &str) -> Result<Plan, Failure> {
        Plan::try_from(Typed::try_parse_from(line.split(' ')).unwrap())
    }

    #[test]
    fn a_browser_is_recognised_by_what_it_says() {
        let arguments = |line: &str| -> Vec<OsString> { line.split(' ').map(Into::into).collect() };
        for line in [
            "hailstone chrome-extension://npnmgkfobdfbedmijlmedgkcicfnblid/",
            "hailstone chrome-extension://npnmgkfobdfbedmijlmedgkcicfnblid/ --parent-window=0",
            "hailstone /h/app.hailstone.bridge.json {8c232140-f437-4ce6-9b74-958d830bec00}",
        ] {
            assert!(started_by_browser(&arguments(line)).is_some(), "{line}");
        }
        for line in [
            "hailstone",
            "hailstone card list",
            "hailstone app.hailstone.bridge.json",
        ] {
            assert!(started_by_browser(&arguments(line)).is_none(), "{line}");
        }
    }

    #[test]
    fn a_card_s_name_is_checked_before_anything_is_done() {
        assert_eq!(
            plan("hailstone card init 000F:A1B2C3D4"),
            Ok(Plan::CardInit {
                card: "openpgp:000F:A1B2C3D4".parse().ok()
            })
        );
        assert_eq!(
            plan("hailstone card init 42"),
            Err(Failure::ArgumentInvalid(Argument::Card))
        );
    }

    #[test]
    fn a_card_may_be_named_when_a_vault_is_made() {
        let with = |line| match plan(line) {
            Ok(Plan::Create(create)) => create.with,
            other => panic!("{other:?}"),
        };
        assert_eq!(with("hailstone create"), Means::Passphrase);
        assert_eq!(with("hailstone create --card"), Means::Card(None));
        assert_eq!(
            with("hailstone create --card 000F:A1B2C3D4 --label Blue"),
            Means::Card(Some("openpgp:000F:A1B2C3D4".parse().unwrap()))
        );
        assert_eq!(
            plan("hailstone create --card blue"),
            Err(Failure::ArgumentInvalid(Argument::Card))
        );
    }

    #[test]
    fn what_is_added_is_a_passphrase_or_a_card() {
        let means = |line| match plan(line) {
            Ok(Plan::Unlocker(Unlocker {
                deed: Deed::Add { means, .. },
                ..
            })) => means,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            means("hailstone unlocker add --passphrase"),
            Means::Passphrase
        );
        assert_eq!(means("hailstone unlocker add --card"), Means::Card(None));
        assert_eq!(
            means("hailstone unlocker add --card --serial 000F:A1B2C3D4"),
            Means::Card(Some("openpgp:000F:A1B2C3D4".parse().unwrap()))
        );
        for line in [
            "hailstone unlocker add",
            "hailstone unlocker add --card --passphrase",
            "hailstone unlocker add --passphrase --serial 000F:A1B2C3D4",
            "hailstone unlocker add --recovery --card",
            "hailstone unlocker add --recovery --serial 000F:A1B2C3D4",
            "hailstone unlocker add --passphrase --html sheet.html",
            "hailstone unlocker add --html sheet.html",
        ] {
            assert!(Typed::try_parse_from(line.split(' ')).is_err(), "{line}");
        }
    }

    #[test]
    fn a_sheet_may_be_a_page_and_a_vault_may_be_recovered() {
        let sheet = |line| match plan(line) {
            Ok(Plan::Unlocker(Unlocker {
                deed: Deed::AddSheet { label, html },
                ..
            })) => (label, html),
            other => panic!("{other:?}"),
        };
        assert_eq!(sheet("hailstone unlocker add --recovery"), (None, None));
        assert_eq!(
            sheet("hailstone unlocker add --recovery --html s.html --label Safe"),
            (Some("Safe".into()), Some("s.html".into()))
        );
        assert_eq!(
            plan("hailstone recover --with Safe --label New"),
            Ok(Plan::Recover(Recover {
                vault: None,
                with: Some("Safe".into()),
                label: Some("New".into())
            }))
        );
    }

    #[test]
    fn a_profile_and_an_id_must_fit_the_browser() {
        assert!(plan("hailstone browser install").is_ok());
        assert!(plan("hailstone browser install --browser chromium --profile /tmp/p").is_ok());
        assert_eq!(
            plan("hailstone browser install --profile /tmp/p"),
            Err(Failure::ArgumentInvalid(Argument::BrowserNeeded))
        );
        assert_eq!(
            plan(
                "hailstone browser install --browser firefox --extension-id abcdefghijklmnopabcdefghijklmnop"
            ),
            Err(Failure::ArgumentInvalid(Argument::ExtensionId))
        );
    }
}
