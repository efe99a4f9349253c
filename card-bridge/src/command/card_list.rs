//! `hailstone card list`: one line per card and application.

use crate::card::{self, Known, PcscReaders};
use crate::cli::say;
use crate::error::Failure;
use hailstone_core::card::{Application, CardError, Point};
use hailstone_core::wire::Language;

/// Lists the cards.
///
/// # Errors
/// As [`card::list`].
pub fn run(language: Language) -> Result<(), Failure> {
    let known = Known::read()?;
    for found in card::list(&mut PcscReaders::new())? {
        let card = found.card();
        let key = key(&found.public_key(&known), language);
        let shown = card.map_or_else(|| "-".into(), |card| card.to_string());
        say(&format!("{shown}  {key}  {}", found.reader));
    }
    Ok(())
}

/// The application's name.
pub(super) const fn application(application: Application) -> &'static str {
    match application {
        Application::Openpgp => "OpenPGP",
        Application::Piv => "PIV",
        Application::Hailstone => "Hailstone",
    }
}

/// The key that vaults are opened with, in a few words.
pub(super) const fn key(key: &Result<Point, CardError>, language: Language) -> &'static str {
    match (key, language) {
        (Ok(Point::X25519(_)), Language::English) => "X25519 key",
        (Ok(Point::X25519(_)), Language::German) => "X25519-Schlüssel",
        (Ok(Point::P256(_)), Language::English) => "P-256 key",
        (Ok(Point::P256(_)), Language::German) => "P-256-Schlüssel",
        (Err(CardError::KeyRsa), Language::English) => "RSA key (for mail, not for a vault)",
        (Err(CardError::KeyRsa), Language::German) => {
            "RSA-Schlüssel (für Mail, nicht für einen Tresor)"
        }
        (Err(CardError::KeyAbsent), Language::English) => "no key",
        (Err(CardError::KeyAbsent), Language::German) => "kein Schlüssel",
        (Err(_), Language::English) => "a key of another algorithm",
        (Err(_), Language::German) => "ein Schlüssel eines anderen Verfahrens",
    }
}
