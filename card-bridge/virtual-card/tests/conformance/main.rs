//! One suite for every card: what the core's step machines do on it, and what that takes.
//!
//! Without arguments every card that we have goes through it, each over a `pcscd` of its own and in a process of its own,
//! all at once; those in Rust in this process, too, which must come to the same counts. Then `docs/cards.md` is compared.
//!
//! ```sh
//! cargo test -p hailstone-virtual-card --test conformance               # run and compare
//! cargo test -p hailstone-virtual-card --test conformance -- --write    # run and write docs/cards.md
//! cargo test -p hailstone-virtual-card --test conformance -- --times    # run and show how long everything takes
//! cargo test -p hailstone-virtual-card --test conformance -- --figures  # run and print each row as JSON, for `cargo xtask bench card`
//! cargo xtask card-test --reader NAME --i-may-erase
//! ```
//! The last one is for a real card, with the PINs and keys that its maker delivers it with. It makes keys, blocks PINs, and
//! makes each application new at its end: a card that did not pass must be reset to factory settings afterwards.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a test says no by panicking, in its helpers too"
)]

mod cards;
mod copies;
mod fido2;
mod hailstone;
mod meter;
mod openpgp;
#[path = "../person/mod.rs"]
mod person;
mod piv;
mod table;

use std::{
    env,
    process::{Command, ExitCode, Stdio},
    thread,
};

use cards::{Application, Card, InReader};
use hailstone_virtual_card::{
    card::{App, Options, with_card},
    stack::CSOCK_NAME,
};
use meter::{CardUnderTest, Failure, Meter, Row};

/// How this program asks itself to run the suite on the card of one `pcscd`.
const IN_READER: &str = "--in-reader";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    // A runner of tests asks for their names first.
    if has("--list") {
        if !has("--ignored") {
            println!("every_card_passes: test");
        }
        return ExitCode::SUCCESS;
    }
    let after = |flag: &str| {
        let at = arguments.iter().position(|argument| argument == flag)?;
        arguments.get(at + 1).map(String::as_str)
    };
    let outcome = if has(IN_READER) {
        in_reader(&arguments).map(|rows| {
            for row in rows {
                println!("{}", table::to_line(&row));
            }
        })
    } else if let Some(reader) = after("--reader") {
        match has("--i-may-erase") {
            true => real_card(reader, after("--into")),
            false => Err("this erases the card: say --i-may-erase".into()),
        }
    } else {
        every_card(has("--write"), has("--times"), has("--figures"))
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// The suite on one card, as far as these applications go.
fn suite(card: &mut dyn CardUnderTest, applications: &[Application]) -> Vec<Row> {
    let mut meter = Meter::new(card);
    for application in applications {
        application.run(&mut meter);
    }
    meter.rows
}

fn in_reader(arguments: &[String]) -> Result<Vec<Row>, Failure> {
    let named = |application: &Application| arguments.iter().any(|word| word == application.name());
    let applications: Vec<_> = Application::ALL.into_iter().filter(named).collect();
    Ok(suite(&mut InReader::connect(None)?, &applications))
}

/// Whichever of the applications the card has.
fn real_card(reader: &str, into: Option<&str>) -> Result<(), Failure> {
    let mut card = InReader::connect(Some(reader))?;
    let mut there = Vec::new();
    for application in Application::ALL {
        if application.is_on(&mut Meter::new(&mut card)) {
            there.push(application);
        }
        card.reset();
    }
    let rows = suite(&mut card, &there);
    let table = table::section(reader, &rows, true);
    println!("{table}");
    if let Some(file) = into {
        std::fs::write(file, table).map_err(|error| format!("{file}: {error}"))?;
    }
    passed(reader, &rows)
}

fn every_card(write: bool, times: bool, figures: bool) -> Result<(), Failure> {
    let found: Vec<Result<Vec<Row>, Failure>> = thread::scope(|scope| {
        let running = Card::ALL.map(|card| scope.spawn(move || over_pcscd(card)));
        running
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    let mut sections = Vec::new();
    for (card, rows) in Card::ALL.into_iter().zip(found) {
        let rows = rows.map_err(|failure| format!("{}: {failure}", card.title()))?;
        passed(card.title(), &rows)?;
        if let Some(app) = card.in_rust() {
            same_in_this_process(card, app, &rows)?;
        }
        if times {
            println!("{}", table::section(card.title(), &rows, true));
        }
        if figures {
            for row in &rows {
                println!("{}", table::figure(card.title(), row));
            }
        }
        sections.push(table::section(card.title(), &rows, false));
    }
    match write {
        true => table::write(&sections),
        false => table::check(&sections),
    }
}

/// A client finds its `pcscd` by its environment, so each has a process of its own.
fn over_pcscd(card: Card) -> Result<Vec<Row>, Failure> {
    let stack = card.insert()?;
    let said = |error: std::io::Error| error.to_string();
    let child = Command::new(env::current_exe().map_err(said)?)
        .arg(IN_READER)
        .args(
            card.applications()
                .iter()
                .map(|application| application.name()),
        )
        .env(CSOCK_NAME, stack.socket())
        .stderr(Stdio::inherit())
        .output()
        .map_err(said)?;
    if !child.status.success() {
        return Err("the suite did not come to its end".into());
    }
    String::from_utf8_lossy(&child.stdout)
        .lines()
        .map(|line| table::of_line(line).ok_or_else(|| format!("no row: {line}")))
        .collect()
}

/// That a reader lies between changes nothing of what is said.
fn same_in_this_process(card: Card, app: App, rows: &[Row]) -> Result<(), Failure> {
    let options = Options {
        app,
        seed: 1,
        ..Options::default()
    };
    let here = with_card(&options, |virtual_card| {
        suite(virtual_card, card.applications())
    })
    .map_err(|error| error.to_string())?;
    passed("in this process", &here)?;
    let counts = |rows: &[Row]| -> Vec<(String, usize, usize)> {
        rows.iter()
            .map(|row| (row.operation.clone(), row.apdus, row.bytes))
            .collect()
    };
    meter::same(counts(&here), counts(rows))
}

fn passed(card: &str, rows: &[Row]) -> Result<(), Failure> {
    let failures: Vec<String> = rows
        .iter()
        .filter_map(|row| Some(format!("{}: {}", row.operation, row.failure.as_ref()?)))
        .collect();
    match failures.is_empty() {
        true => Ok(()),
        false => Err(format!("{card}:\n{}", failures.join("\n"))),
    }
}
