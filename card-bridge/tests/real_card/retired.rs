//! A card that was retired opens nothing that is written afterwards, whatever is done with it and with copies of the file.

use super::bench::{Bench, text};
use super::spare::with_vault;
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

fn import(bench: &Bench, name: &str) {
    let card = bench.file(&format!("{name}.vcf"));
    let text = format!(
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{name}\r\nEMAIL:{name}@example.org\r\nEND:VCARD\r\n"
    );
    fs::write(&card, text).unwrap();
    let added = bench.run(&["import", card.to_str().unwrap(), "--with", "Second"]);
    assert!(added.status.success(), "{added:?}");
}

fn vault(bench: &Bench) -> PathBuf {
    bench.file(".local/share/hailstone/vault.db")
}

/// The whole file, whatever SQLite keeps beside it.
fn copy(from: &Path, to: &Path) {
    let to = to.to_str().unwrap().to_owned();
    Connection::open(from)
        .unwrap()
        .execute("VACUUM INTO ?1", [to])
        .unwrap();
}

fn put(bench: &mut Bench, order: &str) {
    bench.tell(order);
    thread::sleep(Duration::from_millis(1000));
}

#[test]
fn a_lost_card_opens_its_copies_from_before_and_nothing_that_is_written_afterwards() {
    let (mut bench, first, _) = with_vault();
    assert!(
        bench
            .run(&["card", "spare", "--label", "Second"])
            .status
            .success()
    );
    import(&bench, "before");
    let stolen = bench.file("stolen.db");
    copy(&vault(&bench), &stolen);
    // The card is lost, and a copy of the file, too.
    put(&mut bench, "remove 0");
    let retired = bench.run(&["card", "retire", "First"]);
    assert!(retired.status.success(), "{retired:?}");
    let said = text(&retired.stdout);
    assert!(
        said.contains("opens nothing that is written from now on"),
        "{said}"
    );
    assert!(said.contains("made before still open with it"), "{said}");
    import(&bench, "after");
    put(&mut bench, "insert 0");
    put(&mut bench, "remove 1");

    // Whoever has them has seen no later vault.
    fs::remove_dir_all(bench.file(".local/state/hailstone")).unwrap();
    let new = bench.run(&["show", "--with", "First"]);
    let refused = text(&new.stderr);
    assert!(
        refused.contains("[tool.unlocker_unknown, person]"),
        "{new:?}"
    );
    let again = bench.run(&["card", "retire", &first]);
    let refused = text(&again.stderr);
    assert!(
        refused.contains("[tool.card_opens_nothing, person]"),
        "{again:?}"
    );
    let stolen = stolen.to_str().unwrap();
    let old = bench.run(&["show", "--vault", stolen, "--with", "First"]);
    let said = text(&old.stdout);
    assert!(said.contains("before@example.org"), "{old:?}");
    assert!(!said.contains("after@example.org"), "{said}");

    // What was written afterwards, under the header that the card opens.
    let forged = bench.file("forged.db");
    copy(&vault(&bench), &forged);
    let header: Vec<u8> = Connection::open(stolen)
        .unwrap()
        .query_row("SELECT value FROM meta WHERE key = 'header'", [], |row| {
            row.get(0)
        })
        .unwrap();
    let swapped = Connection::open(&forged)
        .unwrap()
        .execute("UPDATE meta SET value = ?1 WHERE key = 'header'", [header])
        .unwrap();
    assert_eq!(swapped, 1);
    let forged = forged.to_str().unwrap();
    let shown = bench.run(&["show", "--vault", forged, "--with", "First"]);
    assert!(
        !text(&shown.stdout).contains("after@example.org"),
        "{shown:?}"
    );
    assert!(
        text(&shown.stderr).contains("[vault.tampered, "),
        "{shown:?}"
    );
}

#[test]
fn the_only_thing_that_opens_a_vault_is_not_retired() {
    let (bench, first, _) = with_vault();
    let before = bench.shown();
    let retired = bench.run(&["card", "retire", &first]);
    let refused = text(&retired.stderr);
    assert!(
        refused.contains("[vault.unlocker_last, person]"),
        "{retired:?}"
    );
    assert_eq!(bench.shown(), before, "nobody was asked");
}
