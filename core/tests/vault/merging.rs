//! Copies of a vault that are changed without knowing of each other, and become one.

use crate::support::*;
use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::entropy::Seed;
use hailstone_core::id::{RecordId, WriterId};
use hailstone_core::testkit::{MemoryStore, Trouble, fixed_seed, run};
use hailstone_core::vault::{Content, Edit, Query, Standing, Store, Unlocked, Vault, VaultError};
use std::collections::{BTreeMap, BTreeSet};
use x25519_dalek::StaticSecret;

const CARD: [u8; 32] = [9; 32];
const FIELDS: [Field; 3] = [Field::Name, Field::Nickname, Field::Website];

/// One copy, with a writer of its own.
pub(crate) struct Copy {
    pub(crate) vault: Vault<Unlocked>,
    pub(crate) store: MemoryStore,
    pub(crate) writer: WriterId,
}

impl Copy {
    pub(crate) fn of(store: &MemoryStore, number: u8) -> Self {
        let store = store.copy();
        let vault = unlock_by_card(&header(&store), 0, &StaticSecret::from(CARD)).unwrap();
        let writer = WriterId::from_bytes([number; 16]);
        Self {
            vault,
            store,
            writer,
        }
    }

    pub(crate) fn write(&mut self, edits: &[Edit], seeds: &mut Seeds) -> Vec<RecordId> {
        let seed = || Ok::<_, Trouble>(seeds.next());
        run(self.vault.write(&self.store, edits, self.writer, seed)).unwrap()
    }

    pub(crate) fn update(&mut self, id: RecordId, field: Field, value: &str, seeds: &mut Seeds) {
        let change = (field, Some(value.to_string()));
        self.write(&[Edit::Update(id, vec![change])], seeds);
    }

    pub(crate) fn merge(&mut self, other: &mut Self, seeds: &mut Seeds) -> Result<(), Trouble> {
        let seed = || Ok(seeds.next());
        let merged = self
            .vault
            .merge(&self.store, &mut other.vault, &other.store, seed);
        run(merged)
    }

    /// Every record, deleted ones too: whether it is there, and the values of each field.
    pub(crate) fn state(&mut self) -> BTreeMap<RecordId, State> {
        let mut state = BTreeMap::new();
        for deleted in [false, true] {
            let asked = Query {
                deleted,
                ..Query::default()
            };
            for (id, _) in query(&mut self.vault, &self.store, &asked) {
                let mut values: BTreeMap<u16, BTreeSet<String>> = BTreeMap::new();
                for version in opened(&mut self.vault, &self.store, id).unwrap().versions() {
                    let field = values.entry(version.field.code()).or_default();
                    field.insert(version.value);
                }
                state.insert(id, (!deleted, values));
            }
        }
        state
    }

    pub(crate) fn choices(&mut self) -> Vec<(usize, bool)> {
        let found = run(self.vault.step::<_, Trouble>(&self.store, |vault| {
            let found = vault.query(&Query::default())?;
            let records = found.records.iter();
            Ok(records
                .map(|one| (one.choices(), one.is_disputed()))
                .collect())
        }));
        found.unwrap()
    }
}

pub(crate) type State = (bool, BTreeMap<u16, BTreeSet<String>>);

/// Seeds that never come twice, and numbers at random that are the same in each run.
pub(crate) struct Seeds(pub(crate) u64);

impl Seeds {
    pub(crate) fn next(&mut self) -> Seed {
        let mut seed = [3; 32];
        seed[..8].copy_from_slice(&self.number().to_be_bytes());
        Seed::take(&mut seed)
    }

    pub(crate) fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.number() % u64::try_from(most).unwrap()).unwrap()
    }
}

pub(crate) fn person(name: &str) -> Content {
    Content::Data(Record::new(Kind::Person).with(Field::Name, name))
}

pub(crate) fn first() -> MemoryStore {
    card_vault(&StaticSecret::from(CARD)).1
}

fn two() -> (Copy, Copy, RecordId, Seeds) {
    let mut seeds = Seeds(1);
    let mut one = Copy::of(&first(), 1);
    let id = one.write(&[Edit::Insert(person("Ada"))], &mut seeds)[0];
    let other = Copy::of(&one.store, 2);
    (one, other, id, seeds)
}

#[test]
fn edits_of_different_fields_are_both_there() {
    let (mut one, mut other, id, mut seeds) = two();
    one.update(id, Field::Nickname, "A", &mut seeds);
    other.update(id, Field::Website, "https://ada.example", &mut seeds);
    assert_eq!(one.vault.standing(&other.vault), Ok(Standing::Apart));
    one.merge(&mut other, &mut seeds).unwrap();
    assert_eq!(one.vault.standing(&other.vault), Ok(Standing::Ahead));
    other.merge(&mut one, &mut seeds).unwrap();
    assert_eq!(one.vault.standing(&other.vault), Ok(Standing::Same));
    assert_eq!(one.state(), other.state());
    let merged = Record::new(Kind::Person)
        .with(Field::Name, "Ada")
        .with(Field::Nickname, "A")
        .with(Field::Website, "https://ada.example");
    assert_eq!(
        content(&mut one.vault, &one.store, id),
        Ok(Content::Data(merged))
    );
    assert_eq!(one.choices(), [(0, false), (0, false)]);
}

#[test]
fn edits_of_the_same_field_are_two_values_until_the_person_chooses() {
    let (mut one, mut other, id, mut seeds) = two();
    one.update(id, Field::Name, "Ada King", &mut seeds);
    other.update(id, Field::Name, "Ada Lovelace", &mut seeds);
    one.merge(&mut other, &mut seeds).unwrap();
    assert_eq!(one.choices()[1], (1, false));
    let values = ["Ada King", "Ada Lovelace"].map(String::from).into();
    assert_eq!(one.state()[&id].1[&Field::Name.code()], values);

    // Whatever else is done to the record, the choice stays open.
    one.update(id, Field::Nickname, "A", &mut seeds);
    let seen = content(&mut one.vault, &one.store, id).unwrap();
    one.write(&[Edit::Replace(id, seen)], &mut seeds);
    assert_eq!(one.choices()[1], (1, false));

    one.update(id, Field::Name, "Ada King", &mut seeds);
    other.merge(&mut one, &mut seeds).unwrap();
    assert_eq!(other.choices()[1], (0, false));
    assert_eq!(other.state(), one.state());
}

#[test]
fn the_same_value_written_twice_is_no_choice() {
    let (mut one, mut other, id, mut seeds) = two();
    one.update(id, Field::Name, "Ada King", &mut seeds);
    other.update(id, Field::Name, "Ada King", &mut seeds);
    one.merge(&mut other, &mut seeds).unwrap();
    assert_eq!(one.choices()[1], (0, false));
}

#[test]
fn a_record_that_one_deleted_and_the_other_changed_stays_whole_and_says_so() {
    let (mut one, mut other, id, mut seeds) = two();
    one.write(&[Edit::Delete(id)], &mut seeds);
    other.update(id, Field::Nickname, "A", &mut seeds);
    one.merge(&mut other, &mut seeds).unwrap();
    other.merge(&mut one, &mut seeds).unwrap();
    for copy in [&mut one, &mut other] {
        assert_eq!(copy.choices()[1], (0, true));
        assert_eq!(copy.state()[&id].1.len(), 2, "the name is there, too");
    }
    // A deletion that knows of the change is one.
    one.write(&[Edit::Delete(id)], &mut seeds);
    other.merge(&mut one, &mut seeds).unwrap();
    assert_eq!(other.choices().len(), 1);
}

#[test]
fn what_one_copy_erased_is_gone_from_the_other() {
    let (mut one, mut other, id, mut seeds) = two();
    one.write(&[Edit::Delete(id)], &mut seeds);
    one.write(&[Edit::Erase(id)], &mut seeds);
    other.merge(&mut one, &mut seeds).unwrap();
    assert_eq!(other.state()[&id], (false, BTreeMap::new()));
}

#[test]
fn copies_of_different_vaults_are_not_merged() {
    let mut seeds = Seeds(1);
    let mut one = Copy::of(&first(), 1);
    let store = MemoryStore::default();
    let card = StaticSecret::from(CARD);
    let (_, created) = Vault::create(&by_card(&card), NOW, fixed_seed(77)).unwrap();
    run(store.apply(&created)).unwrap();
    let mut other = Copy::of(&store, 2);
    let outcome = one.merge(&mut other, &mut seeds);
    assert_eq!(outcome, Err(VaultError::OtherVault.into()));
    assert_eq!(
        one.vault.standing(&other.vault),
        Err(VaultError::OtherVault)
    );
}

#[test]
fn a_merge_of_many_records_reads_only_those_that_differ() {
    let mut seeds = Seeds(1);
    let mut one = Copy::of(&first(), 1);
    let edits: Vec<Edit> = (0..3_000)
        .map(|number| Edit::Insert(person(&format!("Person {number}"))))
        .collect();
    let ids = one.write(&edits, &mut seeds);
    let mut other = Copy::of(&one.store, 2);
    other.update(ids[5], Field::Nickname, "five", &mut seeds);
    let prepared = loop {
        use hailstone_core::vault::{Blocked, MergeBlocked};
        match one.vault.prepare_merge(&other.vault, seeds.next()) {
            Ok(prepared) => break prepared,
            Err(MergeBlocked::Mine(Blocked::Pages(needed))) => {
                let pages: Vec<_> = needed.iter().map(|one| one.id()).collect();
                let sealed = run(one.store.read(&pages)).unwrap();
                one.vault.supply(&needed, &sealed);
            }
            Err(MergeBlocked::Theirs(Blocked::Pages(needed))) => {
                let pages: Vec<_> = needed.iter().map(|one| one.id()).collect();
                let sealed = run(other.store.read(&pages)).unwrap();
                other.vault.supply(&needed, &sealed);
            }
            Err(failed) => panic!("{failed:?}"),
        }
    };
    assert!(
        prepared.changes().put().len() <= 4,
        "{:?}",
        prepared.changes()
    );
    keep(&mut one.vault, &one.store, prepared);
    assert_eq!(one.state(), other.state());
}

/// One change, as the oracle sees it: what it did, and which changes its copy had seen.
pub(crate) struct Done {
    pub(crate) id: RecordId,
    pub(crate) what: What,
    pub(crate) seen: BTreeSet<usize>,
}

pub(crate) enum What {
    Write(Vec<(Field, String)>),
    Remove(Field),
    Delete,
    Restore,
    Erase,
}

/// What must be there when every copy has everything, said without any of the vault's code: a value is there unless a
/// change that had seen it overwrote, removed or erased it; a record is there unless all of its last changes deleted it.
pub(crate) fn expected(history: &[Done]) -> BTreeMap<RecordId, State> {
    let mut state: BTreeMap<RecordId, State> = BTreeMap::new();
    for (number, done) in history.iter().enumerate() {
        let later = || {
            let mut others = history.iter().filter(|other| other.id == done.id);
            std::iter::from_fn(move || others.next())
                .filter(move |other| other.seen.contains(&number))
        };
        let record = state.entry(done.id).or_default();
        let deletes = matches!(done.what, What::Delete | What::Erase);
        record.0 |= later().next().is_none() && !deletes;
        if let What::Write(fields) = &done.what {
            for (field, value) in fields {
                let gone = later().any(|other| match &other.what {
                    What::Write(fields) => fields.iter().any(|(other, _)| other == field),
                    What::Remove(other) => other == field,
                    What::Erase => true,
                    What::Delete | What::Restore => false,
                });
                if !gone {
                    record
                        .1
                        .entry(field.code())
                        .or_default()
                        .insert(value.clone());
                }
            }
        }
    }
    state
}

#[test]
fn a_thousand_random_histories_of_two_or_three_copies_converge_without_loss() {
    let begin = first();
    // The record that is there before the copies part is not a part of the histories.
    let mut known = Copy::of(&begin, 1).state();
    let (before, _) = known.pop_first().unwrap();
    for number in 0..1_000_u64 {
        let mut seeds = Seeds(number << 20);
        let mut copies: Vec<Copy> = (1..=2 + u8::try_from(number % 2).unwrap())
            .map(|number| Copy::of(&begin, number))
            .collect();
        let mut seen = vec![BTreeSet::new(); copies.len()];
        let mut history: Vec<Done> = vec![];
        for _ in 0..8 + seeds.below(16) {
            let at = seeds.below(copies.len());
            if seeds.below(4) == 0 {
                let from = (at + 1 + seeds.below(copies.len() - 1)) % copies.len();
                let [one, other] = copies.get_disjoint_mut([at, from]).unwrap();
                one.merge(other, &mut seeds).unwrap();
                let news = seen[from].clone();
                seen[at].extend(news);
                continue;
            }
            let (id, what) = random_edit(&mut copies[at], before, &mut seeds);
            let now = history.len();
            history.push(Done {
                id,
                what,
                seen: seen[at].clone(),
            });
            seen[at].insert(now);
        }
        for _ in 0..2 {
            for at in 0..copies.len() {
                for from in (0..copies.len()).filter(|from| *from != at) {
                    let [one, other] = copies.get_disjoint_mut([at, from]).unwrap();
                    one.merge(other, &mut seeds).unwrap();
                }
            }
        }
        let expected = expected(&history);
        for copy in &mut copies {
            let mut state = copy.state();
            state.remove(&before);
            assert_eq!(state, expected, "history {number}");
        }
    }
}

pub(crate) fn random_edit(
    copy: &mut Copy,
    before: RecordId,
    seeds: &mut Seeds,
) -> (RecordId, What) {
    let mut state = copy.state();
    state.remove(&before);
    let value = format!("value {}", seeds.number());
    let field = FIELDS[seeds.below(3)];
    if state.is_empty() || seeds.below(6) == 0 {
        let mut record = Record::new(Kind::Person).with(Field::Name, &value);
        record.set(Field::Nickname, "same");
        let id = copy.write(&[Edit::Insert(Content::Data(record))], seeds)[0];
        let fields = vec![(Field::Name, value), (Field::Nickname, "same".into())];
        return (id, What::Write(fields));
    }
    let place = seeds.below(state.len());
    let (id, (there, _)) = state.into_iter().nth(place).unwrap();
    let (edit, what) = match (there, seeds.below(5)) {
        (true, 0) => (Edit::Delete(id), What::Delete),
        (true, 1) => (Edit::Update(id, vec![(field, None)]), What::Remove(field)),
        (true, _) => {
            let change = vec![(field, Some(value.clone()))];
            (Edit::Update(id, change), What::Write(vec![(field, value)]))
        }
        (false, 0) => (Edit::Erase(id), What::Erase),
        (false, _) => (Edit::Restore(id), What::Restore),
    };
    copy.write(&[edit], seeds);
    (id, what)
}
