//! The sentences of the prompt. One function per sentence and one arm per language: a sentence that lacks a language does
//! not compile.

mod key;
mod management;
mod passphrase;
mod pin;
mod recovery;

use super::Question;
use hailstone_core::wire::Language::{English, German};

/// The title of the window.
pub(super) const TITLE: &str = "Hailstone";

/// The label of the field.
pub(super) fn label(question: &Question) -> &'static str {
    match question {
        Question::Pin(question) => pin::label(question),
        Question::KeyPin(question) => key::label(question),
        Question::Passphrase(question) => passphrase::label(question),
        Question::Recovery(question) => recovery::label(question),
        Question::ManagementKey(question) => management::label(question),
    }
}

/// The button that goes on.
pub(super) fn go_on(question: &Question) -> &'static str {
    match question.language() {
        English => "Continue",
        German => "Weiter",
    }
}

/// The button that gives up.
pub(super) fn cancel(question: &Question) -> &'static str {
    match question.language() {
        English => "Cancel",
        German => "Abbrechen",
    }
}

/// What is asked, and what is at stake.
pub(super) fn description(question: &Question) -> String {
    match question {
        Question::Pin(question) => pin::description(question),
        Question::KeyPin(question) => key::description(question),
        Question::Passphrase(question) => passphrase::description(question),
        Question::Recovery(question) => recovery::description(question),
        Question::ManagementKey(question) => management::description(question),
    }
}

/// What was wrong before, if anything was.
pub(super) fn error(question: &Question) -> Option<String> {
    match question {
        Question::Pin(question) => pin::error(question),
        Question::KeyPin(question) => key::error(question),
        Question::Passphrase(question) => passphrase::error(question).map(Into::into),
        Question::Recovery(question) => recovery::error(question),
        Question::ManagementKey(question) => management::error(question).map(Into::into),
    }
}
