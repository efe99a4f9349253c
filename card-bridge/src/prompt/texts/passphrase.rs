//! Of a vault's passphrase.

use crate::prompt::{Occasion, PassphraseMistake, PassphraseQuestion};
use hailstone_core::wire::Language::{English, German};

pub(super) fn label(question: &PassphraseQuestion) -> &'static str {
    match question.language {
        English => "Passphrase:",
        German => "Passphrase:",
    }
}

/// What the passphrase is for; of a new one also that nobody can bring it back.
pub(super) fn description(question: &PassphraseQuestion) -> String {
    match (&question.occasion, question.language) {
        (Occasion::Open { label: None }, English) => {
            "Enter your passphrase to open your data.".into()
        }
        (Occasion::Open { label: None }, German) => {
            "Geben Sie Ihre Passphrase ein, um Ihre Daten zu öffnen.".into()
        }
        (Occasion::Open { label: Some(label) }, English) => {
            format!("Enter the passphrase “{label}” to open your data.")
        }
        (Occasion::Open { label: Some(label) }, German) => {
            format!("Geben Sie die Passphrase „{label}“ ein, um Ihre Daten zu öffnen.")
        }
        (Occasion::OpenBackup { label: None }, English) => {
            "Enter the passphrase that opened your data when the backup was made.".into()
        }
        (Occasion::OpenBackup { label: None }, German) => {
            "Geben Sie die Passphrase ein, die Ihre Daten öffnete, als die Sicherung gemacht wurde."
                .into()
        }
        (Occasion::OpenBackup { label: Some(label) }, English) => {
            format!("Enter the passphrase “{label}”, as it was when the backup was made.")
        }
        (Occasion::OpenBackup { label: Some(label) }, German) => {
            format!(
                "Geben Sie die Passphrase „{label}“ ein, wie sie war, als die Sicherung gemacht wurde."
            )
        }
        (Occasion::New, English) => {
            "Choose a passphrase for your new vault. Nobody can give it back to you: without it the data stays closed."
                .into()
        }
        (Occasion::New, German) => {
            "Wählen Sie eine Passphrase für Ihren neuen Tresor. Niemand kann sie Ihnen wiedergeben: Ohne sie bleiben \
             die Daten verschlossen."
                .into()
        }
        (Occasion::Another, English) => {
            "Choose one more passphrase for your vault. It opens all that is in it.".into()
        }
        (Occasion::Another, German) => {
            "Wählen Sie eine weitere Passphrase für Ihren Tresor. Sie öffnet alles, was darin ist."
                .into()
        }
        (Occasion::Repeat, English) => "Enter the same passphrase once more.".into(),
        (Occasion::Repeat, German) => "Geben Sie dieselbe Passphrase noch einmal ein.".into(),
    }
}

pub(super) fn error(question: &PassphraseQuestion) -> Option<&'static str> {
    Some(match (question.mistake?, question.language) {
        (PassphraseMistake::Wrong, English) => "Wrong passphrase",
        (PassphraseMistake::Wrong, German) => "Falsche Passphrase",
        (PassphraseMistake::Empty, English) => "A passphrase cannot be empty",
        (PassphraseMistake::Empty, German) => "Eine Passphrase kann nicht leer sein",
        (PassphraseMistake::Different, English) => "The two were not the same",
        (PassphraseMistake::Different, German) => "Die beiden waren nicht gleich",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_passphrase_comes_with_a_warning_and_a_wrong_one_is_called_so() {
        let mut question = PassphraseQuestion {
            occasion: Occasion::New,
            language: English,
            mistake: None,
        };
        assert!(description(&question).contains("Nobody can give it back"));
        assert_eq!(error(&question), None);
        question.language = German;
        assert!(description(&question).contains("Niemand kann sie Ihnen wiedergeben"));
        question.mistake = Some(PassphraseMistake::Wrong);
        assert_eq!(error(&question), Some("Falsche Passphrase"));
    }

    #[test]
    fn with_several_passphrases_the_prompt_says_which() {
        let question = PassphraseQuestion {
            occasion: Occasion::Open {
                label: Some("At home".into()),
            },
            language: English,
            mistake: None,
        };
        assert_eq!(
            description(&question),
            "Enter the passphrase “At home” to open your data."
        );
    }
}
