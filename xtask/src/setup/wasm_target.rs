//! A compiler for wasm32: the one that runs us where it has the target or rustup can add it, else Debian's, which
//! builds the standard library from its sources.

use crate::{
    error::{Failure, Result},
    shell::{Project, capture, succeeds},
};
use clap::ValueEnum;
use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// The one target.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Which compiler the person wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Choice {
    /// The first that works.
    #[default]
    Auto,
    /// The compiler that runs us, with rustup's target.
    Rustup,
    /// Debian's `rustc-web`, with a standard library built from source.
    Debian,
}

/// The compiler that was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WasmToolchain {
    /// As [`Choice::Rustup`].
    Rustup,
    /// As [`Choice::Debian`].
    Debian,
}

/// Chooses a compiler; adds the target when rustup can.
pub(super) fn choose(project: &Project, choice: Choice) -> Result<WasmToolchain> {
    if choice == Choice::Debian {
        return Ok(WasmToolchain::Debian);
    }
    if has_target(project)? {
        return Ok(WasmToolchain::Rustup);
    }
    println!("-- setup: the Rust target {TARGET}");
    let added = project.quiet(
        "rustup target add",
        project.command("rustup").args(["target", "add", TARGET]),
    );
    match (choice, added) {
        (_, Ok(())) if has_target(project)? => Ok(WasmToolchain::Rustup),
        (Choice::Rustup, result) => Err(result
            .err()
            .unwrap_or_else(|| {
                Failure::new(format!(
                    "rustup added {TARGET} to another toolchain than this one"
                ))
            })
            .remedy("choose --wasm-toolchain debian")),
        _ => {
            println!("   rustup cannot give it: Debian's compiler instead");
            Ok(WasmToolchain::Debian)
        }
    }
}

fn has_target(project: &Project) -> Result<bool> {
    let libraries =
        capture(
            project
                .command("rustc")
                .args(["--print", "target-libdir", "--target", TARGET]),
        )?;
    Ok(Path::new(libraries.trim()).is_dir())
}

impl WasmToolchain {
    /// Whether what was installed is what we need.
    pub(super) fn verify(self, project: &Project) -> Result {
        if self == Self::Rustup {
            return Ok(());
        }
        let sources = capture(project.command(DEBIAN_RUSTC).args(["--print", "sysroot"]))?;
        let library =
            PathBuf::from(sources.trim()).join("lib/rustlib/src/rust/library/std/Cargo.toml");
        if library.is_file() && debian_linker().is_some() {
            return Ok(());
        }
        Err(Failure::new(
            "Debian's compiler is here without the sources of its library, or without lld",
        )
        .remedy("apt-get install rust-web-src lld-19"))
    }

    /// Cargo for wasm32, to be followed by a verb (`build`) and what else it wants.
    pub(crate) fn cargo(self, project: &Project, verb: &str) -> Command {
        let mut command = match self {
            Self::Rustup => project.cargo(&[verb, "--target", TARGET]),
            Self::Debian => {
                let mut command = project.command(DEBIAN_CARGO);
                command
                    .args([
                        verb,
                        "--target",
                        TARGET,
                        "-Zbuild-std=std,panic_abort",
                        "--target-dir",
                    ])
                    .arg(project.output("debian-cargo"))
                    .env("RUSTC", DEBIAN_RUSTC)
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env(
                        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER",
                        debian_linker().unwrap_or("wasm-ld"),
                    )
                    .env_remove("CARGO")
                    .env_remove("RUSTUP_TOOLCHAIN");
                command
            }
        };
        // Added to what `.cargo/config.toml` says for the target: no path of this machine goes into a module.
        command.env(FLAGS, remapped(project));
        command
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        command
    }

    /// Makes warnings errors for a compiler that has no clippy. Not by `RUSTFLAGS`, for which cargo would forget the flags of
    /// the target; cargo itself keeps the warnings of other people's crates out of it.
    pub(crate) fn deny_warnings(self, project: &Project, command: &mut Command) {
        command.env(FLAGS, format!("{} -D warnings", remapped(project)));
    }

    /// Leaves out of a module what nobody reads there: where in a source a panic is, and what `Debug` would write. A module that breaks off says
    /// so by that alone, and nothing of it is printed; 3.3 kB of the first one, compressed. The compiler has these switches, but no
    /// promise that they stay as they are.
    pub(crate) fn leave_out_words(self, project: &Project, command: &mut Command) {
        let words = "-Zlocation-detail=none -Zfmt-debug=none";
        command.env(FLAGS, format!("{} {words}", remapped(project)));
        command.env("RUSTC_BOOTSTRAP", "1");
    }

    /// Where cargo leaves a module that was built with a profile.
    pub(crate) fn module(self, project: &Project, profile: &str, name: &str) -> PathBuf {
        let folder = if profile == "dev" { "debug" } else { profile };
        let target = match self {
            Self::Rustup => project.target(TARGET),
            Self::Debian => project.output("debian-cargo").join(TARGET),
        };
        target.join(folder).join(format!("{name}.wasm"))
    }

    /// What a stamp must know of it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Rustup => "rustup",
            Self::Debian => "debian",
        }
    }
}

/// Flags for the one target, beside those of `.cargo/config.toml`.
const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// Flags that give the folders of this machine names that every machine has, so that the same sources make the same
/// module everywhere.
fn remapped(project: &Project) -> String {
    let mut flags = format!(
        "--remap-path-prefix={}=/hailstone",
        project.path("").display()
    );
    if let Some(home) = cargo_home() {
        flags.push_str(&format!(" --remap-path-prefix={}=/cargo", home.display()));
    }
    flags
}

/// Where cargo keeps the sources of crates.
pub(crate) fn cargo_home() -> Option<PathBuf> {
    env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")))
}

/// Full paths: rustup's programs of the same name usually come first.
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

fn debian_linker() -> Option<&'static str> {
    ["wasm-ld-19", "wasm-ld"]
        .into_iter()
        .find(|name| succeeds(Command::new(name).arg("--version")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dev_profile_has_a_folder_of_another_name() -> Result {
        let project = Project::find()?;
        let path = WasmToolchain::Rustup.module(&project, "dev", "hailstone_wasm");
        assert!(path.ends_with("wasm32-unknown-unknown/debug/hailstone_wasm.wasm"));
        let path = WasmToolchain::Debian.module(&project, "wasm", "hailstone_wasm");
        assert!(path.ends_with("wasm32-unknown-unknown/wasm/hailstone_wasm.wasm"));
        Ok(())
    }
}
