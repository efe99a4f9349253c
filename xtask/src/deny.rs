//! Licences, sources, and who may use which crate: `cargo-deny` over two graphs. What we ship follows `deny.toml`;
//! what only develops and tests (the virtual card with its copyleft, this program) follows `xtask/deny.toml`.

use crate::{
    error::{Failure, Result},
    setup::{self, Needs, Tool},
    shell::{Project, succeeds, write},
};
use std::{path::Path, process::Command};

/// `cargo xtask deny`
pub(crate) fn run(project: &Project) -> Result {
    setup::ensure(
        project,
        &Needs {
            tools: &[Tool::CargoDeny],
            ..Needs::default()
        },
    )?;
    project.quiet(
        "deny: what we ship",
        &mut shipped(project, &project.path("Cargo.toml")),
    )?;
    let mut everything = deny(project, &project.path("Cargo.toml"), "xtask/deny.toml");
    everything.args(["check", "licenses", "sources"]);
    project.quiet("deny: what we develop with", &mut everything)?;
    rules_bite(project)
}

fn shipped(project: &Project, manifest: &Path) -> Command {
    let mut command = deny(project, manifest, "deny.toml");
    for package in ["hailstone-virtual-card", "xtask"] {
        command.args(["--exclude", package]);
    }
    command.args(["--exclude-dev", "check", "bans", "licenses", "sources"]);
    command
}

fn deny(project: &Project, manifest: &Path, config: &str) -> Command {
    let mut command = project.command(project.tool(Tool::CargoDeny.name()));
    command.arg("--manifest-path").arg(manifest).arg("--config");
    command.arg(project.path(config));
    command.args(["--workspace", "--all-features"]);
    command
}

/// A package and what it depends on, for a workspace that should pass or fail.
type Sample = [(&'static str, &'static [&'static str])];

const GOOD: &Sample = &[
    ("hailstone-core", &["aes-gcm"]),
    ("hailstone-bridge", &["pcsc", "hailstone-core"]),
];

/// Each breaks one rule.
const BAD: [&Sample; 4] = [
    &[("hailstone-core", &["pcsc"])],
    &[("hailstone-bridge", &["aes-gcm"])],
    &[("hailstone-core", &["web-sys"])],
    &[("hailstone-bridge", &["openssl-sys"])],
];

/// A rule that matches nothing passes everything; so small workspaces, with empty crates of those names, must fail.
fn rules_bite(project: &Project) -> Result {
    let passes = |name: &str, sample: &Sample| -> Result<bool> {
        let manifest = make_sample(project, name, sample)?;
        Ok(succeeds(&mut shipped(project, &manifest)))
    };
    if !passes("good", GOOD)? {
        return Err(Failure::new("deny.toml refuses a workspace that keeps its rules").remedy(
            "cargo-deny --manifest-path target/hailstone/deny/good/Cargo.toml check --config deny.toml bans licenses",
        ));
    }
    for (number, sample) in BAD.into_iter().enumerate() {
        if passes(&format!("bad{number}"), sample)? {
            return Err(Failure::new(format!(
                "deny.toml lets pass what it should refuse: {sample:?}"
            ))
            .remedy("look at its `wrappers`"));
        }
    }
    println!("   deny: rules bite on {} bad samples", BAD.len());
    Ok(())
}

fn make_sample(project: &Project, name: &str, sample: &Sample) -> Result<std::path::PathBuf> {
    let folder = project.output("deny").join(name);
    let mut members = Vec::new();
    for (package, dependencies) in sample {
        members.push(*package);
        write_package(&folder, package, dependencies)?;
        for dependency in dependencies
            .iter()
            .filter(|name| !sample.iter().any(|(package, _)| package == *name))
        {
            members.push(dependency);
            write_package(&folder, dependency, &[])?;
        }
    }
    let manifest = folder.join("Cargo.toml");
    write(
        &manifest,
        format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"),
    )?;
    Ok(manifest)
}

fn write_package(folder: &Path, name: &str, dependencies: &[&str]) -> Result {
    let mut manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\nlicense = \"MIT\"\npublish = false\n[dependencies]\n"
    );
    for dependency in dependencies {
        manifest.push_str(&format!(
            "{dependency} = {{ path = \"../{dependency}\", version = \"0.1.0\" }}\n"
        ));
    }
    write(&folder.join(name).join("Cargo.toml"), manifest)?;
    write(&folder.join(name).join("src/lib.rs"), "")
}
