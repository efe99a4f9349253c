//! A script of `web/oracles`: it reads one JSON document a line and answers each with one.

use serde_json::Value;
use std::env;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

/// Names the folder with the scripts; `cargo xtask test --only oracles` sets it.
const FOLDER: &str = "HAILSTONE_ORACLES";

/// So many cases where the oracles are there to be asked, and a twentieth where only our own side of them runs.
pub(crate) fn cases(all: u64) -> u64 {
    if env::var_os(FOLDER).is_some() {
        all
    } else {
        all / 20
    }
}

/// What the script answers to each of the cases, or `None` where the oracles are not there to be asked: the stage
/// `oracles` is where these tests run.
pub(crate) fn ask(script: &str, cases: &[Value]) -> Option<Vec<Value>> {
    let Some(folder) = env::var_os(FOLDER) else {
        println!("not compared: {FOLDER} is not set; `cargo xtask test --only oracles` sets it");
        return None;
    };
    let mut node = Command::new("node")
        .arg(PathBuf::from(folder).join(script))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node runs");
    let mut input = BufWriter::new(node.stdin.take().unwrap());
    let output = BufReader::new(node.stdout.take().unwrap());
    let answers = thread::scope(|scope| {
        scope.spawn(move || {
            for case in cases {
                writeln!(input, "{case}").expect("the script reads");
            }
        });
        let lines = output.lines().map(|line| line.expect("the script writes"));
        lines
            .map(|line| serde_json::from_str(&line).expect("the script writes JSON"))
            .collect::<Vec<Value>>()
    });
    assert!(node.wait().unwrap().success(), "{script} failed");
    assert_eq!(answers.len(), cases.len(), "one answer to each case");
    Some(answers)
}
