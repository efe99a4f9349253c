//! `hailstone lock`: every browser that has the vault open forgets its keys. The tool itself holds no vault open between two
//! commands.

use crate::cli::say;
use crate::error::Failure;
use crate::locks::Locks;
use hailstone_core::wire::Language;

/// Calls, and says whom it reached.
///
/// # Errors
/// [`Failure::LockSilent`], and as [`Locks::call`].
pub fn run(language: Language) -> Result<(), Failure> {
    let reached = Locks::usual()?.call()?;
    if reached.silent > 0 {
        let count = reached.silent;
        return Err(Failure::LockSilent { count });
    }
    say(&match (language, reached.locked) {
        (Language::English, 0) => "Locked. No browser was using the vault's file.".into(),
        (Language::English, 1) => "Locked in one browser.".into(),
        (Language::English, count) => format!("Locked in {count} browsers."),
        (Language::German, 0) => "Gesperrt. Kein Browser verwendete die Datei des Tresors.".into(),
        (Language::German, 1) => "In einem Browser gesperrt.".into(),
        (Language::German, count) => format!("In {count} Browsern gesperrt."),
    });
    Ok(())
}
