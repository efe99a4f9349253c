//! Whether a person means it, before something is destroyed.

use crate::error::Failure;
use std::io::{self, BufRead, IsTerminal, Write};

/// Has the person type `word` on the terminal.
pub(super) fn confirm(question: &str, word: &str) -> Result<(), Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::ConfirmationAbsent);
    }
    // Where it cannot be shown, what is typed is not the word either.
    drop(write!(io::stderr(), "{question} "));
    let mut typed = String::new();
    let read = io::stdin().lock().read_line(&mut typed);
    match read {
        Ok(_) if typed.trim() == word => Ok(()),
        _ => Err(Failure::NotConfirmed),
    }
}
