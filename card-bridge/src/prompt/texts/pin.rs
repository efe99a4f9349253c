//! Of a card's PIN.

use crate::card::name;
use crate::cli::plain;
use crate::prompt::{Mistake, PinKind, PinOccasion, PinQuestion};
use hailstone_core::wire::Language::{self, English, German};

pub(super) fn label(question: &PinQuestion) -> &'static str {
    use PinOccasion::{Copy, New, Present, Prove, Repeat, Reset, Show, Sign};
    match (question.pin, &question.occasion, question.language) {
        (PinKind::User, Show | Copy | Present | Reset | Sign { .. } | Prove, _) => "PIN:",
        (PinKind::Admin, Show | Copy | Present | Reset | Sign { .. } | Prove, English) => {
            "Admin PIN:"
        }
        (PinKind::Admin, Show | Copy | Present | Reset | Sign { .. } | Prove, German) => {
            "Admin-PIN:"
        }
        (PinKind::Puk, Show | Copy | Present | Reset | Sign { .. } | Prove, _) => "PUK:",
        (PinKind::User, New, English) => "New PIN:",
        (PinKind::User, New, German) => "Neue PIN:",
        (PinKind::Admin, New, English) => "New Admin PIN:",
        (PinKind::Admin, New, German) => "Neue Admin-PIN:",
        (PinKind::Puk, New, English) => "New PUK:",
        (PinKind::Puk, New, German) => "Neue PUK:",
        (_, Repeat, English) => "Once more:",
        (_, Repeat, German) => "Noch einmal:",
    }
}

/// What is asked, and of which card; with one try left also what is at stake.
pub(super) fn description(question: &PinQuestion) -> String {
    let card = name(&question.card);
    let asked = match (question.pin, &question.occasion, question.language) {
        (PinKind::User, PinOccasion::Show, English) => {
            format!("Enter the PIN of card {card} to open your data.")
        }
        (PinKind::User, PinOccasion::Show, German) => {
            format!("Geben Sie die PIN der Karte {card} ein, um Ihre Daten zu öffnen.")
        }
        (_, PinOccasion::Copy, English) => {
            format!("Enter the PIN of card {card} to read and renew the copy of your data on it.")
        }
        (_, PinOccasion::Copy, German) => format!(
            "Geben Sie die PIN der Karte {card} ein, um die Kopie Ihrer Daten darauf zu lesen und zu erneuern."
        ),
        (_, PinOccasion::Sign { audience: None }, English) => {
            format!("Enter the PIN of card {card} to sign with the key on the card.")
        }
        (_, PinOccasion::Sign { audience: None }, German) => {
            format!(
                "Geben Sie die PIN der Karte {card} ein, um mit ihrem Schlüssel zu unterschreiben."
            )
        }
        (
            _,
            PinOccasion::Sign {
                audience: Some(audience),
            },
            English,
        ) => format!(
            "Enter the PIN of card {card} to sign what goes to {}, with the key on the card.",
            site(audience)
        ),
        (
            _,
            PinOccasion::Sign {
                audience: Some(audience),
            },
            German,
        ) => format!(
            "Geben Sie die PIN der Karte {card} ein, um mit ihrem Schlüssel zu unterschreiben, was an {} geht.",
            site(audience)
        ),
        (_, PinOccasion::Prove, English) => {
            format!("Enter the PIN of card {card} to have it prove its key for signatures.")
        }
        (_, PinOccasion::Prove, German) => format!(
            "Geben Sie die PIN der Karte {card} ein, damit sie ihren Schlüssel für Unterschriften nachweist."
        ),
        (PinKind::Admin, PinOccasion::Show, English) => {
            format!("Enter the Admin PIN of card {card} to make a key on it.")
        }
        (PinKind::Admin, PinOccasion::Show, German) => format!(
            "Geben Sie die Admin-PIN der Karte {card} ein, um einen Schlüssel darauf anzulegen."
        ),
        (PinKind::User, PinOccasion::Present, English) => {
            format!("Enter the PIN that card {card} has now.")
        }
        (PinKind::User, PinOccasion::Present, German) => {
            format!("Geben Sie die jetzige PIN der Karte {card} ein.")
        }
        (PinKind::Admin, PinOccasion::Present, English) => {
            format!("Enter the Admin PIN that card {card} has now.")
        }
        (PinKind::Admin, PinOccasion::Present, German) => {
            format!("Geben Sie die jetzige Admin-PIN der Karte {card} ein.")
        }
        (PinKind::Puk, PinOccasion::Show | PinOccasion::Present, English) => {
            format!("Enter the PUK that card {card} has now.")
        }
        (PinKind::Puk, PinOccasion::Show | PinOccasion::Present, German) => {
            format!("Geben Sie die jetzige PUK der Karte {card} ein.")
        }
        (PinKind::User, PinOccasion::New, English) => format!(
            "Choose a PIN for card {card}: six characters or more. Three wrong ones block the card."
        ),
        (PinKind::User, PinOccasion::New, German) => format!(
            "Wählen Sie eine PIN für die Karte {card}: sechs Zeichen oder mehr. Drei falsche sperren die Karte."
        ),
        (PinKind::Admin, PinOccasion::New, English) => {
            format!("Choose an Admin PIN for card {card}: eight characters or more.")
        }
        (PinKind::Admin, PinOccasion::New, German) => {
            format!("Wählen Sie eine Admin-PIN für die Karte {card}: acht Zeichen oder mehr.")
        }
        (PinKind::Puk, PinOccasion::New, English) => format!(
            "Choose a PUK for card {card}: eight characters or more. It helps when the PIN is blocked; write it down and keep it apart from the card."
        ),
        (PinKind::Puk, PinOccasion::New, German) => format!(
            "Wählen Sie eine PUK für die Karte {card}: acht Zeichen oder mehr. Sie hilft, wenn die PIN gesperrt ist; schreiben Sie sie auf und bewahren Sie sie getrennt von der Karte auf."
        ),
        (PinKind::Admin, PinOccasion::Reset, English) => {
            format!("Enter the Admin PIN of card {card} to delete everything on it.")
        }
        (PinKind::Admin, PinOccasion::Reset, German) => {
            format!("Geben Sie die Admin-PIN der Karte {card} ein, um alles darauf zu löschen.")
        }
        (PinKind::User, PinOccasion::Reset, English) => {
            format!("Enter the PIN of card {card} to delete everything on it.")
        }
        (PinKind::User, PinOccasion::Reset, German) => {
            format!("Geben Sie die PIN der Karte {card} ein, um alles darauf zu löschen.")
        }
        (PinKind::Puk, PinOccasion::Reset, English) => {
            format!("Enter the PUK of card {card} to delete everything on it.")
        }
        (PinKind::Puk, PinOccasion::Reset, German) => {
            format!("Geben Sie die PUK der Karte {card} ein, um alles darauf zu löschen.")
        }
        (_, PinOccasion::Repeat, English) => format!("Type it again for card {card}."),
        (_, PinOccasion::Repeat, German) => {
            format!("Geben Sie sie für die Karte {card} noch einmal ein.")
        }
    };
    if question.tries_left.is_none_or(|left| left > 1) {
        return asked;
    }
    let warning = match question.language {
        English => "This is the last try: one more wrong PIN blocks the card.",
        German => "Dies ist der letzte Versuch: Noch eine falsche PIN sperrt die Karte.",
    };
    format!("{asked}\n\n{warning}")
}

/// The audience of a key binding as people know the site; what else a client may be called, as it is, within the bounds of a prompt.
fn site(audience: &str) -> String {
    let name = audience.strip_prefix("origin:").unwrap_or(audience);
    let name = name.strip_prefix("https://").unwrap_or(name);
    plain(name).chars().take(80).collect()
}

pub(super) fn error(question: &PinQuestion) -> Option<String> {
    mistake(question.mistake?, question.language, question.tries_left)
}

/// The same for whatever has a PIN.
pub(super) fn mistake(mistake: Mistake, language: Language, left: Option<u8>) -> Option<String> {
    Some(match (mistake, language, left) {
        (Mistake::Wrong, English, None) => "Wrong PIN".into(),
        (Mistake::Wrong, German, None) => "Falsche PIN".into(),
        (Mistake::Wrong, English, Some(1)) => "Wrong PIN, 1 try left".into(),
        (Mistake::Wrong, English, Some(left)) => format!("Wrong PIN, {left} tries left"),
        (Mistake::Wrong, German, Some(1)) => "Falsche PIN, noch 1 Versuch".into(),
        (Mistake::Wrong, German, Some(left)) => format!("Falsche PIN, noch {left} Versuche"),
        (Mistake::Different, English, _) => "The second one was another; once more".into(),
        (Mistake::Different, German, _) => "Die zweite war eine andere; noch einmal".into(),
        (Mistake::Factory, English, _) => {
            "Cards are delivered with this one and everybody knows it; choose another".into()
        }
        (Mistake::Factory, German, _) => {
            "Mit dieser werden Karten ausgeliefert, und alle kennen sie; wählen Sie eine andere"
                .into()
        }
        (Mistake::Length { least, most }, English, _) => {
            format!("The PIN has {least} to {most} characters; this one was not tried")
        }
        (Mistake::Length { least, most }, German, _) => {
            format!("Die PIN hat {least} bis {most} Zeichen; diese wurde nicht versucht")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prompt::testing::question;

    #[test]
    fn a_wrong_pin_says_what_is_left_in_both_languages() {
        let mut question = question();
        assert_eq!(error(&question), None);
        question.mistake = Some(Mistake::Wrong);
        question.tries_left = Some(2);
        assert_eq!(error(&question).unwrap(), "Wrong PIN, 2 tries left");
        question.language = German;
        assert_eq!(error(&question).unwrap(), "Falsche PIN, noch 2 Versuche");
    }

    #[test]
    fn before_the_last_try_there_is_a_warning_even_without_a_mistake() {
        let mut question = question();
        assert!(!description(&question).contains("last try"));
        question.tries_left = Some(1);
        assert!(description(&question).contains("last try"));
        question.language = German;
        assert!(description(&question).contains("letzte Versuch"));
    }

    #[test]
    fn a_signature_says_for_whom_and_nothing_that_moves_the_text_around_it() {
        let mut question = question();
        for (audience, shown) in [
            ("origin:https://shop.example", "what goes to shop.example, "),
            (
                "x509_san_dns:shop.example",
                "what goes to x509_san_dns:shop.example, ",
            ),
            (
                "origin:https://a\u{202e}b\n",
                "what goes to a\u{fffd}b\u{fffd}, ",
            ),
        ] {
            question.occasion = PinOccasion::Sign {
                audience: Some(audience.into()),
            };
            let asked = description(&question);
            assert!(asked.contains(shown), "{asked}");
        }
        question.occasion = PinOccasion::Sign {
            audience: Some("a".repeat(1000)),
        };
        assert!(description(&question).len() < 200);
        question.language = German;
        assert!(description(&question).contains("unterschreiben"));
        question.occasion = PinOccasion::Sign { audience: None };
        assert!(description(&question).ends_with("zu unterschreiben."));
        question.occasion = PinOccasion::Prove;
        assert!(description(&question).contains("nachweist"));
    }

    #[test]
    fn the_admin_pin_is_called_so() {
        let mut question = question();
        question.pin = PinKind::Admin;
        assert_eq!(question.occasion, PinOccasion::Show);
        assert_eq!(label(&question), "Admin PIN:");
        assert!(description(&question).contains("Admin PIN"));
    }
}
