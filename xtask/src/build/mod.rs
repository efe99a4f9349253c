//! Builds the browser's side: wasm modules, extension, site SDK, demonstration site. What is up to date is left alone.

pub(crate) mod size;
mod wasm;
mod web;

use crate::{
    error::{Failure, Result},
    setup::{self, Needs, wasm_target::Choice},
    shell::Project,
};
use clap::Args;
use std::path::PathBuf;

/// How the wasm modules are built.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    /// Compile quickly, run slowly: cargo's dev profile, no wasm-opt.
    #[arg(long, conflicts_with = "release_wasm")]
    pub(crate) dev: bool,
    /// As people get it (the default): small, and fast where there is cryptography.
    #[arg(long)]
    pub(crate) release_wasm: bool,
    /// The compiler for wasm32.
    #[arg(long, value_enum, default_value_t, env = "HAILSTONE_WASM_TOOLCHAIN")]
    pub(crate) wasm_toolchain: Choice,
}

/// `cargo xtask build`
pub(crate) fn run(project: &Project, options: Options) -> Result {
    modules(project, options)?;
    size::print(project)?;
    web::sdk(project)?;
    for browser in web::BROWSERS {
        web::extension(project, browser)?;
    }
    web::demo_site(project)?;
    println!(
        "built: {} ({}), sdk, demo-site",
        project.relative(&project.output("extension")),
        web::BROWSERS.join(", ")
    );
    Ok(())
}

/// Builds the wasm modules alone.
pub(crate) fn modules(project: &Project, options: Options) -> Result {
    make(project, options, &wasm::MODULES)
}

/// Builds the module that a browser test of the store loads.
pub(crate) fn testkit(project: &Project, options: Options) -> Result {
    make(project, options, &[wasm::TESTKIT])
}

fn make(project: &Project, options: Options, modules: &[wasm::Module]) -> Result {
    let needs = Needs {
        node: true,
        wasm: Some(options.wasm_toolchain),
        ..Needs::default()
    };
    let toolchain = setup::ensure(project, &needs)?
        .wasm
        .ok_or_else(|| Failure::new("setup chose no compiler for wasm32"))?;
    let profile = if options.dev {
        wasm::Profile::Dev
    } else {
        wasm::Profile::Release
    };
    for module in modules {
        module.build(project, toolchain, profile)?;
    }
    Ok(())
}

/// Builds the driver of the tests in browsers.
pub(crate) fn e2e(project: &Project) -> Result {
    web::e2e(project)
}

/// Builds the programs of the desktop: the bridge, and the virtual card with its PC/SC. Each in a build of its own, so
/// that the copyleft card shares no crate's features with what we ship.
pub(crate) fn native(project: &Project) -> Result {
    for (package, what) in [
        ("hailstone-bridge", "the bridge"),
        ("hailstone-virtual-card", "the virtual card"),
    ] {
        let mut cargo = project.cargo(&["build", "--locked", "--bins", "--package", package]);
        project.quiet(&format!("build {what}"), &mut cargo)?;
    }
    Ok(())
}

/// Where the products are, as environment variables for tests and the demonstration.
pub(crate) fn products(project: &Project) -> [(&'static str, PathBuf); 6] {
    [
        ("HAILSTONE_OUTPUT", project.output("")),
        ("HAILSTONE_BRIDGE", project.target("debug/hailstone")),
        (
            "HAILSTONE_VIRTUAL_STACK",
            project.target("debug/virtual-stack"),
        ),
        ("HAILSTONE_PINENTRY", project.target("debug/demo-pinentry")),
        // Its folder, for a test that makes a `PATH` of it.
        ("HAILSTONE_DEMO_PINENTRY_DIR", project.target("debug")),
        ("HAILSTONE_GECKODRIVER", project.tool("geckodriver")),
    ]
}
