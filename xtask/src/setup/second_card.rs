//! The second OpenPGP card, which is a Python program, in an environment of its own.

use crate::{error::Result, shell::Project, stamp::Inputs};
use std::process::Command;

/// Where the suite looks for it.
const ENVIRONMENT: &str = "target/tools/openpgp-card";
const REQUIREMENTS: &str = "card-bridge/virtual-card/tests/openpgp-card/requirements.txt";
/// What two of its packages are built with, and what they miss in a Python of today.
const BUILD: &str = "card-bridge/virtual-card/tests/openpgp-card/build";

/// Makes the environment again when what it must hold has changed.
pub(super) fn ensure(project: &Project) -> Result {
    let environment = project.path(ENVIRONMENT);
    let python = environment.join("bin/python");
    let mut inputs = Inputs::new(&["pip"]);
    inputs
        .add(&project.path(REQUIREMENTS))?
        .add(&project.path(BUILD).join("requirements.txt"))?;
    let stamp = inputs.stamp(&environment.join(".hailstone-stamp"));
    if stamp.is_current(std::slice::from_ref(&python)) {
        return Ok(());
    }
    println!("-- setup: the second OpenPGP card");
    project.quiet(
        "python3 -m venv",
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&environment),
    )?;
    let install = |requirements| {
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--no-input"])
            .args(["--disable-pip-version-check", "--no-build-isolation"])
            .arg("--requirement")
            .arg(requirements)
            .env("PYTHONPATH", project.path(BUILD))
            .env("PYTHONDONTWRITEBYTECODE", "1");
        project.quiet("pip install", &mut pip)
    };
    install(project.path(BUILD).join("requirements.txt"))?;
    install(project.path(REQUIREMENTS))?;
    stamp.keep()
}
