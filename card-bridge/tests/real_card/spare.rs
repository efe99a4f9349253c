//! A second card opens the vault as well as the first, with a key of its own.

use super::bench::{Bench, text};
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::thread;
use std::time::Duration;

/// Both cards, of which one may still be on its way into its reader.
fn cards(bench: &Bench) -> Vec<String> {
    for _ in 0..20 {
        let listed = text(&bench.run(&["card", "list"]).stdout);
        let words = listed.split_whitespace();
        let cards = words.filter(|word| word.starts_with("openpgp:"));
        let cards: Vec<String> = cards.map(Into::into).collect();
        if cards.len() == 2 {
            return cards;
        }
        thread::sleep(Duration::from_millis(100));
    }
    Vec::new()
}

/// Two cards, the first of which has a key and opens a vault.
pub(super) fn with_vault() -> (Bench, String, String) {
    let bench = Bench::with(&["--cards", "2"]);
    let [first, second] = &cards(&bench)[..] else {
        panic!("no two cards");
    };
    let made = bench.run(&["card", "init", first]);
    assert!(made.status.success(), "{made:?}");
    let created = bench.run(&["create", "--card", first, "--label", "First"]);
    assert!(created.status.success(), "{created:?}");
    let (first, second) = (first.clone(), second.clone());
    (bench, first, second)
}

#[test]
fn a_card_in_another_reader_becomes_a_spare() {
    let (bench, first, second) = with_vault();
    let already = bench.run(&["card", "spare", &first]);
    assert!(
        text(&already.stderr).contains("[tool.card_opens_already, person]"),
        "{already:?}"
    );
    let made = bench.run(&["card", "spare", "--label", "Second"]);
    assert!(made.status.success(), "{made:?}");
    let said = text(&made.stdout);
    assert!(said.contains(&second), "{said}");
    assert!(said.contains("“Second” opens the vault, too"), "{said}");
    for label in ["First", "Second"] {
        let shown = bench.run(&["show", "--with", label]);
        assert_eq!(text(&shown.stdout), "The vault is empty.\n", "{shown:?}");
    }
    // Each has a key of its own.
    let info = text(&bench.run(&["card", "info"]).stdout);
    let mut keys: Vec<&str> = info
        .lines()
        .filter_map(|line| line.split_once("X25519 key "))
        .map(|(_, digits)| digits)
        .collect();
    keys.dedup();
    assert_eq!(keys.len(), 2, "{info}");
}

#[test]
fn with_one_reader_the_cards_are_exchanged() {
    let (mut bench, _, _) = with_vault();
    bench.tell("remove 1");
    thread::sleep(Duration::from_millis(1000));
    let mut command = bench.command();
    command
        .args(["card", "spare", "--label", "Second", "--wait", "60"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut running = command.spawn().unwrap();
    let mut said = BufReader::new(running.stderr.take().unwrap()).lines();
    assert!(said.any(|line| line.unwrap().contains("put the new one in")));
    bench.tell("remove 0");
    thread::sleep(Duration::from_millis(1000));
    bench.tell("insert 1");
    // What else it says must have somewhere to go.
    let rest: Vec<String> = said.map(|line| line.unwrap()).collect();
    let made = running.wait_with_output().unwrap();
    assert!(made.status.success(), "{made:?} {rest:?}");
    let shown = bench.run(&["show"]);
    assert_eq!(text(&shown.stdout), "The vault is empty.\n", "{shown:?}");
}

#[test]
fn nobody_is_waited_for_for_ever_and_nothing_is_written() {
    let (mut bench, _, _) = with_vault();
    bench.tell("remove 1");
    thread::sleep(Duration::from_millis(1000));
    let waited = bench.run(&["card", "spare", "--wait", "1"]);
    assert!(
        text(&waited.stderr).contains("[tool.spare_absent, person]"),
        "{waited:?}"
    );
    let status = text(&bench.run(&["status"]).stdout);
    assert_eq!(status.matches("opened by").count(), 1, "{status}");
}
