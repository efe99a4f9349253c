//! A copy of the vault is opened with the keys of the one that is open, and brought into it.

use crate::support::*;
use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::id::WriterId;
use hailstone_core::secret::SecretBytes;
use hailstone_core::testkit::{MemoryStore, Trouble, fixed_seed, run};
use hailstone_core::vault::{
    Content, Edit, Merged, NewUnlocker, RecoveryKey, RecoveryShares, Unlocked, Vault, VaultError,
};
use std::fs;
use x25519_dalek::StaticSecret;

const ADDED: [u8; 32] = [8; 32];
/// The words of a recovery sheet: sixteen times 0x80.
const SHEET: &str =
    "letter advice cage absurd amount doctor acoustic avoid letter advice cage above";

/// A vault with two cards, opened by the first.
fn vault() -> (Vault<Unlocked>, MemoryStore) {
    let (mut vault, store, _) = card_vault(&StaticSecret::from([7; 32]));
    let added = by_card(&StaticSecret::from(ADDED));
    let added = vault.prepare_unlocker(&added, fixed_seed(3)).unwrap();
    keep(&mut vault, &store, added);
    (vault, store)
}

fn remove_first(vault: &mut Vault<Unlocked>, store: &MemoryStore, seed: u8) {
    let first = vault.unlockers()[0].id();
    let removal = vault.prepare_removal(first, fixed_seed(seed)).unwrap();
    keep(vault, store, removal);
}

fn beside(header: &[u8], open: &Vault<Unlocked>) -> Result<Vault<Unlocked>, VaultError> {
    let opened = Vault::read(header)?.unlock_beside(open);
    opened.map_err(|refused| refused.error)
}

#[test]
fn the_keys_of_an_open_vault_open_its_older_copies() {
    let (mut open, store) = vault();
    let copy = store.copy();
    // Also after the root has changed: the older one is still known, as older pages lie under it.
    remove_first(&mut open, &store, 5);
    let mut older = beside(&header(&copy), &open).unwrap();
    assert_eq!(older.unlockers().len(), 2);
    assert_eq!(older.opened_by(), open.opened_by());
    assert_eq!(all(&mut older, &copy), all(&mut open, &store));
}

#[test]
fn a_copy_with_a_newer_root_wants_one_of_its_own_unlockers() {
    let (open, store) = vault();
    let copy = store.copy();
    let mut other = unlock_by_card(&header(&copy), 1, &StaticSecret::from(ADDED)).unwrap();
    remove_first(&mut other, &copy, 5);
    let header = header(&copy);
    let refused = Vault::read(&header).unwrap().unlock_beside(&open);
    let refused = refused.unwrap_err();
    assert_eq!(refused.error, VaultError::CopyNewer);
    // It comes back as it was, for who has one.
    let id = refused.vault.unlockers()[0].id();
    assert_eq!(id, other.unlockers()[0].id());
}

#[test]
fn another_vault_and_a_forged_copy_are_refused() {
    let (open, store) = vault();
    let card = StaticSecret::from([9; 32]);
    let (_, created) = Vault::create(&by_card(&card), NOW, fixed_seed(77)).unwrap();
    let outcome = beside(created.header(), &open).unwrap_err();
    assert_eq!(outcome, VaultError::OtherVault);
    let mut forged = header(&store);
    let last = forged.len() - 1;
    forged[last] ^= 1;
    assert_eq!(beside(&forged, &open).unwrap_err(), VaultError::Tampered);
}

#[test]
fn what_came_of_a_merge_is_counted() {
    let (mut one, store) = vault();
    let person = |name: &str| {
        let record = Record::new(Kind::Person).with(Field::Name, name);
        Edit::Insert(Content::Data(record))
    };
    let ids = write(&mut one, &store, &[person("Ada"), person("Bob")], 20).unwrap();
    let copy = store.copy();
    let mut other = beside(&header(&copy), &one).unwrap();
    let update = |number: usize, name: &str| {
        Edit::Update(ids[number], vec![(Field::Name, Some(name.into()))])
    };
    let writer = WriterId::from_bytes([9; 16]);
    let mut number = 40;
    let mut edit = |vault: &mut Vault<Unlocked>, store: &MemoryStore, writer, edits: &[Edit]| {
        let seed = || {
            number += 1;
            Ok::<_, Trouble>(fixed_seed(number))
        };
        run(vault.write(store, edits, writer, seed)).unwrap()
    };
    edit(
        &mut other,
        &copy,
        writer,
        &[update(0, "Ada King"), update(1, "Robert"), person("Eve")],
    );
    edit(
        &mut one,
        &store,
        hailstone_core::testkit::WRITER,
        &[update(0, "Ada Lovelace"), Edit::Delete(ids[1])],
    );
    let mut bring_in = |one: &mut Vault<Unlocked>, seed| {
        let seed = || Ok::<_, Trouble>(fixed_seed(seed));
        run(one.bring_in(&store, &mut other, &copy, seed)).unwrap()
    };
    let merged = Merged {
        came: 1,
        changed: 2,
        choices: 1,
        disputed: 1,
    };
    assert_eq!(bring_in(&mut one, 60), merged);
    // Once more there is nothing new, and what waits still waits.
    let again = Merged {
        came: 0,
        changed: 0,
        ..merged
    };
    let revision = one.revision();
    assert_eq!(bring_in(&mut one, 61), again);
    assert_eq!(one.revision(), revision, "nothing was written");
}

/// The copies of one vault that the end-to-end tests restore and merge: they have no screen to edit a record on. `ours` and
/// `theirs` were changed without knowing of each other; in `newer`, a copy of `theirs`, the card was removed.
fn copies() -> [(&'static str, Vec<u8>); 3] {
    let words = passphrase("two copies of one vault");
    let sheet = SecretBytes::from(SHEET.to_string());
    let sheet = RecoveryKey::parse(&sheet).unwrap();
    let card = StaticSecret::from([7; 32]);
    let (mut ours, store, ada) = begin(&by_passphrase(&words), 120);
    let shares = RecoveryShares::make(2, 3, fixed_seed(127)).unwrap();
    let words = shares.shares().iter().map(|share| share.words().join(" "));
    assert_eq!(words.collect::<Vec<_>>()[1..], SHARES);
    let shares = NewUnlocker::Shares {
        label: "Family",
        shares: &shares,
    };
    for (new, seed) in [
        (by_sheet(&sheet), 121),
        (by_card(&card), 122),
        (shares, 128),
    ] {
        let added = ours.prepare_unlocker(&new, fixed_seed(seed)).unwrap();
        keep(&mut ours, &store, added);
    }
    let person = Record::new(Kind::Person).with(Field::Name, "Ada");
    let person = [
        Edit::Insert(Content::Data(person)),
        Edit::Insert(email("old@example.org")),
    ];
    let ids = write(&mut ours, &store, &person, 123).unwrap();
    let copy = store.copy();
    let mut theirs = unlock(&copy, "two copies of one vault").unwrap();
    let name = |name: &str| Edit::Update(ids[0], vec![(Field::Name, Some(name.into()))]);
    let label = |id| Edit::Update(id, vec![(Field::Label, Some("work".into()))]);
    write(
        &mut ours,
        &store,
        &[name("Ada King"), Edit::Delete(ids[1])],
        124,
    )
    .unwrap();
    let news = [
        name("Ada Lovelace"),
        label(ids[1]),
        label(ada),
        Edit::Insert(email("new@example.org")),
    ];
    let other = WriterId::from_bytes([0x77; 16]);
    let seed = || Ok::<_, Trouble>(fixed_seed(125));
    run(theirs.write(&copy, &news, other, seed)).unwrap();
    let backup = |vault: &mut Vault<Unlocked>, store: &MemoryStore| {
        run(vault.back_up::<Trouble>(store))
            .unwrap()
            .write()
            .unwrap()
    };
    let (ours, before) = (backup(&mut ours, &store), backup(&mut theirs, &copy));
    let card = theirs.unlockers()[2].id();
    let removal = theirs.prepare_removal(card, fixed_seed(126)).unwrap();
    keep(&mut theirs, &copy, removal);
    let newer = backup(&mut theirs, &copy);
    [("ours", ours), ("theirs", before), ("newer", newer)]
}

/// The second and the third share of three, two of which open the copies.
const SHARES: [&str; 2] = [
    "accuse boy ancient gauge light almost review frozen buzz system off federal enact across abstract",
    "accuse boy angry agent reveal exhibit stumble share buddy because chase play pyramid visual drift",
];

fn sample(name: &str) -> String {
    format!("../web/e2e/samples/copies/{name}.backup")
}

#[test]
fn the_copies_of_the_end_to_end_tests_are_those_that_are_made() {
    for (name, bytes) in copies() {
        assert!(fs::read(sample(name)).unwrap() == bytes, "{name}");
    }
}

#[test]
#[ignore = "writes the copies that the end-to-end tests merge"]
fn write_copies() {
    for (name, bytes) in copies() {
        fs::write(sample(name), bytes).unwrap();
    }
}
