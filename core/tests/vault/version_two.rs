//! What version 2 of the header brought: passkeys, recovery shares, the rehearsal, a root that is parked.

use crate::support::*;
use hailstone_core::secret::{Secret32, SecretBytes};
use hailstone_core::testkit::{Trouble, fixed_seed, run};
use hailstone_core::time::Timestamp;
use hailstone_core::vault::{
    Edit, NewUnlocker, Paper, RecoveryKey, RecoveryShare, RecoveryShares, Rehearsal, Unlocked,
    UnlockerKind, Vault, VaultError,
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

fn by_shares(shares: &RecoveryShares) -> NewUnlocker<'_> {
    NewUnlocker::Shares {
        label: "Family",
        shares,
    }
}

fn typed(share: &RecoveryShare) -> SecretBytes {
    SecretBytes::from(share.words().join(" "))
}

fn retyped(shares: &[&RecoveryShare]) -> Vec<RecoveryShare> {
    let again = shares
        .iter()
        .map(|share| RecoveryShare::parse(&typed(share)));
    again.collect::<Result<_, _>>().unwrap()
}

fn with_shares(
    header: &[u8],
    unlocker: usize,
    shares: &[&RecoveryShare],
) -> Result<Vault<Unlocked>, VaultError> {
    let locked = Vault::read(header)?;
    let id = locked.unlockers()[unlocker].id();
    let opened = locked.unlock_with_shares(id, &retyped(shares));
    opened.map_err(|refused| refused.error)
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
fn any_so_many_shares_open_the_vault_and_fewer_do_not() {
    let card = StaticSecret::from([7; 32]);
    for (threshold, count) in [(2, 2), (2, 3), (3, 5), (8, 8)] {
        let (mut vault, store, id) = card_vault(&card);
        let set = RecoveryShares::make(threshold, count, fixed_seed(30)).unwrap();
        let added = vault
            .prepare_unlocker(&by_shares(&set), fixed_seed(3))
            .unwrap();
        keep(&mut vault, &store, added);
        let header = header(&store);
        let shares: Vec<&RecoveryShare> = set.shares().iter().collect();
        assert_eq!(shares.len(), usize::from(count));
        // Every choice of shares.
        for chosen in 1..1_u32 << count {
            let chosen: Vec<&RecoveryShare> = (0..count)
                .filter(|n| chosen & (1 << n) != 0)
                .map(|n| shares[usize::from(n)])
                .rev()
                .collect();
            let have = u8::try_from(chosen.len()).unwrap();
            let opened = with_shares(&header, 1, &chosen);
            if have < threshold {
                let missing = threshold - have;
                assert_eq!(opened.unwrap_err(), VaultError::SharesMissing { missing });
            } else {
                let content = content(&mut opened.unwrap(), &store, id);
                assert_eq!(content, Ok(email("ada@example.org")));
            }
        }
        assert_eq!(
            with_shares(&header, 1, &[]).unwrap_err(),
            VaultError::SharesMissing { missing: 2 }
        );
    }
}

#[test]
fn what_is_wrong_with_shares_is_said_with_the_place() {
    let card = StaticSecret::from([7; 32]);
    let (mut vault, store, _) = card_vault(&card);
    let set = RecoveryShares::make(3, 5, fixed_seed(30)).unwrap();
    let other = RecoveryShares::make(3, 5, fixed_seed(31)).unwrap();
    for (set, seed) in [(&set, 3), (&other, 4)] {
        let added = vault
            .prepare_unlocker(&by_shares(set), fixed_seed(seed))
            .unwrap();
        keep(&mut vault, &store, added);
    }
    let header = header(&store);
    let (mine, theirs) = (set.shares(), other.shares());
    assert_ne!(mine[0].set(), theirs[0].set());
    let outcome =
        |unlocker, shares: &[&RecoveryShare]| with_shares(&header, unlocker, shares).map(drop);
    assert_eq!(outcome(1, &[&mine[4], &mine[0], &mine[2]]), Ok(()));
    assert_eq!(
        outcome(1, &[&mine[0], &mine[1], &theirs[2]]),
        Err(VaultError::ShareOther { place: 3 })
    );
    assert_eq!(
        outcome(1, &[&mine[0], &mine[1], &mine[0]]),
        Err(VaultError::ShareTwice { place: 3 })
    );
    assert_eq!(
        outcome(1, &[&theirs[0], &theirs[1], &theirs[2]]),
        Err(VaultError::RecoveryWrong)
    );
    assert_eq!(
        outcome(0, &[&mine[0], &mine[1], &mine[2]]),
        Err(VaultError::UnlockerUnknown)
    );

    // A word that is another one is noticed by the checksum, or by the share's own fields, or opens nothing.
    let words = mine[0].words();
    for place in 0..words.len() {
        for other in ["zoo", "abandon", "letter", "youth"] {
            let mut changed = words.clone();
            if changed[place] == other {
                continue;
            }
            changed[place] = other;
            match RecoveryShare::parse(&SecretBytes::from(changed.join(" "))) {
                Err(error) => assert!(
                    matches!(
                        error,
                        VaultError::RecoveryWordsWrong | VaultError::VersionTooNew
                    ),
                    "{error:?}"
                ),
                Ok(forged) => assert!(outcome(1, &[&forged, &mine[1], &mine[2]]).is_err()),
            }
        }
    }
    let short = SecretBytes::from(words[..14].join(" "));
    assert_eq!(
        RecoveryShare::parse(&short),
        Err(VaultError::RecoveryWordsCount)
    );
    let unknown = SecretBytes::from("abandon xyzzy".to_string());
    assert_eq!(
        RecoveryShare::parse(&unknown),
        Err(VaultError::RecoveryWordUnknown { place: 2 })
    );
    for (threshold, count) in [(0, 3), (1, 3), (4, 3), (2, 9), (9, 9)] {
        let outcome = RecoveryShares::make(threshold, count, fixed_seed(1)).map(drop);
        assert_eq!(outcome, Err(VaultError::SharesOutOfRange));
    }
}

#[test]
fn paper_is_told_by_the_number_of_its_words() {
    let sheet = RecoveryKey::make(fixed_seed(1));
    let words = SecretBytes::from(sheet.words().join(" "));
    assert_eq!(Paper::parse(&words), Ok(Paper::Sheet(sheet)));
    let set = RecoveryShares::make(2, 3, fixed_seed(2)).unwrap();
    let share = &set.shares()[1];
    assert_eq!(
        (share.number(), share.threshold(), share.words().len()),
        (2, 2, 15)
    );
    let Ok(Paper::Share(read)) = Paper::parse(&typed(share)) else {
        panic!()
    };
    assert_eq!(&read, share);
    for count in [11, 13, 14, 16, 40] {
        let words = SecretBytes::from(vec!["zoo"; count].join(" "));
        assert_eq!(
            Paper::parse(&words),
            Err(VaultError::RecoveryWordsCount),
            "{count}"
        );
    }
    assert!(!format!("{set:?}").contains(share.words()[5]));
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
