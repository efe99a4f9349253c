//! A software card in the virtual reader of `pcscd`.
//!
//! `hailstone-virtual-card --port 35963 [--app APP] [--state DIR] [--serial XXXXXXXX] [--seed N] [--pins PINS]`
//!
//! Prints `ready` when the reader has noticed the card, and ends when the reader goes away. Killing it takes the card out.

use std::{
    env,
    io::{self, Write as _},
    process::ExitCode,
};

use hailstone_virtual_card::{
    card::{App, Options, Pins, with_card},
    vpcd::{FIRST_PORT, Reader},
};

const USAGE: &str =
    "usage: hailstone-virtual-card [--port PORT] [--app APP] [--state DIR] [--serial XXXXXXXX] [--seed N] [--pins PINS]
  --port PORT        where vpcd listens for this slot (35963, the second slot 35964)
  --app APP          what is on it: nitrokey (OpenPGP, PIV and FIDO2), hailstone (our own application), or nitrokey+hailstone (nitrokey)
  --state DIR        keep the card's memories in DIR (else in RAM)
  --serial XXXXXXXX  the serial number, eight hexadecimal digits (00000001); hailstone draws its own
  --seed N           where its random numbers start (0)
  --pins PINS        those of a new card: factory, as cards are delivered, own, as a person has changed them, or signing: the same, with a key of P-256 for OpenPGP signatures (factory)";

struct Args {
    port: u16,
    options: Options,
}

fn main() -> ExitCode {
    let args = match parse(env::args().skip(1)) {
        Ok(args) => args,
        Err(what) => {
            eprintln!("{what}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hailstone-virtual-card: port {}: {error}", args.port);
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> io::Result<()> {
    let reader = Reader::connect(args.port)?;
    with_card(&args.options, |card| {
        reader.run(card, || {
            // Whoever waits for this line may have gone; the card serves its reader all the same.
            let _ = writeln!(io::stdout(), "ready");
        })
    })?
}

fn parse(mut args: impl Iterator<Item = String>) -> Result<Args, String> {
    let mut parsed = Args {
        port: FIRST_PORT,
        options: Options::default(),
    };
    while let Some(flag) = args.next() {
        let value = args.next().ok_or(format!("{flag} needs a value"))?;
        let wrong = || format!("{flag} {value}: not understood");
        match flag.as_str() {
            "--port" => parsed.port = value.parse().map_err(|_| wrong())?,
            "--app" => parsed.options.app = App::of(&value).ok_or_else(wrong)?,
            "--state" => parsed.options.state = Some(value.into()),
            "--seed" => parsed.options.seed = value.parse().map_err(|_| wrong())?,
            "--pins" => parsed.options.pins = Pins::of(&value).ok_or_else(wrong)?,
            "--serial" if value.len() == 8 => {
                parsed.options.serial = u32::from_str_radix(&value, 16)
                    .map_err(|_| wrong())?
                    .to_be_bytes();
            }
            "--serial" => return Err(wrong()),
            _ => return Err(format!("{flag}: no such option")),
        }
    }
    Ok(parsed)
}
