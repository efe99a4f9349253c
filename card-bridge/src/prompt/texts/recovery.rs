//! Of a recovery sheet's words.

use crate::prompt::{RecoveryMistake, RecoveryOccasion, RecoveryQuestion};
use hailstone_core::wire::Language::{English, German};

pub(super) fn label(question: &RecoveryQuestion) -> &'static str {
    match (&question.occasion, question.language) {
        (RecoveryOccasion::Open { .. } | RecoveryOccasion::Share { .. }, English) => "Words:",
        (RecoveryOccasion::Open { .. } | RecoveryOccasion::Share { .. }, German) => "Wörter:",
        (RecoveryOccasion::Rehearse { .. } | RecoveryOccasion::RehearseShare { .. }, English) => {
            "Word:"
        }
        (RecoveryOccasion::Rehearse { .. } | RecoveryOccasion::RehearseShare { .. }, German) => {
            "Wort:"
        }
    }
}

/// What is asked, and how little of it is enough.
pub(super) fn description(question: &RecoveryQuestion) -> String {
    match (&question.occasion, question.language) {
        (RecoveryOccasion::Open { label: None }, English) => {
            "Enter the twelve words of your recovery sheet, or the fifteen of a recovery share, with spaces between them. \
             The first four letters of each are enough."
                .into()
        }
        (RecoveryOccasion::Open { label: None }, German) => {
            "Geben Sie die zwölf Wörter Ihres Wiederherstellungsblatts oder die fünfzehn eines Teilblatts ein, mit \
             Leerzeichen dazwischen. Von jedem genügen die ersten vier Buchstaben."
                .into()
        }
        (RecoveryOccasion::Open { label: Some(label) }, English) => format!(
            "Enter the twelve words of the recovery sheet “{label}”, with spaces between them. The first four letters of \
             each are enough."
        ),
        (RecoveryOccasion::Open { label: Some(label) }, German) => format!(
            "Geben Sie die zwölf Wörter des Wiederherstellungsblatts „{label}“ ein, mit Leerzeichen dazwischen. Von jedem \
             genügen die ersten vier Buchstaben."
        ),
        (RecoveryOccasion::Share { number, of }, English) => format!(
            "Recovery share {number} of the {of} that it takes: enter its fifteen words, with spaces between them. The first \
             four letters of each are enough."
        ),
        (RecoveryOccasion::Share { number, of }, German) => format!(
            "Teilblatt {number} von {of}, die nötig sind: Geben Sie seine fünfzehn Wörter ein, mit Leerzeichen dazwischen. Von \
             jedem genügen die ersten vier Buchstaben."
        ),
        (RecoveryOccasion::RehearseShare { share, place }, English) => {
            format!("To be sure that share {share} can be read: enter word {place} of it.")
        }
        (RecoveryOccasion::RehearseShare { share, place }, German) => {
            format!("Damit sicher ist, dass man Teilblatt {share} lesen kann: Geben Sie Wort {place} davon ein.")
        }
        (RecoveryOccasion::Rehearse { place }, English) => {
            format!("To be sure that the sheet can be read: enter word {place} of it.")
        }
        (RecoveryOccasion::Rehearse { place }, German) => {
            format!("Damit sicher ist, dass man das Blatt lesen kann: Geben Sie Wort {place} davon ein.")
        }
    }
}

pub(super) fn error(question: &RecoveryQuestion) -> Option<String> {
    Some(match (question.mistake?, question.language) {
        (RecoveryMistake::Unknown { place }, English) => {
            format!("Word {place} is none that a sheet can have")
        }
        (RecoveryMistake::Unknown { place }, German) => {
            format!("Wort {place} ist keines, das auf einem Blatt stehen kann")
        }
        (RecoveryMistake::Count, English) => "A sheet has twelve words, a share fifteen".into(),
        (RecoveryMistake::Count, German) => {
            "Ein Blatt hat zwölf Wörter, ein Teilblatt fünfzehn".into()
        }
        (RecoveryMistake::Checksum, English) => {
            "One of the words is another one, or two have changed places".into()
        }
        (RecoveryMistake::Checksum, German) => {
            "Eines der Wörter ist ein anderes, oder zwei sind vertauscht".into()
        }
        (RecoveryMistake::OtherSheet, English) => "This sheet does not open the vault".into(),
        (RecoveryMistake::OtherSheet, German) => "Dieses Blatt öffnet den Tresor nicht".into(),
        (RecoveryMistake::OtherSet, English) => "This share belongs to another set".into(),
        (RecoveryMistake::OtherSet, German) => {
            "Dieses Teilblatt gehört zu einem anderen Satz".into()
        }
        (RecoveryMistake::SameShare, English) => "This share was entered before".into(),
        (RecoveryMistake::SameShare, German) => "Dieses Teilblatt wurde schon eingegeben".into(),
        (RecoveryMistake::OtherWord, English) => "That is another word".into(),
        (RecoveryMistake::OtherWord, German) => "Das ist ein anderes Wort".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_word_is_named_by_its_place_in_both_languages() {
        let mut question = RecoveryQuestion {
            occasion: RecoveryOccasion::Open { label: None },
            language: English,
            mistake: Some(RecoveryMistake::Unknown { place: 7 }),
        };
        assert_eq!(
            error(&question).unwrap(),
            "Word 7 is none that a sheet can have"
        );
        question.language = German;
        question.occasion = RecoveryOccasion::Rehearse { place: 3 };
        assert!(error(&question).unwrap().starts_with("Wort 7"));
        assert!(description(&question).contains("Wort 3"));
        question.mistake = None;
        assert_eq!(error(&question), None);
    }
}
