//! `hailstone card list`: one line per card.

use crate::card::{self, PcscReaders};
use crate::cli::say;
use crate::error::Failure;
use hailstone_core::card::Point;
use hailstone_core::card::openpgp::DecryptionKey;
use hailstone_core::wire::Language;

/// Lists the cards.
///
/// # Errors
/// As [`card::list`].
pub fn run(language: Language) -> Result<(), Failure> {
    for found in card::list(&mut PcscReaders::new())? {
        let key = key(found.card.key(), language);
        say(&format!(
            "{}  OpenPGP  {key}  {}",
            found.card.serial(),
            found.reader
        ));
    }
    Ok(())
}

/// What the decryption slot holds, in a few words.
pub(super) const fn key(key: &DecryptionKey, language: Language) -> &'static str {
    match (key, language) {
        (DecryptionKey::Usable(Point::X25519(_)), Language::English) => "X25519 key",
        (DecryptionKey::Usable(Point::X25519(_)), Language::German) => "X25519-Schlüssel",
        (DecryptionKey::Usable(Point::P256(_)), Language::English) => "P-256 key",
        (DecryptionKey::Usable(Point::P256(_)), Language::German) => "P-256-Schlüssel",
        (DecryptionKey::Rsa, Language::English) => "RSA key (for mail, not for a vault)",
        (DecryptionKey::Rsa, Language::German) => {
            "RSA-Schlüssel (für Mail, nicht für einen Tresor)"
        }
        (DecryptionKey::Absent, Language::English) => "no key",
        (DecryptionKey::Absent, Language::German) => "kein Schlüssel",
        (DecryptionKey::Other, Language::English) => "a key of another algorithm",
        (DecryptionKey::Other, Language::German) => "ein Schlüssel eines anderen Verfahrens",
    }
}
