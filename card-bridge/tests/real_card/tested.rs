//! Whether a card would open the vault today.

use super::bench::{Bench, text};

fn passed(bench: &Bench, pins: &str, arguments: &[&str]) -> String {
    let tested = bench.typing(pins, arguments);
    assert!(tested.status.success(), "{tested:?}");
    text(&tested.stdout)
}

/// The number before ` commands`.
fn commands(said: &str) -> u32 {
    let (before, _) = said.split_once(" commands").unwrap();
    before.rsplit(' ').next().unwrap().parse().unwrap()
}

#[test]
fn an_openpgp_card_is_tried_and_tells_how_it_stands() {
    let bench = Bench::with_key();
    let card = bench.named("openpgp");
    let changed = bench.typing("246810,246810,271828", &["card", "pin", "change", &card]);
    assert!(changed.status.success(), "{changed:?}");
    let create = ["create", "--card", "--label", "Blue"];
    assert!(bench.typing("246810", &create).status.success());
    let said = passed(&bench, "999999,246810", &["card", "test"]);
    assert!(said.contains(&format!("Card {card} “Blue”")), "{said}");
    assert!(said.contains("OpenPGP 3.4"), "{said}");
    assert!(said.contains("Admin PIN       3 tries left"), "{said}");
    assert!(said.contains("touch           not wanted"), "{said}");
    let said = passed(&bench, "246810", &["card", "test", &card]);
    // As the suite counts them for this card (docs/cards.md).
    assert_eq!(commands(&said), 6, "{said}");
    // With another way in, it counts as a rehearsal.
    let added = bench.typing("246810", &["unlocker", "add", "--passphrase"]);
    assert!(added.status.success(), "{added:?}");
    let said = passed(&bench, "246810", &["card", "test", "--with", "Passphrase"]);
    assert!(said.contains("Rehearsed"), "{said}");
    let status = text(&bench.run(&["status"]).stdout);
    assert!(!status.contains("never"), "{status}");
}

#[test]
fn a_card_with_the_pin_that_everybody_knows_does_not_pass() {
    let bench = Bench::with_key();
    let card = bench.named("openpgp");
    let changed = bench.typing("246810,246810,271828", &["card", "pin", "change", &card]);
    assert!(changed.status.success(), "{changed:?}");
    assert!(
        bench
            .typing("246810", &["create", "--card"])
            .status
            .success()
    );
    // Whatever PIN the card has: this one is not even tried.
    let tested = bench.typing("123456", &["card", "test"]);
    let refused = text(&tested.stderr);
    assert!(refused.contains("[card.pin_factory, person]"), "{tested:?}");
    let info = text(&bench.run(&["card", "info"]).stdout);
    assert!(info.contains("PIN             3 tries left"), "{info}");
}

#[test]
fn a_card_that_opens_nothing_is_told_so_and_not_asked() {
    let bench = Bench::with_key();
    let card = bench.named("openpgp");
    assert!(bench.run(&["create"]).status.success());
    let before = bench.shown();
    for arguments in [&["card", "test"][..], &["card", "test", &card]] {
        let tested = bench.run(arguments);
        let refused = text(&tested.stderr);
        assert!(
            refused.contains("[tool.card_opens_nothing, person]"),
            "{tested:?}"
        );
    }
    assert_eq!(bench.shown(), before, "nobody was asked");
}

#[test]
fn a_hailstone_card_is_tried_in_four_commands() {
    let bench = Bench::with(&["--apps", "hailstone"]);
    let typed = "246810,246810,1357911131,1357911131";
    assert!(bench.typing(typed, &["card", "init"]).status.success());
    assert!(
        bench
            .typing("246810", &["create", "--card"])
            .status
            .success()
    );
    let said = passed(&bench, "246810", &["card", "test"]);
    assert!(said.contains("PUK             10 tries left"), "{said}");
    assert_eq!(commands(&said), 4, "{said}");
}
