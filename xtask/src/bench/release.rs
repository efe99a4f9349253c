//! Tokens and encrypted answers: native, issued, presented and verified beside the crate `sd-jwt-payload`, encrypted and decrypted beside
//! `josekit`, and what of it is the signature or the agreement alone; in Node, the module in wasm beside npm `@sd-jwt/sd-jwt-vc` and `jose`. Ours and theirs run in turns.

use super::{Figure, beside, dcql, goals::Goal, parse_lines};
use crate::{
    build,
    error::{Failure, Result},
    setup::{self, Needs, wasm_target::Choice},
    shell::{Project, capture},
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
};

/// How many claims there are, of which half are presented.
const CLAIMS: [&str; 3] = ["10", "100", "1000"];

const TOKENS: &str = "sd-jwt-payload";
const MESSAGES: &str = "josekit";
const CURVE: &str = "p256";
const NODE_TOKENS: &str = "@sd-jwt/sd-jwt-vc";
const NODE_MESSAGES: &str = "jose";

/// How often each program runs.
const TURNS: usize = 5;

/// What PERFORMANCE wants; it says how many times faster, and here is how much of their time.
pub(super) const GOALS: [Goal; 16] = [
    ("sd-jwt 10 present", TOKENS, 0.5),
    ("sd-jwt 100 present", TOKENS, 0.143),
    ("sd-jwt 1000 present", TOKENS, 0.067),
    ("sd-jwt 10 issue", TOKENS, 0.588),
    ("sd-jwt 100 issue", TOKENS, 0.588),
    ("sd-jwt 1000 issue", TOKENS, 0.588),
    ("sd-jwt 10 verify", TOKENS, 1.0),
    ("sd-jwt 100 verify", TOKENS, 0.5),
    ("sd-jwt 1000 verify", TOKENS, 0.2),
    ("jwe encrypt", MESSAGES, 0.5),
    ("jwe decrypt", MESSAGES, 0.5),
    ("wasm sd-jwt 10 present", NODE_TOKENS, 0.5),
    ("wasm sd-jwt 100 present", NODE_TOKENS, 0.1),
    ("wasm sd-jwt 1000 present", NODE_TOKENS, 0.02),
    ("wasm jwe encrypt", NODE_MESSAGES, 1.0),
    ("wasm jwe decrypt", NODE_MESSAGES, 1.0),
];

/// Everything that is measured of a release without a browser.
pub(super) fn figures(project: &Project, wasm_toolchain: Choice) -> Result<Vec<Figure>> {
    setup::ensure(
        project,
        &Needs {
            native: true,
            peers: true,
            ..Needs::default()
        },
    )?;
    let programs = [build_ours(project)?, build_theirs(project)?];
    let mut figures = Vec::new();
    for claims in CLAIMS {
        println!("-- bench release: {claims} claims");
        let name = format!("sd-jwt {claims}");
        figures.extend(compare(&programs, &["sd-jwt", claims], &name, TOKENS)?);
    }
    figures.extend(compare(&programs, &["jwe"], "jwe", MESSAGES)?);
    figures.extend(compare(&programs, &["p256"], CURVE, CURVE)?);
    figures.extend(floor(&programs[1])?);
    println!("-- bench release: wasm in Node");
    let options = build::Options {
        wasm_toolchain,
        ..build::Options::default()
    };
    build::testkit(project, options)?;
    let mut node = project.node("web/e2e/bench-release.mjs", &[]);
    figures.extend(parse_lines(&capture(node.envs(build::products(project)))?)?);
    figures.extend(dcql::figures(project)?);
    Ok(figures)
}

fn build_ours(project: &Project) -> Result<PathBuf> {
    project.quiet(
        "build release_bench",
        &mut project.cargo(&[
            "build",
            "--locked",
            "--release",
            "--package",
            "hailstone-bridge",
            "--example",
            "release_bench",
        ]),
    )?;
    Ok(project.target("release/examples/release_bench"))
}

fn build_theirs(project: &Project) -> Result<PathBuf> {
    let mut build = project.cargo(&["build", "--locked", "--release", "--manifest-path"]);
    build.arg(project.path("xtask/peers/release/Cargo.toml"));
    build
        .arg("--target-dir")
        .arg(project.target("release-peers"));
    project.quiet("build release-peer", &mut build)?;
    Ok(project.target("release-peers/release/release-peer"))
}

/// Both programs do the same in turns; the medians of each task, beside each other.
fn compare(
    programs: &[PathBuf; 2],
    arguments: &[&str],
    name: &str,
    peer: &str,
) -> Result<Vec<Figure>> {
    let mut times: [BTreeMap<String, Vec<f64>>; 2] = Default::default();
    for _ in 0..TURNS {
        for (program, times) in programs.iter().zip(&mut times) {
            let text = capture(Command::new(program).args(arguments))?;
            for (task, time) in parse(&text)? {
                times.entry(task).or_default().push(time);
            }
        }
    }
    let [ours, mut theirs] = times;
    ours.into_iter()
        .map(|(task, ours)| {
            let theirs = theirs.remove(&task);
            let theirs = theirs.ok_or_else(|| Failure::new(format!("{peer} does no {task}")))?;
            let name = format!("{name} {task}");
            Ok(beside(&name, median(ours), "µs", peer, median(theirs)))
        })
        .collect()
}

/// What an encrypted message takes at the least: there is nothing to hold it against.
fn floor(program: &Path) -> Result<Vec<Figure>> {
    let text = capture(Command::new(program).arg("agreement"))?;
    let alone = |(task, value)| Figure {
        name: format!("{CURVE} {task}"),
        value,
        unit: "µs".to_owned(),
        peer: None,
    };
    Ok(parse(&text)?.into_iter().map(alone).collect())
}

/// A name and a number on each line.
fn parse(text: &str) -> Result<Vec<(String, f64)>> {
    text.lines()
        .map(|line| {
            let wrong = || Failure::new(format!("a task and its time expected, not {line:?}"));
            let (task, time) = line.rsplit_once(' ').ok_or_else(wrong)?;
            Ok((task.to_owned(), time.parse().map_err(|_| wrong())?))
        })
        .collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_says_a_task_and_its_time_on_each_line() -> Result {
        assert_eq!(
            parse("issue 1.5\nverify 2\n")?,
            [("issue".to_owned(), 1.5), ("verify".to_owned(), 2.0)]
        );
        assert!(parse("issue").is_err());
        assert!(parse("issue soon").is_err());
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        Ok(())
    }
}
