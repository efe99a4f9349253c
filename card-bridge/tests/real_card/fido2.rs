//! A vault that a security key opens, by FIDO2 over a real `pcscd`.

use super::bench::{Bench, text};
use std::thread;
use std::time::Duration;

const ADA: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../core/interchange/tests/samples/ada.vcf"
);

#[test]
fn a_security_key_gets_a_pin_and_a_passkey_and_opens_the_vault_with_it() {
    let bench = Bench::new();
    let listed = text(&bench.run(&["card", "list"]).stdout);
    let line = listed.lines().find(|line| line.starts_with("fido2"));
    assert!(line.unwrap().contains("without a PIN yet"), "{listed}");
    let made = bench.run(&["create", "--fido2"]);
    assert!(made.status.success(), "{made:?}");
    let info = text(&bench.run(&["card", "info"]).stdout);
    assert!(info.contains("Security key Virtual PCD"), "{info}");
    assert!(info.contains("security key with a PIN"), "{info}");
    let said = text(&made.stderr);
    // To make the passkey, to ask it, and to ask it once more.
    assert_eq!(said.matches("Touch your security key").count(), 3, "{said}");
    let shown = bench.shown();
    assert!(shown.contains("has no PIN yet"), "{shown}");
    // Who has just typed it twice is not asked for it.
    assert_eq!(shown.lines().count(), 2, "{shown}");
    let status = text(&bench.run(&["status"]).stdout);
    assert!(status.contains("opened by       passkey"), "{status}");
    assert!(status.contains("“Security key”"), "{status}");
    let added = bench.run(&["import", ADA]);
    assert!(added.status.success(), "{added:?}");
    let shown = bench.run(&["show"]);
    assert!(
        text(&shown.stdout).contains("ada.lovelace@example.org"),
        "{shown:?}"
    );
    // The same key does not open it twice.
    let again = bench.run(&["unlocker", "add", "--fido2"]);
    assert!(
        text(&again.stderr).contains("[card.credential_present, person]"),
        "{again:?}"
    );
}

#[test]
fn a_security_key_beside_a_passphrase_is_taken_when_it_is_there() {
    let mut bench = Bench::new();
    assert!(bench.run(&["create", "--label", "Words"]).status.success());
    let added = bench.run(&["unlocker", "add", "--fido2", "--label", "Blue"]);
    assert_eq!(
        text(&added.stdout),
        "“Blue” opens the vault, too.\n",
        "{added:?}"
    );
    let shown = bench.run(&["show"]);
    assert!(
        text(&shown.stderr).contains("Touch your security key"),
        "{shown:?}"
    );
    bench.tell("remove 0");
    thread::sleep(Duration::from_millis(1000));
    let shown = bench.run(&["show"]);
    assert!(shown.status.success(), "{shown:?}");
    assert!(!text(&shown.stderr).contains("Touch"), "{shown:?}");
    let absent = bench.run(&["show", "--with", "Blue"]);
    assert!(
        text(&absent.stderr).contains("[tool.key_absent, person]"),
        "{absent:?}"
    );
    bench.tell("insert 0");
    thread::sleep(Duration::from_millis(1000));
    let removed = bench.run(&["unlocker", "remove", "Words", "--with", "Blue"]);
    assert!(removed.status.success(), "{removed:?}");
    assert!(bench.run(&["show"]).status.success());
}

#[test]
fn wrong_pins_of_a_security_key_are_counted_and_then_it_wants_to_be_taken_out() {
    let bench = Bench::new();
    assert!(bench.run(&["create", "--fido2"]).status.success());
    let with = |pins: &str| text(&bench.typing(pins, &["show"]).stderr);
    let given_up = with("000000,cancel");
    assert!(given_up.contains("[card.pin_wrong, person]"), "{given_up}");
    assert!(
        bench.shown().contains("Wrong PIN, 7 tries left"),
        "{}",
        bench.shown()
    );
    let paused = with("000000");
    assert!(paused.contains("[card.pin_paused, person]"), "{paused}");
}

#[test]
fn a_security_key_without_the_passkey_opens_nothing() {
    let bench = Bench::new();
    assert!(bench.run(&["create", "--fido2"]).status.success());
    let vault = bench.file(".local/share/hailstone/vault.db");
    let other = Bench::with(&["--apps", "nitrokey,nitrokey"]);
    let copy = other.file("copy.db");
    std::fs::copy(vault, &copy).unwrap();
    let copy = copy.to_str().unwrap();
    let several = other.run(&["create", "--fido2"]);
    assert!(
        text(&several.stderr).contains("[tool.keys_several, person]"),
        "{several:?}"
    );
    let several = other.run(&["show", "--vault", copy]);
    assert!(
        text(&several.stderr).contains("[tool.keys_several, person]"),
        "{several:?}"
    );
    let mut other = other;
    other.tell("remove 1");
    thread::sleep(Duration::from_millis(1000));
    // As after a reset: it has no PIN.
    let fresh = other.run(&["show", "--vault", copy]);
    assert!(
        text(&fresh.stderr).contains("[card.credential_absent, person]"),
        "{fresh:?}"
    );
    assert!(other.run(&["create", "--fido2"]).status.success());
    let foreign = other.run(&["show", "--vault", copy]);
    assert!(
        text(&foreign.stderr).contains("[card.credential_absent, person]"),
        "{foreign:?}"
    );
}
