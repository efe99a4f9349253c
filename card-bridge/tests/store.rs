//! The file store: the contract of all stores, and what can happen to a file.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking, in its helpers too"
)]

use hailstone_bridge::error::Failure;
use hailstone_bridge::store::SqliteStore;
use hailstone_core::id::PageId;
use hailstone_core::testkit::{run, store_conformance};
use hailstone_core::vault::{Changes, StoreError};
use rusqlite::Connection;
use std::cell::Cell;
use std::env;
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const ID: PageId = PageId::from_number(1);

fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vault.db");
    (folder, file)
}

fn change(base: Option<u64>, number: u8) -> Changes {
    let put = vec![(ID, vec![number; 50_000])];
    Changes::for_test(base, number.into(), &[number], put, vec![])
}

/// A store with one change in it.
fn filled(file: &Path) -> SqliteStore {
    let store = SqliteStore::create(file).unwrap();
    store.apply(&change(None, 1)).unwrap();
    store
}

fn refused(file: &Path) -> Failure {
    SqliteStore::open(file).unwrap_err()
}

#[test]
fn it_keeps_every_rule_of_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let count = Cell::new(0);
    let last = || folder.path().join(format!("{}.db", count.get()));
    let held = run(store_conformance(
        async || {
            count.set(count.get() + 1);
            SqliteStore::create(&last()).unwrap()
        },
        async |store| {
            drop(store);
            SqliteStore::open(&last()).unwrap()
        },
        async |_| SqliteStore::open(&last()).unwrap(),
    ));
    assert_eq!(held.map(|rules| rules.len()), Ok(10));
}

#[test]
fn of_two_writers_the_second_one_is_told_of_the_conflict() {
    let (_folder, file) = place();
    let one = filled(&file);
    let other = SqliteStore::open(&file).unwrap();
    one.apply(&change(Some(1), 2)).unwrap();
    assert_eq!(other.apply(&change(Some(1), 3)), Err(StoreError::Conflict));
    assert_eq!(other.header(), Ok(Some(vec![2])));
    other.apply(&change(Some(2), 3)).unwrap();
    assert_eq!(one.header(), Ok(Some(vec![3])));
}

#[test]
fn a_writer_that_holds_the_file_is_a_conflict_and_reading_goes_on() {
    let (_folder, file) = place();
    let store = filled(&file);
    let holder = Connection::open(&file).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(store.apply(&change(Some(1), 2)), Err(StoreError::Conflict));
    assert_eq!(store.header(), Ok(Some(vec![1])));
    holder.execute_batch("ROLLBACK").unwrap();
    assert_eq!(store.apply(&change(Some(1), 2)), Ok(()));
}

#[test]
fn a_store_held_still_reads_one_moment() {
    let (_folder, file) = place();
    let still = filled(&file);
    still.hold_still().unwrap();
    SqliteStore::open(&file)
        .unwrap()
        .apply(&change(Some(1), 2))
        .unwrap();
    assert_eq!(still.header(), Ok(Some(vec![1])));
    assert_eq!(still.read(&[ID]), Ok(vec![Some(vec![1; 50_000])]));
    assert_eq!(still.apply(&change(Some(1), 3)), Err(StoreError::Conflict));
    assert_eq!(still.header(), Ok(Some(vec![2])));
}

#[test]
fn a_file_of_another_program_is_refused_and_left_as_it_was() {
    let (folder, file) = place();
    let other = Connection::open(&file).unwrap();
    other
        .execute_batch("CREATE TABLE meta (key, value); PRAGMA user_version = 1;")
        .unwrap();
    drop(other);
    let text = folder.path().join("notes.txt");
    fs::write(&text, "no vault, only notes\n".repeat(100)).unwrap();
    for file in [file, text] {
        let before = fs::read(&file).unwrap();
        assert_eq!(refused(&file), StoreError::Damaged.into());
        let outcome = SqliteStore::create(&file).unwrap_err();
        assert_eq!(outcome, StoreError::Damaged.into());
        assert!(fs::read(&file).unwrap() == before, "{}", file.display());
    }
}

#[test]
fn a_file_of_a_later_version_is_told_from_a_damaged_one() {
    let (_folder, file) = place();
    drop(filled(&file));
    let later = Connection::open(&file).unwrap();
    later.pragma_update(None, "user_version", 2).unwrap();
    assert_eq!(refused(&file), Failure::VaultNewer);
}

#[test]
fn a_file_that_was_cut_off_is_damaged() {
    let (_folder, file) = place();
    drop(filled(&file));
    let whole = fs::read(&file).unwrap();
    for length in [20, 1000, 5000, 9000] {
        fs::write(&file, &whole[..length]).unwrap();
        let outcome = SqliteStore::open(&file).and_then(|store| {
            store.header()?;
            Ok(store.read(&[ID])?)
        });
        assert_eq!(outcome, Err(StoreError::Damaged.into()), "{length} bytes");
    }
}

#[test]
fn a_file_without_a_vault_is_no_vault_and_can_become_one() {
    let (_folder, file) = place();
    let absent = Failure::VaultAbsent { path: file.clone() };
    assert_eq!(refused(&file), absent);
    fs::write(&file, "").unwrap();
    assert_eq!(refused(&file), absent);
    drop(SqliteStore::create(&file).unwrap());
    assert_eq!(refused(&file), absent);
    drop(filled(&file));
    assert!(SqliteStore::open(&file).is_ok());
    let again = SqliteStore::create(&file).unwrap_err();
    assert_eq!(again, Failure::VaultExists { path: file });
}

#[test]
fn a_folder_that_cannot_be_written_in_is_said_to_be_so() {
    let (folder, file) = place();
    drop(filled(&file));
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(folder.path().join("probe"), "").is_ok() {
        again_without_overriding("a_folder_that_cannot_be_written_in_is_said_to_be_so");
        return;
    }
    assert_eq!(refused(&file), StoreError::Unavailable.into());
    let new = SqliteStore::create(&folder.path().join("new.db")).unwrap_err();
    let reason = ErrorKind::PermissionDenied;
    let path = fs::canonicalize(folder.path()).unwrap().join("new.db");
    assert_eq!(new, Failure::File { path, reason });
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
}

/// An administrator may write everywhere, so the test named is run once more in a process that lacks this one right
/// (capabilities(7), CAP_DAC_OVERRIDE; setpriv is in util-linux, which every Debian has).
fn again_without_overriding(test: &str) {
    const AGAIN: &str = "HAILSTONE_TEST_AGAIN";
    assert!(
        env::var_os(AGAIN).is_none(),
        "permissions still do not count"
    );
    let output = Command::new("setpriv")
        .arg("--bounding-set=-dac_override")
        .arg(env::current_exe().unwrap())
        .args(["--exact", test])
        .env(AGAIN, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_where_nobody_can_make_a_file_is_said_to_be_so() {
    let outcome = SqliteStore::create(Path::new("/proc/hailstone/vault.db"));
    assert!(matches!(outcome, Err(Failure::File { .. })), "{outcome:?}");
}

#[test]
fn nobody_else_may_read_any_of_the_files() {
    let (folder, file) = place();
    let _store = filled(&file);
    let mut names = Vec::new();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(
            entry.metadata().unwrap().permissions().mode() & 0o777,
            0o600
        );
        names.push(entry.file_name().into_string().unwrap());
    }
    names.sort();
    assert_eq!(names, ["vault.db", "vault.db-shm", "vault.db-wal"]);
}
