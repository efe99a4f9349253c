//! How long a release takes through the whole chain; the driver is a page's and a person's part in it.

use super::{Figure, parse_lines};
use crate::{
    build,
    error::{Failure, Result},
    setup::{self, Needs, Tool, wasm_target::Choice},
    shell::{Project, capture},
};

const DRIVER: &str = "web/e2e/dist/bench.js";

pub(super) fn figures(project: &Project, wasm_toolchain: Choice) -> Result<Vec<Figure>> {
    setup::ensure(
        project,
        &Needs {
            node: true,
            browsers: true,
            native: true,
            cards: true,
            tools: &[Tool::Geckodriver],
            ..Needs::default()
        },
    )?;
    build::run(
        project,
        build::Options {
            wasm_toolchain,
            ..build::Options::default()
        },
    )?;
    build::e2e(project)?;
    build::native(project)?;
    let figures = parse_lines(&capture(
        project.node(DRIVER, &[]).envs(build::products(project)),
    )?)?;
    if figures.is_empty() {
        return Err(Failure::new(format!("{DRIVER} printed no figure")));
    }
    Ok(figures)
}
