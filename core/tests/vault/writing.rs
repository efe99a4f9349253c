use crate::support::*;
use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::id::RecordId;
use hailstone_core::testkit::{fixed_seed, run};
use hailstone_core::vault::{Content, Edit, Store, VaultError};

#[test]
fn edits_are_all_done_or_none() {
    let (vault, _, id) = vault();
    let unknown = RecordId::from_bytes([5; 16]);
    let edits = vec![Edit::Insert(email("x@example.org")), Edit::Delete(unknown)];
    assert_eq!(
        vault.prepare(edits, fixed_seed(3)).unwrap_err(),
        VaultError::RecordUnknown
    );
    let large = Content::Data(Record::new(Kind::Email).with(Field::Email, &"x".repeat(2 << 20)));
    assert_eq!(
        vault
            .prepare(vec![Edit::Replace(id, large)], fixed_seed(3))
            .unwrap_err(),
        VaultError::RecordTooLarge
    );
}

#[test]
fn a_record_inserted_replaced_and_deleted_in_one_write_leaves_one_trace() {
    let (mut vault, store, id) = vault();
    let edits = vec![Edit::Replace(id, email("b@example.org")), Edit::Delete(id)];
    let prepared = vault.prepare(edits, fixed_seed(3)).unwrap();
    assert_eq!(prepared.changes().delete(), [id]);
    assert_eq!(prepared.changes().put().len(), 1, "only the index");
    run(store.apply(prepared.changes())).unwrap();
    vault.commit(prepared).unwrap();
    assert_eq!(vault.entries().count(), 0);
}

#[test]
fn a_stale_write_is_refused_by_the_store_and_by_the_vault() {
    let (mut vault, store, _) = vault();
    let one = vault
        .prepare(vec![Edit::Insert(email("1@example.org"))], fixed_seed(3))
        .unwrap();
    let two = vault
        .prepare(vec![Edit::Insert(email("2@example.org"))], fixed_seed(4))
        .unwrap();
    run(store.apply(one.changes())).unwrap();
    vault.commit(one).unwrap();
    assert!(run(store.apply(two.changes())).is_err());
    assert_eq!(vault.commit(two), Err(VaultError::ChangesStale));
}

#[test]
fn f1_no_key_and_nonce_meet_twice() {
    // Every sealed object starts with its own salt, from which key and nonce are derived.
    let (mut vault, _, id) = vault();
    let mut salts = std::collections::BTreeSet::new();
    for number in 10..60 {
        let prepared = vault
            .prepare(
                vec![Edit::Replace(id, email("same@example.org"))],
                fixed_seed(number),
            )
            .unwrap();
        for (_, sealed) in prepared.changes().put() {
            assert!(salts.insert(sealed[..24].to_vec()));
        }
        vault.commit(prepared).unwrap();
    }
    assert_eq!(salts.len(), 100);
}
