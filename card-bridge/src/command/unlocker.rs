//! `hailstone unlocker`: what opens the vault, listed, added, renamed and removed.

use super::kind::kind;
use super::sheet::{self, OneOf, Outlet, Page};
use super::{prompt, remind, vault_file};
use crate::card::PcscReaders;
use crate::cli::{plain, say};
use crate::clock;
use crate::error::Failure;
use crate::seen::{Seen, day};
use crate::wallet::{Desk, Means, NewShares, Shut, Wallet};
use hailstone_core::time::Timestamp;
use hailstone_core::vault::Unlocker as Known;
use hailstone_core::wire::Language;
use std::path::{Path, PathBuf};

/// What to do to which vault.
#[derive(Debug, PartialEq, Eq)]
pub struct Unlocker {
    /// What to do.
    pub deed: Deed,
    /// The vault's file, if not the usual one.
    pub vault: Option<PathBuf>,
    /// The label of what to open the vault with.
    pub with: Option<String>,
}

/// What to do to what opens a vault.
#[derive(Debug, PartialEq, Eq)]
pub enum Deed {
    /// List it.
    List,
    /// Add to it.
    Add {
        /// A passphrase or a card.
        means: Means,
        /// The person's name for it.
        label: Option<String>,
    },
    /// Add a recovery sheet to it.
    AddSheet {
        /// The person's name for it.
        label: Option<String>,
        /// The new file for the page to print; without one the words are shown on the terminal.
        html: Option<PathBuf>,
    },
    /// Add recovery shares to it.
    AddShares {
        /// How many of them open it.
        threshold: u8,
        /// How many there are.
        count: u8,
        /// The person's name for them.
        label: Option<String>,
        /// The new files for the pages to print, each with the share's number behind its name; without one the words are
        /// shown on the terminal.
        html: Option<PathBuf>,
    },
    /// Call one by another name.
    Rename {
        /// Its label.
        label: String,
        /// Its new label.
        new: String,
    },
    /// Remove one.
    Remove {
        /// Its label.
        label: String,
    },
}

/// Does it.
///
/// # Errors
/// As [`Shut::unlock`], and as the methods of [`crate::wallet::Wallet`] that do it.
pub fn run(unlocker: Unlocker, language: Language) -> Result<(), Failure> {
    let mut desk = Desk {
        readers: &mut PcscReaders::new(),
        prompt: &mut prompt(),
        language,
        seen: Seen::own(),
    };
    let shut = Shut::read(&vault_file(unlocker.vault)?)?;
    match &unlocker.deed {
        Deed::AddSheet { html, .. } => sheet::check(html.as_deref())?,
        Deed::AddShares { html, count, .. } => {
            for number in 1..=*count {
                sheet::check(numbered(html.as_deref(), number).as_deref())?;
            }
        }
        _ => {}
    }
    let mut wallet = shut.unlock(unlocker.with.as_deref(), &mut desk)?;
    match unlocker.deed {
        Deed::AddSheet { label, html } => {
            add_sheet(&mut wallet, label.as_deref(), html.as_deref(), &mut desk)?;
        }
        Deed::AddShares {
            threshold,
            count,
            label,
            html,
        } => {
            let label = label.as_deref();
            let new = wallet.new_shares(threshold, count, label, language)?;
            add_shares(&mut wallet, &new, html.as_deref(), &mut desk)?;
        }
        Deed::List => {
            for (known, last_use) in wallet.unlockers() {
                say(&lines(known, last_use, language));
            }
        }
        Deed::Add { means, label } => {
            let label = wallet.add_unlocker(means, label.as_deref(), &mut desk)?;
            let label = plain(&label);
            say(&match language {
                Language::English => format!("“{label}” opens the vault, too."),
                Language::German => format!("„{label}“ öffnet jetzt auch den Tresor."),
            });
        }
        Deed::Rename { label, new } => {
            wallet.rename_unlocker(&label, &new)?;
            let (label, new) = (plain(&label), plain(&new));
            say(&match language {
                Language::English => format!("“{label}” is called “{new}” now."),
                Language::German => format!("„{label}“ heißt jetzt „{new}“."),
            });
        }
        Deed::Remove { label } => {
            wallet.remove_unlocker(&label)?;
            say(&removed(&plain(&label), language));
        }
    }
    remind(&wallet, language);
    Ok(())
}

fn add_sheet(
    wallet: &mut Wallet,
    label: Option<&str>,
    html: Option<&Path>,
    desk: &mut Desk<'_>,
) -> Result<(), Failure> {
    let sheet = wallet.new_sheet(label, desk.language)?;
    let now = clock::write(clock::now());
    let mut outlet = Outlet::open(html)?;
    outlet.show(&Page {
        vault: wallet.id(),
        label: sheet.label(),
        // RFC 3339 §5.6: the date stands before the T.
        date: now.split('T').next().unwrap_or(&now),
        words: &sheet.words(),
        share: None,
        language: desk.language,
    })?;
    wallet.add_sheet(&sheet, desk)?;
    let label = plain(sheet.label());
    say(&match desk.language {
        Language::English => format!(
            "“{label}” opens the vault, too.\n  \
             Keep the sheet in a safe place away from this machine. `hailstone recover` is the way back with it."
        ),
        Language::German => format!(
            "„{label}“ öffnet jetzt auch den Tresor.\n  \
             Bewahren Sie das Blatt sicher und nicht bei diesem Rechner auf. `hailstone recover` führt damit zurück."
        ),
    });
    if let Some(page) = outlet.keep() {
        let page = page.display();
        say(&match desk.language {
            Language::English => format!("  Once it is printed, delete {page}"),
            Language::German => format!("  Ist es gedruckt, löschen Sie {page}"),
        });
    }
    Ok(())
}

fn add_shares(
    wallet: &mut Wallet,
    new: &NewShares,
    html: Option<&Path>,
    desk: &mut Desk<'_>,
) -> Result<(), Failure> {
    let today = day(clock::now());
    let mut outlets = Vec::new();
    for share in new.shares() {
        let mut outlet = Outlet::open(numbered(html, share.number()).as_deref())?;
        outlet.show(&Page {
            vault: wallet.id(),
            label: new.label(),
            date: &today,
            words: &share.words(),
            share: Some(OneOf {
                number: share.number(),
                count: u8::try_from(new.shares().len()).unwrap_or(u8::MAX),
                threshold: share.threshold(),
                set: share.set(),
            }),
            language: desk.language,
        })?;
        outlets.push(outlet);
    }
    wallet.add_shares(new, desk)?;
    let label = plain(new.label());
    say(&match desk.language {
        Language::English => format!(
            "“{label}” open the vault, too.\n  \
             Keep each share in another place. `hailstone recover` is the way back with enough of them."
        ),
        Language::German => format!(
            "„{label}“ öffnen jetzt auch den Tresor.\n  \
             Bewahren Sie jedes an einem anderen Ort auf. `hailstone recover` führt mit genügend vielen zurück."
        ),
    });
    for page in outlets.into_iter().filter_map(Outlet::keep) {
        let page = page.display();
        say(&match desk.language {
            Language::English => format!("  Once it is printed, delete {page}"),
            Language::German => format!("  Ist es gedruckt, löschen Sie {page}"),
        });
    }
    Ok(())
}

/// `shares.html` becomes `shares-2.html`.
fn numbered(html: Option<&Path>, number: u8) -> Option<PathBuf> {
    let html = html?;
    let mut name = html.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{number}"));
    if let Some(extension) = html.extension() {
        name.push(".");
        name.push(extension);
    }
    Some(html.with_file_name(name))
}

fn lines(known: &Known, last_use: Option<Timestamp>, language: Language) -> String {
    let label = plain(known.label());
    let kind = kind(known, language);
    match language {
        Language::English => {
            let last_use = last_use.map_or_else(|| "not known".into(), clock::write);
            format!("{label}\n  kind            {kind}\n  last use        {last_use}")
        }
        Language::German => {
            let last_use = last_use.map_or_else(|| "nicht bekannt".into(), clock::write);
            format!("{label}\n  Art             {kind}\n  zuletzt benutzt {last_use}")
        }
    }
}

/// A removed unlocker is no revoked one: who has it, and a copy from before, has what is in the copy.
fn removed(label: &str, language: Language) -> String {
    match language {
        Language::English => format!(
            "“{label}” opens nothing that is written from now on.\n  \
             Copies and backups that were made before still open with it: destroy those that you do not need."
        ),
        Language::German => format!(
            "„{label}“ öffnet nichts mehr, was von jetzt an geschrieben wird.\n  \
             Kopien und Sicherungen von vorher lassen sich damit noch öffnen: Vernichten Sie, was Sie davon nicht brauchen."
        ),
    }
}
