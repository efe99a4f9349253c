use crate::support::*;
use hailstone_core::secret::SecretBytes;
use hailstone_core::testkit::{Trouble, fixed_seed, run};
use hailstone_core::vault::{Edit, RecoveryKey, VaultError};
use x25519_dalek::StaticSecret;

#[test]
fn a_sheet_opens_the_vault_by_what_is_written_on_it() {
    let card = StaticSecret::from([7; 32]);
    let (mut vault, store, id) = card_vault(&card);
    let sheet = RecoveryKey::make(fixed_seed(3));
    let written = sheet.words().join(" ");
    let added = vault
        .prepare_unlocker(&by_sheet(&sheet), fixed_seed(4))
        .unwrap();
    keep(&mut vault, &store, added);

    let typed = RecoveryKey::parse(&SecretBytes::from(written)).unwrap();
    let mut again = unlock_by_sheet(&header(&store), 1, &typed).unwrap();
    assert_eq!(
        content(&mut again, &store, id),
        Ok(email("ada@example.org"))
    );
    assert_eq!(again.site_secret(), vault.site_secret());
    let text = format!("{again:?}");
    assert!(text.contains("Recovery { .. }"), "{text}");
}

#[test]
fn another_sheet_opens_nothing_and_no_other_unlocker_is_a_sheet() {
    let card = StaticSecret::from([7; 32]);
    let (mut vault, store, _) = card_vault(&card);
    let sheets = [5, 6].map(|number| RecoveryKey::make(fixed_seed(number)));
    for (sheet, seed) in sheets.iter().zip(8..) {
        let added = vault
            .prepare_unlocker(&by_sheet(sheet), fixed_seed(seed))
            .unwrap();
        keep(&mut vault, &store, added);
    }
    let header = header(&store);
    let outcome = |unlocker, sheet| unlock_by_sheet(&header, unlocker, sheet).map(drop);
    assert_eq!(outcome(1, &sheets[0]), Ok(()));
    assert_eq!(outcome(2, &sheets[1]), Ok(()));
    assert_eq!(outcome(2, &sheets[0]), Err(VaultError::RecoveryWrong));
    assert_eq!(outcome(0, &sheets[0]), Err(VaultError::UnlockerUnknown));
    let words = passphrase(&sheets[0].words().join(" "));
    let locked = hailstone_core::vault::Vault::read(&header).unwrap();
    let id = locked.unlockers()[1].id();
    let refused = locked.unlock_with_passphrase(id, &words).unwrap_err();
    assert_eq!(refused.error, VaultError::UnlockerUnknown);
    let refused = refused.vault.agree_with_card(id, fixed_seed(1));
    assert_eq!(refused.unwrap_err().error, VaultError::UnlockerUnknown);
}

#[test]
fn a_removed_sheet_opens_nothing_that_is_written_afterwards() {
    let lost = RecoveryKey::make(fixed_seed(3));
    let kept = RecoveryKey::make(fixed_seed(4));
    let (mut vault, store, old) = begin(&by_sheet(&lost), 5);
    let added = vault
        .prepare_unlocker(&by_sheet(&kept), fixed_seed(6))
        .unwrap();
    keep(&mut vault, &store, added);
    let before = header(&store);
    let removed = vault.unlockers()[0].id();
    let removal = vault.prepare_removal(removed, fixed_seed(7)).unwrap();
    keep(&mut vault, &store, removal);
    let new = Edit::Insert(email("new@example.org"));
    let new = write(&mut vault, &store, &[new], 8).unwrap()[0];

    let after = header(&store);
    let refused = unlock_by_sheet(&after, 0, &lost).unwrap_err();
    assert_eq!(refused, VaultError::RecoveryWrong);
    let mut stale = unlock_by_sheet(&before, 0, &lost).unwrap();
    assert!(run(stale.open_all::<Trouble>(&store, &[new])).is_err());
    // The one that remains was on paper somewhere, and opens what is old and what is new.
    let mut again = unlock_by_sheet(&after, 0, &kept).unwrap();
    for (id, address) in [(old, "ada@example.org"), (new, "new@example.org")] {
        assert_eq!(content(&mut again, &store, id), Ok(email(address)));
    }
}
