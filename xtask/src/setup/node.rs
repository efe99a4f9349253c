//! Node 20 or later, and the packages of `web/` exactly as locked.

use crate::{
    error::{Failure, Result},
    shell::{Project, capture},
    stamp::Inputs,
};
use std::process::Command;

const OLDEST: u32 = 20;

/// Runs `npm ci` when the lock has changed.
pub(super) fn ensure(project: &Project) -> Result {
    let printed = capture(Command::new("node").arg("--version")).unwrap_or_default();
    if major(&printed).is_none_or(|version| version < OLDEST) {
        let found = if printed.is_empty() {
            "no Node"
        } else {
            printed.trim()
        };
        return Err(Failure::new(format!("{found} on this machine"))
            .remedy(format!("install Node {OLDEST} or later")));
    }
    // A manifest that the lock does not match is found by `npm ci` itself, at the latest in CI's fresh clone.
    let mut inputs = Inputs::new(&["npm ci", printed.trim()]);
    inputs.add(&project.path("web/package-lock.json"))?;
    // npm empties the folder first, so an interrupted install leaves no stamp.
    let stamp = inputs.stamp(&project.path("web/node_modules/.hailstone-stamp"));
    if stamp.is_current(&[project.path("web/node_modules/.package-lock.json")]) {
        return Ok(());
    }
    println!("-- setup: npm packages of web/");
    project.quiet(
        "npm ci",
        &mut project.npm(&["ci", "--no-audit", "--no-fund", "--loglevel=error"]),
    )?;
    stamp.keep()
}

fn major(printed: &str) -> Option<u32> {
    printed
        .trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_node_is_read_from_what_it_prints() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("20"), None);
        assert_eq!(major(""), None);
    }
}
