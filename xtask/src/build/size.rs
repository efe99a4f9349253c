//! How big a module is: as it is, and as servers send it.

use crate::{
    error::{Failure, Result},
    shell::{Project, capture, read, write},
    stamp::Inputs,
};
use serde_json::Value;
use std::path::Path;

/// Node has both compressors, so that we need no crate for them.
const SCRIPT: &str = "
const { readFileSync } = require('node:fs');
const zlib = require('node:zlib');
const bytes = readFileSync(process.argv[1]);
const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = zlib.constants;
const brotli = zlib.brotliCompressSync(bytes, { params: { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_SIZE_HINT]: bytes.length } });
console.log(JSON.stringify([bytes.length, zlib.gzipSync(bytes, { level: 9 }).length, brotli.length]));
";

/// Sizes in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// As it is.
    pub(crate) raw: u64,
    /// After gzip at its highest level.
    pub(crate) gzip: u64,
    /// After brotli at its highest level.
    pub(crate) brotli: u64,
}

impl Sizes {
    /// Measures a file, once for each content: the best brotli takes seconds.
    pub(crate) fn of(project: &Project, path: &Path) -> Result<Self> {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let kept = project.output("stamps").join(format!("{name}.sizes"));
        let stamp = Inputs::new(&["sizes"])
            .add(path)?
            .stamp(&kept.with_extension("measured"));
        if stamp.is_current(std::slice::from_ref(&kept)) {
            return Self::parse(&read(&kept)?);
        }
        let mut node = project.command("node");
        node.args(["-e", SCRIPT, "--"]).arg(path);
        let text = capture(&mut node)?;
        let sizes = Self::parse(&text)?;
        write(&kept, &text)?;
        stamp.keep()?;
        Ok(sizes)
    }

    fn parse(text: &str) -> Result<Self> {
        let numbers: Option<Vec<u64>> = serde_json::from_str::<Value>(text)
            .ok()
            .as_ref()
            .and_then(Value::as_array)
            .and_then(|items| items.iter().map(Value::as_u64).collect());
        match numbers.as_deref() {
            Some(&[raw, gzip, brotli]) => Ok(Self { raw, gzip, brotli }),
            _ => Err(Failure::new(format!("three sizes expected, not {text:?}"))),
        }
    }
}

/// The modules as built.
pub(crate) const MODULES: [&str; 4] = [
    "wasm/hailstone/hailstone_wasm_bg.wasm",
    "wasm/copies/hailstone_wasm_copies_bg.wasm",
    "wasm/interchange/hailstone_wasm_interchange_bg.wasm",
    "wasm/trust/hailstone_wasm_trust_bg.wasm",
];

/// Prints the sizes of the modules.
pub(super) fn print(project: &Project) -> Result {
    for module in MODULES {
        let path = project.output(module);
        let sizes = Sizes::of(project, &path)?;
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        println!(
            "{name}: {} raw, {} gzip, {} brotli",
            kilobytes(sizes.raw),
            kilobytes(sizes.gzip),
            kilobytes(sizes.brotli)
        );
    }
    Ok(())
}

/// Thousands of bytes, as all our figures are.
fn kilobytes(bytes: u64) -> String {
    format!("{}.{} KB", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_three_numbers() {
        let sizes = Sizes::parse("[300000,90000,80000]\n").ok();
        assert_eq!(sizes.map(|sizes| sizes.brotli), Some(80_000));
        assert!(Sizes::parse("[1,2]").is_err());
        assert!(Sizes::parse("").is_err());
    }

    #[test]
    fn a_size_is_printed_in_thousands_of_bytes() {
        assert_eq!(kilobytes(57_480), "57.4 KB");
    }
}
