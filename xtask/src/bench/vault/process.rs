//! Whole processes against each other: time and memory.

use crate::error::{Failure, Result};
use crate::shell::capture;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Milliseconds that each of these commands takes, from its start to its end: medians of rounds in which each has its turn,
/// so that whatever else the machine does meets them all.
pub(super) fn race<const N: usize>(mut commands: [Command; N], rounds: usize) -> Result<[f64; N]> {
    let mut times = [const { Vec::new() }; N];
    // The first round is for the caches.
    for round in 0..=rounds {
        for (command, times) in commands.iter_mut().zip(&mut times) {
            let time = time(command)?;
            if round > 0 {
                times.push(time);
            }
        }
    }
    Ok(times.map(median))
}

fn time(command: &mut Command) -> Result<f64> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status();
    let time = start.elapsed().as_secs_f64() * 1000.0;
    match status {
        Ok(status) if status.success() => Ok(time),
        _ => {
            // Once more, for what it says.
            capture(command)?;
            Err(Failure::new("a program failed once and not again"))
        }
    }
}

/// The most memory that a process held, in KiB, as GNU time says: the median of so many runs.
pub(super) fn peak(command: &Command, runs: usize) -> Result<f64> {
    let mut peaks = Vec::new();
    for _ in 0..runs {
        let mut timed = Command::new("/usr/bin/time");
        timed
            .args(["--format=%M", "--output=/dev/stdout"])
            .arg(command.get_program())
            .args(command.get_args());
        for (name, value) in command.get_envs() {
            if let Some(value) = value {
                timed.env(name, value);
            }
        }
        let text = capture(&mut timed)?;
        peaks.push(number(text.lines().last().unwrap_or_default())?);
    }
    Ok(median(peaks))
}

/// The one in the middle.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The sum by the count.
pub(super) fn mean(values: &[f64]) -> f64 {
    let count = u32::try_from(values.len()).unwrap_or(u32::MAX);
    values.iter().sum::<f64>() / f64::from(count)
}

/// A number as programs print it.
pub(super) fn number(text: &str) -> Result<f64> {
    text.trim()
        .parse()
        .map_err(|_| Failure::new(format!("a number expected, not {text:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_fails_is_no_figure() {
        assert!(race([Command::new("true"), Command::new("false")], 1).is_err());
    }

    #[test]
    fn one_run_that_was_disturbed_is_not_the_median() {
        assert!((median(vec![900.0, 2.0, 1.0]) - 2.0).abs() < f64::EPSILON);
        assert!((mean(&[900.0, 2.0, 1.0]) - 301.0).abs() < f64::EPSILON);
    }
}
