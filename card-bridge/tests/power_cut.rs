//! The power fails in the middle of a write: whatever part of it had reached the disk, the vault opens at the state before
//! or after, never between.
//!
//! SQLite appends to its journal, frame by frame, and only that. So a cut is the journal as far as it had come, at any byte,
//! and a torn write is one of its bytes changed.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking, in its helpers too"
)]

use hailstone_bridge::error::Failure;
use hailstone_bridge::store::SqliteStore;
use hailstone_core::card::{Application, Curve, Point};
use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::entropy::Seed;
use hailstone_core::id::RecordId;
use hailstone_core::testkit::{WRITER, run};
use hailstone_core::time::Timestamp;
use hailstone_core::vault::{CardKey, Content, Edit, NewUnlocker, Query, Unlocked, Vault};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use x25519_dalek::{PublicKey, StaticSecret};

type State = BTreeMap<RecordId, Content>;

const CHANGES: u8 = 16;

/// Always the same numbers.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most).unwrap()).unwrap()
    }

    fn seed(&mut self) -> Seed {
        let mut bytes = [0; 32];
        for byte in &mut bytes {
            *byte = u8::try_from(self.below(256)).unwrap();
        }
        Seed::take(&mut bytes)
    }
}

fn card() -> StaticSecret {
    StaticSecret::from([9; 32])
}

fn email(text: &str) -> Content {
    Content::Data(Record::new(Kind::Email).with(Field::Email, text))
}

/// Writes a random history, and gives the state after each revision and the journal of all of it.
fn history(file: &Path) -> (BTreeMap<u64, State>, Vec<u8>, Vec<u8>) {
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    let first = NewUnlocker::Card {
        label: "Card",
        key: CardKey {
            application: Application::Openpgp,
            serial: "1",
            slot: 0,
            curve: Curve::X25519,
            public_key: PublicKey::from(&card()).to_bytes(),
        },
        local: None,
    };
    let now = Timestamp::from_unix(1_790_000_000);
    let store = SqliteStore::create(file).unwrap();
    let (mut vault, created) = Vault::create(&first, now, numbers.seed()).unwrap();
    store.apply(&created).unwrap();
    let mut state = State::new();
    let mut states = BTreeMap::from([(1, state.clone())]);
    for change in 0..CHANGES {
        let mut edits = vec![];
        let mut inserted = vec![];
        for part in 0..=numbers.below(20) {
            let content = email(&format!(
                "{change}.{part}.{}",
                "x".repeat(numbers.below(400))
            ));
            let known = state.keys().nth(numbers.below(state.len().max(1))).copied();
            let known = known.filter(|known| !touches(&edits, *known));
            match (known, numbers.below(4)) {
                (Some(known), 0) => {
                    state.remove(&known);
                    edits.push(Edit::Delete(known));
                }
                (Some(known), 1) => {
                    state.insert(known, content.clone());
                    edits.push(Edit::Replace(known, content));
                }
                _ => {
                    inserted.push(content.clone());
                    edits.push(Edit::Insert(content));
                }
            }
        }
        let seed = || Ok::<_, Failure>(numbers.seed());
        let ids = run(vault.write(&store, &edits, WRITER, seed)).unwrap();
        state.extend(ids.into_iter().zip(inserted));
        states.insert(vault.revision(), state.clone());
    }
    let base = fs::read(file).unwrap();
    let journal = fs::read(journal_of(file)).unwrap();
    (states, base, journal)
}

fn touches(edits: &[Edit], id: RecordId) -> bool {
    edits.iter().any(|edit| match edit {
        Edit::Replace(known, _) | Edit::Delete(known) => *known == id,
        _ => false,
    })
}

fn journal_of(file: &Path) -> std::path::PathBuf {
    let mut name = file.file_name().unwrap().to_owned();
    name.push("-wal");
    file.with_file_name(name)
}

/// What the vault holds after the power came back, `None` where it was not made yet.
fn after(file: &Path, base: &[u8], journal: &[u8]) -> Option<(u64, State)> {
    for beside in fs::read_dir(file.parent().unwrap()).unwrap() {
        fs::remove_file(beside.unwrap().path()).unwrap();
    }
    fs::write(file, base).unwrap();
    fs::write(journal_of(file), journal).unwrap();
    let store = match SqliteStore::open(file) {
        Ok(store) => store,
        Err(Failure::VaultAbsent { .. }) => return None,
        Err(failure) => panic!("{failure:?}"),
    };
    let locked = Vault::read(&store.header().unwrap().unwrap()).unwrap();
    let unlocker = locked.unlockers()[0].id();
    let seed = Numbers(77).seed();
    let agreeing = locked.agree_with_card(unlocker, seed).unwrap();
    let Point::X25519(point) = *agreeing.point() else {
        panic!("{agreeing:?}");
    };
    let point = PublicKey::from(point);
    let answer = card().diffie_hellman(&point).to_bytes();
    let mut vault = agreeing.reply(&answer, None).unwrap();
    let state = read(&mut vault, &store);
    Some((vault.revision(), state))
}

fn read(vault: &mut Vault<Unlocked>, store: &SqliteStore) -> State {
    let ids = run(vault.step::<_, Failure>(store, |vault| {
        let found = vault.query(&Query::default())?;
        assert_eq!(found.damaged, 0);
        Ok(found.records.iter().map(|one| one.id()).collect::<Vec<_>>())
    }));
    let taken = run(vault.open_all::<Failure>(store, &ids.unwrap())).unwrap();
    let taken = taken.into_iter();
    taken
        .map(|(id, opened)| (id, opened.unwrap().into_content()))
        .collect()
}

#[test]
fn a_power_cut_at_any_byte_leaves_the_state_before_or_after() {
    let folder = tempfile::tempdir().unwrap();
    let written = folder.path().join("written");
    fs::create_dir(&written).unwrap();
    let (states, base, journal) = history(&written.join("vault.db"));
    let cut = folder.path().join("cut");
    fs::create_dir(&cut).unwrap();
    let file = cut.join("vault.db");
    let mut last = 0;
    let mut seen = 0;
    // The header of the journal has 32 bytes, a frame 24 and a page.
    let page = usize::from(u16::from_be_bytes([base[16], base[17]]));
    let frame = page + 24;
    let ends = (0..)
        .map(|number| 32 + number * frame)
        .take_while(|end| *end <= journal.len());
    let cuts = ends.flat_map(|end| [end, end + 1, end + frame - 1]);
    for length in cuts.filter(|length| *length <= journal.len()) {
        let Some((revision, state)) = after(&file, &base, &journal[..length]) else {
            assert_eq!(last, 0, "the vault was there before");
            continue;
        };
        assert!(
            revision == last || revision == last + 1,
            "{last} to {revision}"
        );
        assert!(
            state == states[&revision],
            "revision {revision}, cut at {length}"
        );
        seen += usize::from(revision != last);
        last = revision;
    }
    assert_eq!(seen, states.len(), "every revision was reached");

    // A frame that was torn, anywhere: what follows it never was.
    for number in 0..40 {
        let place = 32 + (journal.len() - 33) * number / 40;
        let mut torn = journal.clone();
        torn[place] ^= 1;
        if let Some((revision, state)) = after(&file, &base, &torn) {
            assert!(state == states[&revision], "torn at {place}");
        }
    }
}
