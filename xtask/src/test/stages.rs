//! What each stage runs.

use super::Context;
use crate::{
    bench, build, card_image, check, demo, deny,
    error::{Failure, Result},
    fuzz,
    setup::wasm_target::WasmToolchain,
};

fn build_options(context: &Context<'_>) -> build::Options {
    build::Options {
        dev: context.quick,
        release_wasm: !context.quick,
        wasm_toolchain: context.choice,
    }
}

/// The invariants.
pub(super) fn check(context: &Context<'_>) -> Result {
    check::run(context.project)
}

/// Licences, sources, who may use which crate.
pub(super) fn deny(context: &Context<'_>) -> Result {
    deny::run(context.project)
}

/// Everything for the browser.
pub(super) fn build(context: &Context<'_>) -> Result {
    build::run(context.project, build_options(context))
}

/// A few seconds for each fuzz target: that they build and do not fail at once.
pub(super) fn fuzz(context: &Context<'_>) -> Result {
    let options = fuzz::Options {
        seconds: 5,
        targets: Vec::new(),
    };
    fuzz::run(context.project, &options)
}

const FUZZ: &str = "core/fuzz/Cargo.toml";
const PEERS: &str = "xtask/peers/release/Cargo.toml";

/// Formatting.
pub(super) fn fmt(context: &Context<'_>) -> Result {
    let project = context.project;
    project.quiet(
        "cargo fmt",
        &mut project.cargo(&["fmt", "--all", "--check"]),
    )?;
    for (what, manifest) in [("core/fuzz", FUZZ), ("xtask/peers/release", PEERS)] {
        project.quiet(
            &format!("cargo fmt {what}"),
            &mut project.cargo(&["fmt", "--manifest-path", manifest, "--check"]),
        )?;
    }
    Ok(())
}

/// Packages for wasm32 alone.
const WASM: [&str; 10] = [
    "--exclude",
    "hailstone-wasm",
    "--exclude",
    "hailstone-wasm-copies",
    "--exclude",
    "hailstone-wasm-host",
    "--exclude",
    "hailstone-wasm-interchange",
    "--exclude",
    "hailstone-wasm-trust",
];

/// Lints of what runs on a desktop, warnings are errors.
pub(super) fn clippy(context: &Context<'_>) -> Result {
    let project = context.project;
    let mut clippy = project.cargo(&[
        "clippy",
        "--locked",
        "--workspace",
        "--all-targets",
        "--all-features",
    ]);
    project.quiet("clippy", clippy.args(WASM).args(["--", "-D", "warnings"]))
}

/// The core, too: that it compiles for a machine without an operating system is half of invariant 1.
pub(super) fn clippy_wasm(context: &Context<'_>) -> Result {
    let project = context.project;
    // Debian's compiler comes without clippy; there, the compiler's own warnings must do.
    let (verb, rest): (_, &[&str]) = match context.wasm {
        WasmToolchain::Rustup => ("clippy", &["--", "-D", "warnings"]),
        WasmToolchain::Debian => ("check", &[]),
    };
    for package in [
        "hailstone-core",
        "hailstone-wasm",
        "hailstone-wasm-copies",
        "hailstone-wasm-host",
        "hailstone-wasm-interchange",
        "hailstone-wasm-trust",
    ] {
        let mut command = context.wasm.cargo(project, verb);
        command.args(["--locked", "--package", package]).args(rest);
        if context.wasm == WasmToolchain::Debian {
            context.wasm.deny_warnings(project, &mut command);
        }
        project.quiet(&format!("{verb} {package} for wasm32"), &mut command)?;
    }
    Ok(())
}

/// Unit tests, vectors, properties, stories, compile-fail and documentation tests of everything that runs on a desktop.
pub(super) fn rust(context: &Context<'_>) -> Result {
    let project = context.project;
    let mut test = project.cargo(&[
        "test",
        "--locked",
        "--workspace",
        "--exclude",
        "hailstone-virtual-card",
    ]);
    project.quiet("cargo test", test.args(WASM))
}

/// The card application fits a card.
pub(super) fn card_image(context: &Context<'_>) -> Result {
    card_image::run(context.project)
}

/// Generated cases, ours beside somebody else's code, which runs in Node.
pub(super) fn oracles(context: &Context<'_>) -> Result {
    let project = context.project;
    let mut test = project.cargo(&[
        "test",
        "--locked",
        "--package",
        "hailstone-core",
        "--test",
        "differential",
    ]);
    project.quiet(
        "cargo test differential",
        test.env("HAILSTONE_ORACLES", project.path("web/oracles")),
    )
}

/// The documentation builds, and its links lead somewhere.
pub(super) fn docs(context: &Context<'_>) -> Result {
    let project = context.project;
    let mut doc = project.cargo(&[
        "doc",
        "--locked",
        "--no-deps",
        "--workspace",
        "--exclude",
        "hailstone-virtual-card",
    ]);
    project.quiet(
        "cargo doc",
        doc.args(WASM).env("RUSTDOCFLAGS", "-D warnings"),
    )
}

/// The virtual card by itself.
pub(super) fn virtual_card(context: &Context<'_>) -> Result {
    let project = context.project;
    project.quiet(
        "cargo test virtual card",
        &mut project.cargo(&["test", "--locked", "--package", "hailstone-virtual-card"]),
    )
}

/// The bridge against a card that answers as a real one does, through PC/SC.
pub(super) fn real_card(context: &Context<'_>) -> Result {
    let project = context.project;
    build::native(project)?;
    let mut test = project.cargo(&[
        "test",
        "--locked",
        "--package",
        "hailstone-bridge",
        "--features",
        "real-card-tests",
        // The others have run without a card.
        "--test",
        "real_card",
        "--",
        "--test-threads=1",
    ]);
    project.quiet(
        "cargo test bridge with a card",
        test.envs(build::products(project)),
    )
}

/// The module in Node: the tests call it as a page would.
pub(super) fn wasm_node(context: &Context<'_>) -> Result {
    let project = context.project;
    build::modules(project, build_options(context))?;
    build::testkit(project, build_options(context))?;
    const TESTS: &str = "wasm/tests";
    if !project.path(TESTS).is_dir() {
        return Err(Failure::new(format!("{TESTS} is missing")));
    }
    let mut node = project.node("--test", &[TESTS]);
    project.quiet("node --test wasm", node.envs(build::products(project)))
}

/// Style and lints of everything in `web/`.
pub(super) fn biome(context: &Context<'_>) -> Result {
    let project = context.project;
    project.quiet(
        "biome",
        &mut project.npm(&["exec", "--", "biome", "ci", "--colors=off", "."]),
    )
}

/// A package of `web/`: its types and style, then its tests.
pub(super) fn package(context: &Context<'_>, name: &str) -> Result {
    let project = context.project;
    for script in ["check", "test"] {
        let mut npm = project.npm(&["run", script, "-w", name]);
        project.quiet(
            &format!("npm run {script} {name}"),
            npm.envs(build::products(project)),
        )?;
    }
    Ok(())
}

/// Firefox's own check of the extension.
pub(super) fn web_ext_lint(context: &Context<'_>) -> Result {
    let project = context.project;
    let mut lint = project.npm(&[
        "exec",
        "--",
        "web-ext",
        "lint",
        "--self-hosted",
        "--no-config-discovery",
        "--source-dir",
    ]);
    project.quiet(
        "web-ext lint",
        lint.arg(project.output("extension/firefox")),
    )
}

/// The limits on what a browser loads.
pub(super) fn size(context: &Context<'_>) -> Result {
    bench::run(context.project, &bench::Options::sizes(context.choice))
}

/// What the driver of the browsers can be asked for, in order.
const SUITES: [&str; 2] = ["chromium", "firefox"];

/// The whole chain in both browsers.
pub(super) fn e2e(context: &Context<'_>) -> Result {
    let project = context.project;
    build::run(project, build_options(context))?;
    build::testkit(project, build_options(context))?;
    build::e2e(project)?;
    build::native(project)?;
    let mut failures = Vec::new();
    for suite in SUITES {
        let mut driver = project.node("web/e2e/dist/run.js", &[suite]);
        if let Err(failure) = project.quiet(
            &format!("e2e {suite}"),
            driver.envs(build::products(project)),
        ) {
            failures.push(failure.to_string());
        }
    }
    if failures.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(failures.join("\n")))
    }
}

/// The demonstration, the person played.
pub(super) fn demo(context: &Context<'_>, card: bool) -> Result {
    let options = demo::Options::played(card, context.choice);
    demo::test(context.project, &options)
}
