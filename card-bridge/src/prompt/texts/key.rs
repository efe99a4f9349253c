//! Of a security key's PIN.

use super::pin;
use crate::prompt::{KeyPinQuestion, PinOccasion};
use hailstone_core::wire::Language::{English, German};

pub(super) fn label(question: &KeyPinQuestion) -> &'static str {
    use PinOccasion::{Copy, New, Present, Prove, Repeat, Reset, Show, Sign};
    match (&question.occasion, question.language) {
        (Show | Copy | Present | Reset | Sign { .. } | Prove, _) => "PIN:",
        (New, English) => "New PIN:",
        (New, German) => "Neue PIN:",
        (Repeat, English) => "Once more:",
        (Repeat, German) => "Noch einmal:",
    }
}

/// What is asked, and of which key; with one try left also what is at stake.
pub(super) fn description(question: &KeyPinQuestion) -> String {
    use PinOccasion::{Copy, New, Present, Prove, Repeat, Reset, Show, Sign};
    let key = &question.key;
    let asked = match (&question.occasion, question.language) {
        (Show | Copy | Present | Reset | Sign { .. } | Prove, English) => {
            format!("Enter the PIN of the security key ({key}) to open your data.")
        }
        (Show | Copy | Present | Reset | Sign { .. } | Prove, German) => format!(
            "Geben Sie die PIN des Sicherheitsschlüssels ein ({key}), um Ihre Daten zu öffnen."
        ),
        (New, English) => format!(
            "The security key ({key}) has no PIN yet. Choose one: six characters or more. It is the key's from now on, for everything that asks for it; eight wrong ones block the key, and only a reset, which deletes all that is on it, helps then."
        ),
        (New, German) => format!(
            "Der Sicherheitsschlüssel ({key}) hat noch keine PIN. Wählen Sie eine: sechs Zeichen oder mehr. Sie gilt von jetzt an überall, wo nach ihr gefragt wird; acht falsche sperren den Schlüssel, und dann hilft nur ein Zurücksetzen, das alles darauf löscht."
        ),
        (Repeat, English) => "Type it again.".into(),
        (Repeat, German) => "Geben Sie sie noch einmal ein.".into(),
    };
    if question.tries_left.is_none_or(|left| left > 1) {
        return asked;
    }
    let warning = match question.language {
        English => {
            "This is the last try: one more wrong PIN blocks the key, and a reset deletes all that is on it."
        }
        German => {
            "Dies ist der letzte Versuch: Noch eine falsche PIN sperrt den Schlüssel, und ein Zurücksetzen löscht alles darauf."
        }
    };
    format!("{asked}\n\n{warning}")
}

pub(super) fn error(question: &KeyPinQuestion) -> Option<String> {
    pin::mistake(question.mistake?, question.language, question.tries_left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prompt::Mistake;

    fn question() -> KeyPinQuestion {
        KeyPinQuestion {
            occasion: PinOccasion::Show,
            key: "Reader 00".into(),
            language: English,
            tries_left: Some(8),
            mistake: None,
        }
    }

    #[test]
    fn the_key_is_named_and_the_last_try_warned_of_in_both_languages() {
        let mut question = question();
        assert!(description(&question).contains("Reader 00"));
        assert!(!description(&question).contains("last try"));
        assert_eq!(error(&question), None);
        question.tries_left = Some(1);
        question.mistake = Some(Mistake::Wrong);
        assert!(description(&question).contains("last try"));
        assert_eq!(error(&question).unwrap(), "Wrong PIN, 1 try left");
        question.language = German;
        assert!(description(&question).contains("letzte Versuch"));
        assert_eq!(error(&question).unwrap(), "Falsche PIN, noch 1 Versuch");
    }
}
