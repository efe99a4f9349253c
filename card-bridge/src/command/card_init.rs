//! `hailstone card init` and `hailstone card trust`: a card is made ready to open vaults, and known on this machine.

use super::prompt;
use crate::card::{self, Known, Made, PcscReaders, Person, Weak};
use crate::cli::{note, say};
use crate::clock;
use crate::error::Failure;
use hailstone_core::card::CardRef;
use hailstone_core::card::hailstone::CardKey;
use hailstone_core::wire::Language;

/// Makes the key.
///
/// # Errors
/// As [`card::init`].
pub fn run(wanted: Option<&CardRef>, language: Language) -> Result<(), Failure> {
    let made = card::init(
        &mut PcscReaders::new(),
        &mut Person {
            prompt: &mut prompt(),
            language,
        },
        &mut Known::read()?,
        wanted,
        clock::now(),
    )?;
    tell(&made, language);
    Ok(())
}

/// Notes a card that was compared.
///
/// # Errors
/// As [`card::trust`].
pub fn trust(fingerprint: &str, language: Language) -> Result<(), Failure> {
    let made = card::trust(
        &mut PcscReaders::new(),
        &mut Person {
            prompt: &mut prompt(),
            language,
        },
        &mut Known::read()?,
        fingerprint,
    )?;
    tell(&made, language);
    Ok(())
}

pub(super) fn tell(made: &Made, language: Language) {
    let name = card::name(&made.card);
    say(&match language {
        Language::English => format!("Card {name} can open a vault now: {}", made.card),
        Language::German => format!("Karte {name} kann jetzt einen Tresor öffnen: {}", made.card),
    });
    if let Some(weak) = weak(made.weak, &made.card, language) {
        note(&weak);
    }
    if let Some(key) = CardKey::of(&made.card) {
        let fingerprint = key.fingerprint();
        say(&match language {
            Language::English => format!(
                "Its fingerprint, for other machines: {fingerprint}\nWrite it down, beside the PUK."
            ),
            Language::German => format!(
                "Ihr Fingerabdruck, für andere Rechner: {fingerprint}\nSchreiben Sie ihn auf, neben die PUK."
            ),
        });
    }
}

/// What everybody knows of the card still, and the command that ends it.
fn weak(weak: Weak, card: &CardRef, language: Language) -> Option<String> {
    Some(match (weak, language) {
        (Weak::None, _) => return None,
        (Weak::Admin, Language::English) => format!(
            "Its Admin PIN is the one that cards are delivered with, and everybody knows it: hailstone card puk change {card}"
        ),
        (Weak::Admin, Language::German) => format!(
            "Ihre Admin-PIN ist die, mit der Karten ausgeliefert werden, und alle kennen sie: hailstone card puk change {card}"
        ),
        (Weak::Puk, Language::English) => format!(
            "Its PUK may be the one that cards are delivered with, too: hailstone card puk change {card}"
        ),
        (Weak::Puk, Language::German) => format!(
            "Auch ihre PUK ist vielleicht die, mit der Karten ausgeliefert werden: hailstone card puk change {card}"
        ),
    })
}
