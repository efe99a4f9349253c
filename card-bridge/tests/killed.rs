//! A program that is killed while it writes leaves the vault as it was before the change, or as it is after it.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking, in its helpers too"
)]

use hailstone_bridge::entropy::seed;
use hailstone_bridge::store::SqliteStore;
use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::id::RecordId;
use hailstone_core::secret::SecretBytes;
use hailstone_core::time::Timestamp;
use hailstone_core::vault::{Content, Cost, Edit, INDEX, NewUnlocker, Unlocked, Vault};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

/// Set in the process that is to be killed: the vault's file.
const VICTIM: &str = "HAILSTONE_TEST_VICTIM";
const RECORDS: usize = 20;
const ROUNDS: u64 = 12;

fn passphrase() -> SecretBytes {
    SecretBytes::from(String::from("correct horse"))
}

/// All records say the same number, at some length.
fn record(number: u64) -> Content {
    let text = format!("{number}/{}", "x".repeat(10_000));
    Content::Data(Record::new(Kind::Person).with(Field::Name, &text))
}

fn create(file: &Path) {
    let passphrase = passphrase();
    let first = NewUnlocker::Passphrase {
        label: "Passphrase",
        passphrase: &passphrase,
        cost: Cost::FLOOR,
    };
    let now = Timestamp::from_unix(1_790_000_000);
    let (vault, created) = Vault::create(&first, now, seed().unwrap()).unwrap();
    let store = SqliteStore::create(file).unwrap();
    store.apply(&created).unwrap();
    let edits = (0..RECORDS).map(|_| Edit::Insert(record(2))).collect();
    let prepared = vault.prepare(edits, seed().unwrap()).unwrap();
    store.apply(prepared.changes()).unwrap();
}

fn open(store: &SqliteStore) -> Vault<Unlocked> {
    let locked = Vault::read(&store.header().unwrap().unwrap()).unwrap();
    let unlocker = locked.unlockers()[0].id();
    let opening = locked.unlock_with_passphrase(unlocker, &passphrase());
    let index = store.read(&[INDEX]).unwrap().remove(0).unwrap();
    opening.unwrap().index(&index).unwrap()
}

#[test]
fn the_vault_is_whole_after_every_kill() {
    if let Some(file) = std::env::var_os(VICTIM) {
        write_for_ever(&PathBuf::from(file));
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vault.db");
    create(&file);
    let mut last = 2;
    for round in 0..ROUNDS {
        let mut victim = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "the_vault_is_whole_after_every_kill"])
            .env(VICTIM, &file)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(150 + 17 * round));
        // SIGKILL: nothing is tidied up.
        victim.kill().unwrap();
        victim.wait().unwrap();
        let store = SqliteStore::open(&file).unwrap();
        let vault = open(&store);
        let ids: Vec<RecordId> = vault.entries().map(|(id, _)| id).collect();
        assert_eq!(ids.len(), RECORDS);
        let whole = record(vault.revision());
        for (id, sealed) in ids.iter().zip(store.read(&ids).unwrap()) {
            assert!(vault.open(*id, &sealed.unwrap()).unwrap() == whole);
        }
        assert!(vault.revision() >= last);
        last = vault.revision();
    }
    assert!(last > 2, "nothing was written in any round");
}

fn write_for_ever(file: &Path) -> ! {
    let store = SqliteStore::open(file).unwrap();
    let mut vault = open(&store);
    loop {
        let next = record(vault.revision() + 1);
        let edits = vault
            .entries()
            .map(|(id, _)| Edit::Replace(id, next.clone()))
            .collect();
        let prepared = vault.prepare(edits, seed().unwrap()).unwrap();
        store.apply(prepared.changes()).unwrap();
        vault.commit(prepared).unwrap();
    }
}
