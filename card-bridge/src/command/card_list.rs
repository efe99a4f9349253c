//! `hailstone card list`: one line per card and application, and one per security key.

use crate::card::fido2::{self, Listed};
use crate::card::{self, Found, Known, PcscReaders};
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
    let (cards, keys) = all()?;
    for found in cards {
        let card = found.card();
        let key = key(&found.public_key(&known), language);
        let shown = card.map_or_else(|| "-".into(), |card| card.to_string());
        say(&format!("{shown}  {key}  {}", found.reader));
    }
    for found in keys {
        let state = state(&found, language);
        say(&format!("fido2  {state}  {}", found.name));
    }
    Ok(())
}

/// All cards and all security keys; never none of both.
pub(super) fn all() -> Result<(Vec<Found>, Vec<Listed>), CardError> {
    let mut readers = PcscReaders::new();
    let cards = card::list(&mut readers);
    let keys = fido2::list(&mut readers);
    match cards {
        // A security key needs no reader, and no application but its own.
        Err(CardError::Absent | CardError::ReaderAbsent | CardError::ApplicationAbsent)
            if !keys.is_empty() =>
        {
            Ok((vec![], keys))
        }
        cards => Ok((cards?, keys)),
    }
}

/// What can be done with a security key, in a few words.
pub(super) const fn state(key: &Listed, language: Language) -> &'static str {
    match (key.is_usable, key.has_pin, language) {
        (false, _, Language::English) => "security key (opens no vault)",
        (false, _, Language::German) => "Sicherheitsschlüssel (öffnet keinen Tresor)",
        (true, true, Language::English) => "security key with a PIN",
        (true, true, Language::German) => "Sicherheitsschlüssel mit PIN",
        (true, false, Language::English) => "security key without a PIN yet",
        (true, false, Language::German) => "Sicherheitsschlüssel, noch ohne PIN",
    }
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
