//! A vault that a card opens.

use super::bench::{Bench, text};
use std::thread;
use std::time::Duration;

const ADA: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../core/interchange/tests/samples/ada.vcf"
);

#[test]
fn a_card_makes_a_vault_and_opens_it() {
    let bench = Bench::with_key();
    let made = bench.run(&["create", "--card", "--label", "Blue"]);
    assert!(made.status.success(), "{made:?}");
    // The card has opened the new vault once before it was written.
    let shown = bench.shown();
    assert!(shown.contains("to open your data"), "{shown}");
    let status = text(&bench.run(&["status"]).stdout);
    assert!(status.contains("opened by       card "), "{status}");
    assert!(status.contains("“Blue”"), "{status}");
    let added = bench.run(&["import", ADA]);
    assert!(added.status.success(), "{added:?}");
    for arguments in [&["show"][..], &["show", "--with", "Blue"]] {
        let shown = bench.run(arguments);
        let shown = text(&shown.stdout);
        assert!(
            shown.contains("email (home)\n  email                  ada.lovelace@example.org\n"),
            "{shown}"
        );
    }
}

#[test]
fn without_its_card_a_vault_stays_shut() {
    let mut bench = Bench::with_key();
    assert!(bench.run(&["create", "--card"]).status.success());
    bench.tell("remove 0");
    thread::sleep(Duration::from_millis(1000));
    let shown = bench.run(&["show"]);
    assert!(
        text(&shown.stderr).contains("[card.absent, person]"),
        "{shown:?}"
    );
    // What opens it can be told all the same.
    assert!(bench.run(&["status"]).status.success());
    bench.tell("insert 0");
    thread::sleep(Duration::from_millis(1000));
    let shown = bench.run(&["show"]);
    assert_eq!(text(&shown.stdout), "The vault is empty.\n");
}

#[test]
fn a_card_without_a_key_makes_no_vault() {
    let bench = Bench::new();
    let made = bench.run(&["create", "--card"]);
    assert!(
        text(&made.stderr).contains("[card.key_absent, person]"),
        "{made:?}"
    );
    let shown = bench.run(&["show"]);
    assert!(
        text(&shown.stderr).contains("[tool.vault_absent, person]"),
        "{shown:?}"
    );
}

#[test]
fn giving_up_at_the_pin_makes_no_vault() {
    let bench = Bench::with_key();
    let made = bench
        .command()
        .args(["create", "--card"])
        .env("HAILSTONE_DEMO_PIN", "000000,cancel")
        .output()
        .unwrap();
    assert!(
        text(&made.stderr).contains("[card.pin_wrong, person]"),
        "{made:?}"
    );
    let status = bench.run(&["status"]);
    assert!(
        text(&status.stderr).contains("[tool.vault_absent, person]"),
        "{status:?}"
    );
}

#[test]
fn a_card_is_added_to_a_vault_and_opens_it_and_its_backup() {
    let bench = Bench::with_key();
    // The demonstration's answer to a passphrase is the same as to a PIN.
    assert!(bench.run(&["create", "--label", "Words"]).status.success());
    assert!(bench.run(&["import", ADA]).status.success());
    let added = bench.run(&["unlocker", "add", "--card", "--label", "Blue"]);
    assert_eq!(
        text(&added.stdout),
        "“Blue” opens the vault, too.\n",
        "{added:?}"
    );
    let removed = bench.run(&["unlocker", "remove", "Words", "--with", "Blue"]);
    assert!(removed.status.success(), "{removed:?}");
    let listed = text(&bench.run(&["unlocker", "list"]).stdout);
    assert!(
        listed.starts_with("Blue\n  kind            card "),
        "{listed}"
    );
    let backup = bench.file("ada.backup");
    let backup = backup.to_str().unwrap();
    assert!(bench.run(&["backup", backup]).status.success());
    let vault = bench.file(".local/share/hailstone/vault.db");
    std::fs::remove_file(vault).unwrap();
    let restored = bench.run(&["restore", backup]);
    assert!(
        text(&restored.stdout).ends_with(": 7 records, each of which was opened.\n"),
        "{restored:?}"
    );
    let merged = bench.run(&["merge", backup]);
    assert_eq!(text(&merged.stdout), "There was nothing new.\n");
}
