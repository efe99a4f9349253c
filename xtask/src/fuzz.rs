//! Runs the fuzz targets of `core/fuzz` with libFuzzer. The nightly flags that cargo-fuzz passes are allowed to the
//! stable compiler by `RUSTC_BOOTSTRAP`; its release carries the address sanitizer.

use crate::{
    error::{Failure, Result},
    setup::{self, Needs, Tool},
    shell::{Project, capture},
};
use clap::Args;
use std::{fs, process::Command};

/// How long, and which.
#[derive(Args, Debug)]
pub(crate) struct Options {
    /// How many seconds each target runs.
    #[arg(long, default_value_t = 60)]
    pub(crate) seconds: u32,
    /// The targets; all of them when none is named.
    pub(crate) targets: Vec<String>,
}

/// The folder of the fuzz workspace.
const FOLDER: &str = "core/fuzz";

/// `cargo xtask fuzz`
pub(crate) fn run(project: &Project, options: &Options) -> Result {
    if !project.path(FOLDER).join("Cargo.toml").is_file() {
        return Err(Failure::new(format!("{FOLDER}/Cargo.toml is missing"))
            .remedy("restore it: `git checkout -- core/fuzz`"));
    }
    setup::ensure(
        project,
        &Needs {
            native: true,
            tools: &[Tool::CargoFuzz],
            ..Needs::default()
        },
    )?;
    let all = list(project)?;
    if let Some(unknown) = options.targets.iter().find(|target| !all.contains(target)) {
        return Err(Failure::new(format!("no fuzz target {unknown}"))
            .remedy(format!("choose of {}", all.join(", "))));
    }
    let chosen = if options.targets.is_empty() {
        &all
    } else {
        &options.targets
    };
    if chosen.is_empty() {
        return Err(Failure::new(format!("{FOLDER} has no target")));
    }
    project.quiet(
        "build fuzz targets",
        &mut with_folders(project, cargo_fuzz(project, &["build"])),
    )?;
    for target in chosen {
        let corpus = project.path(FOLDER).join("corpus").join(target);
        fs::create_dir_all(&corpus).map_err(|error| Failure::file(&corpus, &error))?;
        let mut fuzz = with_folders(project, cargo_fuzz(project, &["run"]));
        fuzz.arg(target).arg(corpus);
        let seeds = project.path(FOLDER).join("seeds").join(target);
        if seeds.is_dir() {
            fuzz.arg(seeds);
        }
        fuzz.args([
            "--",
            &format!("-max_total_time={}", options.seconds),
            "-timeout=10",
            "-rss_limit_mb=2048",
        ]);
        project
            .quiet(
                &format!("fuzz {target} for {} s", options.seconds),
                &mut fuzz,
            )
            .map_err(|failure| {
                failure.remedy(format!(
                    "the input that failed is in {FOLDER}/artifacts/{target}; make it a test"
                ))
            })?;
    }
    println!(
        "{} fuzz targets ran {} s each, no failure",
        chosen.len(),
        options.seconds
    );
    Ok(())
}

fn list(project: &Project) -> Result<Vec<String>> {
    Ok(
        capture(cargo_fuzz(project, &["list"]).args(["--fuzz-dir", FOLDER]))?
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
    )
}

fn cargo_fuzz(project: &Project, arguments: &[&str]) -> Command {
    let mut command = project.command(project.tool(Tool::CargoFuzz.name()));
    // Its first argument is what cargo would pass to a subcommand.
    command
        .arg("fuzz")
        .args(arguments)
        .env("RUSTC_BOOTSTRAP", "1");
    command
}

fn with_folders(project: &Project, mut command: Command) -> Command {
    command
        .args(["--fuzz-dir", FOLDER, "--target-dir"])
        .arg(project.output("fuzz"));
    command
}
