//! One wasm module: cargo, then `wasm-bindgen` (as a library, so that its version is the one in Cargo.lock), then
//! binaryen's `wasm-opt`.

use crate::{
    error::{Failure, Result},
    progress::Progress,
    setup::wasm_target::{WasmToolchain, cargo_home},
    shell::Project,
    stamp::Inputs,
};
use std::{fs, path::Path};
use wasm_bindgen_cli_support::Bindgen;

/// The modules: the core, and three that are loaded only when needed.
pub(super) const MODULES: [Module; 4] = [
    Module {
        package: "hailstone-wasm",
        name: "hailstone_wasm",
        folder: "hailstone",
        features: "",
    },
    Module {
        package: "hailstone-wasm-copies",
        name: "hailstone_wasm_copies",
        folder: "copies",
        features: "",
    },
    Module {
        package: "hailstone-wasm-interchange",
        name: "hailstone_wasm_interchange",
        folder: "interchange",
        features: "",
    },
    Module {
        package: "hailstone-wasm-trust",
        name: "hailstone_wasm_trust",
        folder: "trust",
        features: "",
    },
];

/// The core with its store conformance suite, and with what a benchmark calls, for pages that test or measure. Not shipped,
/// but made in the same way, so that what is measured is what people get.
pub(super) const TESTKIT: Module = Module {
    package: "hailstone-wasm",
    name: "hailstone_wasm",
    folder: "testkit",
    features: "testkit",
};

/// What Rust's wasm32 target and our flags use; said to `wasm-opt` because stripping may remove the section that says it.
const FEATURES: [&str; 8] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-multivalue",
    "--enable-reference-types",
];

/// A profile of Cargo.toml.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Profile {
    /// `dev`
    Dev,
    /// `wasm`, and `wasm-opt` after it.
    Release,
}

impl Profile {
    const fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "wasm",
        }
    }
}

/// A package that becomes a wasm module.
pub(super) struct Module {
    package: &'static str,
    name: &'static str,
    folder: &'static str,
    features: &'static str,
}

impl Module {
    /// Builds it into `target/hailstone/wasm/<folder>`.
    pub(super) fn build(
        &self,
        project: &Project,
        toolchain: WasmToolchain,
        profile: Profile,
    ) -> Result {
        // Each package in a build of its own: together, the features that one asks for would swell the other.
        let mut cargo = toolchain.cargo(project, "build");
        cargo.args(["--locked", "--profile", profile.name()]);
        cargo.args(["--package", self.package, "--features", self.features]);
        if profile == Profile::Release {
            toolchain.leave_out_words(project, &mut cargo);
        }
        let what = format!("{} ({}, {})", self.folder, profile.name(), toolchain.name());
        project.quiet(&format!("wasm module {what}"), &mut cargo)?;
        let compiled = toolchain.module(project, profile.name(), self.name);
        if !compiled.is_file() {
            return Err(
                Failure::new(format!("{} makes no {}.wasm", self.package, self.name))
                    .remedy("its Cargo.toml must say [lib] crate-type = [\"cdylib\", …]"),
            );
        }
        let folder = project.output("wasm").join(self.folder);
        let product = folder.join(format!("{}_bg.wasm", self.name));
        let mut inputs = Inputs::new(&[profile.name(), include_str!("wasm.rs")]);
        inputs
            .add(&compiled)?
            .add(&project.path("web/node_modules/binaryen/package.json"))?;
        let stamp = inputs.stamp(&project.output("stamps").join(self.folder));
        if stamp.is_current(&[product.clone(), folder.join(format!("{}.js", self.name))]) {
            return Ok(());
        }
        self.bind(&compiled, &folder, profile)?;
        if profile == Profile::Release {
            let mut optimise = project.command(project.path("web/node_modules/.bin/wasm-opt"));
            optimise
                .arg("-Os")
                // What the compiler left apart stays apart: put together by this, the module compresses to a kilobyte more.
                .arg("--one-caller-inline-max-function-size=1")
                .args(FEATURES)
                .arg(&product)
                .arg("-o")
                .arg(&product);
            project.quiet(&format!("wasm-opt {}", self.name), &mut optimise)?;
        }
        self.has_no_path(project, &product)?;
        stamp.keep()
    }

    /// What we ship does not tell who built it where.
    fn has_no_path(&self, project: &Project, product: &Path) -> Result {
        let bytes = fs::read(product).map_err(|error| Failure::file(product, &error))?;
        let has = |path: &Path| {
            let path = path.as_os_str().as_encoded_bytes();
            bytes.windows(path.len()).any(|window| window == path)
        };
        let home = cargo_home();
        let told = has(&project.path("core")) || home.is_some_and(|home| has(&home));
        if told {
            return Err(
                Failure::new(format!("{} holds paths of this machine", self.name))
                    .remedy("see `remapped` in xtask/src/setup/wasm_target.rs"),
            );
        }
        Ok(())
    }

    fn bind(&self, compiled: &Path, folder: &Path, profile: Profile) -> Result {
        let progress = Progress::start(&format!("wasm-bindgen {}", self.name));
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
        }
        let release = profile == Profile::Release;
        let result = Bindgen::new()
            .input_path(compiled)
            .out_name(self.name)
            .web(true)
            .and_then(|bindgen| {
                bindgen
                    .typescript(true)
                    // The page says where the module is; a guess would be an address in the script.
                    .omit_default_module_path(true)
                    .remove_name_section(release)
                    .remove_producers_section(release)
                    .generate(folder)
            });
        progress.end(result.is_ok());
        result.map_err(|error| {
            Failure::new(format!("wasm-bindgen {}: {error:#}", self.name))
                .remedy("if it speaks of versions: `wasm-bindgen` in Cargo.lock and in xtask must be the same")
        })
    }
}
