//! Stories as data: what goes to a card and what comes back, in hexadecimal, one line each.

use super::{CardError, Step};
use alloc::string::String;
use alloc::vec::Vec;

/// Reads hexadecimal digits; white space between them is for the reader.
pub(crate) fn hex(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    assert_eq!(digits.len() % 2, 0, "{text}");
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
        .collect()
}

/// A card that knows one story: lines `> command`, `< answer`, and `#` comments.
pub(crate) struct Story(Vec<(Vec<u8>, Vec<u8>)>);

impl Story {
    pub(crate) fn read(text: &str) -> Self {
        let mut pairs: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
        for line in text.lines().map(str::trim) {
            match line.chars().next() {
                Some('>') => pairs.push((hex(&line[1..]), Vec::new())),
                Some('<') => pairs.last_mut().unwrap().1 = hex(&line[1..]),
                None | Some('#') => {}
                Some(_) => panic!("not a line of a story: {line}"),
            }
        }
        pairs.reverse();
        Self(pairs)
    }

    /// Tells the story as far as this operation goes.
    pub(crate) fn play<T>(&mut self, step: Result<Step<T>, CardError>) -> Result<T, CardError> {
        let mut step = step?;
        loop {
            match step {
                Step::Done(outcome) => return Ok(outcome),
                Step::Send(pending) => {
                    let (command, answer) = self.0.pop().unwrap_or_else(|| {
                        panic!("after the story's end: {:02X?}", pending.command())
                    });
                    assert_eq!(
                        pending.command(),
                        command,
                        "sent {:02X?}, told {command:02X?}",
                        pending.command()
                    );
                    step = pending.answer(&answer)?;
                }
            }
        }
    }

    /// The story must be told to its end.
    pub(crate) fn end(self) {
        assert!(self.0.is_empty(), "not reached: {:02X?}", self.0);
    }
}
