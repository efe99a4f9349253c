//! The suite that every virtual card goes through, on a real card.

use crate::{
    error::{Failure, Result},
    setup::{self, Needs},
    shell::Project,
};
use clap::Args;
use std::fs;

/// Which card, and that it may be spoilt.
#[derive(Args, Debug)]
pub(crate) struct Options {
    /// The reader, as `opensc-tool -l` or `pcsc_scan` names it.
    #[arg(long)]
    reader: String,
    /// The card is as its maker delivers it, and may be left with keys of ours and blocked PINs.
    #[arg(long)]
    i_may_erase: bool,
}

/// `cargo xtask card-test`
pub(crate) fn run(project: &Project, options: &Options) -> Result {
    if !options.i_may_erase {
        return Err(
            Failure::new("the suite makes keys on the card and blocks its PINs").remedy(
                "take a card without anything on it that you need, reset it to factory settings before and afterwards, and \
                 say --i-may-erase",
            ),
        );
    }
    setup::ensure(
        project,
        &Needs {
            native: true,
            cards: true,
            ..Needs::default()
        },
    )?;
    let folder = project.output("cards");
    fs::create_dir_all(&folder).map_err(|error| Failure::file(&folder, &error))?;
    let table = folder.join("card.md");
    let mut test = project.cargo(&[
        "test",
        "--quiet",
        "--locked",
        "--package",
        "hailstone-virtual-card",
        "--test",
        "conformance",
        "--",
        "--i-may-erase",
        "--reader",
    ]);
    project.loud(
        "the suite",
        test.arg(&options.reader).arg("--into").arg(&table),
    )?;
    println!(
        "the table to send in, with the make of the card: {}",
        project.relative(&table)
    );
    Ok(())
}
