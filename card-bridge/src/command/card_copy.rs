//! `hailstone card put`, `get`, `sync` and `list --records`: a sealed copy of the vault on a card.

use super::{merge, prompt, vault_file};
use crate::card::{self, Known, PcscReaders, Person, Progress};
use crate::cli::{note, plain, say};
use crate::error::Failure;
use crate::seen::Seen;
use crate::store::{SqliteStore, backup};
use crate::wallet::{self, Desk, Listed, Merged, OnCard, OpenBackup, Shut, Wallet};
use crate::writer;
use hailstone_core::card::{CardError, CardRef};
use hailstone_core::id::RecordId;
use hailstone_core::vault::{Backup, VaultError, Wishes};
use hailstone_core::wire::Language;
use std::path::{Path, PathBuf};

/// What to do with the copy on which card, of which vault.
#[derive(Debug, PartialEq, Eq)]
pub struct CardCopy {
    /// As `card list` names it.
    pub card: Option<CardRef>,
    /// The vault's file, if not the usual one.
    pub vault: Option<PathBuf>,
    /// The label of what to open the vault with.
    pub with: Option<String>,
    /// What to do.
    pub deed: Deed,
}

/// What is done with it.
#[derive(Debug, PartialEq, Eq)]
pub enum Deed {
    /// List its records.
    List,
    /// Make it anew.
    Put {
        /// These records before others, by the beginnings of their identifiers.
        wanted: Vec<String>,
        /// These no more.
        unwanted: Vec<String>,
        /// Overwrite what is of another vault, or does not open.
        replace: bool,
    },
    /// Bring it in.
    Get {
        /// Into this file, as a backup.
        file: Option<PathBuf>,
    },
    /// Bring both together.
    Sync,
}

/// Does it.
///
/// # Errors
/// As [`card::renew_copy`], [`Shut::unlock`] and [`wallet::CardCopy`]; [`Failure::CardCopyAbsent`] where there is no copy on the card.
pub fn run(copy: CardCopy, language: Language) -> Result<(), Failure> {
    let CardCopy {
        card: wanted,
        vault,
        with,
        deed,
    } = copy;
    let file = vault_file(vault)?;
    let mut readers = PcscReaders::new();
    let mut prompt = prompt();
    let mut desk = Desk {
        readers: &mut readers,
        prompt: &mut prompt,
        language,
        seen: Seen::own(),
    };
    let at = At { wanted, file, with };
    match deed {
        Deed::List => at.list(&mut desk),
        Deed::Put {
            wanted,
            unwanted,
            replace,
        } => at.put(&wanted, &unwanted, replace, &mut desk),
        Deed::Sync => at.put(&[], &[], false, &mut desk),
        Deed::Get { file: Some(to) } => at.save(&to, &mut desk),
        Deed::Get { file: None } => at.get(&mut desk),
    }
}

struct At {
    wanted: Option<CardRef>,
    file: PathBuf,
    with: Option<String>,
}

impl At {
    fn put(
        &self,
        wanted: &[String],
        unwanted: &[String],
        replace: bool,
        desk: &mut Desk<'_>,
    ) -> Result<(), Failure> {
        let shut = Shut::read(&self.file)?;
        // Before anybody is asked for anything.
        let card = card::which(desk.readers, self.wanted.as_ref())?;
        let mut wallet = shut.unlock(self.with.as_deref(), desk)?;
        let wanted = wallet.resolve(wanted)?;
        let unwanted = wallet.resolve(unwanted)?;
        let wishes = Wishes {
            wanted,
            unwanted,
            replace,
        };
        let copy = wallet::CardCopy::of(&mut wallet, wishes);
        let (merged, on_card) = renew(copy, &card, desk)?;
        wallet.note_copy(&card);
        let language = desk.language;
        if merged != Merged::default() {
            for line in merge::report(merged, language) {
                say(&line);
            }
        }
        for line in placed(&card, on_card, language) {
            say(&line);
        }
        Ok(())
    }

    fn save(&self, to: &Path, desk: &mut Desk<'_>) -> Result<(), Failure> {
        backup::check_free(to)?;
        let card = card::which(desk.readers, self.wanted.as_ref())?;
        let copy = newest(&card, desk)?;
        backup::write(to, &copy)?;
        let (revision, to) = (copy.revision(), to.display());
        say(&match desk.language {
            Language::English => format!(
                "What is on the card {card} is in {to} now, as of change {revision}.\n  \
                 `hailstone restore` and `hailstone merge` take it; any key of the vault opens it."
            ),
            Language::German => format!(
                "Was auf der Karte {card} ist, liegt jetzt in {to}, Stand: Änderung {revision}.\n  \
                 `hailstone restore` und `hailstone merge` nehmen es an; jeder Schlüssel des Tresors öffnet es."
            ),
        });
        Ok(())
    }

    fn get(&self, desk: &mut Desk<'_>) -> Result<(), Failure> {
        let shut = match Shut::read(&self.file) {
            Err(Failure::VaultAbsent { .. }) => None,
            shut => Some(shut?),
        };
        let card = card::which(desk.readers, self.wanted.as_ref())?;
        let language = desk.language;
        let Some(shut) = shut else {
            SqliteStore::check_vacant(&self.file)?;
            let copy = newest(&card, desk)?;
            let opened = OpenBackup::open(&copy, self.with.as_deref(), desk)?;
            let is_excerpt = opened.is_excerpt();
            writer::renew()?;
            let (wallet, records) = opened.restore(&self.file, &desk.seen)?;
            for line in made(wallet.id().to_string(), &self.file, records, language) {
                say(&line);
            }
            if is_excerpt {
                note(match language {
                    Language::English => {
                        "The card had not room for everything: bring in another copy of the vault when you have one (`hailstone merge`)."
                    }
                    Language::German => {
                        "Auf der Karte hatte nicht alles Platz: Holen Sie den Rest aus einer anderen Kopie des Tresors, wenn Sie eine haben (`hailstone merge`)."
                    }
                });
            }
            return Ok(());
        };
        let mut wallet = shut.unlock(self.with.as_deref(), desk)?;
        let copy = newest(&card, desk)?;
        let mut other = wallet.open_beside(copy)?;
        for line in merge::report(wallet.merge(&mut other)?, language) {
            say(&line);
        }
        Ok(())
    }

    fn list(&self, desk: &mut Desk<'_>) -> Result<(), Failure> {
        let shut = Shut::read(&self.file)?;
        let card = card::which(desk.readers, self.wanted.as_ref())?;
        let wallet = shut.unlock(self.with.as_deref(), desk)?;
        let copy = newest(&card, desk)?;
        let mut opened = wallet.open_beside(copy)?;
        for line in listed(&opened.list()?, desk.language) {
            say(&line);
        }
        Ok(())
    }
}

/// Keeps a copy of a new vault on the card that opens it.
pub(super) fn keep(wallet: &mut Wallet, desk: &mut Desk<'_>) -> Result<Vec<String>, Failure> {
    let card = wallet.card().ok_or(CardError::NoPlace)?;
    let copy = wallet::CardCopy::of(wallet, Wishes::default());
    let (_, on_card) = renew(copy, &card, desk)?;
    wallet.note_copy(&card);
    Ok(placed(&card, on_card, desk.language))
}

fn renew(
    mut copy: wallet::CardCopy<'_>,
    card: &CardRef,
    desk: &mut Desk<'_>,
) -> Result<(Merged, OnCard), Failure> {
    let language = desk.language;
    card::renew_copy(
        desk.readers,
        &mut Person {
            prompt: desk.prompt,
            language,
        },
        &mut working(language),
        &Known::read()?,
        card,
        &mut copy,
    )?;
    Ok(copy.outcome())
}

/// The newest copy on this card that is one.
fn newest(card: &CardRef, desk: &mut Desk<'_>) -> Result<Backup, Failure> {
    let language = desk.language;
    let found = card::copies(
        desk.readers,
        &mut Person {
            prompt: desk.prompt,
            language,
        },
        &mut working(language),
        &Known::read()?,
        card,
    )?;
    let mut obstacle = None;
    for bytes in found {
        match Backup::read(&bytes) {
            Ok(backup) => return Ok(backup),
            Err(error) => obstacle = obstacle.or(Some(error)),
        }
    }
    Err(match obstacle {
        Some(VaultError::VersionTooNew) => VaultError::VersionTooNew.into(),
        _ => Failure::CardCopyAbsent,
    })
}

/// It takes longer than one key: tens of commands.
fn working(language: Language) -> impl FnMut(Progress) {
    let line = match language {
        Language::English => "Writing to the card, and reading it back …",
        Language::German => "Die Karte wird beschrieben und wieder gelesen …",
    };
    move |progress| match progress {
        Progress::PinWanted => {}
        Progress::CardWorking => note(line),
    }
}

fn placed(card: &CardRef, on_card: OnCard, language: Language) -> Vec<String> {
    let OnCard {
        records,
        left_out,
        bytes,
        left,
    } = on_card;
    let all = records.saturating_add(left_out);
    let mut lines = vec![match language {
        Language::English => format!(
            "On the card {card}: {records} of {all} records, in {bytes} bytes; {left} bytes are left."
        ),
        Language::German => format!(
            "Auf der Karte {card}: {records} von {all} Einträgen, in {bytes} Byte; {left} Byte sind frei."
        ),
    }];
    if left_out > 0 {
        lines.push(match language {
            Language::English => "  The others are in the vault alone. `hailstone card put RECORD` says which come first.",
            Language::German => "  Die übrigen sind nur im Tresor. `hailstone card put EINTRAG` sagt, welche zuerst kommen.",
        }.into());
    }
    lines
}

fn made(vault: String, file: &Path, records: usize, language: Language) -> Vec<String> {
    let file = file.display();
    vec![match language {
        Language::English => format!(
            "Made the vault {vault} of what is on the card, in {file}. Records, each of which was opened: {records}."
        ),
        Language::German => format!(
            "Tresor {vault} aus dem gemacht, was auf der Karte ist, in {file}. Einträge, die alle geöffnet wurden: {records}."
        ),
    }]
}

fn listed(records: &[Listed], language: Language) -> Vec<String> {
    let mut lines: Vec<String> = records
        .iter()
        .map(|record| {
            let id = short(record.id);
            let mark = if record.chosen { "*" } else { " " };
            let kind = record.kind.as_str();
            format!("{mark} {id}  {kind:<8} {}", plain(&record.title))
                .trim_end()
                .to_owned()
        })
        .collect();
    let chosen = records.iter().any(|record| record.chosen);
    lines.push(match (records.len(), language) {
        (0, Language::English) => "There is no record in the copy on this card.".into(),
        (0, Language::German) => "In der Kopie auf dieser Karte ist kein Eintrag.".into(),
        (count, Language::English) => format!("Records: {count}."),
        (count, Language::German) => format!("Einträge: {count}."),
    });
    if chosen {
        lines.push(match language {
            Language::English => "* comes before others where there is not room for all.".into(),
            Language::German => "* kommt vor anderen, wo nicht alle Platz haben.".into(),
        });
    }
    lines
}

/// As much of an identifier as a person types.
fn short(id: RecordId) -> String {
    id.to_string().chars().take(8).collect()
}
