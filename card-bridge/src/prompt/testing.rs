//! A person who is not there.

use super::{PinKind, PinOccasion, PinQuestion, Prompt, Question};
use crate::error::Failure;
use hailstone_core::secret::SecretBytes;
use hailstone_core::wire::Language;
use std::collections::VecDeque;

/// Gives these answers, then gives up.
pub(crate) struct FakePrompt {
    answers: VecDeque<&'static str>,
    pub(crate) asked: Vec<Question>,
}

impl FakePrompt {
    pub(crate) fn answering(answers: impl IntoIterator<Item = &'static str>) -> Self {
        Self {
            answers: answers.into_iter().collect(),
            asked: Vec::new(),
        }
    }

    /// What was asked about PINs.
    pub(crate) fn pins_asked(&self) -> Vec<&PinQuestion> {
        let pins = self.asked.iter().filter_map(|question| match question {
            Question::Pin(question) => Some(question),
            Question::KeyPin(_)
            | Question::Passphrase(_)
            | Question::Recovery(_)
            | Question::ManagementKey(_) => None,
        });
        pins.collect()
    }
}

impl Prompt for FakePrompt {
    fn ask(&mut self, question: &Question) -> Result<SecretBytes, Failure> {
        let answer = self.answers.pop_front();
        let answer = answer.ok_or_else(|| question.given_up())?;
        self.asked.push(question.clone());
        Ok(SecretBytes::new(answer.into()))
    }
}

/// Asks for the PIN of the fake card, in English, with three tries.
pub(crate) fn question() -> PinQuestion {
    PinQuestion {
        pin: PinKind::User,
        occasion: PinOccasion::Show,
        card: "openpgp:000F:A1B2C3D4".parse().unwrap(),
        language: Language::English,
        tries_left: Some(3),
        mistake: None,
    }
}
