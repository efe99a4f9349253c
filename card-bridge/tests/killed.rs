//! A program that is killed while it writes leaves the vault as it was before the change, or as it is after it.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking, in its helpers too"
)]

use hailstone_bridge::entropy::seed;
use hailstone_bridge::error::Failure;
use hailstone_bridge::store::SqliteStore;
use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::id::RecordId;
use hailstone_core::secret::SecretBytes;
use hailstone_core::testkit::{WRITER, run};
use hailstone_core::time::Timestamp;
use hailstone_core::vault::{Content, Cost, Edit, NewUnlocker, Query, Unlocked, Vault};
use std::io::{Read, Write};
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
    let (mut vault, created) = Vault::create(&first, now, seed().unwrap()).unwrap();
    let store = SqliteStore::create(file).unwrap();
    store.apply(&created).unwrap();
    let edits: Vec<Edit> = (0..RECORDS).map(|_| Edit::Insert(record(2))).collect();
    run(vault.write(&store, &edits, WRITER, seed)).unwrap();
}

fn open(store: &SqliteStore) -> Vault<Unlocked> {
    let locked = Vault::read(&store.header().unwrap().unwrap()).unwrap();
    let unlocker = locked.unlockers()[0].id();
    locked
        .unlock_with_passphrase(unlocker, &passphrase())
        .unwrap()
}

fn all(vault: &mut Vault<Unlocked>, store: &SqliteStore) -> Vec<RecordId> {
    let ids = run(vault.step::<_, Failure>(store, |vault| {
        let found = vault.query(&Query::default())?;
        Ok(found.records.iter().map(|one| one.id()).collect())
    }));
    ids.unwrap()
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
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // However long the machine takes to get there.
        let mut said = [0];
        let mut from_victim = victim.stderr.take().unwrap();
        from_victim.read_exact(&mut said).unwrap();
        thread::sleep(Duration::from_millis(17 * round));
        // SIGKILL: nothing is tidied up.
        victim.kill().unwrap();
        victim.wait().unwrap();
        let store = SqliteStore::open(&file).unwrap();
        let mut vault = open(&store);
        let ids = all(&mut vault, &store);
        assert_eq!(ids.len(), RECORDS);
        let whole = record(vault.revision());
        let taken = run(vault.open_all::<Failure>(&store, &ids)).unwrap();
        assert!(
            taken
                .iter()
                .all(|(_, opened)| opened.clone().unwrap().into_content() == whole)
        );
        assert!(vault.revision() > last, "what was written is not there");
        last = vault.revision();
    }
}

fn write_for_ever(file: &Path) -> ! {
    let store = SqliteStore::open(file).unwrap();
    let mut vault = open(&store);
    loop {
        let next = record(vault.revision() + 1);
        let edits: Vec<Edit> = all(&mut vault, &store)
            .into_iter()
            .map(|id| Edit::Replace(id, next.clone()))
            .collect();
        run(vault.write(&store, &edits, WRITER, seed)).unwrap();
        // Once a change is in the file. Nobody listens after the first byte, and what is written then fills no pipe.
        std::io::stderr().write_all(b".").unwrap();
    }
}
