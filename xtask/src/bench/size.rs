//! How large the wasm modules are, and how long they take to compile.

use super::{Figure, parse_lines, with_limit};
use crate::{
    build::size::{MODULES, Sizes},
    error::Result,
    shell::{Project, capture},
};

/// Bytes of the modules, and how long Node's engine, which is Chromium's, takes to compile the main one.
pub(super) fn figures(project: &Project) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for (name, module) in ["main", "copies", "interchange", "trust"]
        .into_iter()
        .zip(MODULES)
    {
        let sizes = Sizes::of(project, &project.output(module))?;
        for (kind, bytes) in [
            ("raw", sizes.raw),
            ("gzip", sizes.gzip),
            ("brotli", sizes.brotli),
        ] {
            // Exact: a module is far below 2^32 bytes.
            let value = f64::from(u32::try_from(bytes).unwrap_or(u32::MAX));
            figures.push(with_limit(&format!("wasm {name} {kind}"), value, "bytes"));
        }
    }
    let mut node = project.command("node");
    node.args(["-e", COMPILE, "--"])
        .arg(project.output("wasm/hailstone/hailstone_wasm_bg.wasm"));
    figures.extend(parse_lines(&capture(&mut node)?)?);
    Ok(figures)
}

/// Each time other bytes (an empty custom section of another name at the end), so that no cache answers.
const COMPILE: &str = "
const bytes = require('node:fs').readFileSync(process.argv[1]);
(async () => {
  const times = [];
  for (let run = 0; run < 15; run += 1) {
    const copy = Buffer.concat([bytes, Buffer.from([0, 2, 1, 65 + run])]);
    const start = performance.now();
    await WebAssembly.compile(copy);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  console.log(JSON.stringify({ name: 'wasm main compile', value: times[7], unit: 'ms' }));
})();
";
