//! `hailstone card pin change`, `pin unblock`, `puk change`.

use super::prompt;
use crate::card::{self, Known, PcscReaders, Person, PinDeed};
use crate::cli::say;
use crate::error::Failure;
use hailstone_core::card::CardRef;
use hailstone_core::wire::Language;

/// Does it.
///
/// # Errors
/// As [`card::pin`].
pub fn run(wanted: Option<&CardRef>, deed: PinDeed, language: Language) -> Result<(), Failure> {
    let card = card::pin(
        &mut PcscReaders::new(),
        &mut Person {
            prompt: &mut prompt(),
            language,
        },
        &Known::read()?,
        wanted,
        deed,
    )?;
    let name = card::name(&card);
    say(&match (deed, language) {
        (PinDeed::Change(_), Language::English) => format!("Changed, on card {name}."),
        (PinDeed::Change(_), Language::German) => format!("Geändert, auf Karte {name}."),
        (PinDeed::Unblock, Language::English) => {
            format!("Card {name} has a new PIN, and all its tries.")
        }
        (PinDeed::Unblock, Language::German) => {
            format!("Karte {name} hat eine neue PIN und wieder alle Versuche.")
        }
    });
    Ok(())
}
