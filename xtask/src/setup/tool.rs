//! Tools from crates.io, each of one version, in `target/tools`.

use crate::{
    error::Result,
    shell::{Project, capture},
};
use std::process::Command;

/// A tool that is compiled here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    /// Checks licences, sources and who may use which crate.
    CargoDeny,
    /// Builds and runs fuzz targets.
    CargoFuzz,
    /// Drives Firefox.
    Geckodriver,
}

impl Tool {
    /// Every tool.
    pub(crate) const ALL: [Self; 3] = [Self::CargoDeny, Self::CargoFuzz, Self::Geckodriver];

    /// The name of the crate and of the binary.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::CargoDeny => "cargo-deny",
            Self::CargoFuzz => "cargo-fuzz",
            Self::Geckodriver => "geckodriver",
        }
    }

    const fn version(self) -> &'static str {
        match self {
            Self::CargoDeny => "0.20.2",
            Self::CargoFuzz => "0.13.2",
            Self::Geckodriver => "0.37.1",
        }
    }

    /// Compiles it unless this version is there.
    pub(super) fn ensure(self, project: &Project) -> Result {
        let printed = capture(Command::new(project.tool(self.name())).arg("--version"));
        if printed.is_ok_and(|text| names_version(&text, self.version())) {
            return Ok(());
        }
        println!("-- setup: {} {}", self.name(), self.version());
        let root = project.path("target/tools");
        let mut install =
            project.cargo(&["install", "--locked", "--version", self.version(), "--root"]);
        install.arg(root).arg(self.name()).env_remove("RUSTFLAGS");
        // The folder stays, so that an interrupted install goes on where it was; the tools share nothing with us.
        install.env("CARGO_TARGET_DIR", project.path("target/tools/build"));
        project.quiet(&format!("cargo install {}", self.name()), &mut install)
    }
}

fn names_version(printed: &str, version: &str) -> bool {
    printed
        .lines()
        .next()
        .is_some_and(|line| line.split_whitespace().any(|word| word == version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_pinned_version_counts() {
        assert!(names_version("cargo-deny 0.20.2\n", "0.20.2"));
        assert!(names_version(
            "geckodriver 0.37.1 (abc 2026-01-01)\n",
            "0.37.1"
        ));
        assert!(!names_version("cargo-deny 0.20.21\n", "0.20.2"));
        assert!(!names_version("", "0.20.2"));
    }
}
