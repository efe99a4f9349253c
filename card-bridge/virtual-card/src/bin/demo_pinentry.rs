//! A pinentry that asks nobody, for demonstrations and tests that run alone. It speaks the Assuan protocol on its standard
//! input and output, as any pinentry does, and takes its answers from the environment:
//!
//! - `HAILSTONE_DEMO_PIN`: the PIN (271828), or `cancel`, or several of these with commas between, given out one after the
//!   other, the last one for ever;
//! - `HAILSTONE_DEMO_PIN_STATE`: a file that counts them, so that the next process goes on where this one stopped;
//! - `HAILSTONE_DEMO_ADMIN_PIN`: the answer when the prompt or the description says "admin" (27182818);
//! - `HAILSTONE_DEMO_PINENTRY_LOG`: a file to which each GETPIN adds one line: what a person would have seen, never the PIN.

use hailstone_virtual_card::card::{OWN_ADMIN_PIN, OWN_PIN};
use std::{
    env, fs,
    io::{self, BufRead, Write},
    path::PathBuf,
    process::{self, ExitCode},
};

/// libgpg-error's numbers with the source "pinentry" (5) in the upper byte: 99 is cancelled, 275 is an unknown command.
const CANCELLED: &str = "ERR 83886179 Operation cancelled";
const UNKNOWN: &str = "ERR 83886355 Unknown IPC command";

fn main() -> ExitCode {
    let variable = |name: &str, otherwise: &str| env::var(name).unwrap_or(otherwise.into());
    let mut pinentry = Pinentry {
        pins: variable("HAILSTONE_DEMO_PIN", OWN_PIN)
            .split(',')
            .map(Into::into)
            .collect(),
        admin_pin: variable("HAILSTONE_DEMO_ADMIN_PIN", OWN_ADMIN_PIN),
        given: 0,
        state: env::var_os("HAILSTONE_DEMO_PIN_STATE").map(Into::into),
        log: env::var_os("HAILSTONE_DEMO_PINENTRY_LOG").map(Into::into),
        shown: Shown::default(),
    };
    match pinentry.serve(io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("demo-pinentry: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The texts of the window that there is not.
#[derive(Default)]
struct Shown {
    prompt: String,
    description: String,
    error: String,
}

struct Pinentry {
    pins: Vec<String>,
    admin_pin: String,
    given: usize,
    state: Option<PathBuf>,
    log: Option<PathBuf>,
    shown: Shown,
}

impl Pinentry {
    fn serve(&mut self, input: impl BufRead, mut output: impl Write) -> io::Result<()> {
        reply(&mut output, "OK Pleased to meet you")?;
        for line in input.split(b'\n') {
            let line = line?;
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end_matches('\r');
            let (verb, text) = line.split_once(' ').unwrap_or((line, ""));
            match verb.to_ascii_uppercase().as_str() {
                "" => {}
                verb if verb.starts_with('#') => {}
                "BYE" => return reply(&mut output, "OK closing connection"),
                "GETPIN" => {
                    let answer = self.pin()?;
                    // As a window does, which shows an error once.
                    self.shown.error.clear();
                    if answer == "cancel" {
                        reply(&mut output, CANCELLED)?;
                    } else {
                        reply(&mut output, &format!("D {}\nOK", escape(&answer)))?;
                    }
                }
                "GETINFO" => {
                    let info = match text {
                        "pid" => process::id().to_string(),
                        "version" => env!("CARGO_PKG_VERSION").into(),
                        "flavor" => "demo".into(),
                        _ => String::new(),
                    };
                    let data = if info.is_empty() {
                        info
                    } else {
                        format!("D {info}\n")
                    };
                    reply(&mut output, &format!("{data}OK"))?;
                }
                verb => {
                    let known = self.show(verb, text);
                    reply(&mut output, if known { "OK" } else { UNKNOWN })?;
                }
            }
        }
        Ok(())
    }

    /// Takes note of what there is to show. False for a command that no pinentry has.
    fn show(&mut self, verb: &str, text: &str) -> bool {
        match verb {
            "SETPROMPT" => self.shown.prompt = unescape(text),
            "SETDESC" => self.shown.description = unescape(text),
            "SETERROR" => self.shown.error = unescape(text),
            "RESET" => self.shown = Shown::default(),
            "OPTION" | "CONFIRM" | "MESSAGE" | "NOP" | "CLEARPASSPHRASE" => {}
            other => return other.starts_with("SET"),
        }
        true
    }

    fn pin(&mut self) -> io::Result<String> {
        let Shown {
            prompt,
            description,
            error,
        } = &self.shown;
        if let Some(log) = &self.log {
            let line = format!("prompt={prompt:?} description={description:?} error={error:?}\n");
            fs::OpenOptions::new()
                .create(true)
                .append(true)
                .open(log)?
                .write_all(line.as_bytes())?;
        }
        if format!("{prompt}\n{description}")
            .to_lowercase()
            .contains("admin")
        {
            return Ok(self.admin_pin.clone());
        }
        // A state file that is not there yet, or was emptied to start again, counts from zero.
        if let Some(state) = &self.state {
            let count = fs::read_to_string(state).unwrap_or_default();
            self.given = count.trim().parse().unwrap_or(0);
        }
        let pin = self.pins.get(self.given).or(self.pins.last());
        let pin = pin.cloned().unwrap_or_default();
        self.given += 1;
        if let Some(state) = &self.state {
            fs::write(state, self.given.to_string())?;
        }
        Ok(pin)
    }
}

fn reply(output: &mut impl Write, lines: &str) -> io::Result<()> {
    writeln!(output, "{lines}")?;
    output.flush()
}

/// Assuan, "Server responses": in a D line the percent sign and the ends of lines are written %xx.
fn escape(data: &str) -> String {
    data.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// What is not a proper escape stays as it is.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let byte = match (first, after.get(..2)) {
            (b'%', Some(digits)) => std::str::from_utf8(digits)
                .ok()
                .and_then(|digits| u8::from_str_radix(digits, 16).ok()),
            _ => None,
        };
        bytes.push(byte.unwrap_or(first));
        rest = match byte {
            Some(_) => after.get(2..).unwrap_or_default(),
            None => after,
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
