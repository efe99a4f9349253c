//! What the tool says.

use super::explain::explain;
use crate::error::Failure;
use hailstone_core::error::Coded;
use hailstone_core::wire::Language;
use std::io::Write;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// How long a person waits without a word.
const SILENCE: Duration = Duration::from_secs(1);

/// One line for the person who asked.
pub(crate) fn say(line: &str) {
    // Nobody reads on after `hailstone card list | head`; that is no failure.
    drop(writeln!(std::io::stdout(), "{line}"));
}

/// What happened, what to do, and the code to look up or report.
pub(crate) fn failure(failure: &Failure, language: Language) {
    drop(writeln!(
        std::io::stderr(),
        "{}",
        sentence(failure, language)
    ));
}

/// One line, beside what was asked for: what goes on, or what was noticed.
pub(crate) fn note(line: &str) {
    drop(writeln!(std::io::stderr(), "{line}"));
}

/// Does some work; when it takes longer than a person likes to wait in silence, says what goes on.
pub(crate) fn patiently<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let (done, waiting) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            if waiting.recv_timeout(SILENCE) == Err(RecvTimeoutError::Timeout) {
                note(what);
            }
        });
        let outcome = work();
        drop(done);
        outcome
    })
}

/// A text that came from elsewhere, as one line that cannot lead a terminal or the eye astray: control characters, and
/// those that turn the direction of writing (Unicode Standard Annex 9), are shown as a replacement character.
pub(crate) fn plain(text: &str) -> String {
    let astray = |c: char| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let shown = |c| if astray(c) { '\u{fffd}' } else { c };
    text.chars().map(shown).collect()
}

fn sentence(failure: &Failure, language: Language) -> String {
    let (what, remedy) = explain(failure, language);
    format!(
        "hailstone: {what}\n  {remedy}\n  [{}, {}]",
        failure.code(),
        failure.class()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use hailstone_core::card::CardError;

    #[test]
    fn what_came_from_elsewhere_cannot_lead_a_terminal_astray() {
        assert_eq!(
            plain("Zoë \u{1b}[2J\u{202e}x\n"),
            "Zoë \u{fffd}[2J\u{fffd}x\u{fffd}"
        );
    }

    #[test]
    fn a_failure_is_a_sentence_a_remedy_and_a_code() {
        let failure = Failure::from(CardError::PinWrong { tries_left: 2 });
        assert_eq!(
            sentence(&failure, Language::English),
            "hailstone: The PIN was wrong; 2 more wrong ones block the card.\n  \
             Find the right PIN before you go on.\n  [card.pin_wrong, person]"
        );
        assert_eq!(
            sentence(&failure, Language::German),
            "hailstone: Die PIN war falsch; nach 2 weiteren falschen ist die Karte gesperrt.\n  \
             Suchen Sie erst die richtige PIN heraus.\n  [card.pin_wrong, person]"
        );
    }
}
