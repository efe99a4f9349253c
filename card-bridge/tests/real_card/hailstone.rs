//! A card with our own application: set up, used, its PIN helped, and known on another machine by its fingerprint alone.

use super::bench::{Bench, text};
use std::fs;

pub(super) const PIN: &str = "246810";
const PUK: &str = "1357911131";

/// A new card, set up by a person who types each twice. Gives its fingerprint.
pub(super) fn set_up() -> (Bench, String) {
    let bench = Bench::with(&["--apps", "hailstone"]);
    let typed = format!("{PIN},{PIN},{PUK},{PUK}");
    let made = bench.typing(&typed, &["card", "init"]);
    let said = text(&made.stdout);
    assert!(made.status.success(), "{made:?}");
    let (_, rest) = said.split_once("for other machines: ").unwrap();
    (bench, rest.lines().next().unwrap().into())
}

#[test]
fn a_hailstone_card_gets_its_pin_and_puk_and_opens_a_vault() {
    let (bench, fingerprint) = set_up();
    let asked = bench.shown();
    assert!(
        asked.contains("New PIN:") && asked.contains("New PUK:"),
        "{asked}"
    );
    let info = text(&bench.run(&["card", "info"]).stdout);
    assert!(
        info.contains(&fingerprint) && info.contains("yours"),
        "{info}"
    );
    assert!(info.contains("X25519 key"), "{info}");
    let created = bench.typing(PIN, &["create", "--card", "--label", "Stone"]);
    assert!(created.status.success(), "{created:?}");
    let shown = bench.typing(&format!("999999,{PIN}"), &["show", "--with", "Stone"]);
    assert_eq!(text(&shown.stdout), "The vault is empty.\n", "{shown:?}");
    assert!(bench.shown().contains("Wrong PIN, 2 tries left"));
    let again = bench.typing(PIN, &["card", "init"]);
    assert!(
        text(&again.stderr).contains("[card.key_present, person]"),
        "{again:?}"
    );
}

#[test]
fn a_blocked_hailstone_card_is_helped_by_its_puk() {
    let (bench, _) = set_up();
    assert!(bench.typing(PIN, &["create", "--card"]).status.success());
    let blocked = bench.typing("999999", &["show"]);
    assert!(
        text(&blocked.stderr).contains("[card.pin_blocked, person]"),
        "{blocked:?}"
    );
    let helped = bench.typing(&format!("112233,112233,{PUK}"), &["card", "pin", "unblock"]);
    assert!(helped.status.success(), "{helped:?}");
    assert!(bench.typing("112233", &["show"]).status.success());
    let changed = bench.typing(
        &format!("12345670,12345670,{PUK}"),
        &["card", "puk", "change"],
    );
    assert!(changed.status.success(), "{changed:?}");
    let changed = bench.typing("445566,445566,112233", &["card", "pin", "change"]);
    assert!(changed.status.success(), "{changed:?}");
    assert!(bench.typing("445566", &["show"]).status.success());
}

/// A PIN is sealed to the person's own cards and to no other, whoever asks for it.
#[test]
fn a_card_that_is_not_noted_gets_no_pin_until_its_fingerprint_was_compared() {
    let (bench, fingerprint) = set_up();
    assert!(bench.typing(PIN, &["create", "--card"]).status.success());
    fs::remove_file(bench.file(".local/share/hailstone/cards")).unwrap();
    let before = bench.shown();
    let refused = bench.typing(PIN, &["show"]);
    assert!(
        text(&refused.stderr).contains("[card.unknown, person]"),
        "{refused:?}"
    );
    assert_eq!(bench.shown(), before, "nobody was asked");
    let other = bench.typing(
        PIN,
        &[
            "card",
            "trust",
            &fingerprint.replace('7', "8").replace('a', "b"),
        ],
    );
    assert!(
        text(&other.stderr).contains("[card.other, person]"),
        "{other:?}"
    );
    let trusted = bench.typing(PIN, &["card", "trust", &fingerprint]);
    assert!(trusted.status.success(), "{trusted:?}");
    assert!(bench.typing(PIN, &["show"]).status.success());
}
