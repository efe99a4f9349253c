//! Which package may have which dependency. `deny.toml` says who may pull a crate in at any depth; here, what a room's
//! own manifest may name, and what the core's closure must not contain.

use super::{Finding, Tree};
use crate::{
    error::Result,
    setup::wasm_target::TARGET,
    shell::{Project, capture},
};

/// Cryptography is the core's: nobody else names these.
const CRYPTOGRAPHY: &[&str] = &[
    "aes",
    "aes-gcm",
    "argon2",
    "blake2",
    "chacha20",
    "curve25519-dalek",
    "des",
    "ed25519-dalek",
    "hailstone-aead",
    "hailstone-argon2id",
    "hkdf",
    "hmac",
    "p256",
    "p384",
    "ring",
    "rsa",
    "rustls-webpki",
    "webpki-roots",
    "x25519-dalek",
    "x509-cert",
];

/// Clocks, entropy, I/O, executors, logs.
const OUTSIDE: &[&str] = &[
    "async-std",
    "chrono",
    "env_logger",
    "futures-executor",
    "getrandom",
    "js-sys",
    "libc",
    "log",
    "mio",
    "pcsc",
    "rand",
    "rustix",
    "smol",
    "socket2",
    "tokio",
    "tracing",
    "wasm-bindgen",
    "web-sys",
    "web-time",
    "windows-sys",
];

const BROWSER: &[&str] = &[
    "wasm-bindgen",
    "web-sys",
    "js-sys",
    "hailstone-wasm",
    "hailstone-wasm-copies",
    "hailstone-wasm-host",
    "hailstone-wasm-interchange",
    "hailstone-wasm-trust",
];
const DESKTOP: &[&str] = &["pcsc", "rusqlite", "clap", "tokio", "hailstone-bridge"];
const STORAGE: &[&str] = &["rusqlite", "ureq", "reqwest", "opendal"];
const PRODUCT: &[&str] = &[
    "hailstone-core",
    "hailstone-interchange",
    "hailstone-wasm",
    "hailstone-wasm-copies",
    "hailstone-wasm-host",
    "hailstone-wasm-interchange",
    "hailstone-wasm-trust",
    "hailstone-bridge",
];
const VIRTUAL_CARD: &[&str] = &["hailstone-virtual-card"];

/// A manifest and the lists of what its dependencies may not be; development dependencies are free.
const ROOMS: [(&str, &[&[&str]]); 14] = [
    ("core/Cargo.toml", &[OUTSIDE, PRODUCT, VIRTUAL_CARD]),
    ("core/aead/Cargo.toml", &[OUTSIDE, PRODUCT, VIRTUAL_CARD]),
    (
        "core/argon2id/Cargo.toml",
        &[OUTSIDE, PRODUCT, VIRTUAL_CARD],
    ),
    (
        "core/interchange/Cargo.toml",
        &[CRYPTOGRAPHY, STORAGE, BROWSER, DESKTOP, VIRTUAL_CARD],
    ),
    ("wasm/Cargo.toml", &[CRYPTOGRAPHY, DESKTOP, VIRTUAL_CARD]),
    (
        "wasm/copies/Cargo.toml",
        &[CRYPTOGRAPHY, DESKTOP, VIRTUAL_CARD],
    ),
    (
        "wasm/host/Cargo.toml",
        &[CRYPTOGRAPHY, DESKTOP, VIRTUAL_CARD],
    ),
    (
        "wasm/interchange/Cargo.toml",
        &[CRYPTOGRAPHY, DESKTOP, VIRTUAL_CARD],
    ),
    (
        "wasm/trust/Cargo.toml",
        &[CRYPTOGRAPHY, DESKTOP, VIRTUAL_CARD],
    ),
    (
        "card-bridge/Cargo.toml",
        &[CRYPTOGRAPHY, BROWSER, VIRTUAL_CARD],
    ),
    // A card's side has primitives of its own: it is another machine.
    (
        "card-bridge/applet/Cargo.toml",
        &[OUTSIDE, PRODUCT, BROWSER, DESKTOP, STORAGE, VIRTUAL_CARD],
    ),
    ("card-bridge/virtual-card/Cargo.toml", &[PRODUCT]),
    ("xtask/Cargo.toml", &[PRODUCT, VIRTUAL_CARD]),
    ("xtask/peers/Cargo.toml", &[PRODUCT, VIRTUAL_CARD]),
];

/// Dependencies that a room's manifest may not name.
pub(super) fn direct(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, never) in ROOMS {
        let Some(manifest) = tree.file(path) else {
            findings.push(Finding::new(path, 0, "is missing"));
            continue;
        };
        for (line, name) in dependencies(&manifest.text) {
            if never.iter().any(|list| list.contains(&name)) {
                findings.push(Finding::new(
                    path,
                    line,
                    format!("may not depend on {name}"),
                ));
            }
        }
    }
    findings
}

/// The names under `[dependencies]`, `[build-dependencies]` and their targets' tables, with lines.
fn dependencies(manifest: &str) -> Vec<(usize, &str)> {
    let mut names = Vec::new();
    let mut inside = false;
    for (number, line) in (1..).zip(manifest.lines()) {
        if let Some(header) = line.trim().strip_prefix('[') {
            let table = header.trim_end_matches(']');
            inside = table.ends_with("dependencies") && !table.ends_with("dev-dependencies");
            // `[dependencies.name]`
            if let Some((before, name)) = table.rsplit_once('.')
                && before.ends_with("dependencies")
                && !before.ends_with("dev-dependencies")
            {
                names.push((number, name));
            }
        } else if inside && let Some((key, _)) = line.split_once('=') {
            let key = key.trim();
            if !key.starts_with('#') {
                names.push((
                    number,
                    key.split('.').next().unwrap_or(key).trim_matches('"'),
                ));
            }
        }
    }
    names
}

/// What the core's normal dependencies pull in, at any depth, that may not be there.
pub(super) fn core_closure(project: &Project) -> Result<Vec<Finding>> {
    let list = capture(&mut project.cargo(&[
        "tree",
        "--locked",
        "--package",
        "hailstone-core",
        "--edges",
        "normal",
        "--target",
        TARGET,
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]))?;
    Ok(forbidden(&list))
}

fn forbidden(list: &str) -> Vec<Finding> {
    let mut names: Vec<&str> = list
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| OUTSIDE.contains(name))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .map(|name| {
            let how = format!("{name} is below hailstone-core: cargo tree --package hailstone-core --edges normal --target {TARGET} --invert {name}");
            Finding::new("core/Cargo.toml", 0, how)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_names_its_dependencies_in_three_ways() {
        let manifest = "[package]\nname = \"x\"\n[dependencies]\n# a = 1\np256.workspace = true\nclap = { version = \"4\" }\n\
                        [target.'cfg(unix)'.dependencies]\nlibc = \"1\"\n[dependencies.web-sys]\nfeatures = []\n\
                        [dev-dependencies]\nproptest = \"1\"\n";
        let names: Vec<&str> = dependencies(manifest)
            .into_iter()
            .map(|(_, name)| name)
            .collect();
        assert_eq!(names, ["p256", "clap", "libc", "web-sys"]);
    }

    #[test]
    fn a_room_that_depends_on_what_it_may_not_is_found() {
        let empty = ROOMS.map(|(path, _)| (path, "[dependencies]\nserde = \"1\"\n"));
        assert_eq!(direct(&Tree::of(&empty)), []);
        let bad = ROOMS.map(|(path, _)| {
            (
                path,
                "[dependencies]\nhailstone-core.workspace = true\np256 = \"1\"\npcsc = \"2\"\n",
            )
        });
        let found = direct(&Tree::of(&bad));
        let in_file = |path: &str| found.iter().filter(|finding| finding.path == path).count();
        assert_eq!(in_file("core/Cargo.toml"), 2);
        assert_eq!(in_file("wasm/Cargo.toml"), 2);
        assert_eq!(in_file("card-bridge/Cargo.toml"), 1);
        assert_eq!(in_file("xtask/Cargo.toml"), 1);
    }

    #[test]
    fn entropy_below_the_core_is_found() {
        assert_eq!(forbidden("hailstone-core v0.1.0 (x)\nsubtle v2.6.1\n"), []);
        assert_eq!(
            forbidden(
                "hailstone-core v0.1.0\np256 v0.14.0\ngetrandom v0.4.0\ngetrandom v0.4.0 (*)\n"
            )
            .len(),
            1
        );
    }
}
