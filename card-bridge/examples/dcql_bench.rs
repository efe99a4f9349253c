//! `dcql_bench FILE`: for `cargo xtask bench release`, how long it takes to find what of a wallet answers a query, looking at every
//! credential and with an index by type. A line for each with its name and the median of its times in microseconds. The file, which
//! `web/e2e/bench-dcql.mjs` writes, has `query` and `credentials`, of each its `vct` and `claims`.

#![allow(clippy::print_stdout, reason = "what it is for")]

use hailstone_core::release::{Evaluation, Holding, Index, Query};
use serde_json::Value;
use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result {
    let file = std::env::args().nth(1).ok_or("a file expected")?;
    let data: Value = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let query = data.get("query").ok_or("a query expected")?;
    let query = Query::parse(query).map_err(|error| error.to_string())?;
    let credentials = data.get("credentials").and_then(Value::as_array);
    let credentials = credentials.ok_or("credentials expected")?;
    let types: Vec<[&str; 1]> = credentials
        .iter()
        .map(|one| [one.get("vct").and_then(Value::as_str).unwrap_or_default()])
        .collect();
    let holdings: Vec<Holding<'_>> = credentials
        .iter()
        .zip(&types)
        .filter_map(|(one, types)| {
            Some(Holding {
                types,
                claims: one.get("claims")?,
                authorities: &[],
                holder_binding: true,
            })
        })
        .collect();
    let index = Index::of(&holdings);
    let found = measure("scan", || query.evaluate(&holdings))?;
    if measure("indexed", || index.evaluate(&query))? != found || !found.can_be_satisfied() {
        return Err("the two do not find the same, or nothing".into());
    }
    Ok(())
}

/// Does it again and again for half a second, and says the median.
fn measure(name: &str, task: impl Fn() -> Evaluation) -> Result<Evaluation> {
    let begin = Instant::now();
    let mut times = Vec::new();
    while begin.elapsed().as_millis() < 500 || times.len() < 5 {
        let start = Instant::now();
        black_box(task());
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    times.sort_by(f64::total_cmp);
    println!(
        "{name} {}",
        times.get(times.len() / 2).ok_or("nothing was measured")?
    );
    Ok(task())
}
