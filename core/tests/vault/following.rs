//! Two programs on one store.

use crate::support::*;
use hailstone_core::testkit::{MemoryStore, Trouble, fixed_seed};
use hailstone_core::vault::{Edit, StoreError, Unlocked, Vault, VaultError};
use x25519_dalek::StaticSecret;

/// Two programs that have the same vault open, and its store.
fn two(card: &StaticSecret) -> (Vault<Unlocked>, Vault<Unlocked>, MemoryStore) {
    let (one, store, _) = card_vault(card);
    let other = unlock_by_card(&header(&store), 0, card).unwrap();
    (one, other, store)
}

fn insert(address: &str) -> [Edit; 1] {
    [Edit::Insert(email(address))]
}

#[test]
fn a_write_that_met_a_conflict_is_made_on_top_of_the_others() {
    let card = StaticSecret::from([7; 32]);
    let (mut one, mut other, store) = two(&card);
    let first = write(&mut one, &store, &insert("one@example.org"), 3).unwrap()[0];
    let conflict = write(&mut other, &store, &insert("other@example.org"), 4);
    assert_eq!(conflict, Err(Trouble::Store(StoreError::Conflict)));
    other.follow(&header(&store)).unwrap();
    assert_eq!(other.revision(), one.revision());
    let second = write(&mut other, &store, &insert("other@example.org"), 4).unwrap()[0];
    one.follow(&header(&store)).unwrap();
    for vault in [&mut one, &mut other] {
        assert_eq!(content(vault, &store, first), Ok(email("one@example.org")));
        assert_eq!(
            content(vault, &store, second),
            Ok(email("other@example.org"))
        );
    }
}

#[test]
fn the_same_header_again_is_nothing_new() {
    let card = StaticSecret::from([7; 32]);
    let (mut one, _, store) = two(&card);
    assert_eq!(one.follow(&header(&store)), Ok(()));
}

#[test]
fn what_the_root_does_not_vouch_for_is_not_followed() {
    let card = StaticSecret::from([7; 32]);
    let (mut one, mut other, store) = two(&card);
    let before = header(&store);
    write(&mut one, &store, &insert("one@example.org"), 3).unwrap();
    let after = header(&store);
    // Older than what is known.
    assert_eq!(one.follow(&before), Err(VaultError::ChangesStale));
    // Changed by somebody without the root, in any place.
    for place in 6..after.len() {
        let mut changed = after.clone();
        changed[place] ^= 1;
        assert!(other.follow(&changed).is_err(), "{place}");
    }
    // Another vault.
    let (_, elsewhere, _) = begin(&by_card(&card), 40);
    assert_eq!(
        other.follow(&header(&elsewhere)),
        Err(VaultError::OtherVault)
    );
    assert_eq!(other.follow(b"HSTV"), Err(VaultError::HeaderMalformed));
    // Nothing of that has changed anything.
    assert_eq!(other.header_bytes(), before);
    other.follow(&after).unwrap();
}

#[test]
fn a_new_root_is_not_followed_but_locked_out() {
    let lost = StaticSecret::from([7; 32]);
    let kept = StaticSecret::from([8; 32]);
    let (mut one, mut other, store) = two(&lost);
    let added = one
        .prepare_unlocker(&by_card(&kept), fixed_seed(3))
        .unwrap();
    keep(&mut one, &store, added);
    // Another unlocker alone is no reason to lock.
    other.follow(&header(&store)).unwrap();
    assert_eq!(other.unlockers().len(), 2);
    let unlocker = one.unlockers()[0].id();
    let removal = one.prepare_removal(unlocker, fixed_seed(4)).unwrap();
    keep(&mut one, &store, removal);
    assert_eq!(other.follow(&header(&store)), Err(VaultError::Tampered));
}
