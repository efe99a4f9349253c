use crate::support::*;
use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::entropy::Seed;
use hailstone_core::id::RecordId;
use hailstone_core::testkit::{Trouble, WRITER, run};
use hailstone_core::vault::{Blocked, Content, Edit, Query, Store, VaultError};
use std::collections::BTreeMap;
use x25519_dalek::StaticSecret;

#[test]
fn edits_are_all_done_or_none() {
    let (mut vault, store, id) = vault();
    let unknown = RecordId::from_bytes([5; 16]);
    let edits = [Edit::Insert(email("x@example.org")), Edit::Delete(unknown)];
    let outcome = write(&mut vault, &store, &edits, 3);
    assert_eq!(outcome, Err(VaultError::RecordUnknown.into()));
    let large = Content::Data(Record::new(Kind::Email).with(Field::Email, &"x".repeat(2 << 20)));
    let outcome = write(&mut vault, &store, &[Edit::Replace(id, large)], 3);
    assert_eq!(outcome, Err(VaultError::RecordTooLarge.into()));
    let person = Content::Data(Record::new(Kind::Person).with(Field::Name, "Ada"));
    let outcome = write(&mut vault, &store, &[Edit::Replace(id, person)], 3);
    assert_eq!(outcome, Err(VaultError::KindMismatch.into()));
    assert_eq!(vault.revision(), 2);
    assert_eq!(all(&mut vault, &store), [id]);
}

#[test]
fn several_edits_of_one_record_in_one_write_are_done_in_their_order() {
    let (mut vault, store, id) = vault();
    let edits = [Edit::Replace(id, email("b@example.org")), Edit::Delete(id)];
    let prepared = prepare(&mut vault, &store, &edits, 3).unwrap();
    assert_eq!(
        prepared.changes().put().len(),
        2,
        "a page of records and the leaf over it"
    );
    keep(&mut vault, &store, prepared);
    assert!(all(&mut vault, &store).is_empty());
}

#[test]
fn a_stale_write_is_refused_by_the_store_and_by_the_vault() {
    let (mut vault, store, _) = vault();
    let one = prepare(
        &mut vault,
        &store,
        &[Edit::Insert(email("1@example.org"))],
        3,
    )
    .unwrap();
    let two = prepare(
        &mut vault,
        &store,
        &[Edit::Insert(email("2@example.org"))],
        4,
    )
    .unwrap();
    keep(&mut vault, &store, one);
    assert!(run(store.apply(two.changes())).is_err());
    assert_eq!(vault.commit(two), Err(VaultError::ChangesStale));
}

#[test]
fn f1_no_key_and_nonce_meet_twice() {
    // Key and nonce come from a salt that is fresh for each page and each header: the same content, written again and
    // again, never gives the same bytes.
    let (mut vault, store, id) = vault();
    let mut seen = std::collections::BTreeSet::new();
    for seed in 10..60 {
        let edits = [Edit::Replace(id, email("same@example.org"))];
        let prepared = prepare(&mut vault, &store, &edits, seed).unwrap();
        for (_, sealed) in prepared.changes().put() {
            assert!(seen.insert(sealed[..16].to_vec()));
        }
        keep(&mut vault, &store, prepared);
    }
    assert_eq!(seen.len(), 100);
}

#[test]
fn hundreds_of_random_writes_keep_every_record_and_touch_few_pages() {
    let card = StaticSecret::from([9; 32]);
    let (mut vault, store, first) = card_vault(&card);
    let mut model: BTreeMap<RecordId, Content> = [(first, email("ada@example.org"))].into();
    let mut random = 0x2545_f491_u64;
    let mut next = |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random % 0x7fff_ffff).unwrap() % below
    };
    for round in 0..300_u16 {
        let mut edits = vec![];
        let mut expected = vec![];
        for _ in 0..=next(12) {
            let text = format!("{}@{round}.example", "x".repeat(next(60)));
            let known = model.keys().nth(next(model.len())).copied().unwrap();
            let taken = expected.iter().any(|(id, _)| *id == Some(known));
            match next(5) {
                0 if !taken && model.len() > 3 => {
                    edits.push(Edit::Delete(known));
                    expected.push((Some(known), None));
                }
                1 if !taken => {
                    edits.push(Edit::Replace(known, email(&text)));
                    expected.push((Some(known), Some(email(&text))));
                }
                _ => {
                    edits.push(Edit::Insert(email(&text)));
                    expected.push((None, Some(email(&text))));
                }
            }
        }
        let prepared = run(vault.step::<_, Trouble>(&store, |vault| {
            let mut seed = [7; 32];
            seed[..2].copy_from_slice(&round.to_be_bytes());
            vault.prepare(&edits, WRITER, Seed::take(&mut seed))
        }));
        let prepared = prepared.unwrap();
        assert!(prepared.changes().put().len() <= 3 + 4 * edits.len());
        let mut inserted = prepared.inserted().to_vec().into_iter();
        keep(&mut vault, &store, prepared);
        for (id, content) in expected {
            let id = id.unwrap_or_else(|| inserted.next().unwrap());
            match content {
                Some(content) => drop(model.insert(id, content)),
                None => drop(model.remove(&id)),
            }
        }
        if round % 50 == 49 {
            vault = unlock_by_card(&header(&store), 0, &card).unwrap();
        }
    }
    let ids = all(&mut vault, &store);
    let taken = read(&mut vault, &store, &ids);
    let found: BTreeMap<_, _> = taken
        .into_iter()
        .map(|(id, opened)| (id, opened.unwrap().into_content()))
        .collect();
    assert_eq!(found, model);
    assert!(model.len() > 500, "{}", model.len());
}

#[test]
fn opening_reads_no_page_and_a_look_up_reads_what_it_needs() {
    let card = StaticSecret::from([9; 32]);
    let (mut vault, store, _) = card_vault(&card);
    let edits: Vec<Edit> = (0..20_000)
        .map(|number| Edit::Insert(email(&format!("{number}@example.org"))))
        .collect();
    let ids = write(&mut vault, &store, &edits, 3).unwrap();
    assert!(store.pages().len() > 400);
    let mut vault = unlock_by_card(&header(&store), 0, &card).unwrap();
    let mut pages = 0;
    let located = loop {
        match vault.locate(&[ids[777]]) {
            Ok(located) => break located,
            Err(Blocked::Pages(needed)) => {
                let numbers: Vec<_> = needed.iter().map(|one| one.id()).collect();
                pages += numbers.len();
                let sealed = run(store.read(&numbers)).unwrap();
                assert_eq!(vault.supply(&needed, &sealed), 0);
            }
            Err(Blocked::Failed(error)) => panic!("{error}"),
        }
    };
    assert!(pages <= 3, "{pages} pages of the index");
    assert_eq!(located.shelves.len(), 1);
    assert_eq!(
        content(&mut vault, &store, ids[777]),
        Ok(email("777@example.org"))
    );
}

#[test]
fn what_changed_since_reads_only_the_part_of_the_index_that_changed() {
    let card = StaticSecret::from([9; 32]);
    let (mut vault, store, _) = card_vault(&card);
    let edits: Vec<Edit> = (0..5_000)
        .map(|number| Edit::Insert(email(&format!("{number}@example.org"))))
        .collect();
    let ids = write(&mut vault, &store, &edits, 3).unwrap();
    let since = vault.revision();
    write(
        &mut vault,
        &store,
        &[Edit::Replace(ids[9], email("new@example.org"))],
        4,
    )
    .unwrap();
    let mut vault = unlock_by_card(&header(&store), 0, &card).unwrap();
    let changed = Query {
        since: Some(since),
        ..Query::default()
    };
    let mut pages = 0;
    let found: Result<Vec<RecordId>, Trouble> = run(vault.step(&store, |vault| {
        let found = vault.query(&changed).inspect_err(|blocked| {
            if let Blocked::Pages(needed) = blocked {
                pages += needed.len();
            }
        })?;
        Ok(found.records.iter().map(|one| one.id()).collect())
    }));
    assert_eq!(found, Ok(vec![ids[9]]));
    assert!(pages <= 3, "{pages} pages");
}
