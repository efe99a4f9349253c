//! A copy on a card that is made anew.

use crate::merging::{Copy, Seeds, first, person};
use crate::support::*;
use hailstone_core::data::Field;
use hailstone_core::id::RecordId;
use hailstone_core::testkit::{Trouble, run};
use hailstone_core::vault::{Backup, Edit, Merged, Renewed, VaultError, Wishes};
use std::cell::RefCell;
use x25519_dalek::StaticSecret;

const ROOM: usize = 20_000;

fn is_damage(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Vault(error) if Renewed::DAMAGE.contains(error))
}

fn renew(
    copy: &mut Copy,
    found: &[Vec<u8>],
    wishes: &Wishes,
    seeds: &mut Seeds,
) -> Result<Renewed, Trouble> {
    let seeds = RefCell::new(seeds);
    let seed = || Ok(seeds.borrow_mut().next());
    let renewed =
        copy.vault
            .renew_copy::<Trouble>(&copy.store, found, ROOM, wishes, is_damage, seed);
    run(renewed)
}

fn with_three(seeds: &mut Seeds) -> (Copy, Vec<RecordId>) {
    let mut one = Copy::of(&first(), 1);
    let edits: Vec<Edit> = ["Ada", "Grace", "Hedy"]
        .map(|name| Edit::Insert(person(name)))
        .into();
    let ids = one.write(&edits, seeds);
    (one, ids)
}

#[test]
fn what_a_card_has_from_elsewhere_comes_before_it_is_written_over() {
    let mut seeds = Seeds(1);
    let (mut one, ids) = with_three(&mut seeds);
    let mut other = Copy::of(&one.store, 2);
    other.update(ids[0], Field::Name, "Ada Lovelace", &mut seeds);
    other.write(&[Edit::Insert(person("Mary"))], &mut seeds);
    let theirs = renew(&mut other, &[], &Wishes::default(), &mut seeds).unwrap();
    assert_eq!((theirs.records, theirs.left_out), (5, 0));
    assert_eq!(theirs.merged, Merged::default());

    one.update(ids[1], Field::Name, "Grace Hopper", &mut seeds);
    let found = [theirs.bytes];
    let ours = renew(&mut one, &found, &Wishes::default(), &mut seeds).unwrap();
    assert_eq!(ours.merged.came, 1);
    run(one.vault.check_copy::<Trouble>(&ours.bytes)).unwrap();
    // And back.
    let again = renew(&mut other, &[ours.bytes], &Wishes::default(), &mut seeds).unwrap();
    assert_eq!(again.merged.came, 0);
    assert_eq!(one.state(), other.state());
}

#[test]
fn what_a_person_wanted_on_the_card_is_wanted_there_still() {
    let mut seeds = Seeds(2);
    let (mut one, ids) = with_three(&mut seeds);
    let wishes = |wanted: &[RecordId], unwanted: &[RecordId]| Wishes {
        wanted: wanted.into(),
        unwanted: unwanted.into(),
        replace: false,
    };
    let chosen = |copy: &Copy, renewed: &Renewed| {
        let locked = Backup::read(&renewed.bytes).unwrap().vault().unwrap();
        let opened = locked
            .unlock_beside(&copy.vault)
            .map_err(|refused| refused.error);
        opened.unwrap().chosen().to_vec()
    };
    let made = renew(&mut one, &[], &wishes(&ids[2..], &[]), &mut seeds).unwrap();
    let made = renew(&mut one, &[made.bytes], &Wishes::default(), &mut seeds).unwrap();
    assert_eq!(chosen(&one, &made), [ids[2]]);
    let made = renew(&mut one, &[made.bytes], &wishes(&ids[..1], &[]), &mut seeds).unwrap();
    assert_eq!(chosen(&one, &made), [ids[0], ids[2]]);
    let made = renew(&mut one, &[made.bytes], &wishes(&[], &ids[2..]), &mut seeds).unwrap();
    assert_eq!(chosen(&one, &made), [ids[0]]);
}

#[test]
fn a_damaged_generation_is_passed_over_and_one_that_may_not_be_opened_is_not() {
    let mut seeds = Seeds(3);
    let (mut one, _) = with_three(&mut seeds);
    let good = renew(&mut one, &[], &Wishes::default(), &mut seeds)
        .unwrap()
        .bytes;
    let mut damaged = good.clone();
    damaged[80] ^= 1;
    let found = [damaged.clone(), good.clone()];
    renew(&mut one, &found, &Wishes::default(), &mut seeds).unwrap();
    let code = |outcome: Result<Renewed, Trouble>| match outcome.unwrap_err() {
        Trouble::Vault(error) => error,
        Trouble::Store(error) => panic!("{error}"),
    };
    let refused = renew(&mut one, &[damaged.clone()], &Wishes::default(), &mut seeds);
    assert_eq!(code(refused), VaultError::BackupMalformed);
    let (mut vault, store, _) = begin(&by_card(&StaticSecret::from([8; 32])), 90);
    let foreign = run(vault.back_up::<Trouble>(&store)).unwrap();
    let foreign = foreign.write().unwrap();
    let refused = renew(
        &mut one,
        &[foreign.clone(), good],
        &Wishes::default(),
        &mut seeds,
    );
    assert_eq!(code(refused), VaultError::OtherVault);
    for lost in [damaged, foreign] {
        let wishes = Wishes {
            replace: true,
            ..Wishes::default()
        };
        renew(&mut one, &[lost], &wishes, &mut seeds).unwrap();
    }
}

#[test]
fn a_copy_with_a_bit_changed_is_no_copy() {
    let mut seeds = Seeds(4);
    let (mut one, _) = with_three(&mut seeds);
    let good = renew(&mut one, &[], &Wishes::default(), &mut seeds)
        .unwrap()
        .bytes;
    for place in 0..good.len() {
        let mut changed = good.clone();
        changed[place] ^= 1;
        assert!(
            run(one.vault.check_copy::<Trouble>(&changed)).is_err(),
            "{place}"
        );
    }
}
