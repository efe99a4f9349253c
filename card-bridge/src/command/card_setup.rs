//! `hailstone card setup`: a key on a card that has none.

use super::prompt;
use crate::card::{self, PcscReaders};
use crate::cli::say;
use crate::clock;
use crate::error::Failure;
use hailstone_core::card::openpgp::Serial;
use hailstone_core::wire::Language;

/// Makes the key.
///
/// # Errors
/// As [`card::setup`].
pub fn run(serial: Option<Serial>, language: Language) -> Result<(), Failure> {
    let made = card::setup(
        &mut PcscReaders::new(),
        &mut prompt(),
        serial,
        language,
        clock::now(),
    )?;
    say(&match language {
        Language::English => format!("Card {} has a decryption key now.", made.serial),
        Language::German => format!(
            "Karte {} hat jetzt einen Entschlüsselungsschlüssel.",
            made.serial
        ),
    });
    Ok(())
}
