use super::shown::words;
use hailstone_core::sd_jwt::Rule;
use hailstone_core::wire::Language;
use std::collections::BTreeSet;

#[test]
fn every_rule_has_words_of_its_own_in_both_languages() {
    let others = [
        "status_reference",
        "status_list",
        "status",
        "message",
        "decryption",
    ];
    let rules: Vec<&str> = Rule::ALL
        .iter()
        .map(|rule| rule.code())
        .chain(others)
        .collect();
    for language in [Language::English, Language::German] {
        let words: Vec<_> = rules
            .iter()
            .map(|rule| words(rule, language).unwrap_or_else(|| panic!("{rule}")))
            .collect();
        let said: BTreeSet<_> = words.iter().map(|words| words.rule).collect();
        assert_eq!(said.len(), rules.len());
        assert!(words.iter().all(|words| words.broken.ends_with('.')));
    }
    assert!(words("", Language::English).is_none());
}
