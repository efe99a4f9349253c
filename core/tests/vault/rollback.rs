use crate::support::*;
use hailstone_core::id::{VaultId, WriterId};
use hailstone_core::testkit::{MemoryStore, Trouble, fixed_seed, run};
use hailstone_core::vault::{Edit, Store, Unlocked, Vault, VaultError, Witness};
use x25519_dalek::StaticSecret;

const OTHER: WriterId = WriterId::from_bytes([0; 16]);

fn card() -> StaticSecret {
    StaticSecret::from([7; 32])
}

fn reopened(store: &MemoryStore) -> Vault<Unlocked> {
    unlock_by_card(&header(store), 0, &card()).unwrap()
}

fn copy(vault: &mut Vault<Unlocked>, store: &MemoryStore) -> MemoryStore {
    let copy = MemoryStore::default();
    let backup = run(vault.back_up::<Trouble>(store)).unwrap();
    run(copy.apply(&backup.into_changes())).unwrap();
    copy
}

fn add(vault: &mut Vault<Unlocked>, store: &MemoryStore, writer: WriterId, seed: u8) {
    let edits = [Edit::Insert(email("x@example.org"))];
    let prepared = run(vault.step::<_, Trouble>(store, |vault| {
        vault.prepare(&edits, writer, fixed_seed(seed))
    }));
    keep(vault, store, prepared.unwrap());
}

#[test]
fn f10_a_copy_from_before_a_write_is_older_than_what_was_seen() {
    let (mut vault, store, _) = card_vault(&card());
    let old = copy(&mut vault, &store);
    assert_eq!(vault.compare(&vault.witness()), Ok(()));
    let before = vault.witness();
    add(&mut vault, &store, OTHER, 3);
    let seen = Witness::parse(&vault.witness().to_bytes()).unwrap();
    assert_eq!(reopened(&store).compare(&seen), Ok(()));
    assert_eq!(
        reopened(&store).compare(&before),
        Ok(()),
        "it has only grown"
    );
    assert_eq!(reopened(&old).compare(&seen), Err(VaultError::RolledBack));
    assert_eq!(reopened(&old).compare(&before), Ok(()));
}

/// An unlocker that was removed comes back with the copy from before its removal, and no record has changed meanwhile.
#[test]
fn f10_a_copy_from_before_a_removal_is_older_than_what_was_seen() {
    let (mut vault, store, _) = card_vault(&card());
    let spare = by_card(&StaticSecret::from([8; 32]));
    let added = vault.prepare_unlocker(&spare, fixed_seed(3)).unwrap();
    keep(&mut vault, &store, added);
    let old = copy(&mut vault, &store);
    let spare = vault.unlockers()[1].id();
    let removal = vault.prepare_removal(spare, fixed_seed(4)).unwrap();
    keep(&mut vault, &store, removal);
    let seen = vault.witness();
    assert_eq!(reopened(&old).compare(&seen), Err(VaultError::RolledBack));
    // Writing to the old copy until its revision is greater hides nothing.
    let mut old_vault = reopened(&old);
    for seed in 10..15 {
        add(&mut old_vault, &old, OTHER, seed);
    }
    assert!(old_vault.revision() > seen.revision());
    assert_eq!(reopened(&old).compare(&seen), Err(VaultError::RolledBack));
}

#[test]
fn f10_a_copy_that_went_on_without_what_was_seen_is_noticed_whatever_its_revision() {
    let (mut vault, store, _) = card_vault(&card());
    let old = copy(&mut vault, &store);
    add(&mut vault, &store, OTHER, 3);
    let seen = vault.witness();
    let mut old_vault = reopened(&old);
    for seed in 10..15 {
        add(&mut old_vault, &old, WriterId::from_bytes([0xff; 16]), seed);
    }
    assert!(old_vault.revision() > seen.revision());
    assert_eq!(old_vault.compare(&seen), Err(VaultError::RolledBack));
    // Once the two are merged, nothing is missing.
    let seed = || Ok::<_, Trouble>(fixed_seed(77));
    run(old_vault.merge(&old, &mut vault, &store, seed)).unwrap();
    assert_eq!(old_vault.compare(&seen), Ok(()));
}

#[test]
fn what_two_have_seen_is_joined() {
    let (mut vault, store, _) = card_vault(&card());
    let apart = copy(&mut vault, &store);
    let mut other = reopened(&apart);
    add(&mut vault, &store, OTHER, 3);
    add(&mut other, &apart, WriterId::from_bytes([0xff; 16]), 4);
    let joined = vault.witness().join(&other.witness()).unwrap();
    assert_eq!(joined, other.witness().join(&vault.witness()).unwrap());
    assert_eq!(Witness::parse(&joined.to_bytes()), Ok(joined.clone()));
    for vault in [&vault, &other] {
        assert_eq!(vault.compare(&joined), Err(VaultError::RolledBack));
        assert_eq!(
            vault.witness().join(&vault.witness()).unwrap(),
            vault.witness()
        );
    }
    let (stranger, _, _) = begin(&by_card(&card()), 60);
    assert_eq!(stranger.compare(&joined), Err(VaultError::OtherVault));
    assert_eq!(
        stranger.witness().join(&joined),
        Err(VaultError::OtherVault)
    );
    assert_ne!(stranger.id(), VaultId::from_bytes([0; 16]));
}

#[test]
fn f5_a_note_that_is_cut_off_or_has_something_behind_it_is_refused() {
    let (mut vault, store, _) = card_vault(&card());
    add(&mut vault, &store, OTHER, 3);
    let good = vault.witness().to_bytes();
    let malformed = Err(VaultError::WitnessMalformed);
    for length in 0..good.len() {
        assert_eq!(Witness::parse(&good[..length]), malformed, "{length}");
    }
    assert_eq!(Witness::parse(&[&good[..], &[0]].concat()), malformed);
    for (version, outcome) in [
        (0, VaultError::WitnessMalformed),
        (2, VaultError::VersionTooNew),
    ] {
        let mut changed = good.clone();
        changed[5] = version;
        assert_eq!(Witness::parse(&changed), Err(outcome));
    }
    // The writers out of order, or one of them twice: each is seventeen bytes at the end here.
    let (start, writers) = good.split_at(good.len() - 34);
    let (one, two) = writers.split_at(17);
    assert_eq!(Witness::parse(&[start, two, one].concat()), malformed);
    assert_eq!(Witness::parse(&[start, one, one].concat()), malformed);
    assert!(Witness::parse(&[start, one, two].concat()).is_ok());
    let text = format!("{:?}", vault.witness());
    assert!(text.starts_with("Witness { vault: VaultId("), "{text}");
}
