//! The terminal in which the tool runs.

use super::{Prompt, Question, texts};
use crate::cli::note;
use crate::error::Failure;
use hailstone_core::secret::SecretBytes;
use hailstone_core::wire::BridgeError;
use std::io::{self, ErrorKind, IsTerminal};

/// Asks on the controlling terminal, without showing what is typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal;

impl Prompt for Terminal {
    fn ask(&mut self, question: &Question) -> Result<SecretBytes, Failure> {
        if !io::stdin().is_terminal() {
            return Err(BridgeError::PromptAbsent.into());
        }
        if let Some(error) = texts::error(question) {
            note(&error);
        }
        note(&texts::description(question));
        match rpassword::prompt_password(format!("{} ", texts::label(question))) {
            // Nothing typed: the person wants no more of this.
            Ok(answer) if answer.is_empty() => Err(question.given_up()),
            Ok(answer) => Ok(answer.into()),
            Err(error) => Err(match error.kind() {
                ErrorKind::Interrupted | ErrorKind::UnexpectedEof => question.given_up(),
                _ => BridgeError::PromptFailed.into(),
            }),
        }
    }
}
