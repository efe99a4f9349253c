//! What is done with a card: commands and bytes on every card of the suite, time over a real `pcscd`, the size of our own application;
//! and an unlock beside somebody else's client on the same card.

use super::goals::Goal;
use super::{Figure, beside, parse_lines};
use crate::{
    card_image,
    error::{Failure, Result},
    setup::{self, Needs},
    shell::{Project, capture},
};
use serde_json::Value;

/// One line of the suite.
#[derive(Debug)]
struct Row {
    card: String,
    operation: String,
    apdus: f64,
    bytes: f64,
    milliseconds: f64,
}

impl Row {
    fn read(line: &str) -> Option<Self> {
        let row: Value = serde_json::from_str(line).ok()?;
        let text = |name: &str| row.get(name)?.as_str().map(str::to_owned);
        let number = |name: &str| row.get(name)?.as_f64();
        Some(Self {
            card: text("card")?,
            operation: text("operation")?,
            apdus: number("apdus")?,
            bytes: number("bytes")?,
            milliseconds: number("milliseconds")?,
        })
    }
}

/// Beginning of the card's name, operation, what it is called here, and how many commands it may take (PERFORMANCE, card).
const OPERATIONS: [(&str, &str, &str, Option<f64>); 10] = [
    (
        "Hailstone",
        "Hailstone: unlock",
        "card unlock, Hailstone",
        Some(5.0),
    ),
    (
        "Nitrokey",
        "PIV: unlock",
        "card unlock, PIV on a Nitrokey 3",
        Some(5.0),
    ),
    (
        "Nitrokey",
        "OpenPGP: unlock",
        "card unlock, OpenPGP on a Nitrokey 3",
        Some(5.0),
    ),
    (
        "smartcard-app-openpgp",
        "OpenPGP: unlock",
        "card unlock, OpenPGP on smartcard-app-openpgp",
        Some(5.0),
    ),
    (
        "Hailstone",
        "Hailstone: first enrolment, of a key that the card makes",
        "card first enrolment, Hailstone",
        None,
    ),
    (
        "Nitrokey",
        "PIV: first enrolment, of a key that the card makes",
        "card first enrolment, PIV on a Nitrokey 3",
        None,
    ),
    (
        "Nitrokey",
        "OpenPGP: first enrolment, of a key that the card makes",
        "card first enrolment, OpenPGP on a Nitrokey 3",
        None,
    ),
    (
        "Hailstone",
        "Hailstone: a token by a site's key (in a session: its key, a signature)",
        "card token, Hailstone",
        Some(2.0),
    ),
    (
        "Nitrokey",
        "OpenPGP: a copy of 3072 bytes takes the place of it",
        "card copy of 3 KiB, OpenPGP on a Nitrokey 3",
        None,
    ),
    (
        "Nitrokey",
        "PIV: a copy of 16384 bytes takes the place of it",
        "card copy of 16 KiB, PIV on a Nitrokey 3",
        None,
    ),
];

/// Bytes of data, and how many times as many may go over the wire to put and to get them.
const OBJECTS: [(&str, f64, Option<[f64; 2]>); 3] = [
    ("1 KiB", 1024.0, None),
    ("4 KiB", 4096.0, None),
    ("32 KiB", 32_768.0, Some([1.15, 1.05])),
];

const GOAL: &str = "goal";

/// Ours has fewer commands, and no more to do.
pub(super) const GOALS: [Goal; 1] = [("card unlock, OpenPGP in this process", "openpgp-card", 1.0)];

pub(super) fn figures(project: &Project) -> Result<Vec<Figure>> {
    let needs = Needs {
        native: true,
        cards: true,
        second_card: true,
        ..Needs::default()
    };
    setup::ensure(project, &needs)?;
    let suite = ["conformance", "--", "--figures"];
    let rows = test(project, &suite)?;
    let rows = rows.lines().filter(|line| line.starts_with('{'));
    let rows: Vec<Row> = rows
        .map(|line| {
            Row::read(line)
                .ok_or_else(|| Failure::new(format!("a row of the suite expected, not {line}")))
        })
        .collect::<Result<_>>()?;
    let find = |card: &str, operation: &str| {
        rows.iter()
            .find(|row| row.card.starts_with(card) && row.operation == operation)
            .ok_or_else(|| {
                Failure::new(format!("the suite has no operation {operation} on {card}"))
            })
    };
    let mut figures = vec![];
    for (card, operation, name, most) in OPERATIONS {
        let row = find(card, operation)?;
        figures.push(held(
            format!("{name}, commands"),
            row.apdus,
            "commands",
            most,
        ));
        figures.push(held(format!("{name}, bytes"), row.bytes, "bytes", None));
        figures.push(held(
            format!("{name}, over pcscd"),
            row.milliseconds,
            "ms",
            None,
        ));
    }
    for (size, length, most) in OBJECTS {
        for (deed, most) in [
            ("put", most.map(|[put, _]| put)),
            ("get", most.map(|[_, get]| get)),
        ] {
            let row = find(
                "Hailstone",
                &format!("Hailstone: {deed} {size} (in a session)"),
            )?;
            let name = format!("card {deed} {size}, Hailstone");
            figures.push(held(
                format!("{name}, commands"),
                row.apdus,
                "commands",
                None,
            ));
            figures.push(held(
                format!("{name}, bytes to bytes of data"),
                row.bytes / length,
                "times",
                most,
            ));
            figures.push(held(
                format!("{name}, over pcscd"),
                row.milliseconds,
                "ms",
                None,
            ));
        }
    }
    let sizes = card_image::sizes(project)?;
    figures.push(held(
        "card application, flash".into(),
        f64::from(sizes.flash),
        "bytes",
        Some(65_536.0),
    ));
    let memory = f64::from(sizes.memory + sizes.stack);
    figures.push(held(
        "card application, RAM and stack".into(),
        memory,
        "bytes",
        Some(16_384.0),
    ));
    let beside = [
        "oracle",
        "--",
        "--ignored",
        "--nocapture",
        "--exact",
        "side_by_side",
    ];
    figures.extend(parse_lines(&test(project, &beside)?)?);
    Ok(figures)
}

fn held(name: String, value: f64, unit: &str, most: Option<f64>) -> Figure {
    match most {
        Some(most) => beside(&name, value, unit, GOAL, most),
        None => Figure {
            name,
            value,
            unit: unit.to_owned(),
            peer: None,
        },
    }
}

fn test(project: &Project, arguments: &[&str]) -> Result<String> {
    let mut cargo = project.cargo(&["test", "--locked", "-p", "hailstone-virtual-card", "--test"]);
    capture(cargo.args(arguments))
}
