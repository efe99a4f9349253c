//! Of a PIV card's management key.

use crate::card::name;
use crate::prompt::{KeyMistake, ManagementKeyQuestion};
use hailstone_core::wire::Language::{English, German};

pub(super) const fn label(question: &ManagementKeyQuestion) -> &'static str {
    match question.language {
        English => "Management key:",
        German => "Verwaltungsschlüssel:",
    }
}

pub(super) fn description(question: &ManagementKeyQuestion) -> String {
    let card = name(&question.card);
    match question.language {
        English => format!(
            "Card {card} makes a key for who has its management key alone: 32, 48 or 64 hexadecimal digits. Whoever set the card up has it."
        ),
        German => format!(
            "Die Karte {card} legt einen Schlüssel nur mit ihrem Verwaltungsschlüssel an: 32, 48 oder 64 hexadezimale Ziffern. Wer die Karte eingerichtet hat, hat ihn."
        ),
    }
}

pub(super) fn error(question: &ManagementKeyQuestion) -> Option<&'static str> {
    Some(match (question.mistake?, question.language) {
        (KeyMistake::Digits, English) => "That is not 32, 48 or 64 hexadecimal digits",
        (KeyMistake::Digits, German) => "Das sind nicht 32, 48 oder 64 hexadezimale Ziffern",
        (KeyMistake::Wrong, English) => "That is not its management key; a wrong one uses no try",
        (KeyMistake::Wrong, German) => {
            "Das ist nicht ihr Verwaltungsschlüssel; ein falscher kostet keinen Versuch"
        }
    })
}
