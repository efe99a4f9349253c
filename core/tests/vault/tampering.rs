use crate::support::*;
use hailstone_core::testkit::{MemoryStore, Trouble, run};
use hailstone_core::vault::{Edit, Query, Store, StoreError, Vault, VaultError};
use x25519_dalek::StaticSecret;

#[test]
fn f3_every_flipped_byte_of_the_header_is_noticed() {
    let card = StaticSecret::from([9; 32]);
    let (_, store, _) = card_vault(&card);
    let good = header(&store);
    for place in 0..good.len() {
        for bit in [0x01, 0x80] {
            let mut bad = good.clone();
            bad[place] ^= bit;
            // Either it does not parse, or it does not open, or what opened is not authentic.
            assert!(unlock_by_card(&bad, 0, &card).is_err(), "byte {place}");
        }
    }
}

#[test]
fn f5_every_truncated_header_is_refused() {
    let card = StaticSecret::from([9; 32]);
    let (_, store, _) = card_vault(&card);
    let good = header(&store);
    for length in 0..good.len() {
        // A cut moves the authentication code over the body, so what still parses does not authenticate.
        if Vault::read(&good[..length]).is_ok() {
            assert!(unlock_by_card(&good[..length], 0, &card).is_err());
        }
    }
}

#[test]
fn every_flipped_byte_of_a_page_is_noticed() {
    let card = StaticSecret::from([9; 32]);
    let (_, store, id) = card_vault(&card);
    let header = header(&store);
    for page in store.pages() {
        let good = run(store.read(&[page])).unwrap().pop().unwrap().unwrap();
        for place in 0..good.len() {
            let mut bad = good.clone();
            bad[place] ^= 0x10;
            store.tamper(page, Some(bad));
            let mut vault = unlock_by_card(&header, 0, &card).unwrap();
            assert_eq!(content(&mut vault, &store, id), Err(VaultError::Tampered));
        }
        store.tamper(page, Some(good));
    }
}

#[test]
fn tampering_with_any_page_of_many_is_noticed_and_other_records_stay_readable() {
    let card = StaticSecret::from([9; 32]);
    let (mut vault, store, _) = card_vault(&card);
    let edits: Vec<Edit> = (0..600)
        .map(|number| Edit::Insert(email(&format!("{number}@example.org"))))
        .collect();
    write(&mut vault, &store, &edits, 3).unwrap();
    let ids = all(&mut vault, &store);
    assert_eq!(ids.len(), 601);
    let pages = store.pages();
    assert!(pages.len() > 12, "a tree with branches");
    let header = header(&store);
    for page in pages {
        let good = run(store.read(&[page])).unwrap().pop().unwrap();
        let bytes = good.clone().unwrap();
        for place in [0, bytes.len() / 2, bytes.len() - 1] {
            let mut bad = bytes.clone();
            bad[place] ^= 1;
            store.tamper(page, Some(bad));
            damaged_in_part(
                &mut unlock_by_card(&header, 0, &card).unwrap(),
                &store,
                &ids,
            );
        }
        store.tamper(page, None);
        damaged_in_part(
            &mut unlock_by_card(&header, 0, &card).unwrap(),
            &store,
            &ids,
        );
        store.tamper(page, good);
    }
    assert_eq!(
        all(&mut unlock_by_card(&header, 0, &card).unwrap(), &store),
        ids
    );
}

/// With one page damaged, some records cannot be had and say why; unless it is the top of the index, others can.
fn damaged_in_part(
    vault: &mut Vault<hailstone_core::vault::Unlocked>,
    store: &MemoryStore,
    ids: &[hailstone_core::id::RecordId],
) {
    let taken = read(vault, store, ids);
    let lost = taken
        .iter()
        .filter(|(_, opened)| *opened == Err(VaultError::Tampered));
    let lost = lost.count();
    let had = taken.iter().filter(|(_, opened)| opened.is_ok()).count();
    assert!(
        lost > 0 && lost + had == ids.len(),
        "{lost} lost, {had} had"
    );
    let damaged = run(vault.step::<_, Trouble>(store, |vault| {
        let found = vault.query(&Query::default())?;
        Ok((found.damaged, found.records.len()))
    }));
    let (damaged, listed) = damaged.unwrap();
    assert!(damaged > 0 || listed == ids.len());
    assert!(had > 0 || listed == 0);
}

#[test]
fn f2_an_older_copy_of_any_page_does_not_open() {
    let (mut vault, store, id) = vault();
    let old = store.copy();
    let edits = [Edit::Replace(id, email("new@example.org"))];
    write(&mut vault, &store, &edits, 3).unwrap();
    for page in store.pages() {
        let new = run(store.read(&[page])).unwrap().pop().unwrap();
        store.tamper(page, run(old.read(&[page])).unwrap().pop().unwrap());
        let mut again = unlock(&store, "one two three").unwrap();
        assert_eq!(content(&mut again, &store, id), Err(VaultError::Tampered));
        store.tamper(page, new);
    }
    let mut again = unlock(&store, "one two three").unwrap();
    assert_eq!(
        content(&mut again, &store, id),
        Ok(email("new@example.org"))
    );
}

#[test]
fn f2_a_page_of_another_copy_of_the_same_vault_does_not_open() {
    // The same numbers, the same revision, the same root: only the salts tell them apart.
    let (mut vault, store, id) = vault();
    let other = store.copy();
    let mut elsewhere = unlock(&other, "one two three").unwrap();
    write(
        &mut vault,
        &store,
        &[Edit::Replace(id, email("a@example.org"))],
        3,
    )
    .unwrap();
    write(
        &mut elsewhere,
        &other,
        &[Edit::Replace(id, email("b@example.org"))],
        4,
    )
    .unwrap();
    assert_eq!(store.pages(), other.pages());
    for page in store.pages() {
        let own = run(store.read(&[page])).unwrap().pop().unwrap();
        store.tamper(page, run(other.read(&[page])).unwrap().pop().unwrap());
        let mut again = unlock(&store, "one two three").unwrap();
        assert_eq!(content(&mut again, &store, id), Err(VaultError::Tampered));
        store.tamper(page, own);
    }
}

#[test]
fn f2_a_page_of_another_vault_does_not_open() {
    let (_, store, id) = vault();
    let card = StaticSecret::from([9; 32]);
    let (_, other, _) = card_vault(&card);
    for page in store.pages() {
        store.tamper(page, run(other.read(&[page])).unwrap().pop().unwrap());
    }
    let mut again = unlock(&store, "one two three").unwrap();
    assert_eq!(content(&mut again, &store, id), Err(VaultError::Tampered));
}

#[test]
fn what_somebody_else_wrote_meanwhile_is_a_conflict_and_no_damage() {
    let (mut vault, store, id) = vault();
    let mut other = unlock(&store, "one two three").unwrap();
    write(
        &mut vault,
        &store,
        &[Edit::Replace(id, email("new@example.org"))],
        3,
    )
    .unwrap();
    let outcome = run(other.open_all::<Trouble>(&store, &[id]));
    assert_eq!(outcome.unwrap_err(), StoreError::Conflict.into());
    let outcome = write(&mut other, &store, &[Edit::Delete(id)], 4);
    assert_eq!(outcome, Err(StoreError::Conflict.into()));
}
