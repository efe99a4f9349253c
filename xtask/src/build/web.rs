//! The packages of `web/`, each by its own script; here only when and with what.

use crate::{
    error::Result,
    shell::Project,
    stamp::{Inputs, Stamp},
};
use std::{path::PathBuf, process::Command};

/// The browsers that the extension is built for.
pub(super) const BROWSERS: [&str; 2] = ["chromium", "firefox"];

/// What every package of `web/` depends on.
const COMMON: [&str; 4] = [
    "web/package-lock.json",
    "web/package.json",
    "web/tsconfig.base.json",
    "web/protocol",
];

/// Builds the extension for one browser into `target/hailstone/extension/<browser>`.
pub(super) fn extension(project: &Project, browser: &str) -> Result {
    let wasm = project.output("wasm");
    let modules = ["hailstone", "copies", "interchange", "trust"].map(|name| wasm.join(name));
    let out = project.output("extension").join(browser);
    let stamp = stamp(
        project,
        &format!("extension-{browser}"),
        &["web/extension"],
        &modules,
    )?;
    let mut build = project.node("web/extension/build.mjs", &["--target", browser, "--wasm"]);
    build.arg(&wasm).arg("--out").arg(&out);
    make(
        project,
        &format!("extension for {browser}"),
        &stamp,
        &[out.join("manifest.json")],
        &mut build,
    )
}

/// Builds the SDK in its own `dist`.
pub(super) fn sdk(project: &Project) -> Result {
    package(project, "sdk", &["web/sdk"])
}

/// Builds the demonstration site in its own `dist`.
pub(super) fn demo_site(project: &Project) -> Result {
    package(project, "demo-site", &["web/demo-site", "web/sdk"])
}

/// Builds the driver of the tests in browsers in its own `dist`.
pub(super) fn e2e(project: &Project) -> Result {
    package(project, "e2e", &["web/e2e", "web/sdk"])
}

fn package(project: &Project, name: &str, sources: &[&str]) -> Result {
    let stamp = stamp(project, name, sources, &[])?;
    let dist = project.path("web").join(name).join("dist");
    make(
        project,
        name,
        &stamp,
        &[dist],
        &mut project.npm(&["run", "build", "-w", name]),
    )
}

fn stamp(project: &Project, name: &str, sources: &[&str], made: &[PathBuf]) -> Result<Stamp> {
    let mut inputs = Inputs::new(&[name]);
    for path in COMMON.iter().chain(sources) {
        inputs.add(&project.path(path))?;
    }
    for path in made {
        inputs.add(path)?;
    }
    Ok(inputs.stamp(&project.output("stamps").join(name)))
}

fn make(
    project: &Project,
    what: &str,
    stamp: &Stamp,
    products: &[PathBuf],
    build: &mut Command,
) -> Result {
    if stamp.is_current(products) {
        return Ok(());
    }
    project.quiet(&format!("build {what}"), build)?;
    stamp.keep()
}
