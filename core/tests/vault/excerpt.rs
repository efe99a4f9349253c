//! Excerpts: some of the vault's records in a place that has not room for all of them.

use crate::merging::{Copy, Done, Seeds, expected, first, person, random_edit};
use crate::support::*;
use hailstone_core::data::{Field, Receipt};
use hailstone_core::id::{RecordId, WriterId};
use hailstone_core::testkit::{MemoryStore, Trouble, run};
use hailstone_core::vault::{
    Backup, Content, Edit, Excerpt, Standing, Store, Unlocked, Vault, VaultError,
};
use std::collections::{BTreeMap, BTreeSet};
use x25519_dalek::StaticSecret;

const CARD: [u8; 32] = [9; 32];

fn excerpt(copy: &mut Copy, chosen: &[RecordId], room: usize, seeds: &mut Seeds) -> Excerpt {
    let seed = || Ok::<_, Trouble>(seeds.next());
    run(copy.vault.excerpt(&copy.store, chosen, room, seed)).unwrap()
}

/// What is made of an excerpt by somebody who has nothing else.
fn restored(backup: &Backup, writer: u8) -> Copy {
    let store = MemoryStore::default();
    run(store.apply(&backup.clone().into_changes())).unwrap();
    Copy::of(&store, writer)
}

fn bring_in(copy: &mut Copy, backup: &Backup, seeds: &mut Seeds) {
    let header = run(backup.header()).unwrap().unwrap();
    let mut other = unlock_by_card(&header, 0, &StaticSecret::from(CARD)).unwrap();
    let seed = || Ok::<_, Trouble>(seeds.next());
    let merged = copy.vault.merge(&copy.store, &mut other, backup, seed);
    run(merged).unwrap();
}

fn open(backup: &Backup) -> Vault<Unlocked> {
    let header = run(backup.header()).unwrap().unwrap();
    unlock_by_card(&header, 0, &StaticSecret::from(CARD)).unwrap()
}

fn twenty(seeds: &mut Seeds) -> (Copy, Vec<RecordId>) {
    let mut one = Copy::of(&first(), 1);
    let edits: Vec<Edit> = (0..20)
        .map(|number| Edit::Insert(person(&format!("Person {number}"))))
        .collect();
    let ids = one.write(&edits, seeds);
    (one, ids)
}

/// Room for a few records, more than for the header alone.
const SMALL: usize = 1500;

#[test]
fn an_excerpt_of_everything_is_a_whole_copy() {
    let mut seeds = Seeds(1);
    let (mut one, _) = twenty(&mut seeds);
    let all = excerpt(&mut one, &[], 100_000, &mut seeds);
    assert!(all.left_out.is_empty());
    let mut copy = restored(&all.backup, 2);
    assert_eq!(one.vault.standing(&copy.vault), Ok(Standing::Same));
    assert!(!copy.vault.is_excerpt());
    assert_eq!(copy.state(), one.state());
}

#[test]
fn an_excerpt_fits_and_no_more_would() {
    let mut seeds = Seeds(1);
    let (mut one, _) = twenty(&mut seeds);
    let mut before = 0;
    for room in (900..5000).step_by(100) {
        let part = excerpt(&mut one, &[], room, &mut seeds);
        assert!(part.backup.write().unwrap().len() <= room);
        assert_eq!(part.records.len() + part.left_out.len(), 21);
        assert!(part.records.len() >= before, "more room, more records");
        before = part.records.len();
        let mut copy = restored(&part.backup, 2);
        let there: BTreeSet<RecordId> = copy.state().into_keys().collect();
        assert_eq!(there, part.records.into_iter().collect());
        assert_eq!(copy.vault.is_excerpt(), !part.left_out.is_empty());
    }
    assert_eq!(before, 21);
}

#[test]
fn where_not_even_the_unlockers_fit_it_is_said() {
    let mut seeds = Seeds(1);
    let (mut one, _) = twenty(&mut seeds);
    for room in [0, 255, 300] {
        let seed = || Ok::<_, Trouble>(seeds.next());
        let refused = run(one.vault.excerpt(&one.store, &[], room, seed));
        assert_eq!(refused.unwrap_err(), VaultError::NoRoom.into());
    }
}

#[test]
fn no_passphrase_opens_an_excerpt() {
    let mut seeds = Seeds(1);
    let (mut one, _) = twenty(&mut seeds);
    let words = passphrase("correct horse");
    let added = one
        .vault
        .prepare_unlocker(&by_passphrase(&words), seeds.next());
    keep(&mut one.vault, &one.store, added.unwrap());
    let part = excerpt(&mut one, &[], SMALL, &mut seeds);
    let kinds = |vault: &Vault<Unlocked>| vault.unlockers().len();
    assert_eq!((kinds(&one.vault), kinds(&open(&part.backup))), (2, 1));

    let store = MemoryStore::default();
    let (mut vault, created) = Vault::create(&by_passphrase(&words), NOW, seeds.next()).unwrap();
    run(store.apply(&created)).unwrap();
    let seed = || Ok::<_, Trouble>(seeds.next());
    let refused = run(vault.excerpt(&store, &[], 100_000, seed));
    assert_eq!(refused.unwrap_err(), VaultError::KeyMissing.into());
}

#[test]
fn what_the_person_chose_comes_first_and_is_remembered() {
    let mut seeds = Seeds(1);
    let (mut one, ids) = twenty(&mut seeds);
    let chosen = [ids[3], ids[17]];
    let part = excerpt(&mut one, &chosen, SMALL, &mut seeds);
    assert_eq!(part.records[..2], chosen);
    assert!(!part.left_out.is_empty());
    assert_eq!(open(&part.backup).chosen(), chosen);
    // What is not there any more is not in the way.
    let gone = RecordId::from_bytes([0xee; 16]);
    let part = excerpt(&mut one, &[gone, ids[5]], SMALL, &mut seeds);
    assert_eq!(open(&part.backup).chosen(), [ids[5]]);
}

#[test]
fn receipts_and_what_was_deleted_come_last() {
    let mut seeds = Seeds(1);
    let (mut one, ids) = twenty(&mut seeds);
    let receipt = Content::Receipt(Box::new(receipt()));
    let receipt = one.write(&[Edit::Insert(receipt)], &mut seeds)[0];
    one.write(&[Edit::Delete(ids[0])], &mut seeds);
    one.update(ids[8], Field::Nickname, "eight", &mut seeds);
    let order = run(one
        .vault
        .step::<_, Trouble>(&one.store, |vault| vault.by_priority(&[])))
    .unwrap();
    assert_eq!(order[0], ids[8], "what was changed last comes first");
    assert_eq!(order[order.len() - 2..], [ids[0], receipt]);
}

#[test]
fn f11_what_is_left_out_is_not_deleted_in_whom_it_is_merged_into() {
    let mut seeds = Seeds(1);
    let (mut one, ids) = twenty(&mut seeds);
    let mut other = Copy::of(&one.store, 2);
    one.update(ids[3], Field::Name, "three", &mut seeds);
    one.update(ids[4], Field::Name, "four", &mut seeds);
    let chosen = [&ids[3..4], &ids[5..]].concat();
    let part = excerpt(&mut one, &chosen, SMALL, &mut seeds);
    assert!(part.left_out.contains(&ids[4]));
    bring_in(&mut other, &part.backup, &mut seeds);
    let four = other.state()[&ids[4]].clone();
    // It has not been told of the change that was left out, and knows it.
    other.merge(&mut one, &mut seeds).unwrap();
    assert_ne!(other.state()[&ids[4]], four);
    assert_eq!(other.state(), one.state());
    assert_eq!(other.vault.standing(&one.vault), Ok(Standing::Same));
    assert!(!other.vault.is_excerpt(), "everything is there now");
}

/// The everyday use of a card that is too small, between two machines: no edit becomes a choice.
#[test]
fn a_record_that_goes_to_and_fro_stays_one_value() {
    let mut seeds = Seeds(1);
    let (mut one, ids) = twenty(&mut seeds);
    let mut other = Copy::of(&one.store, 2);
    let mut card = excerpt(&mut one, &[ids[3]], SMALL, &mut seeds).backup;
    for round in 0..10 {
        for copy in [&mut one, &mut other] {
            bring_in(copy, &card, &mut seeds);
            assert!(copy.choices().iter().all(|choices| *choices == (0, false)));
            copy.update(ids[3], Field::Name, &format!("round {round}"), &mut seeds);
            copy.update(
                ids[12],
                Field::Nickname,
                &format!("not on the card {round}"),
                &mut seeds,
            );
            card = excerpt(copy, &[ids[3]], SMALL, &mut seeds).backup;
        }
    }
    let read = |copy: &mut Copy| copy.state()[&ids[3]].clone();
    assert_eq!(read(&mut restored(&card, 3)), read(&mut other));
    bring_in(&mut one, &card, &mut seeds);
    assert_eq!(read(&mut one), read(&mut other));
    // A second time there is nothing new in it.
    assert_ne!(one.vault.standing(&open(&card)), Ok(Standing::Behind));
}

#[test]
fn f10_an_excerpt_in_the_place_of_the_whole_vault_is_noticed() {
    let mut seeds = Seeds(1);
    let (mut one, _) = twenty(&mut seeds);
    let seen = one.vault.witness();
    let part = excerpt(&mut one, &[], SMALL, &mut seeds);
    assert_eq!(
        restored(&part.backup, 1).vault.compare(&seen),
        Err(VaultError::RolledBack)
    );
}

#[test]
fn f2_a_page_of_an_excerpt_is_none_of_the_vault() {
    let mut seeds = Seeds(1);
    let (mut one, _) = twenty(&mut seeds);
    let part = excerpt(&mut one, &[], SMALL, &mut seeds);
    for (id, sealed) in part.backup.pages() {
        let own = run(one.store.read(&[*id])).unwrap().pop().unwrap();
        assert_ne!(own.as_deref(), Some(sealed.as_slice()));
    }
}

/// One copy, what it knows of each record as the oracle sees it, and which records it has.
struct Known {
    copy: Copy,
    seen: BTreeMap<RecordId, BTreeSet<usize>>,
}

impl Known {
    fn learn(&mut self, of: &BTreeMap<RecordId, BTreeSet<usize>>) {
        for (id, news) in of {
            self.seen.entry(*id).or_default().extend(news);
        }
    }
}

#[test]
fn f11_random_histories_with_a_card_that_is_too_small_converge_without_loss() {
    let begin = first();
    let mut known = Copy::of(&begin, 1).state();
    let (before, _) = known.pop_first().unwrap();
    for number in 0..200_u64 {
        let mut seeds = Seeds(number << 20);
        let mut all: Vec<Known> = (1..=2)
            .map(|number| Known {
                copy: Copy::of(&begin, number),
                seen: BTreeMap::new(),
            })
            .collect();
        let mut history: Vec<Done> = vec![];
        let mut card: Option<(Backup, BTreeMap<RecordId, BTreeSet<usize>>)> = None;
        for _ in 0..12 + seeds.below(24) {
            let at = seeds.below(all.len());
            match (seeds.below(10), &card) {
                (0, _) if all.len() > 1 => {
                    let from = (at + 1 + seeds.below(all.len() - 1)) % all.len();
                    let [one, other] = all.get_disjoint_mut([at, from]).unwrap();
                    one.copy.merge(&mut other.copy, &mut seeds).unwrap();
                    one.learn(&other.seen);
                }
                (1, Some((backup, seen))) if all.len() < 4 => {
                    // Somebody who has nothing but the card.
                    let writer = u8::try_from(all.len() + 1).unwrap();
                    all.push(Known {
                        copy: restored(backup, writer),
                        seen: seen.clone(),
                    });
                }
                (2 | 3, _) => {
                    let one = &mut all[at];
                    if let Some((backup, seen)) = &card {
                        bring_in(&mut one.copy, backup, &mut seeds);
                        one.learn(seen);
                    }
                    let room = 700 + seeds.below(700);
                    let part = excerpt(&mut one.copy, &[], room, &mut seeds);
                    let seen = one.seen.iter();
                    let seen = seen.filter(|(id, _)| part.records.contains(id));
                    let seen = seen.map(|(id, seen)| (*id, seen.clone())).collect();
                    card = Some((part.backup, seen));
                }
                _ => {
                    let one = &mut all[at];
                    let (id, what) = random_edit(&mut one.copy, before, &mut seeds);
                    let now = history.len();
                    let seen = one.seen.entry(id).or_default();
                    history.push(Done {
                        id,
                        what,
                        seen: seen.clone(),
                    });
                    seen.insert(now);
                }
            }
        }
        for _ in 0..2 {
            for at in 0..all.len() {
                for from in (0..all.len()).filter(|from| *from != at) {
                    let [one, other] = all.get_disjoint_mut([at, from]).unwrap();
                    one.copy.merge(&mut other.copy, &mut seeds).unwrap();
                }
            }
        }
        let expected = expected(&history);
        for one in &mut all {
            let mut state = one.copy.state();
            state.remove(&before);
            assert_eq!(state, expected, "history {number}");
        }
    }
}

fn receipt() -> Receipt {
    use hailstone_core::data::Outcome;
    Receipt {
        at: NOW,
        origin: "https://shop.example".into(),
        outcome: Outcome::Refused,
        error: None,
        purpose: vec![],
        items: vec![],
        subject: None,
        token_hash: None,
    }
}

/// A writer is told apart from every other by all of its bytes.
#[test]
fn a_restored_excerpt_goes_on_as_a_new_writer() {
    let mut seeds = Seeds(1);
    let (mut one, ids) = twenty(&mut seeds);
    let part = excerpt(&mut one, &[ids[3]], SMALL, &mut seeds);
    let mut fresh = restored(&part.backup, 7);
    assert_eq!(fresh.writer, WriterId::from_bytes([7; 16]));
    fresh.update(ids[3], Field::Nickname, "edited elsewhere", &mut seeds);
    one.merge(&mut fresh, &mut seeds).unwrap();
    assert_eq!(one.state()[&ids[3]].1.len(), 2);
    fresh.merge(&mut one, &mut seeds).unwrap();
    assert_eq!(fresh.state(), one.state());
    assert!(!fresh.vault.is_excerpt(), "it has everything now");
}
