//! The program `hailstone`: a tool, and the extension's native messaging host when a browser starts it.

use std::process::ExitCode;

fn main() -> ExitCode {
    hailstone_bridge::cli::run(std::env::args_os())
}
