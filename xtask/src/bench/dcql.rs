//! Queries over ten thousand credentials, native and as wasm in Node, beside npm `dcql`.

use super::{Figure, beside, goals::Goal, parse_lines};
use crate::{
    build,
    error::{Failure, Result},
    shell::{Project, capture},
};
use std::process::Command;

const PEER: &str = "npm dcql";

/// What PERFORMANCE wants: two hundred times as fast without an index, a thousand times with one.
pub(super) const GOALS: [Goal; 4] = [
    ("dcql 10000 scan", PEER, 0.005),
    ("dcql 10000 indexed", PEER, 0.001),
    ("wasm dcql 10000 scan", PEER, 0.005),
    ("wasm dcql 10000 indexed", PEER, 0.001),
];

/// Everything that is measured of queries; the module for tests has to be there.
pub(super) fn figures(project: &Project) -> Result<Vec<Figure>> {
    println!("-- bench release: queries over 10000 credentials");
    let file = project.output("dcql-bench.json");
    let mut node = project.node("web/e2e/bench-dcql.mjs", &[]);
    node.arg(&file).envs(build::products(project));
    let mut figures = parse_lines(&capture(&mut node)?)?;
    let peer = figures.first().and_then(|figure| figure.peer.as_ref());
    let peer = peer.map(|peer| peer.value);
    let peer = peer.ok_or_else(|| Failure::new("bench-dcql.mjs measured nothing"))?;

    project.quiet(
        "build dcql_bench",
        &mut project.cargo(&[
            "build",
            "--locked",
            "--release",
            "--package",
            "hailstone-bridge",
            "--example",
            "dcql_bench",
        ]),
    )?;
    let ours = project.target("release/examples/dcql_bench");
    for line in capture(Command::new(ours).arg(&file))?.lines() {
        let wrong = || Failure::new(format!("a task and its time expected, not {line:?}"));
        let (task, time) = line.split_once(' ').ok_or_else(wrong)?;
        let time = time.parse().map_err(|_| wrong())?;
        figures.push(beside(
            &format!("dcql 10000 {task}"),
            time,
            "µs",
            PEER,
            peer,
        ));
    }
    Ok(figures)
}
