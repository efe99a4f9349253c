//! `hailstone choices`: what two copies say differently, listed, and settled one by one.

use super::{prompt, remind_of_copy, vault_file};
use crate::card::PcscReaders;
use crate::cli::{plain, say};
use crate::error::Failure;
use crate::seen::Seen;
use crate::wallet::{Between, Choice, Desk, Pick, Settled, Shut};
use crate::writer;
use hailstone_core::wire::Language;
use std::path::PathBuf;

/// What to do about the choices of which vault.
#[derive(Debug, PartialEq, Eq)]
pub struct Choices {
    /// The record, by the beginning of its identifier, and what is chosen; without it the choices are listed.
    pub settle: Option<(String, Pick)>,
    /// The vault's file, if not the usual one.
    pub vault: Option<PathBuf>,
    /// The label of what to open the vault with.
    pub with: Option<String>,
}

/// Does it.
///
/// # Errors
/// As [`Shut::unlock`] and [`crate::wallet::Wallet::settle`].
pub fn run(choices: Choices, language: Language) -> Result<(), Failure> {
    let mut desk = Desk {
        readers: &mut PcscReaders::new(),
        prompt: &mut prompt(),
        language,
        seen: Seen::own(),
    };
    let shut = Shut::read(&vault_file(choices.vault)?)?;
    let mut wallet = shut.unlock(choices.with.as_deref(), &mut desk)?;
    if let Some((record, pick)) = choices.settle {
        let settled = wallet.settle(&record, &pick, writer::own()?)?;
        for line in report(&settled, language) {
            say(&line);
        }
    }
    for line in list(&wallet.choices()?, language) {
        say(&line);
    }
    remind_of_copy(&wallet, language);
    Ok(())
}

/// Each choice with the command that makes it.
fn list(choices: &[Choice], language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    for choice in choices {
        let id = choice.id.to_string();
        let id = id.get(..8).unwrap_or(&id);
        let (kind, title) = (choice.kind.as_str(), plain(&choice.title));
        lines.push(format!("{kind} {title}"));
        match (&choice.between, language) {
            (Between::Values(field, values), _) => {
                let field = field.full_name();
                for (number, value) in (1..).zip(values) {
                    let mut start = format!("  {field:<22} {number}");
                    for line in value.lines() {
                        lines.push(format!("{start:<26} {}", plain(line)));
                        start.clear();
                    }
                }
                lines.push(match language {
                    Language::English => format!("  hailstone choices settle {id} {field} NUMBER"),
                    Language::German => format!("  hailstone choices settle {id} {field} NUMMER"),
                });
            }
            (Between::KeepOrDelete, Language::English) => {
                lines.push("  was deleted in one copy and changed in the other".into());
                lines.push(format!("  hailstone choices settle {id} keep|delete"));
            }
            (Between::KeepOrDelete, Language::German) => {
                lines.push("  wurde in einer Kopie gelöscht und in der anderen geändert".into());
                lines.push(format!("  hailstone choices settle {id} keep|delete"));
            }
        }
    }
    if lines.is_empty() {
        lines.push(match language {
            Language::English => "Nothing waits for a choice.".into(),
            Language::German => "Nichts wartet auf eine Wahl.".into(),
        });
    }
    lines
}

fn report(settled: &Settled, language: Language) -> Vec<String> {
    match (settled, language) {
        (Settled::Value(stays, gone), _) => {
            let (stay, go) = match language {
                Language::English => ("Stays:", "Goes: "),
                Language::German => ("Bleibt:", "Geht:  "),
            };
            let gone = gone.iter().map(|value| format!("{go} {}", plain(value)));
            std::iter::once(format!("{stay} {}", plain(stays)))
                .chain(gone)
                .collect()
        }
        (Settled::Kept, Language::English) => vec!["The record is kept.".into()],
        (Settled::Kept, Language::German) => vec!["Der Eintrag bleibt.".into()],
        (Settled::Deleted, Language::English) => vec!["The record is deleted.".into()],
        (Settled::Deleted, Language::German) => vec!["Der Eintrag ist gelöscht.".into()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hailstone_core::data::{Field, Kind};
    use hailstone_core::id::RecordId;

    #[test]
    fn every_value_is_shown_with_the_command_that_picks_it() {
        let choice = |between| Choice {
            id: RecordId::from_bytes([0xab; 16]),
            kind: Kind::Email,
            title: "ada@example.org".into(),
            between,
        };
        let values = ["one@example.org".into(), "two\nlines\u{7}".into()].into();
        let choices = [
            choice(Between::Values(Field::Email, values)),
            choice(Between::Values(
                Field::from_code(60_000),
                ["a".into(), "b".into()].into(),
            )),
            choice(Between::KeepOrDelete),
        ];
        let lines = list(&choices, Language::English).join("\n");
        assert_eq!(
            lines,
            "email ada@example.org\n  \
               email                  1 one@example.org\n  \
               email                  2 two\n                           lines\u{fffd}\n  \
               hailstone choices settle abababab email NUMBER\n\
             email ada@example.org\n  \
               field-60000            1 a\n  \
               field-60000            2 b\n  \
               hailstone choices settle abababab field-60000 NUMBER\n\
             email ada@example.org\n  \
               was deleted in one copy and changed in the other\n  \
               hailstone choices settle abababab keep|delete"
        );
        let german = list(&choices, Language::German).join("\n");
        assert!(german.contains("wurde in einer Kopie gelöscht"));
    }
}
