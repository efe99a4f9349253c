//! Runs an isolated PC/SC stack with virtual cards until standard input closes.
//!
//! `virtual-stack [--cards N | --apps APP,APP] [--pins PINS] [--state DIR] [--card-program FILE]`
//!
//! The first line of output is `{"PCSCLITE_CSOCK_NAME":"…","log":"…"}`. Then each line of input, `remove 0`, `insert 0` or `restart`,
//! is answered by one line, `{"ok":true}` or `{"ok":false,"error":"…"}`.

use std::{
    env,
    error::Error,
    io::{self, BufRead as _, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use hailstone_virtual_card::{
    card::{App, Pins},
    stack::{CSOCK_NAME, Stack, StackError, StackOptions},
};
use serde_json::{Value, json};

const USAGE: &str =
    "usage: virtual-stack [--cards N | --apps APP,APP] [--pins PINS] [--state DIR] [--card-program FILE]
  --cards N            how many cards with OpenPGP, PIV and FIDO2, 0 to 2 (1)
  --apps APP,APP       what is on each card: nitrokey (as above), hailstone, or nitrokey+hailstone (both on one)
  --pins PINS          of cards that are new: own, as a person has changed them, factory, or signing: own, with a key of P-256 for OpenPGP signatures (own)
  --state DIR          keep the memory of card 0 in DIR/0 and so on (else gone at the end)
  --card-program FILE  the card program (else hailstone-virtual-card beside this one)
On standard input: remove N, insert N, restart (pcscd is killed, and another one started). Ends when standard input closes.";

fn main() -> ExitCode {
    let options = match parse(env::args().skip(1)) {
        Ok(options) => options,
        Err(what) => {
            eprintln!("{what}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("virtual-stack: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: StackOptions) -> Result<(), Box<dyn Error>> {
    let mut stack = Stack::start(options)?;
    say(
        &json!({ CSOCK_NAME: stack.socket().to_string_lossy(), "log": stack.log().to_string_lossy() }),
    )?;
    for line in io::stdin().lock().lines() {
        say(&match obey(&mut stack, &line?) {
            Ok(()) => json!({ "ok": true }),
            Err(error) => json!({ "ok": false, "error": error }),
        })?;
    }
    Ok(())
}

fn obey(stack: &mut Stack, line: &str) -> Result<(), String> {
    if line.trim() == "restart" {
        return stack.restart().map_err(|error| error.to_string());
    }
    let (verb, slot) = line.trim().split_once(' ').unwrap_or((line, ""));
    let act: fn(&mut Stack, usize) -> Result<(), StackError> = match verb {
        "remove" => Stack::remove,
        "insert" => Stack::insert,
        _ => {
            return Err(format!(
                "{line:?} is neither remove N nor insert N nor restart"
            ));
        }
    };
    let slot = slot
        .parse()
        .map_err(|_| format!("{slot:?} is not the number of a card"))?;
    act(stack, slot).map_err(|error| error.to_string())
}

fn say(value: &Value) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{value}")?;
    output.flush()
}

fn parse(mut args: impl Iterator<Item = String>) -> Result<StackOptions, String> {
    let (mut apps, mut state, mut program) = (vec![App::default()], None::<PathBuf>, None);
    let mut pins = String::from("own");
    while let Some(flag) = args.next() {
        let value = args.next().ok_or(format!("{flag} needs a value"))?;
        match flag.as_str() {
            "--cards" => {
                let count = value
                    .parse()
                    .map_err(|_| format!("--cards {value}: not a number"))?;
                apps = vec![App::default(); count];
            }
            "--apps" => {
                let app = |name| App::of(name).ok_or(format!("--apps {name}: no such card"));
                apps = value.split(',').map(app).collect::<Result<_, _>>()?;
            }
            "--pins" if Pins::of(&value).is_some() => pins = value,
            "--pins" => return Err(format!("--pins {value}: neither own, factory nor signing")),
            "--state" => state = Some(value.into()),
            "--card-program" => program = Some(value.into()),
            _ => return Err(format!("{flag}: no such option")),
        }
    }
    let mut options = StackOptions::with_apps(&apps);
    for card in &mut options.cards {
        card.extend(["--pins".into(), pins.clone()]);
    }
    if let Some(state) = state {
        for (number, card) in options.cards.iter_mut().enumerate() {
            card.push("--state".into());
            let directory = state.join(number.to_string());
            card.push(
                directory
                    .into_os_string()
                    .into_string()
                    .map_err(|_| "--state: not UTF-8")?,
            );
        }
    }
    options.program = program;
    Ok(options)
}
