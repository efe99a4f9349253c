//! What version 2 of the header brought: passkeys, the rehearsal, a root that is parked.

use crate::support::*;
use hailstone_core::secret::Secret32;
use hailstone_core::testkit::{Trouble, fixed_seed, run};
use hailstone_core::time::Timestamp;
use hailstone_core::vault::{
    Edit, NewUnlocker, RecoveryKey, Rehearsal, UnlockerKind, Vault, VaultError,
};
use x25519_dalek::StaticSecret;

fn output(byte: u8) -> Secret32 {
    Secret32::take(&mut [byte; 32])
}

fn by_passkey(output: &Secret32) -> NewUnlocker<'_> {
    NewUnlocker::Passkey {
        label: "This browser",
        credential: b"credential",
        relying_party: "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
        prf_salt: [9; 32],
        output,
    }
}

#[test]
fn a_passkey_opens_the_vault_and_says_what_to_ask_it_for() {
    let card = StaticSecret::from([7; 32]);
    let (mut vault, store, id) = card_vault(&card);
    let prf = output(5);
    let added = vault
        .prepare_unlocker(&by_passkey(&prf), fixed_seed(3))
        .unwrap();
    keep(&mut vault, &store, added);
    let locked = Vault::read(&header(&store)).unwrap();
    let unlocker = &locked.unlockers()[1];
    let UnlockerKind::Passkey {
        credential,
        relying_party,
        prf_salt,
        ..
    } = unlocker.kind()
    else {
        panic!("{unlocker:?}");
    };
    assert_eq!(credential, b"credential");
    assert_eq!(
        relying_party,
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
    );
    assert_eq!(prf_salt, &[9; 32]);
    assert!(format!("{unlocker:?}").contains("Passkey { .. }"));

    let (card_id, passkey) = (locked.unlockers()[0].id(), unlocker.id());
    let refused = locked.unlock_with_passkey(passkey, &output(6)).unwrap_err();
    assert_eq!(refused.error, VaultError::PasskeyWrong);
    let refused = refused
        .vault
        .unlock_with_passkey(card_id, &prf)
        .unwrap_err();
    assert_eq!(refused.error, VaultError::UnlockerUnknown);
    // What opens a sheet's half with the same bytes does not open a passkey's.
    let sheet = RecoveryKey::take(&mut [5; 16]);
    let refused = refused
        .vault
        .unlock_with_recovery(passkey, &sheet)
        .unwrap_err();
    assert_eq!(refused.error, VaultError::UnlockerUnknown);
    let mut again = refused.vault.unlock_with_passkey(passkey, &prf).unwrap();
    assert_eq!(again.opened_by(), passkey);
    assert_eq!(
        content(&mut again, &store, id),
        Ok(email("ada@example.org"))
    );
}

#[test]
fn a_passkey_that_no_browser_could_have_made_is_refused() {
    let card = StaticSecret::from([7; 32]);
    let (vault, _, _) = card_vault(&card);
    let prf = output(5);
    let long = [0; 1024];
    for (credential, relying_party) in [
        (&[][..], "chrome-extension://a"),
        (&long[..], "chrome-extension://a"),
        (&long[..1], ""),
        (&long[..1], "with a space"),
        (&long[..1], &"x".repeat(256)),
    ] {
        let new = NewUnlocker::Passkey {
            label: "x",
            credential,
            relying_party,
            prf_salt: [0; 32],
            output: &prf,
        };
        let refused = vault.prepare_unlocker(&new, fixed_seed(1)).unwrap_err();
        assert_eq!(refused, VaultError::PasskeyInvalid);
    }
    let new = NewUnlocker::Passkey {
        label: "x",
        credential: &long[..1023],
        relying_party: "a",
        prf_salt: [0; 32],
        output: &prf,
    };
    let added = vault.prepare_unlocker(&new, fixed_seed(1)).unwrap();
    assert!(Vault::read(added.changes().header()).is_ok());
}

#[test]
fn a_restore_is_rehearsed_by_another_unlocker_that_really_opened_it() {
    let now = Timestamp::from_unix(1_800_000_000);
    let card = StaticSecret::from([7; 32]);
    let (mut vault, store, _) = card_vault(&card);
    let sheet = RecoveryKey::make(fixed_seed(3));
    let added = vault
        .prepare_unlocker(&by_sheet(&sheet), fixed_seed(4))
        .unwrap();
    keep(&mut vault, &store, added);
    assert_eq!(vault.rehearsed(), None);

    // The same unlocker proves nothing, and neither does another vault.
    let same = unlock_by_card(&header(&store), 0, &card).unwrap();
    assert_eq!(
        vault.note_rehearsal(&same, now),
        Err(VaultError::RehearsalSame)
    );
    let (other, _, _) = begin(&by_sheet(&sheet), 5);
    assert_eq!(
        vault.note_rehearsal(&other, now),
        Err(VaultError::OtherVault)
    );
    assert_eq!(vault.rehearsed(), None);

    let backup = run(vault.back_up::<Trouble>(&store)).unwrap();
    let locked = backup.vault().unwrap();
    let id = locked.unlockers()[1].id();
    let opened = locked.unlock_with_recovery(id, &sheet).unwrap();
    vault.note_rehearsal(&opened, now).unwrap();
    let noted = vault.prepare_notes(fixed_seed(6)).unwrap();
    keep(&mut vault, &store, noted);
    let mut again = unlock_by_card(&header(&store), 0, &card).unwrap();
    assert_eq!(
        again.rehearsed(),
        Some(Rehearsal {
            unlocker: id,
            at: now
        })
    );

    // Once that sheet is removed, nothing is rehearsed any more.
    let removal = again.prepare_removal(id, fixed_seed(7)).unwrap();
    keep(&mut again, &store, removal);
    assert_eq!(
        unlock_by_card(&header(&store), 0, &card)
            .unwrap()
            .rehearsed(),
        None
    );
    assert_eq!(
        again.note_rehearsal(&opened, now),
        Err(VaultError::UnlockerUnknown)
    );
}

#[test]
fn who_recovers_in_earnest_has_rehearsed() {
    let sheet = RecoveryKey::make(fixed_seed(3));
    let (mut vault, _, _) = begin(&by_sheet(&sheet), 5);
    let unlocker = vault.unlockers()[0].id();
    vault.note_use(unlocker, NOW);
    assert_eq!(vault.rehearsed(), Some(Rehearsal { unlocker, at: NOW }));
    let card = StaticSecret::from([7; 32]);
    let (mut vault, _, _) = card_vault(&card);
    vault.note_use(vault.unlockers()[0].id(), NOW);
    assert_eq!(vault.rehearsed(), None);
}

#[test]
fn a_parked_root_goes_on_until_the_next_epoch() {
    let card = StaticSecret::from([7; 32]);
    let (mut vault, store, id) = card_vault(&card);
    let spare = StaticSecret::from([8; 32]);
    let added = vault
        .prepare_unlocker(&by_card(&spare), fixed_seed(3))
        .unwrap();
    keep(&mut vault, &store, added);
    let session = output(1);
    let parked = vault.park(&session, fixed_seed(9)).unwrap();
    write(
        &mut vault,
        &store,
        &[Edit::Insert(email("b@example.org"))],
        5,
    )
    .unwrap();

    let resume = |key: &Secret32, parked: &[u8]| {
        let vault = Vault::read(&header(&store)).unwrap().resume(key, parked);
        vault.map_err(|refused| refused.error)
    };
    let mut again = resume(&session, &parked).unwrap();
    assert_eq!(again.opened_by(), vault.opened_by());
    assert_eq!(again.site_secret(), vault.site_secret());
    assert_eq!(
        content(&mut again, &store, id),
        Ok(email("ada@example.org"))
    );
    write(&mut again, &store, &[Edit::Delete(id)], 6).unwrap();

    let stale = Err(VaultError::ParkedStale);
    assert_eq!(resume(&output(2), &parked).map(drop), stale);
    for length in 0..parked.len() {
        assert_eq!(resume(&session, &parked[..length]).map(drop), stale);
    }
    for place in 0..parked.len() {
        let mut changed = parked.clone();
        changed[place] ^= 1;
        assert_eq!(resume(&session, &changed).map(drop), stale, "{place}");
    }
    // Another vault.
    let (other, _, _) = begin(&by_card(&card), 50);
    let outcome = Vault::read(other.header_bytes())
        .unwrap()
        .resume(&session, &parked);
    assert_eq!(outcome.map(drop).map_err(|refused| refused.error), stale);
    // A header that somebody else made.
    let mut forged = header(&store);
    let last = forged.len() - 1;
    forged[last] ^= 1;
    let outcome = Vault::read(&forged).unwrap().resume(&session, &parked);
    assert_eq!(outcome.unwrap_err().error, VaultError::Tampered);
    // A new root.
    let spare = again.unlockers()[1].id();
    let removal = again.prepare_removal(spare, fixed_seed(7)).unwrap();
    keep(&mut again, &store, removal);
    assert_eq!(resume(&session, &parked).map(drop), stale);
    let anew = again.park(&session, fixed_seed(10)).unwrap();
    assert!(resume(&session, &anew).is_ok());
}

#[test]
fn f1_what_is_parked_twice_shares_no_salt() {
    let card = StaticSecret::from([7; 32]);
    let (vault, _, _) = card_vault(&card);
    let session = output(1);
    let [one, two] = [9, 10].map(|seed| vault.park(&session, fixed_seed(seed)).unwrap());
    assert_ne!(one[..24], two[..24]);
}
