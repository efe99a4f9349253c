//! `hailstone card status`: what each card says of itself.

use super::card_list::key;
use crate::card::{self, PcscReaders};
use crate::cli::say;
use crate::error::Failure;
use hailstone_core::card::openpgp::{DecryptionKey, OpenPgp, Pin};
use hailstone_core::wire::Language;

/// Tells about the cards.
///
/// # Errors
/// As [`card::list`].
pub fn run(language: Language) -> Result<(), Failure> {
    for found in card::list(&mut PcscReaders::new())? {
        for line in lines(&found.reader, &found.card, language) {
            say(&line);
        }
    }
    Ok(())
}

fn lines(reader: &str, card: &OpenPgp, language: Language) -> Vec<String> {
    let user = card.tries_left(Pin::User);
    let admin = card.tries_left(Pin::Admin);
    let kind = key(card.key(), language);
    let public_key = match card.key() {
        DecryptionKey::Usable(point) => {
            let bytes = point.as_bytes().iter();
            let digits: String = bytes.map(|byte| format!("{byte:02x}")).collect();
            format!("{kind} {digits}")
        }
        DecryptionKey::Absent | DecryptionKey::Rsa | DecryptionKey::Other => kind.into(),
    };
    let touch = card.wants_touch();
    match language {
        Language::English => vec![
            format!("Card {}", card.serial()),
            format!("  reader          {reader}"),
            format!("  decryption      {public_key}"),
            format!(
                "  touch           {}",
                if touch { "wanted" } else { "not wanted" }
            ),
            format!("  PIN             {user} tries left"),
            format!("  Admin PIN       {admin} tries left"),
        ],
        Language::German => vec![
            format!("Karte {}", card.serial()),
            format!("  Leser           {reader}"),
            format!("  Entschlüsselung {public_key}"),
            format!(
                "  Berührung       {}",
                if touch { "verlangt" } else { "nicht verlangt" }
            ),
            format!("  PIN             noch {user} Versuche"),
            format!("  Admin-PIN       noch {admin} Versuche"),
        ],
    }
}
