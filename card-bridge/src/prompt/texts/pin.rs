//! Of a card's PIN.

use crate::prompt::{Mistake, PinQuestion};
use hailstone_core::card::openpgp::Pin;
use hailstone_core::wire::Language::{English, German};

pub(super) fn label(question: &PinQuestion) -> &'static str {
    match (question.pin, question.language) {
        (Pin::User, English) => "PIN:",
        (Pin::User, German) => "PIN:",
        (Pin::Admin, English) => "Admin PIN:",
        (Pin::Admin, German) => "Admin-PIN:",
    }
}

/// What is asked, and of which card; with one try left also what is at stake.
pub(super) fn description(question: &PinQuestion) -> String {
    let serial = question.serial;
    let asked = match (question.pin, question.language) {
        (Pin::User, English) => format!("Enter the PIN of card {serial} to open your data."),
        (Pin::User, German) => {
            format!("Geben Sie die PIN der Karte {serial} ein, um Ihre Daten zu öffnen.")
        }
        (Pin::Admin, English) => {
            format!("Enter the Admin PIN of card {serial} to make a key on it.")
        }
        (Pin::Admin, German) => format!(
            "Geben Sie die Admin-PIN der Karte {serial} ein, um einen Schlüssel darauf anzulegen."
        ),
    };
    if question.tries_left > 1 {
        return asked;
    }
    let warning = match question.language {
        English => "This is the last try: one more wrong PIN blocks the card.",
        German => "Dies ist der letzte Versuch: Noch eine falsche PIN sperrt die Karte.",
    };
    format!("{asked}\n\n{warning}")
}

pub(super) fn error(question: &PinQuestion) -> Option<String> {
    let left = question.tries_left;
    Some(match (question.mistake?, question.language, left) {
        (Mistake::Wrong, English, 1) => "Wrong PIN, 1 try left".into(),
        (Mistake::Wrong, English, _) => format!("Wrong PIN, {left} tries left"),
        (Mistake::Wrong, German, 1) => "Falsche PIN, noch 1 Versuch".into(),
        (Mistake::Wrong, German, _) => format!("Falsche PIN, noch {left} Versuche"),
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
        question.tries_left = 2;
        assert_eq!(error(&question).unwrap(), "Wrong PIN, 2 tries left");
        question.language = German;
        assert_eq!(error(&question).unwrap(), "Falsche PIN, noch 2 Versuche");
    }

    #[test]
    fn before_the_last_try_there_is_a_warning_even_without_a_mistake() {
        let mut question = question();
        assert!(!description(&question).contains("last try"));
        question.tries_left = 1;
        assert!(description(&question).contains("last try"));
        question.language = German;
        assert!(description(&question).contains("letzte Versuch"));
    }

    #[test]
    fn the_admin_pin_is_called_so() {
        let mut question = question();
        question.pin = Pin::Admin;
        assert_eq!(label(&question), "Admin PIN:");
        assert!(description(&question).contains("Admin PIN"));
    }
}
