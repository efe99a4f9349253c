//! `hailstone card retire`: a card that is given away, worn out or lost opens nothing that is written from then on.

use super::{prompt, remind, vault_file};
use crate::card::{self, PcscReaders};
use crate::cli::{plain, say};
use crate::error::Failure;
use crate::seen::Seen;
use crate::wallet::{CardUnlocker, Desk, Shut};
use hailstone_core::card::CardRef;
use hailstone_core::wire::Language;
use std::path::PathBuf;

/// Which card, and of which vault. It need not be there.
#[derive(Debug, PartialEq, Eq)]
pub struct CardRetire {
    /// Which one.
    pub card: Retired,
    /// The vault's file, if not the usual one.
    pub vault: Option<PathBuf>,
    /// The label of what to open the vault with.
    pub with: Option<String>,
}

/// How a card is meant that may not be there any more.
#[derive(Debug, PartialEq, Eq)]
pub enum Retired {
    /// As `card list` named it.
    Card(CardRef),
    /// What the vault calls it.
    Label(String),
}

/// Takes it from what opens the vault.
///
/// # Errors
/// [`Failure::CardOpensNothing`], [`Failure::UnlockerUnknown`], [`Failure::LabelShared`], and as [`Shut::unlock`] and
/// [`crate::wallet::Wallet::retire`].
pub fn run(retire: CardRetire, language: Language) -> Result<(), Failure> {
    let mut desk = Desk {
        readers: &mut PcscReaders::new(),
        prompt: &mut prompt(),
        language,
        seen: Seen::own(),
    };
    let shut = Shut::read(&vault_file(retire.vault)?)?;
    let card = which(&shut, &retire.card)?;
    let mut wallet = match retire.with {
        Some(with) => shut.unlock(Some(&with), &mut desk)?,
        None => shut.unlock_without(&card, &mut desk)?,
    };
    wallet.retire(&card)?;
    let (label, name) = (plain(&card.label), &card.card);
    say(&match language {
        Language::English => format!(
            "“{label}” opens nothing that is written from now on.\n  \
             Copies and backups that were made before still open with it, a copy on the card itself, too: destroy those that you do not need.\n  \
             Where you have the card, `hailstone card reset {name}` deletes its key and what is on it."
        ),
        Language::German => format!(
            "„{label}“ öffnet nichts mehr, was von jetzt an geschrieben wird.\n  \
             Kopien und Sicherungen von vorher lassen sich damit noch öffnen, auch eine Kopie auf der Karte selbst: Vernichten Sie, was Sie davon nicht brauchen.\n  \
             Haben Sie die Karte, löscht `hailstone card reset {name}` ihren Schlüssel und was darauf ist."
        ),
    });
    remind(&wallet, language);
    Ok(())
}

fn which(shut: &Shut, retired: &Retired) -> Result<CardUnlocker, Failure> {
    let cards = shut.cards();
    match retired {
        Retired::Card(card) => {
            let mut cards = cards.into_iter();
            let found = cards.find(|known| card::is_same(&known.card, card));
            found.ok_or(Failure::CardOpensNothing)
        }
        Retired::Label(label) => {
            let mut labelled = cards.into_iter().filter(|known| known.label == *label);
            let label = label.clone();
            match (labelled.next(), labelled.next()) {
                (Some(card), None) => Ok(card),
                (Some(_), Some(_)) => Err(Failure::LabelShared { label }),
                (None, _) if shut.unlockers().iter().any(|any| any.label() == label) => {
                    Err(Failure::CardOpensNothing)
                }
                (None, _) => Err(Failure::UnlockerUnknown { label }),
            }
        }
    }
}
