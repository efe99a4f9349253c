//! Invariants 1, 6 and 10 in Rust files.

use super::{
    Finding, Tree,
    imports::crate_roots,
    lexer::{Kind, Token},
};

const CORE: &str = "core/src/lib.rs";

/// Invariant 1: `core` is `no_std` and forbids unsafe code.
pub(super) fn core_is_no_std(tree: &Tree) -> Vec<Finding> {
    let Some(root) = tree.file(CORE) else {
        return vec![Finding::new(CORE, 0, "is missing")];
    };
    ["#![no_std]", "#![forbid(unsafe_code)]"]
        .into_iter()
        .filter(|attribute| !root.text.lines().any(|line| line.trim() == *attribute))
        .map(|attribute| Finding::new(CORE, 0, format!("lacks {attribute}")))
        .collect()
}

/// Invariant 1: nothing of `std` in `core`, but for the test kit.
pub(super) fn core_names_no_std(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree
        .rust("core/src")
        .filter(|file| file.is_product() && !file.path.starts_with("core/src/testkit"))
    {
        let tokens = file.tokens();
        let conditional = |line| {
            tokens.windows(4).any(|window| match window {
                [end, external, _, name] => {
                    end.is_mark("]")
                        && external.is_word("extern")
                        && name.is_word("std")
                        && name.line == line
                }
                _ => false,
            })
        };
        for (name, line) in crate_roots(tokens) {
            if name == "std" && !conditional(line) {
                findings.push(Finding::new(&file.path, line, "names `std`"));
            }
        }
    }
    findings
}

/// Invariant 1: each `allow` and `expect` of a lint says why.
pub(super) fn exceptions_have_reasons(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in ["core", "wasm", "card-bridge", "xtask"]
        .into_iter()
        .flat_map(|room| tree.rust(room))
    {
        let mut rest = file.tokens();
        while let Some(at) = rest.iter().position(|token| token.is_mark("#")) {
            rest = rest.get(at + 1..).unwrap_or_default();
            let attribute = attribute(rest);
            let lowers = |token: &Token| token.is_word("allow") || token.is_word("expect");
            if let Some(token) = attribute.iter().find(|token| lowers(token))
                && !attribute.iter().any(|token| token.is_word("reason"))
            {
                findings.push(Finding::new(
                    &file.path,
                    token.line,
                    "lowers a lint without a `reason`",
                ));
            }
        }
    }
    findings
}

/// The tokens of an attribute, from behind its `#` to its closing bracket; nothing where there is none.
fn attribute(tokens: &[Token]) -> &[Token] {
    let opens = tokens.iter().take(2).any(|token| token.is_mark("["));
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.is_mark("[") {
            depth += 1;
        } else if token.is_mark("]") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return if opens {
                    tokens.get(..at).unwrap_or_default()
                } else {
                    &[]
                };
            }
        }
    }
    &[]
}

const LABELS: &str = "core/src/label.rs";

/// Invariant 6: a string that separates one use of a key from another is a variant of one enum.
pub(super) fn labels_in_one_file(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in ["core", "wasm", "card-bridge"]
        .into_iter()
        .flat_map(|room| tree.rust(room))
    {
        for token in file.tokens() {
            if let Kind::Text(text) = &token.kind
                && text.starts_with("hailstone/v")
                && file.path != LABELS
            {
                findings.push(Finding::new(
                    &file.path,
                    token.line,
                    format!("a label outside {LABELS}"),
                ));
            }
        }
    }
    findings
}

/// Rooms where data passes. The bridge's standard output is its protocol; its tool speaks in `cli`,
/// `command` and `prompt`.
const SILENT: [&str; 13] = [
    "core/src",
    "core/aead/src",
    "core/argon2id/src",
    "core/interchange/src",
    "wasm/src",
    "wasm/copies/src",
    "wasm/host/src",
    "wasm/interchange/src",
    "wasm/trust/src",
    "card-bridge/src/host",
    "card-bridge/src/card",
    "card-bridge/src/store",
    "card-bridge/applet/src",
];

/// Invariant 10: no printing where data passes.
pub(super) fn no_printing(tree: &Tree) -> Vec<Finding> {
    let printers = [
        "print",
        "println",
        "eprint",
        "eprintln",
        "dbg",
        "console_log",
    ];
    let mut findings = Vec::new();
    for file in SILENT
        .into_iter()
        .flat_map(|room| tree.rust(room))
        .filter(|file| file.is_product())
    {
        for pair in file.tokens().windows(2) {
            if let [name, mark] = pair
                && let Some(word) = name.word()
                && printers.contains(&word)
                && mark.is_mark("!")
            {
                findings.push(Finding::new(&file.path, name.line, format!("`{word}!`")));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(findings: &[Finding]) -> Vec<String> {
        findings.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn core_says_no_std_and_forbids_unsafe_code() {
        let good = Tree::of(&[(CORE, "//! x\n#![no_std]\n#![forbid(unsafe_code)]\n")]);
        assert_eq!(core_is_no_std(&good), []);
        let bad = Tree::of(&[(
            CORE,
            "#![cfg_attr(not(test), no_std)]\n#![deny(unsafe_code)]\n",
        )]);
        assert_eq!(core_is_no_std(&bad).len(), 2);
        assert_eq!(core_is_no_std(&Tree::of(&[])).len(), 1);
    }

    #[test]
    fn core_uses_std_in_tests_only() {
        let good = Tree::of(&[
            (
                CORE,
                "#[cfg(any(test, feature = \"testkit\"))]\nextern crate std;\n#[cfg(test)]\nmod tests { use std::vec; }",
            ),
            ("core/src/testkit.rs", "use std::collections::HashMap;"),
            ("core/interchange/src/lib.rs", "use std::fmt;"),
        ]);
        assert_eq!(core_names_no_std(&good), []);
        let bad = Tree::of(&[(
            CORE,
            "extern crate std;\nuse std::fs;\nfn f() { std::process::exit(1) }",
        )]);
        assert_eq!(
            lines(&core_names_no_std(&bad)),
            [
                "core/src/lib.rs:1: names `std`",
                "core/src/lib.rs:2: names `std`",
                "core/src/lib.rs:3: names `std`"
            ]
        );
    }

    #[test]
    fn an_exception_without_reason_is_found() {
        let good = "#[allow(clippy::panic, reason = \"x\")] #[derive(Debug)] fn f() { x.expect(\"y\"); } #![no_std]";
        assert_eq!(exceptions_have_reasons(&Tree::of(&[(CORE, good)])), []);
        let bad = "#![allow(dead_code)]\n#[cfg_attr(x, expect(clippy::unwrap_used))]";
        assert_eq!(exceptions_have_reasons(&Tree::of(&[(CORE, bad)])).len(), 2);
    }

    #[test]
    fn a_label_stands_in_its_file() {
        let label = "const X: &[u8] = b\"hailstone/v1/root\\0\";";
        assert_eq!(labels_in_one_file(&Tree::of(&[(LABELS, label)])), []);
        assert_eq!(
            labels_in_one_file(&Tree::of(&[("core/src/vault/mod.rs", label)])).len(),
            1
        );
        assert_eq!(
            labels_in_one_file(&Tree::of(&[("wasm/src/lib.rs", "// \"hailstone/v1\"")])),
            []
        );
    }

    #[test]
    fn the_tool_prints_and_the_host_does_not() {
        let print = "fn f() { println!(\"x\"); }";
        assert_eq!(
            no_printing(&Tree::of(&[("card-bridge/src/cli/output.rs", print)])),
            []
        );
        assert_eq!(
            no_printing(&Tree::of(&[("card-bridge/src/host/stdio.rs", print)])).len(),
            1
        );
        assert_eq!(
            no_printing(&Tree::of(&[("core/src/lib.rs", "fn println() {}")])),
            []
        );
    }
}
