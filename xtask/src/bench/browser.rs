//! What the core costs in headless Chromium, beside what people use there: vaults, Argon2id, sealing. The driver measures
//! everything that is compared in turns in one run.

use super::{Figure, goals::Goal, parse_lines};
use crate::{
    build,
    error::{Failure, Result},
    setup::{self, Needs, wasm_target::Choice},
    shell::{Project, capture},
};

const DRIVER: &str = "web/e2e/dist/bench-browser.js";

const SODIUM: &str = "libsodium-wrappers-sumo";
const HASH_WASM: &str = "hash-wasm";
const WASM: &str = "wasm alone";
const SUBTLE: &str = "SubtleCrypto alone";
const KDBXWEB: &str = "kdbxweb";
const BITWARDEN: &str = "Bitwarden-style";
const TYPING: &str = "as one types";

/// What PERFORMANCE wants.
pub(super) const GOALS: [Goal; 33] = [
    ("browser argon2id first call", SODIUM, 1.0),
    ("browser argon2id next calls", SODIUM, 1.0),
    ("browser argon2id first call", HASH_WASM, 0.65),
    ("browser argon2id next calls", HASH_WASM, 0.65),
    ("browser seal 64 B", WASM, 1.15),
    ("browser seal 64 B", SUBTLE, 1.15),
    ("browser seal 256 B", WASM, 1.15),
    ("browser seal 256 B", SUBTLE, 1.15),
    ("browser seal 1 KiB", WASM, 1.15),
    ("browser seal 1 KiB", SUBTLE, 1.15),
    ("browser seal 4 KiB", WASM, 1.15),
    ("browser seal 4 KiB", SUBTLE, 1.15),
    ("browser seal 16 KiB", WASM, 1.15),
    ("browser seal 16 KiB", SUBTLE, 1.15),
    ("browser seal 64 KiB", WASM, 1.15),
    ("browser seal 64 KiB", SUBTLE, 1.15),
    ("browser seal 256 KiB", WASM, 1.15),
    ("browser seal 256 KiB", SUBTLE, 1.15),
    ("browser seal 512 KiB", WASM, 1.15),
    ("browser seal 512 KiB", SUBTLE, 1.15),
    ("browser seal 1 MiB", WASM, 1.15),
    ("browser seal 1 MiB", SUBTLE, 1.15),
    ("browser seal 4 MiB", WASM, 1.15),
    ("browser seal 4 MiB", SUBTLE, 1.15),
    ("browser seal 16 MiB", WASM, 1.15),
    ("browser seal 16 MiB", SUBTLE, 1.15),
    ("browser 10000 open, list, look-up", KDBXWEB, 0.02),
    ("browser 10000 open, list, look-up", BITWARDEN, 0.02),
    ("browser 10000 open, look-up", KDBXWEB, 0.02),
    ("browser 10000 open, look-up", BITWARDEN, 0.02),
    ("browser 10000 read all", BITWARDEN, 0.125),
    ("browser 100000 read all", BITWARDEN, 0.125),
    ("browser 100000 search", TYPING, 1.0),
];

/// Everything that is measured of the core in a browser, or one subject of it.
pub(super) fn figures(
    project: &Project,
    wasm_toolchain: Choice,
    only: Option<&str>,
) -> Result<Vec<Figure>> {
    setup::ensure(
        project,
        &Needs {
            node: true,
            browsers: true,
            ..Needs::default()
        },
    )?;
    let options = build::Options {
        wasm_toolchain,
        ..build::Options::default()
    };
    build::testkit(project, options)?;
    build::e2e(project)?;
    let figures = parse_lines(&capture(
        project
            .node(DRIVER, only.as_slice())
            .envs(build::products(project)),
    )?)?;
    if figures.is_empty() {
        return Err(Failure::new(format!("{DRIVER} printed no figure")));
    }
    Ok(figures)
}
