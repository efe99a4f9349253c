//! Debian's packages: only those that are missing, after one `apt-get update`.

use crate::{
    error::{Failure, Result},
    shell::{Project, capture, succeeds},
};
use std::{collections::BTreeSet, process::Command};

/// Names of one package on the releases we know, the first that is to be had wins.
pub(crate) type Package = &'static [&'static str];

/// For compiling the bridge.
pub(crate) const NATIVE: [Package; 3] = [
    &["build-essential"],
    &["pkg-config", "pkgconf"],
    &["libpcsclite-dev"],
];

/// For the virtual card: PC/SC, its virtual reader, namespaces to run them in, and libclang for `bindgen`.
pub(crate) const CARDS: [Package; 6] = [
    &["pcscd"],
    &["vsmartcard-vpcd"],
    &["iproute2"],
    &["util-linux"],
    &["libclang1-14", "libclang1-19", "libclang1"],
    // The compiler's own headers (stddef.h), without which `bindgen` finds libclang and then fails.
    &[
        "libclang-common-14-dev",
        "libclang-common-19-dev",
        "libclang-common-dev",
    ],
];

/// For the card that is a Python program: environments, which Debian keeps apart from Python.
pub(crate) const SECOND_CARD: [Package; 1] = [&["python3-venv"]];

/// Browsers, and a font so that pages have text.
pub(crate) const BROWSERS: [Package; 3] = [&["chromium"], &["firefox-esr"], &["fonts-dejavu-core"]];

/// What the vault is measured beside, GNU time for the memory that each takes, and what `josekit` is compiled with.
pub(crate) const PEERS: [Package; 5] = [
    &["sqlcipher"],
    &["keepassxc"],
    &["age"],
    &["time"],
    &["libssl-dev"],
];

/// A Rust compiler whose standard library can be built for wasm32, where rustup cannot give the target.
pub(crate) const WASM: [Package; 4] = [
    &["rustc-web"],
    &["cargo-web"],
    &["rust-web-src"],
    &["lld-19", "lld"],
];

/// Installs those that are missing.
pub(crate) fn ensure(project: &Project, packages: &[Package]) -> Result {
    if packages.is_empty() {
        return Ok(());
    }
    let installed = installed(packages)?;
    let missing: Vec<Package> = packages
        .iter()
        .filter(|names| !names.iter().any(|name| installed.contains(*name)))
        .copied()
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let firsts = missing
        .iter()
        .filter_map(|names| names.first())
        .copied()
        .collect::<Vec<_>>()
        .join(" ");
    if !succeeds(Command::new("apt-get").arg("--version")) {
        return Err(Failure::new(format!("missing on this machine: {firsts}"))
            .remedy("this command installs Debian's packages; elsewhere, install what they contain yourself"));
    }
    println!("-- setup: Debian packages {firsts}");
    let super_user = SuperUser::become_one(project)?;
    project.quiet(
        "apt-get update",
        super_user.command("apt-get").args(["update", "--quiet"]),
    )?;
    let chosen = missing
        .iter()
        .map(|names| choose(names))
        .collect::<Result<Vec<_>>>()?;
    project.quiet(
        &format!("apt-get install {}", chosen.join(" ")),
        super_user
            .command("apt-get")
            .args(["install", "--yes", "--no-install-recommends"])
            .args(&chosen),
    )
}

fn installed(packages: &[Package]) -> Result<BTreeSet<String>> {
    // The exit code says that some are unknown, which is what we ask; so only a missing dpkg is an error.
    let output = Command::new("dpkg-query")
        .args(["--show", "--showformat=${Package} ${db:Status-Status}\n"])
        .args(packages.iter().flat_map(|names| names.iter()))
        .output()
        .map_err(|error| {
            Failure::new(format!("dpkg-query does not start: {error}"))
                .remedy("use a Debian or Ubuntu machine")
        })?;
    Ok(parse_installed(&String::from_utf8_lossy(&output.stdout)))
}

fn parse_installed(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter_map(|line| line.strip_suffix(" installed"))
        .map(str::to_owned)
        .collect()
}

fn choose(names: &[&'static str]) -> Result<&'static str> {
    for name in names {
        if has_candidate(&capture(
            Command::new("apt-cache")
                .args(["policy", name])
                .env("LC_ALL", "C"),
        )?) {
            return Ok(name);
        }
    }
    Err(
        Failure::new(format!("apt has no package {}", names.join(" or ")))
            .remedy("use Debian 12 or later, with its main repository enabled"),
    )
}

fn has_candidate(policy: &str) -> bool {
    policy
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Candidate: "))
        .any(|version| version != "(none)")
}

/// How to run something as root.
enum SuperUser {
    Root,
    Sudo,
}

impl SuperUser {
    /// Asks for the password now, where there is a terminal, and not behind a log.
    fn become_one(project: &Project) -> Result<Self> {
        if capture(Command::new("id").arg("-u"))?.trim() == "0" {
            return Ok(Self::Root);
        }
        project
            .loud("sudo", Command::new("sudo").arg("--validate"))
            .map_err(|failure| {
                failure.remedy("run `cargo xtask setup` as root, or as somebody who may use sudo")
            })?;
        Ok(Self::Sudo)
    }

    fn command(&self, program: &str) -> Command {
        match self {
            Self::Root => {
                let mut command = Command::new(program);
                command.env("DEBIAN_FRONTEND", "noninteractive");
                command
            }
            Self::Sudo => {
                let mut command = Command::new("sudo");
                command.args([
                    "--non-interactive",
                    "env",
                    "DEBIAN_FRONTEND=noninteractive",
                    program,
                ]);
                command
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_removed_package_counts_as_missing() {
        let installed =
            parse_installed("pcscd installed\nfirefox-esr config-files\nlibc6 installed\n");
        assert!(installed.contains("pcscd"));
        assert!(!installed.contains("firefox-esr"));
    }

    #[test]
    fn a_package_without_candidate_is_not_to_be_had() {
        assert!(has_candidate(
            "lld-19:\n  Installed: (none)\n  Candidate: 1:19.1.7-3\n"
        ));
        assert!(!has_candidate(
            "lld-19:\n  Installed: (none)\n  Candidate: (none)\n"
        ));
        assert!(!has_candidate(""));
    }
}
