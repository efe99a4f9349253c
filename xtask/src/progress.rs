//! What is being done and for how long: a spinner on a terminal, a line now and then in a log.

use std::{
    io::{self, IsTerminal as _, Write as _},
    time::{Duration, Instant},
};

const FRAMES: [&str; 4] = ["|", "/", "-", "\\"];
/// How often a log hears that a step is still alive.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// One step under way.
pub(crate) struct Progress {
    what: String,
    start: Instant,
    said: Duration,
    frame: usize,
    terminal: bool,
}

impl Progress {
    /// Says what begins.
    pub(crate) fn start(what: &str) -> Self {
        let terminal = io::stderr().is_terminal();
        if !terminal {
            eprintln!("   {what} ...");
        }
        Self {
            what: what.to_owned(),
            start: Instant::now(),
            said: Duration::ZERO,
            frame: 0,
            terminal,
        }
    }

    /// To be called about ten times a second.
    pub(crate) fn tick(&mut self) {
        let elapsed = self.start.elapsed();
        if self.terminal {
            self.frame = (self.frame + 1) % FRAMES.len();
            let frame = FRAMES.get(self.frame).unwrap_or(&"-");
            eprint!("\r {frame} {} ({} s)", self.what, elapsed.as_secs());
            let _ = io::stderr().flush();
        } else if elapsed.saturating_sub(self.said) >= HEARTBEAT {
            self.said = elapsed;
            eprintln!("   {} ... {} s so far", self.what, elapsed.as_secs());
        }
    }

    /// Says how it ended.
    pub(crate) fn end(self, ok: bool) {
        let mark = if ok { "ok" } else { "FAILED" };
        let begin = if self.terminal { "\r\x1b[K" } else { "" };
        eprintln!(
            "{begin}   {} {mark} ({})",
            self.what,
            seconds(self.start.elapsed())
        );
    }
}

/// A duration as it is printed everywhere: `12.3 s`.
pub(crate) fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_printed_in_seconds_with_one_decimal() {
        assert_eq!(seconds(Duration::from_millis(12_340)), "12.3 s");
    }
}
