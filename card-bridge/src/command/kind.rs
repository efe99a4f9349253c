//! What kind of unlocker it is, for people.

use crate::cli::plain;
use hailstone_core::vault::{Unlocker, UnlockerKind};
use hailstone_core::wire::Language;

pub(super) fn kind(unlocker: &Unlocker, language: Language) -> String {
    match (unlocker.kind(), language) {
        (UnlockerKind::Passphrase { .. }, Language::English) => "passphrase".into(),
        (UnlockerKind::Passphrase { .. }, Language::German) => "Passphrase".into(),
        (UnlockerKind::Recovery { .. }, Language::English) => "recovery sheet".into(),
        (UnlockerKind::Recovery { .. }, Language::German) => "Wiederherstellungsblatt".into(),
        (
            UnlockerKind::Card { serial, .. } | UnlockerKind::CardKey { serial, .. },
            Language::English,
        ) => format!("card {}", plain(serial)),
        (
            UnlockerKind::Card { serial, .. } | UnlockerKind::CardKey { serial, .. },
            Language::German,
        ) => format!("Karte {}", plain(serial)),
        (
            UnlockerKind::Shares {
                threshold, count, ..
            },
            Language::English,
        ) => format!("recovery shares, {threshold} of {count}"),
        (
            UnlockerKind::Shares {
                threshold, count, ..
            },
            Language::German,
        ) => format!("Teilblätter, {threshold} von {count}"),
        (UnlockerKind::Passkey { .. }, Language::English) => "passkey".into(),
        (UnlockerKind::Passkey { .. }, Language::German) => "Passkey".into(),
    }
}
