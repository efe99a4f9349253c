use crate::support::*;
use hailstone_core::secret::SecretBytes;
use hailstone_core::testkit::fixed_seed;
use hailstone_core::vault::{
    NewUnlocker, Paper, RecoveryKey, RecoveryShare, RecoveryShares, Unlocked, Vault, VaultError,
};
use x25519_dalek::StaticSecret;

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
fn the_key_that_shares_say_together_opens_the_vault_by_itself() {
    let card = StaticSecret::from([7; 32]);
    let (mut vault, store, _) = card_vault(&card);
    let set = RecoveryShares::make(2, 3, fixed_seed(30)).unwrap();
    let added = vault
        .prepare_unlocker(&by_shares(&set), fixed_seed(3))
        .unwrap();
    keep(&mut vault, &store, added);
    let key = RecoveryShare::join(&retyped(&[&set.shares()[2], &set.shares()[0]])).unwrap();
    // As it goes from one module of a browser to the other.
    let bytes = SecretBytes::new(key.entropy().into());
    let key = RecoveryKey::read(&bytes).unwrap();
    let open = |unlocker: usize, key: &RecoveryKey| {
        let locked = Vault::read(&header(&store)).unwrap();
        let id = locked.unlockers()[unlocker].id();
        let opened = locked.unlock_with_joined(id, key);
        opened.map_err(|refused| refused.error)
    };
    assert!(open(1, &key).is_ok());
    assert_eq!(open(0, &key).unwrap_err(), VaultError::UnlockerUnknown);
    let other = RecoveryKey::make(fixed_seed(31));
    assert_eq!(open(1, &other).unwrap_err(), VaultError::RecoveryWrong);
    for length in [0, 15, 17, 32] {
        assert_eq!(RecoveryKey::read(&SecretBytes::new(vec![1; length])), None);
    }
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
