//! The invariants of the house that a tool can see in files: `docs/architecture.md` numbers them. Each is a function
//! from the project's files to what breaks it, with a test on a good and on a bad sample.

mod code;
mod crates;
mod fuzz;
mod imports;
mod lexer;
mod profile;
mod repository;
mod rooms;
mod script;
mod tree;

use crate::{
    error::{Failure, Result},
    setup::{self, Needs},
    shell::Project,
};
use std::fmt;
pub(crate) use tree::Tree;

/// One place that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    path: String,
    line: usize,
    what: String,
}

impl Finding {
    /// A finding in a line of a file; lines count from 1, and 0 means the file as a whole.
    pub(crate) fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            what: what.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.what),
            line => write!(f, "{}:{line}: {}", self.path, self.what),
        }
    }
}

/// A rule, the invariant that it keeps, and how to look for what breaks it.
struct Rule {
    invariant: &'static str,
    text: &'static str,
    find: fn(&Tree) -> Vec<Finding>,
}

/// Every rule that looks at files alone.
const RULES: [Rule; 19] = [
    Rule {
        invariant: "1",
        text: "core is no_std and forbids unsafe code",
        find: code::core_is_no_std,
    },
    Rule {
        invariant: "1",
        text: "core names nothing of std",
        find: code::core_names_no_std,
    },
    Rule {
        invariant: "1",
        text: "each exception to a lint gives its reason",
        find: code::exceptions_have_reasons,
    },
    Rule {
        invariant: "2",
        text: "one file for each foreign crate that matters",
        find: imports::one_place,
    },
    Rule {
        invariant: "6",
        text: "labels of keys and sealed bytes stand in core/src/label.rs",
        find: code::labels_in_one_file,
    },
    Rule {
        invariant: "10",
        text: "nothing is printed where data passes",
        find: code::no_printing,
    },
    Rule {
        invariant: "10",
        text: "the console is used by one file of the extension",
        find: script::no_console,
    },
    Rule {
        invariant: "2",
        text: "the browser's own interface is named in web/extension/src/platform",
        find: script::platform_only,
    },
    Rule {
        invariant: "",
        text: "cryptography in TypeScript is in web/sdk",
        find: script::no_cryptography,
    },
    Rule {
        invariant: "",
        text: "no room of web/ imports what it may not",
        find: rooms::imports,
    },
    Rule {
        invariant: "",
        text: "no package has a dependency that its room may not have",
        find: crates::direct,
    },
    Rule {
        invariant: "",
        text: "the top level holds what the architecture names",
        find: repository::top_level,
    },
    Rule {
        invariant: "",
        text: "decisions are numbered, each number once",
        find: repository::decisions,
    },
    Rule {
        invariant: "",
        text: "each rule of the release profile has a row, and its test is there",
        find: profile::rules_have_tests,
    },
    Rule {
        invariant: "",
        text: "no path of somebody's machine",
        find: repository::machine_paths,
    },
    Rule {
        invariant: "",
        text: "no private host",
        find: repository::private_hosts,
    },
    Rule {
        invariant: "",
        text: "packages come from the public registries",
        find: repository::registries,
    },
    Rule {
        invariant: "",
        text: "no secret",
        find: repository::secrets,
    },
    Rule {
        invariant: "",
        text: "every parser has a fuzz target",
        find: fuzz::every_parser,
    },
];

/// `cargo xtask check`
pub(crate) fn run(project: &Project) -> Result {
    setup::ensure(
        project,
        &Needs {
            node: true,
            ..Needs::default()
        },
    )?;
    let tree = Tree::load(project)?;
    let mut broken = 0_usize;
    for rule in &RULES {
        broken += report(rule.invariant, rule.text, &(rule.find)(&tree));
    }
    broken += report(
        "1",
        "core's dependencies have no clock, entropy or I/O",
        &crates::core_closure(project)?,
    );
    let long = repository::long_files(&tree);
    for finding in &long {
        println!("warning: {finding}");
    }
    if broken == 0 {
        println!(
            "{} rules kept in {} files, {} warnings",
            RULES.len() + 1,
            tree.len(),
            long.len()
        );
        Ok(())
    } else {
        Err(Failure::new(format!("{broken} rules are broken")).remedy(
            "move the code to its room, or change the architecture on purpose and the rule with it",
        ))
    }
}

fn report(invariant: &str, text: &str, findings: &[Finding]) -> usize {
    if findings.is_empty() {
        return 0;
    }
    let number = if invariant.is_empty() {
        String::new()
    } else {
        format!(" (invariant {invariant})")
    };
    println!("broken: {text}{number}");
    for finding in findings {
        println!("  {finding}");
    }
    1
}
