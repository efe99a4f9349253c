use crate::support::*;
use hailstone_core::testkit::{fixed_seed, run};
use hailstone_core::vault::{Edit, INDEX, Store, Vault, VaultError};

#[test]
fn f3_every_flipped_byte_of_the_header_is_noticed() {
    let (_, store, _) = vault();
    let good = header(&store);
    let mut opened = 0;
    for place in 0..good.len() {
        let mut bad = good.clone();
        bad[place] ^= 0x01;
        let Ok(locked) = Vault::read(&bad) else {
            continue;
        };
        let id = first_unlocker(&locked);
        opened += usize::from(
            locked
                .unlock_with_passphrase(id, &passphrase("one two three"))
                .is_ok(),
        );
    }
    assert_eq!(opened, 0);
}

#[test]
fn f5_every_truncated_header_is_refused() {
    let (_, store, _) = vault();
    let good = header(&store);
    for length in 0..good.len() {
        // A cut moves the authentication code over the body, so what still parses does not authenticate.
        if let Ok(locked) = Vault::read(&good[..length]) {
            let id = first_unlocker(&locked);
            assert!(
                locked
                    .unlock_with_passphrase(id, &passphrase("one two three"))
                    .is_err()
            );
        }
    }
}

#[test]
fn tampering_with_one_record_is_noticed_and_others_stay_readable() {
    let (mut vault, store, first) = vault();
    let prepared = vault
        .prepare(vec![Edit::Insert(email("bob@example.org"))], fixed_seed(3))
        .unwrap();
    run(store.apply(prepared.changes())).unwrap();
    let second = prepared.inserted()[0];
    vault.commit(prepared).unwrap();
    let good = object(&store, first);
    for place in 0..good.len() {
        let mut bad = good.clone();
        bad[place] ^= 0x80;
        assert_eq!(vault.open(first, &bad), Err(VaultError::Tampered));
    }
    assert_eq!(vault.open(first, &[]), Err(VaultError::Tampered));
    assert_eq!(
        vault.open(first, &object(&store, second)),
        Err(VaultError::Tampered),
        "swapped"
    );
    assert_eq!(
        vault.open(second, &object(&store, second)),
        Ok(email("bob@example.org"))
    );
}

#[test]
fn f2_f3_an_older_copy_of_a_record_or_of_the_index_does_not_open() {
    let (mut vault, store, id) = vault();
    let (old_record, old_index) = (object(&store, id), object(&store, INDEX));
    let prepared = vault
        .prepare(
            vec![Edit::Replace(id, email("new@example.org"))],
            fixed_seed(3),
        )
        .unwrap();
    run(store.apply(prepared.changes())).unwrap();
    vault.commit(prepared).unwrap();
    assert_eq!(vault.open(id, &old_record), Err(VaultError::Tampered));
    assert_eq!(
        vault.open(id, &object(&store, id)),
        Ok(email("new@example.org"))
    );
    let opening = open_header(&store, "one two three").unwrap();
    assert_eq!(
        opening.index(&old_index).unwrap_err().error,
        VaultError::Tampered
    );
}

#[test]
fn f2_a_record_of_another_vault_does_not_open() {
    let (vault, store, id) = vault();
    let (mut other, _) =
        Vault::create(&by_passphrase(&passphrase("x y z")), NOW, fixed_seed(99)).unwrap();
    let prepared = other
        .prepare(vec![Edit::Insert(email("eve@example.org"))], fixed_seed(98))
        .unwrap();
    let foreign = prepared.changes().put()[0].1.clone();
    other.commit(prepared).unwrap();
    assert_eq!(vault.open(id, &foreign), Err(VaultError::Tampered));
    let opening = open_header(&store, "one two three").unwrap();
    assert_eq!(
        opening.index(&foreign).unwrap_err().error,
        VaultError::Tampered
    );
}
