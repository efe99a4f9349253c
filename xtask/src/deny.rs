//! Licences, sources, and who may use which crate: `cargo-deny` over three graphs. What we ship follows `deny.toml`;
//! what only develops and tests (the virtual card with its copyleft, this program, the fuzz targets) follows
//! `xtask/deny.toml`.

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
    for (what, manifest) in [
        ("deny: what we develop with", "Cargo.toml"),
        ("deny: what we fuzz with", "core/fuzz/Cargo.toml"),
        (
            "deny: what tokens are measured beside",
            "xtask/peers/release/Cargo.toml",
        ),
    ] {
        let mut everything = deny(project, &project.path(manifest), "xtask/deny.toml");
        everything.args(["check", "licenses", "sources"]);
        project.quiet(what, &mut everything)?;
    }
    rules_bite(project)
}

fn shipped(project: &Project, manifest: &Path) -> Command {
    let mut command = deny(project, manifest, "deny.toml");
    for package in ["hailstone-virtual-card", "hailstone-peers", "xtask"] {
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
type Sample<'a> = [(&'a str, &'a [&'a str])];

const GOOD: &Sample<'_> = &[
    ("hailstone-aead", &["aes-gcm"]),
    ("hailstone-core", &["hailstone-aead"]),
    ("hailstone-bridge", &["pcsc", "hailstone-core"]),
];

/// Every crate that `deny.toml` names, each with a package that may not use it.
const BAD: [(&str, &str); 48] = [
    ("hailstone-bridge", "aes-gcm"),
    ("hailstone-core", "aes-gcm"),
    ("hailstone-bridge", "hailstone-aead"),
    ("hailstone-bridge", "aes"),
    ("hailstone-bridge", "des"),
    ("hailstone-bridge", "argon2"),
    ("hailstone-bridge", "blake2"),
    ("hailstone-bridge", "hailstone-argon2id"),
    ("hailstone-bridge", "p256"),
    ("hailstone-bridge", "p384"),
    ("hailstone-bridge", "rsa"),
    ("hailstone-bridge", "x509-cert"),
    ("hailstone-bridge", "webpki-roots"),
    ("hailstone-bridge", "x25519-dalek"),
    ("hailstone-bridge", "ed25519-dalek"),
    ("hailstone-bridge", "curve25519-dalek"),
    ("hailstone-bridge", "hkdf"),
    ("hailstone-bridge", "hmac"),
    ("hailstone-bridge", "cbor4ii"),
    ("hailstone-bridge", "chacha20"),
    ("hailstone-bridge", "bip39"),
    ("hailstone-bridge", "vsss-rs"),
    ("hailstone-core", "bitcoin_hashes"),
    ("hailstone-core", "pcsc"),
    ("hailstone-core", "hidapi"),
    ("hailstone-core", "rusqlite"),
    ("hailstone-core", "web-sys"),
    ("hailstone-core", "js-sys"),
    ("hailstone-core", "wasm-bindgen"),
    ("hailstone-core", "getrandom"),
    ("hailstone-bridge", "tokio"),
    ("hailstone-bridge", "async-std"),
    ("hailstone-bridge", "reqwest"),
    ("hailstone-bridge", "openssl-sys"),
    ("hailstone-bridge", "openssl"),
    ("hailstone-bridge", "native-tls"),
    ("hailstone-core", "ring"),
    ("hailstone-core", "ureq"),
    ("hailstone-core", "aws-lc-rs"),
    ("hailstone-core", "aws-lc-sys"),
    ("hailstone-core", "boring-sys"),
    ("hailstone-core", "libsodium-sys"),
    ("hailstone-core", "libsodium-sys-stable"),
    ("hailstone-core", "mbedtls-sys-auto"),
    ("hailstone-bridge", "env_logger"),
    ("hailstone-bridge", "tracing-subscriber"),
    // Not only the core: whoever else comes along.
    ("hailstone-interchange", "getrandom"),
    ("hailstone-wasm", "aes-gcm"),
];

/// A rule that matches nothing passes everything; so small workspaces, with empty crates of those names, must fail.
fn rules_bite(project: &Project) -> Result {
    if !passes(project, "good", GOOD)? {
        return Err(Failure::new("deny.toml refuses a workspace that keeps its rules").remedy(
            "cargo-deny --manifest-path target/hailstone/deny/good/Cargo.toml check --config deny.toml bans licenses",
        ));
    }
    for (user, banned) in BAD {
        if passes(project, &format!("{user}-{banned}"), &[(user, &[banned])])? {
            return Err(Failure::new(format!(
                "deny.toml lets {user} use {banned}, which it should refuse"
            ))
            .remedy("look at its `wrappers`"));
        }
    }
    println!("   deny: rules bite on {} bad samples", BAD.len());
    Ok(())
}

fn passes(project: &Project, name: &str, sample: &Sample<'_>) -> Result<bool> {
    let manifest = make_sample(project, name, sample)?;
    Ok(succeeds(&mut shipped(project, &manifest)))
}

fn make_sample(project: &Project, name: &str, sample: &Sample<'_>) -> Result<std::path::PathBuf> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_ban_has_a_sample_that_it_must_bite() {
        let named: BTreeSet<&str> = include_str!("../../deny.toml")
            .lines()
            .filter_map(|line| line.trim().strip_prefix("{ crate = \"")?.split('"').next())
            .collect();
        let tried: BTreeSet<&str> = BAD.into_iter().map(|(_, banned)| banned).collect();
        assert_eq!(named, tried);
    }
}
