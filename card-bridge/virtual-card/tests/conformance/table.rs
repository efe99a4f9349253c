//! The table in `docs/cards.md`: what passed, and what it took. Times are for the screen alone: they are another machine's
//! tomorrow.

use std::{fmt::Write as _, fs, path::PathBuf, time::Duration};

use serde_json::{Value, json};

use super::meter::{Failure, Row};

/// What stands above this line is written by hand.
const MARK: &str = "<!-- Below, every line is made by the run of the suite. -->\n";

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/cards.md")
}

/// A row on its way from the process that measured it.
pub(crate) fn to_line(row: &Row) -> String {
    json!({
        "operation": row.operation,
        "failure": row.failure,
        "apdus": row.apdus,
        "bytes": row.bytes,
        "micros": u64::try_from(row.time.as_micros()).unwrap_or(u64::MAX),
    })
    .to_string()
}

/// A row for whoever measures.
pub(crate) fn figure(card: &str, row: &Row) -> String {
    json!({
        "card": card,
        "operation": row.operation,
        "apdus": row.apdus,
        "bytes": row.bytes,
        "milliseconds": row.time.as_secs_f64() * 1000.0,
    })
    .to_string()
}

pub(crate) fn of_line(line: &str) -> Option<Row> {
    let row: Value = serde_json::from_str(line).ok()?;
    let number = |name: &str| row[name].as_u64()?.try_into().ok();
    Some(Row {
        operation: row["operation"].as_str()?.into(),
        failure: row["failure"].as_str().map(Into::into),
        apdus: number("apdus")?,
        bytes: number("bytes")?,
        time: Duration::from_micros(row["micros"].as_u64()?),
    })
}

/// One card's part of the table.
pub(crate) fn section(title: &str, rows: &[Row], with_times: bool) -> String {
    let mut text = format!("## {title}\n\n");
    let (head, line) = match with_times {
        true => (" time |", " ---: |"),
        false => ("", ""),
    };
    let _ = writeln!(text, "| operation | passed | APDUs | bytes |{head}");
    let _ = writeln!(text, "| --- | --- | ---: | ---: |{line}");
    for row in rows {
        let passed = row.failure.as_deref().unwrap_or("yes");
        let _ = write!(
            text,
            "| {} | {passed} | {} | {} |",
            row.operation, row.apdus, row.bytes
        );
        let _ = match with_times {
            true => writeln!(text, " {:.1} ms |", row.time.as_secs_f64() * 1000.0),
            false => writeln!(text),
        };
    }
    text
}

/// The document with these sections in it, and as it is.
fn documents(sections: &[String]) -> Result<(String, String), Failure> {
    let file = file();
    let found =
        fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let (by_hand, _) = found
        .split_once(MARK)
        .ok_or("docs/cards.md has lost the mark above its table")?;
    let made = format!("{by_hand}{MARK}\n{}", sections.join("\n"));
    Ok((made, found))
}

/// Whether the document says what this run found.
pub(crate) fn check(sections: &[String]) -> Result<(), Failure> {
    let (made, found) = documents(sections)?;
    match made == found {
        true => Ok(()),
        false => Err(
            "docs/cards.md does not say what the run found. If that is right, have it written:\n\
             cargo test -p hailstone-virtual-card --test conformance -- --write"
                .into(),
        ),
    }
}

/// Writes it.
pub(crate) fn write(sections: &[String]) -> Result<(), Failure> {
    let (made, _) = documents(sections)?;
    fs::write(file(), made).map_err(|error| format!("docs/cards.md: {error}"))
}
