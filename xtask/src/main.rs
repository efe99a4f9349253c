//! The commands of the README, each usable on a fresh machine: `cargo xtask --help`.

mod bench;
mod build;
mod card_image;
mod card_test;
mod check;
mod demo;
mod deny;
mod error;
mod fuzz;
mod progress;
mod setup;
mod shell;
mod stamp;
mod test;

use clap::{Parser, Subcommand};
use error::Result;
use setup::{Needs, wasm_target::Choice};
use shell::Project;
use std::process::ExitCode;

/// Builds, checks, tests, measures and shows Hailstone. Every command first installs what it needs and lacks.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install everything that any command needs: Debian packages, the wasm target, npm packages, tools
    Setup {
        /// The compiler for wasm32.
        #[arg(long, value_enum, default_value_t, env = "HAILSTONE_WASM_TOOLCHAIN")]
        wasm_toolchain: Choice,
    },
    /// Build wasm modules, extension, site SDK and demonstration site into target/hailstone
    Build(build::Options),
    /// Check the invariants of the architecture that a tool can see in files
    Check,
    /// Check licences, sources, and which crate may use which
    Deny,
    /// Run everything that CI runs
    Test(test::Options),
    /// Run the suite for cards on a real card, and write a table to send in
    CardTest(card_test::Options),
    /// Build and run the fuzz targets
    Fuzz(fuzz::Options),
    /// Measure, beside peers or limits; one JSON object for each figure
    Bench(bench::Options),
    /// Link the card application for a card's processor, within a card's flash and memory
    CardImage,
    /// Show the whole chain in a real browser
    Demo(demo::Options),
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result {
    let project = Project::find()?;
    match command {
        Command::Setup { wasm_toolchain } => {
            setup::ensure(&project, &Needs::all(wasm_toolchain))?;
            println!("everything is here");
            Ok(())
        }
        Command::Build(options) => build::run(&project, options),
        Command::Check => check::run(&project),
        Command::Deny => deny::run(&project),
        Command::Test(options) => test::run(&project, &options),
        Command::CardTest(options) => card_test::run(&project, &options),
        Command::Fuzz(options) => fuzz::run(&project, &options),
        Command::Bench(options) => bench::run(&project, &options),
        Command::CardImage => card_image::run(&project),
        Command::Demo(options) => demo::run(&project, &options),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
