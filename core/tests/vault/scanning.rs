use crate::support::*;
use hailstone_core::data::Record;
use hailstone_core::id::RecordId;
use hailstone_core::testkit::{MemoryStore, Trouble, run};
use hailstone_core::vault::{Content, Edit, Seen, StoreError, Unlocked, Vault, VaultError};
use std::collections::BTreeMap;
use x25519_dalek::StaticSecret;

/// What a scan shows of each record, and how many pages of the index it could not open.
type Shown = (BTreeMap<RecordId, Result<Content, VaultError>>, usize);

fn scan(vault: &Vault<Unlocked>, store: &MemoryStore) -> Result<Shown, Trouble> {
    let mut shown = BTreeMap::new();
    let damaged = run(vault.scan::<Trouble>(store, |seen| {
        let (id, content) = match seen {
            Ok(seen) => (seen.id(), Ok(owned(&seen))),
            Err((id, error)) => (id, Err(error)),
        };
        assert!(shown.insert(id, content).is_none(), "shown twice");
    }))?;
    Ok((shown, damaged))
}

fn owned(seen: &Seen<'_>) -> Content {
    if let Some(receipt) = seen.receipt() {
        return Content::Receipt(Box::new(receipt.clone()));
    }
    let fields = seen.fields();
    let record = fields.fold(Record::new(seen.kind()), |record, (field, value)| {
        record.with(field, value)
    });
    assert_eq!(seen.title(), record.title());
    Content::Data(record)
}

/// Several levels of index, records of each sort, and some that were deleted.
fn many(card: &StaticSecret) -> (Vault<Unlocked>, MemoryStore) {
    let (mut vault, store, first) = card_vault(card);
    let mut edits: Vec<Edit> = (0..600)
        .map(|number| Edit::Insert(email(&format!("{number}@example.org"))))
        .collect();
    edits.push(Edit::Insert(receipt()));
    let ids = write(&mut vault, &store, &edits, 3).unwrap();
    let edits = [
        Edit::Replace(first, email("new@example.org")),
        Edit::Delete(ids[7]),
    ];
    write(&mut vault, &store, &edits, 4).unwrap();
    (vault, store)
}

#[test]
fn a_scan_shows_every_record_that_is_there_once_and_as_it_is_when_opened() {
    let (mut vault, store) = many(&StaticSecret::from([9; 32]));
    let ids = all(&mut vault, &store);
    let opened = ids.iter().map(|id| (*id, content(&mut vault, &store, *id)));
    let opened: BTreeMap<_, _> = opened.collect();
    assert_eq!(opened.len(), 601);
    assert_eq!(scan(&vault, &store).unwrap(), (opened, 0));
}

#[test]
fn a_scan_of_an_empty_vault_shows_nothing() {
    let (mut vault, store, id) = card_vault(&StaticSecret::from([9; 32]));
    write(&mut vault, &store, &[Edit::Delete(id)], 3).unwrap();
    assert_eq!(scan(&vault, &store).unwrap(), (BTreeMap::new(), 0));
}

#[test]
fn a_scan_says_what_is_damaged_and_shows_the_rest() {
    let (vault, store) = many(&StaticSecret::from([9; 32]));
    let (whole, _) = scan(&vault, &store).unwrap();
    for page in store.pages() {
        let bad = store.copy();
        bad.tamper(page, None);
        let (shown, damaged) = scan(&vault, &bad).unwrap();
        let lost = whole.iter().filter(|(id, _)| !shown.contains_key(id));
        assert_eq!(damaged > 0, lost.count() > 0);
        let broken = shown.values().filter(|content| content.is_err()).count();
        assert!(damaged > 0 || broken > 0, "noticed");
        for (id, content) in shown {
            assert!(content == Err(VaultError::Tampered) || Some(&content) == whole.get(&id));
        }
    }
}

#[test]
fn a_scan_of_what_somebody_else_changed_meanwhile_is_a_conflict() {
    let card = StaticSecret::from([9; 32]);
    let (vault, store) = many(&card);
    let mut other = unlock_by_card(&header(&store), 0, &card).unwrap();
    write(
        &mut other,
        &store,
        &[Edit::Insert(email("b@example.org"))],
        5,
    )
    .unwrap();
    let outcome = scan(&vault, &store).map(|(_, damaged)| damaged);
    assert_eq!(outcome, Err(StoreError::Conflict.into()));
}
