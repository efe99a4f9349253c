//! Each rule of `docs/card-application.md` is kept by a test of its number, and each number in a test's name is a rule.
#![allow(clippy::unwrap_used, reason = "what goes wrong is a failed test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn every_rule_has_a_test_and_every_test_a_rule() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = fs::read_to_string(package.join("../../docs/card-application.md")).unwrap();
    let rules: BTreeSet<u32> = numbers(&document, "- **HC-").collect();
    assert!(rules.len() > 40);

    let mut tested = BTreeSet::new();
    for folder in ["tests", "src"] {
        for entry in fs::read_dir(package.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(path).unwrap();
                for line in text
                    .lines()
                    .filter(|line| line.trim().starts_with("fn hc_"))
                {
                    tested.extend(numbers(line, "hc_"));
                }
            }
        }
    }
    let untested: Vec<_> = rules.difference(&tested).collect();
    assert!(untested.is_empty(), "no tests: {untested:?}");
    let unknown: Vec<_> = tested.difference(&rules).collect();
    assert!(unknown.is_empty(), "no such rules: {unknown:?}");
}

/// The numbers right behind each occurrence of a word.
fn numbers<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = u32> + 'a {
    text.split(word).skip(1).filter_map(|rest| {
        let end = rest.find(|char: char| !char.is_ascii_digit());
        rest.get(..end.unwrap_or(rest.len()))?.parse().ok()
    })
}
