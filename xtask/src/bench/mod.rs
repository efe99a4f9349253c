//! Measures what `PERFORMANCE` promises. One JSON object for each figure: name, value, unit, and what it is held
//! against: peer, peer_value, ratio (ours by theirs).

mod browser;
mod card;
mod chain;
mod dcql;
mod goals;
mod release;
mod size;
mod vault;

use crate::{
    build,
    error::{Failure, Result},
    setup::wasm_target::Choice,
    shell::{Project, write},
};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::path::PathBuf;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Group {
    /// The wasm modules: bytes, and the time to compile them.
    Size,
    /// A release through the whole chain in headless Chromium.
    Chain,
    /// The vault, native: open, look up, search, save and read all of 1,000, 10,000 and 100,000 records, beside others.
    Vault,
    /// The core in headless Chromium, beside others: vaults, Argon2id, sealing.
    Browser,
    /// Tokens and encrypted answers, native and as wasm in Node, beside others.
    Release,
    /// Cards: commands, bytes and time of what is done with them, and the size of our own application.
    Card,
}

/// Which figures, and where to.
#[derive(Args, Debug)]
pub(crate) struct Options {
    /// The group; all of them when none is named.
    group: Option<Group>,
    /// In the group `browser`, only one of its subjects: `argon2id`, `sealing` or `vaults`.
    #[arg(long, value_name = "SUBJECT")]
    only: Option<String>,
    /// Also write the figures to a file, one JSON array.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// The compiler for wasm32.
    #[arg(long, value_enum, default_value_t, env = "HAILSTONE_WASM_TOOLCHAIN")]
    wasm_toolchain: Choice,
}

impl Options {
    /// The group `size`, for the tests.
    pub(crate) const fn sizes(wasm_toolchain: Choice) -> Self {
        Self {
            group: Some(Group::Size),
            only: None,
            json: None,
            wasm_toolchain,
        }
    }
}

/// One figure.
#[derive(Clone, Debug, PartialEq)]
struct Figure {
    name: String,
    value: f64,
    unit: String,
    peer: Option<Peer>,
}

/// What a figure is held against.
#[derive(Clone, Debug, PartialEq)]
struct Peer {
    name: String,
    value: f64,
    /// Whether being above it is a failure.
    is_limit: bool,
}

impl Figure {
    fn ratio(&self) -> Option<f64> {
        self.peer.as_ref().map(|peer| self.value / peer.value)
    }

    fn breaks_limit(&self) -> bool {
        self.peer
            .as_ref()
            .is_some_and(|peer| peer.is_limit && self.value > peer.value)
    }

    fn to_json(&self) -> Value {
        json!({
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "peer": self.peer.as_ref().map(|peer| &peer.name),
            "peer_value": self.peer.as_ref().map(|peer| peer.value),
            "ratio": self.ratio(),
        })
    }
}

/// The limits of PERFORMANCE: name of the figure, the most it may be.
const LIMITS: [(&str, f64); 3] = [
    ("wasm main brotli", 200_000.0),
    ("request to window", 300.0),
    ("share to promise", 100.0),
];

/// `cargo xtask bench`
pub(crate) fn run(project: &Project, options: &Options) -> Result {
    if !matches!(
        options.group,
        Some(Group::Vault | Group::Browser | Group::Card | Group::Release)
    ) {
        build::modules(
            project,
            build::Options {
                wasm_toolchain: options.wasm_toolchain,
                ..build::Options::default()
            },
        )?;
    }
    let mut figures = Vec::new();
    for group in Group::value_variants() {
        if options.group.is_none_or(|chosen| chosen == *group) {
            figures.extend(match group {
                Group::Size => size::figures(project)?,
                Group::Chain => chain::figures(project, options.wasm_toolchain)?,
                Group::Vault => vault::figures(project)?,
                Group::Release => release::figures(project, options.wasm_toolchain)?,
                Group::Card => card::figures(project)?,
                Group::Browser => {
                    browser::figures(project, options.wasm_toolchain, options.only.as_deref())?
                }
            });
        }
    }
    for figure in &figures {
        println!("{}", figure.to_json());
    }
    if let Some(path) = &options.json {
        let all = Value::Array(figures.iter().map(Figure::to_json).collect());
        write(path, format!("{all:#}\n"))?;
    }
    let goals = vault::GOALS.iter().chain(&browser::GOALS);
    let goals = goals
        .chain(&card::GOALS)
        .chain(&release::GOALS)
        .chain(&dcql::GOALS);
    if let Some(verdict) = goals::verdict(goals, &figures) {
        println!("{verdict}");
    }
    let over: Vec<&str> = figures
        .iter()
        .filter(|figure| figure.breaks_limit())
        .map(|figure| figure.name.as_str())
        .collect();
    if over.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!("over the limit: {}", over.join(", ")))
            .remedy("PERFORMANCE says what the limit is and why"))
    }
}

/// Figures as a driver prints them: a JSON object a line, other lines are for people.
fn parse_lines(text: &str) -> Result<Vec<Figure>> {
    text.lines()
        .filter(|line| line.starts_with('{'))
        .map(parse_figure)
        .collect()
}

fn parse_figure(line: &str) -> Result<Figure> {
    let wrong = || {
        Failure::new(format!(
            "a figure with name, value and unit expected, not {line}"
        ))
    };
    let object: Value = serde_json::from_str(line).map_err(|_| wrong())?;
    let text = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
    let number = |name: &str| object.get(name).and_then(Value::as_f64);
    let mut figure = with_limit(
        &text("name").ok_or_else(wrong)?,
        number("value").ok_or_else(wrong)?,
        &text("unit").ok_or_else(wrong)?,
    );
    if let (Some(name), Some(value)) = (text("peer"), number("peer_value")) {
        figure.peer = Some(Peer {
            name,
            value,
            is_limit: false,
        });
    }
    Ok(figure)
}

/// A figure that is held against what another program needs for the same.
fn beside(name: &str, value: f64, unit: &str, peer: &str, peer_value: f64) -> Figure {
    Figure {
        name: name.to_owned(),
        value,
        unit: unit.to_owned(),
        peer: Some(Peer {
            name: peer.to_owned(),
            value: peer_value,
            is_limit: false,
        }),
    }
}

fn with_limit(name: &str, value: f64, unit: &str) -> Figure {
    let limit = LIMITS.iter().find(|(limited, _)| *limited == name);
    Figure {
        name: name.to_owned(),
        value,
        unit: unit.to_owned(),
        peer: limit.map(|(_, value)| Peer {
            name: "limit".to_owned(),
            value: *value,
            is_limit: true,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_above_its_limit_fails() {
        assert!(with_limit("wasm main brotli", 200_001.0, "bytes").breaks_limit());
        assert!(!with_limit("wasm main brotli", 200_000.0, "bytes").breaks_limit());
        assert!(!with_limit("wasm main raw", 1e9, "bytes").breaks_limit());
    }

    #[test]
    fn a_driver_prints_figures_between_lines_for_people() -> Result {
        let text = "50 runs\n{\"name\":\"x\",\"value\":3,\"unit\":\"ms\",\"peer\":\"y\",\"peer_value\":2}\n";
        let figures = parse_lines(text)?;
        assert_eq!(figures.first().and_then(Figure::ratio), Some(1.5));
        assert!(parse_lines("{\"name\":\"x\"}").is_err());
        Ok(())
    }

    #[test]
    fn a_figure_is_one_json_object_with_six_members() {
        let object = with_limit("share to promise", 50.0, "ms").to_json();
        assert_eq!(object.to_string().matches(':').count(), 6);
        assert_eq!(object.get("ratio").and_then(Value::as_f64), Some(0.5));
    }
}
