//! Everything that CI runs, as a list of stages. A stage that cannot run has failed; none is skipped silently.

mod stages;

use crate::{
    error::{Failure, Result},
    progress::seconds,
    setup::{
        self, Needs,
        wasm_target::{Choice, WasmToolchain},
    },
    shell::Project,
};
use clap::Args;
use std::time::Instant;

/// Which stages run.
#[derive(Args, Debug)]
pub(crate) struct Options {
    /// Leave out the slow stages: browsers, fuzzing, the release build of wasm
    #[arg(long)]
    quick: bool,
    /// Only these stages.
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "STAGE",
        conflicts_with = "quick"
    )]
    only: Vec<String>,
    /// Print the names of the stages.
    #[arg(long)]
    list: bool,
    /// The compiler for wasm32.
    #[arg(long, value_enum, default_value_t, env = "HAILSTONE_WASM_TOOLCHAIN")]
    wasm_toolchain: Choice,
}

/// What a stage may ask for.
struct Context<'a> {
    project: &'a Project,
    quick: bool,
    choice: Choice,
    wasm: WasmToolchain,
}

struct Stage {
    name: &'static str,
    slow: bool,
    run: fn(&Context<'_>) -> Result,
}

const fn quick(name: &'static str, run: fn(&Context<'_>) -> Result) -> Stage {
    Stage {
        name,
        slow: false,
        run,
    }
}

const fn slow(name: &'static str, run: fn(&Context<'_>) -> Result) -> Stage {
    Stage {
        name,
        slow: true,
        run,
    }
}

/// In the order of what is found fastest.
const STAGES: [Stage; 24] = [
    quick("fmt", stages::fmt),
    quick("check", stages::check),
    quick("deny", stages::deny),
    quick("clippy", stages::clippy),
    quick("clippy-wasm", stages::clippy_wasm),
    quick("rust", stages::rust),
    quick("card-image", stages::card_image),
    quick("docs", stages::docs),
    quick("virtual-card", stages::virtual_card),
    quick("real-card", stages::real_card),
    quick("build", stages::build),
    quick("wasm-node", stages::wasm_node),
    quick("biome", stages::biome),
    quick("sdk", |context| stages::package(context, "sdk")),
    quick("extension", |context| stages::package(context, "extension")),
    quick("demo-site", |context| stages::package(context, "demo-site")),
    quick("e2e-check", |context| stages::package(context, "e2e")),
    quick("web-ext-lint", stages::web_ext_lint),
    slow("size", stages::size),
    slow("oracles", stages::oracles),
    slow("fuzz", stages::fuzz),
    slow("e2e", stages::e2e),
    slow("demo", |context| stages::demo(context, false)),
    slow("demo-card", |context| stages::demo(context, true)),
];

/// `cargo xtask test`
pub(crate) fn run(project: &Project, options: &Options) -> Result {
    if options.list {
        for stage in &STAGES {
            println!("{}{}", stage.name, if stage.slow { " (slow)" } else { "" });
        }
        return Ok(());
    }
    let chosen = choose(options)?;
    let begin = Instant::now();
    let wasm = setup::ensure(project, &Needs::all(options.wasm_toolchain))?
        .wasm
        .ok_or_else(|| Failure::new("setup chose no compiler for wasm32"))?;
    println!("== stage setup ok ({})", seconds(begin.elapsed()));
    let context = Context {
        project,
        quick: options.quick,
        choice: options.wasm_toolchain,
        wasm,
    };
    let mut failed = Vec::new();
    for stage in &chosen {
        let start = Instant::now();
        println!("== stage {} ...", stage.name);
        let result = (stage.run)(&context);
        let time = seconds(start.elapsed());
        match result {
            Ok(()) => println!("== stage {} ok ({time})", stage.name),
            Err(failure) => {
                println!("{failure}\n== stage {} FAILED ({time})", stage.name);
                failed.push(stage.name);
            }
        }
    }
    println!("{} stages in {}", chosen.len(), seconds(begin.elapsed()));
    println!(
        "{} passed, {} failed",
        chosen.len() - failed.len(),
        failed.len()
    );
    if failed.is_empty() {
        Ok(())
    } else {
        Err(
            Failure::new(format!("failed: {}", failed.join(", "))).remedy(format!(
                "one stage alone: cargo xtask test --only {}",
                failed.join(",")
            )),
        )
    }
}

fn choose(options: &Options) -> Result<Vec<&'static Stage>> {
    if let Some(unknown) = options
        .only
        .iter()
        .find(|name| !STAGES.iter().any(|stage| stage.name == *name))
    {
        return Err(
            Failure::new(format!("no stage {unknown}")).remedy("see `cargo xtask test --list`")
        );
    }
    Ok(STAGES
        .iter()
        .filter(|stage| !(options.quick && stage.slow))
        .filter(|stage| {
            options.only.is_empty() || options.only.iter().any(|name| name == stage.name)
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(quick: bool, only: &[&str]) -> Options {
        Options {
            quick,
            only: only.iter().map(|name| (*name).to_owned()).collect(),
            list: false,
            wasm_toolchain: Choice::Auto,
        }
    }

    fn names(options: &Options) -> Vec<&'static str> {
        choose(options)
            .map(|stages| stages.iter().map(|stage| stage.name).collect())
            .unwrap_or_default()
    }

    #[test]
    fn quick_leaves_out_only_what_is_slow() {
        let all = names(&options(false, &[]));
        let quick = names(&options(true, &[]));
        assert_eq!(all.len(), STAGES.len());
        assert_eq!(
            all.iter()
                .filter(|name| !quick.contains(name))
                .copied()
                .collect::<Vec<_>>(),
            ["size", "oracles", "fuzz", "e2e", "demo", "demo-card"]
        );
    }

    #[test]
    fn a_stage_that_does_not_exist_is_an_error() {
        assert_eq!(names(&options(false, &["rust", "fmt"])), ["fmt", "rust"]);
        assert!(choose(&options(false, &["rusty"])).is_err());
    }
}
