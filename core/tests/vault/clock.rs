//! A clock that jumps: what is written follows change numbers, and times are only shown.

use crate::support::*;
use hailstone_core::data::Field;
use hailstone_core::id::{RecordId, WriterId};
use hailstone_core::testkit::{MemoryStore, Trouble, fixed_seed, run};
use hailstone_core::time::Timestamp;
use hailstone_core::vault::{Edit, Unlocked, Vault};
use x25519_dalek::StaticSecret;

/// Before everything, as things are, and after everything.
const CLOCKS: [Timestamp; 5] = [
    Timestamp::from_unix(0),
    NOW,
    Timestamp::from_unix(u64::MAX),
    Timestamp::from_unix(1),
    NOW,
];

fn card() -> StaticSecret {
    StaticSecret::from([9; 32])
}

/// Opens what is stored at a moment, writes a nickname, and gives the vault.
fn at(
    clock: Timestamp,
    store: &MemoryStore,
    id: RecordId,
    writer: u8,
    seed: u8,
) -> Vault<Unlocked> {
    let mut vault = unlock_by_card(&header(store), 0, &card()).unwrap();
    vault.note_use(vault.opened_by(), clock);
    let value = Some(format!("written by {writer} with {seed}"));
    let edit = Edit::Update(id, vec![(Field::Nickname, value)]);
    let mut next = seed;
    let seeds = || {
        next = next.wrapping_add(100);
        Ok::<_, Trouble>(fixed_seed(next))
    };
    let writer = WriterId::from_bytes([writer; 16]);
    run(vault.write(store, &[edit], writer, seeds)).unwrap();
    vault
}

fn nicknames(vault: &mut Vault<Unlocked>, store: &MemoryStore, id: RecordId) -> Vec<String> {
    let versions = opened(vault, store, id).unwrap().versions();
    let mut values: Vec<_> = versions
        .into_iter()
        .filter(|version| version.field == Field::Nickname)
        .map(|version| version.value)
        .collect();
    values.sort();
    values
}

#[test]
fn whatever_the_clock_says_the_last_change_holds_and_no_copy_is_taken_for_an_older_one() {
    let (first, store, id) = card_vault(&card());
    let mut seen = first.witness();
    let mut changed = first.revision();
    for (number, clock) in (30..).zip(CLOCKS) {
        let vault = at(clock, &store, id, 1, number);
        assert!(vault.revision() > changed, "{clock:?}");
        changed = vault.revision();
        assert_eq!(vault.last_used(vault.opened_by()), Some(clock));
        assert_eq!(vault.compare(&seen), Ok(()), "{clock:?}");
        seen = vault.witness();
        let mut again = unlock_by_card(&header(&store), 0, &card()).unwrap();
        let written = format!("written by 1 with {number}");
        assert_eq!(nicknames(&mut again, &store, id), [written], "{clock:?}");
        assert_eq!(again.last_used(again.opened_by()), Some(clock));
    }
}

#[test]
fn of_two_copies_neither_wins_by_its_clock() {
    for (ours, theirs) in [(0, u64::MAX), (u64::MAX, 0)] {
        let (_, store, id) = card_vault(&card());
        let other_store = store.copy();
        let mut vault = at(Timestamp::from_unix(ours), &store, id, 1, 40);
        let mut other = at(Timestamp::from_unix(theirs), &other_store, id, 2, 50);
        let seed = || Ok::<_, Trouble>(fixed_seed(60));
        run(vault.merge(&store, &mut other, &other_store, seed)).unwrap();
        let values = nicknames(&mut vault, &store, id);
        assert_eq!(values, ["written by 1 with 40", "written by 2 with 50"]);
    }
}
