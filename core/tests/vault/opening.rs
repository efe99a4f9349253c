use crate::support::*;
use hailstone_core::testkit::{fixed_seed, run};
use hailstone_core::vault::{NewUnlocker, Store, Vault, VaultError};
use x25519_dalek::{PublicKey, StaticSecret};

#[test]
fn a_wrong_passphrase_says_so_and_gives_the_vault_back() {
    let (_, store, _) = vault();
    let locked = Vault::read(&header(&store)).unwrap();
    let id = first_unlocker(&locked);
    let refused = locked
        .unlock_with_passphrase(id, &passphrase("one two four"))
        .unwrap_err();
    assert_eq!(refused.error, VaultError::PassphraseWrong);
    assert!(
        refused
            .vault
            .unlock_with_passphrase(id, &passphrase("one two three"))
            .is_ok()
    );
}

#[test]
fn a_card_opens_the_vault_without_its_shared_secret_being_sent() {
    let card = StaticSecret::from([9; 32]);
    let (_, created) = Vault::create(&by_card(&card), NOW, fixed_seed(3)).unwrap();
    let locked = Vault::read(created.header()).unwrap();
    let id = first_unlocker(&locked);
    let agreeing = locked.agree_with_card(id, fixed_seed(4)).unwrap();
    assert_eq!(agreeing.card().unwrap().serial, "0006 12345678");
    let sent = point(&agreeing);
    let again = Vault::read(created.header())
        .unwrap()
        .agree_with_card(id, fixed_seed(5))
        .unwrap();
    assert_ne!(point(&again), sent, "every unlock blinds anew");
    let answer = card.diffie_hellman(&PublicKey::from(sent)).to_bytes();
    assert!(agreeing.reply(&answer, None).is_ok());
    // The blinded answer of one unlock is worth nothing in another.
    assert_eq!(
        again.reply(&answer, None).unwrap_err().error,
        VaultError::CardWrong
    );
}

#[test]
fn f4_another_card_or_an_all_zero_answer_opens_nothing() {
    let card = StaticSecret::from([9; 32]);
    let (_, created) = Vault::create(&by_card(&card), NOW, fixed_seed(3)).unwrap();
    let agree = |answer: &dyn Fn([u8; 32]) -> [u8; 32]| {
        let locked = Vault::read(created.header()).unwrap();
        let id = first_unlocker(&locked);
        let agreeing = locked.agree_with_card(id, fixed_seed(4)).unwrap();
        let answer = answer(point(&agreeing));
        agreeing.reply(&answer, None).unwrap_err().error
    };
    let other = StaticSecret::from([8; 32]);
    assert_eq!(
        agree(&|point| other.diffie_hellman(&PublicKey::from(point)).to_bytes()),
        VaultError::CardWrong
    );
    assert_eq!(agree(&|_| [0; 32]), VaultError::AgreementInvalid);
}

#[test]
fn f4_a_card_key_of_small_order_is_refused() {
    let card = NewUnlocker::Card {
        label: "Card",
        key: openpgp_key([0; 32]),
        local: None,
    };
    assert_eq!(
        Vault::create(&card, NOW, fixed_seed(1)).unwrap_err(),
        VaultError::AgreementInvalid
    );
}

#[test]
fn unlockers_are_equal_and_each_opens_alone() {
    let (mut vault, store, _) = vault();
    let card = StaticSecret::from([9; 32]);
    let second = passphrase("a second one");
    for (number, new) in [(6, by_card(&card)), (7, by_passphrase(&second))] {
        let prepared = vault.prepare_unlocker(&new, fixed_seed(number)).unwrap();
        run(store.apply(prepared.changes())).unwrap();
        vault.commit(prepared).unwrap();
    }
    assert_eq!(vault.unlockers().len(), 3);
    let locked = Vault::read(&header(&store)).unwrap();
    let ids: Vec<_> = locked
        .unlockers()
        .iter()
        .map(|unlocker| unlocker.id())
        .collect();
    assert!(locked.unlock_with_passphrase(ids[2], &second).is_ok());
    assert!(unlock(&store, "one two three").is_ok());
    let agreeing = Vault::read(&header(&store))
        .unwrap()
        .agree_with_card(ids[1], fixed_seed(7))
        .unwrap();
    let answer = card
        .diffie_hellman(&PublicKey::from(point(&agreeing)))
        .to_bytes();
    assert!(agreeing.reply(&answer, None).is_ok());
}

#[test]
fn debug_output_of_a_vault_shows_no_secret() {
    let (vault, _, _) = vault();
    let text = format!("{vault:?}");
    assert!(text.contains("redacted"));
    let secret = format!("{:?}", vault.site_secret().expose());
    assert!(!text.contains(secret.trim_matches(['[', ']'])));
}
