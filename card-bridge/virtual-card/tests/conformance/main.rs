//! One suite for every card: what the core's step machines do on it, and what that takes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a test says no by panicking, in its helpers too"
)]

mod meter;
mod openpgp;
mod piv;

use std::{env, process::ExitCode};

use hailstone_virtual_card::card::{Options, VirtualCard, with_card};
use meter::{CardUnderTest, Meter};

impl CardUnderTest for VirtualCard<'_> {
    fn transmit(&mut self, command: &[u8]) -> Vec<u8> {
        VirtualCard::transmit(self, command)
    }

    fn reset(&mut self) {
        VirtualCard::reset(self);
    }
}

fn main() -> ExitCode {
    // A runner of tests asks for their names first.
    if env::args().any(|argument| argument == "--list") {
        if !env::args().any(|argument| argument == "--ignored") {
            println!("every_card_passes: test");
        }
        return ExitCode::SUCCESS;
    }
    let rows = with_card(&Options::default(), |card| {
        let mut meter = Meter::new(card);
        openpgp::all(&mut meter);
        piv::all(&mut meter);
        meter.rows
    });
    let mut code = ExitCode::SUCCESS;
    for row in rows.unwrap() {
        let outcome = row.failure.as_deref().unwrap_or("passed");
        println!(
            "{}: {outcome}, {} commands, {} bytes, {:?}",
            row.operation, row.apdus, row.bytes, row.time
        );
        if row.failure.is_some() {
            code = ExitCode::FAILURE;
        }
    }
    code
}
