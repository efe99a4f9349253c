//! The table of rules in `docs/release-profile.md`: a rule that has a test names it, and the test is there. A row is
//! `| rule | what | how | test |`; in its last cell, what stands in backquotes is the name of a Rust test, or the words of one of `web/`.

use super::{Finding, Tree};
use std::collections::BTreeSet;

const TABLE: &str = "docs/release-profile.md";

/// Where tests in TypeScript are.
const SCRIPTS: [&str; 3] = [
    "web/e2e/src/scenarios",
    "web/extension/test",
    "web/sdk/test",
];

/// Names of rules: `VP-W1`, `DQ-3`, `SJ-V2` …
const PREFIXES: [&str; 7] = ["VP-W", "VP-R", "DC-", "DQ-", "SJ-", "SV-", "JO-"];

/// Rows whose test is not there, and rules that have no row. The rules are those of the wallet's checklists: VP-W1 to 11, VP-R1 to 6,
/// DC-1 to 5, SJ-1 to 6, SJ-V1 to 4, SV-1 to 5.
pub(super) fn rules_have_tests(tree: &Tree) -> Vec<Finding> {
    let Some(table) = tree.file(TABLE) else {
        return vec![Finding::new(TABLE, 0, "is missing")];
    };
    let tests = rust_tests(tree);
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for (number, line) in table.lines() {
        let cells: Vec<&str> = line
            .trim()
            .trim_matches('|')
            .split('|')
            .map(str::trim)
            .collect();
        let [rule, _, _, named] = cells[..] else {
            continue;
        };
        if !PREFIXES.iter().any(|prefix| rule.starts_with(prefix)) {
            continue;
        }
        seen.insert(rule.to_owned());
        let mut names = named.split('`').skip(1).step_by(2).peekable();
        if names.peek().is_none() && named != "none" {
            findings.push(Finding::new(TABLE, number, format!("{rule} names no test")));
        }
        for name in names {
            if !tests.contains(name) && !is_scenario(tree, name) {
                findings.push(Finding::new(
                    TABLE,
                    number,
                    format!("{rule}: no test {name}"),
                ));
            }
        }
    }
    let wanted = (1..=11)
        .map(|n| format!("VP-W{n}"))
        .chain((1..=6).map(|n| format!("VP-R{n}")))
        .chain((1..=5).map(|n| format!("DC-{n}")))
        .chain((1..=6).map(|n| format!("SJ-{n}")))
        .chain((1..=4).map(|n| format!("SJ-V{n}")))
        .chain((1..=5).map(|n| format!("SV-{n}")));
    for rule in wanted.filter(|rule| !seen.contains(rule)) {
        findings.push(Finding::new(TABLE, 0, format!("{rule} has no row")));
    }
    findings
}

/// The names after `fn` wherever tests may be.
fn rust_tests(tree: &Tree) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for folder in ["core", "card-bridge", "wasm"] {
        for file in tree.rust(folder) {
            for (_, line) in file.lines() {
                if let Some(rest) = line.trim().strip_prefix("fn ")
                    && let Some((name, _)) = rest.split_once('(')
                {
                    names.insert(name.to_owned());
                }
            }
        }
    }
    names
}

fn is_scenario(tree: &Tree, words: &str) -> bool {
    words.contains(' ')
        && SCRIPTS
            .iter()
            .flat_map(|folder| tree.scripts(folder))
            .any(|file| file.lines().any(|(_, line)| line.contains(words)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_names_tests_that_are_there() {
        let all = |test: &str| {
            let wallet = (1..=11).map(|n| format!("| VP-W{n} | a | b | {test} |\n"));
            let response = (1..=6).map(|n| format!("| VP-R{n} | a | b | none |\n"));
            let api = (1..=5).map(|n| format!("| DC-{n} | a | b | `words of a test` |\n"));
            let token = (1..=6).map(|n| format!("| SJ-{n} | a | b | none |\n"));
            let verifier = (1..=4).map(|n| format!("| SJ-V{n} | a | b | none |\n"));
            let credential = (1..=5).map(|n| format!("| SV-{n} | a | b | none |\n"));
            let rows = wallet.chain(response).chain(api);
            rows.chain(token.chain(verifier).chain(credential))
                .collect::<String>()
        };
        let tree = |table: &str| {
            Tree::of(&[
                (TABLE, table),
                ("core/tests/release/a.rs", "#[test]\nfn vp_w1_holds() {}\n"),
                ("web/e2e/src/scenarios/a.ts", "name: 'words of a test',\n"),
            ])
        };
        assert_eq!(rules_have_tests(&tree(&all("`vp_w1_holds`"))), []);
        assert_eq!(rules_have_tests(&tree(&all("`vp_w1_held`"))).len(), 11);
        assert_eq!(rules_have_tests(&tree(&all("somewhere"))).len(), 11);
        assert_eq!(rules_have_tests(&tree("")).len(), 37);
    }
}
