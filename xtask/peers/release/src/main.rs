//! `release-peer sd-jwt N`, `release-peer jwe` and `release-peer p256`: how long the crates `sd-jwt-payload`, `josekit` and `p256` take for
//! what `card-bridge/examples/release_bench.rs` does, in the same words: a line for each task with its name and the median of its times
//! in microseconds. `release-peer agreement` does what encrypting a message takes at the least.

mod curve;
mod jwe;
mod sd_jwt;

use std::{env, error::Error, hint::black_box, time::Instant};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["sd-jwt", number] => sd_jwt::run(number.parse()?),
        ["jwe"] => jwe::run(),
        ["p256"] => curve::signatures(),
        ["agreement"] => curve::agreement(),
        _ => Err("`sd-jwt` and a number, `jwe`, `p256` or `agreement` expected".into()),
    }
}

/// Does it again and again for a quarter of a second, and says the median.
fn measure<T>(name: &str, mut task: impl FnMut() -> Result<T>) -> Result {
    let begin = Instant::now();
    let mut times = Vec::new();
    while begin.elapsed().as_millis() < 250 || times.len() < 5 {
        let start = Instant::now();
        black_box(task()?);
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    times.sort_by(f64::total_cmp);
    println!("{name} {}", times[times.len() / 2]);
    Ok(())
}
