use crate::support::*;
use hailstone_core::testkit::{Trouble, fixed_seed, run};
use hailstone_core::time::Timestamp;
use hailstone_core::vault::{Edit, Vault, VaultError};
use x25519_dalek::StaticSecret;

#[test]
fn a_removed_unlocker_opens_nothing_that_is_written_afterwards() {
    let lost = StaticSecret::from([7; 32]);
    let kept = StaticSecret::from([8; 32]);
    let (mut vault, store, id) = card_vault(&lost);
    let added = vault
        .prepare_unlocker(&by_card(&kept), fixed_seed(3))
        .unwrap();
    keep(&mut vault, &store, added);
    let before = header(&store);
    let unlocker = vault.unlockers()[0].id();
    let removal = vault.prepare_removal(unlocker, fixed_seed(4)).unwrap();
    keep(&mut vault, &store, removal);
    let secret = write(
        &mut vault,
        &store,
        &[Edit::Insert(email("new@example.org"))],
        5,
    )
    .unwrap()[0];

    // The one that remains was not present, and opens everything: what was there before, and what is new.
    let after = header(&store);
    let mut again = unlock_by_card(&after, 0, &kept).unwrap();
    assert_eq!(again.unlockers().len(), 1);
    assert_eq!(
        content(&mut again, &store, id),
        Ok(email("ada@example.org"))
    );
    assert_eq!(
        content(&mut again, &store, secret),
        Ok(email("new@example.org"))
    );
    assert_eq!(again.site_secret(), vault.site_secret());

    // The removed one opens neither the new header nor, with the old one, a page that is new.
    assert_eq!(
        unlock_by_card(&after, 0, &lost).unwrap_err(),
        VaultError::CardWrong
    );
    let mut old = unlock_by_card(&before, 0, &lost).unwrap();
    assert!(run(old.open_all::<Trouble>(&store, &[id, secret])).is_err());
}

#[test]
fn the_last_unlocker_cannot_be_removed_and_an_unknown_one_is_unknown() {
    let card = StaticSecret::from([7; 32]);
    let (vault, _, _) = card_vault(&card);
    let only = vault.unlockers()[0].id();
    let outcome = vault.prepare_removal(only, fixed_seed(3)).unwrap_err();
    assert_eq!(outcome, VaultError::UnlockerLast);
    let unknown = hailstone_core::id::UnlockerId::from_bytes([1; 16]);
    for outcome in [
        vault.prepare_removal(unknown, fixed_seed(3)).unwrap_err(),
        vault
            .prepare_renaming(unknown, "x", fixed_seed(3))
            .unwrap_err(),
    ] {
        assert_eq!(outcome, VaultError::UnlockerUnknown);
    }
}

#[test]
fn many_removals_leave_everything_readable() {
    let kept = StaticSecret::from([8; 32]);
    let (mut vault, store, first) = card_vault(&kept);
    let mut ids = vec![first];
    for number in 10..30 {
        let card = StaticSecret::from([number; 32]);
        let added = vault
            .prepare_unlocker(&by_card(&card), fixed_seed(number))
            .unwrap();
        keep(&mut vault, &store, added);
        let edits = [Edit::Insert(email(&format!("{number}@example.org")))];
        ids.extend(write(&mut vault, &store, &edits, number + 50).unwrap());
        let unlocker = vault.unlockers()[1].id();
        let removal = vault
            .prepare_removal(unlocker, fixed_seed(number + 100))
            .unwrap();
        keep(&mut vault, &store, removal);
    }
    let mut again = unlock_by_card(&header(&store), 0, &kept).unwrap();
    assert_eq!(all(&mut again, &store), ids);
    assert!(
        read(&mut again, &store, &ids)
            .iter()
            .all(|(_, opened)| opened.is_ok())
    );
}

#[test]
fn an_unlocker_has_a_name_and_a_last_use() {
    let card = StaticSecret::from([7; 32]);
    let (mut vault, store, _) = card_vault(&card);
    let unlocker = vault.unlockers()[0].id();
    assert_eq!(vault.last_used(unlocker), None);
    vault.note_use(unlocker, Timestamp::from_unix(1_800_000_000));
    let renaming = vault
        .prepare_renaming(unlocker, " Blue key ", fixed_seed(3))
        .unwrap();
    keep(&mut vault, &store, renaming);
    let bad = vault
        .prepare_renaming(unlocker, "a\nb", fixed_seed(4))
        .unwrap_err();
    assert_eq!(bad, VaultError::LabelInvalid);
    assert_eq!(
        Vault::read(&header(&store)).unwrap().unlockers()[0].label(),
        "Blue key"
    );
    let again = unlock_by_card(&header(&store), 0, &card).unwrap();
    assert_eq!(
        again.last_used(unlocker),
        Some(Timestamp::from_unix(1_800_000_000))
    );
}
