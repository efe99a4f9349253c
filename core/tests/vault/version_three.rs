//! What version 3 of the header brought: keys on cards of either curve, and a secret of the host's beside the card.

use crate::support::*;
use hailstone_core::card::{Application, Curve, Point};
use hailstone_core::secret::Secret32;
use hailstone_core::testkit::fixed_seed;
use hailstone_core::vault::{CardKey, NewUnlocker, Vault, VaultError};
use p256::ecdh::diffie_hellman;
use p256::elliptic_curve::point::AffineCoordinates;
use x25519_dalek::{PublicKey, StaticSecret};

/// A card with a key of P-256.
struct P256Card(p256::SecretKey);

impl P256Card {
    fn new(byte: u8) -> Self {
        Self(p256::SecretKey::from_slice(&[byte; 32]).unwrap())
    }

    fn key(&self) -> CardKey<'static> {
        CardKey {
            application: Application::Piv,
            serial: "5b7c1c3a0f9e4d2ab1a2c3d4e5f60718",
            slot: 0x82,
            curve: Curve::P256,
            public_key: self.0.public_key().as_affine().x().into(),
        }
    }

    fn agree(&self, point: &Point) -> [u8; 32] {
        let point = p256::PublicKey::from_sec1_bytes(point.as_bytes()).unwrap();
        let shared = diffie_hellman(self.0.to_nonzero_scalar(), point.as_affine());
        (*shared.raw_secret_bytes()).into()
    }
}

fn by<'a>(key: CardKey<'a>, local: Option<&'a Secret32>) -> NewUnlocker<'a> {
    NewUnlocker::Card {
        label: "My card",
        key,
        local,
    }
}

fn secret(byte: u8) -> Secret32 {
    Secret32::take(&mut [byte; 32])
}

#[test]
fn a_card_with_a_key_of_p256_opens_the_vault_blinded_anew_each_time() {
    let card = P256Card::new(7);
    let (_, created) = Vault::create(&by(card.key(), None), NOW, fixed_seed(1)).unwrap();
    let mut answers = vec![];
    for seed in [2, 3] {
        let locked = Vault::read(created.header()).unwrap();
        let id = first_unlocker(&locked);
        let agreeing = locked.agree_with_card(id, fixed_seed(seed)).unwrap();
        assert_eq!(agreeing.card(), Some(card.key()));
        assert_eq!(agreeing.point().curve(), Curve::P256);
        let answer = card.agree(agreeing.point());
        answers.push(answer);
        assert!(agreeing.reply(&answer, None).is_ok());
    }
    assert_ne!(answers[0], answers[1]);
}

#[test]
fn f4_a_wrong_answer_of_a_p256_card_opens_nothing_and_says_which() {
    let card = P256Card::new(7);
    let (_, created) = Vault::create(&by(card.key(), None), NOW, fixed_seed(1)).unwrap();
    let reply = |answer: &dyn Fn(&Point) -> [u8; 32]| {
        let locked = Vault::read(created.header()).unwrap();
        let id = first_unlocker(&locked);
        let agreeing = locked.agree_with_card(id, fixed_seed(2)).unwrap();
        let answer = answer(agreeing.point());
        let refused = agreeing.reply(&answer, None).unwrap_err();
        // It is as it was, and the right card opens it.
        let again = refused.vault.agree_with_card(id, fixed_seed(3)).unwrap();
        let answer = card.agree(again.point());
        assert!(again.reply(&answer, None).is_ok());
        refused.error
    };
    let other = P256Card::new(8);
    assert_eq!(reply(&|point| other.agree(point)), VaultError::CardWrong);
    assert_eq!(reply(&|_| [0xff; 32]), VaultError::AgreementInvalid);
    let mut one = [0; 32];
    one[31] = 1;
    assert_eq!(reply(&|_| one), VaultError::AgreementInvalid);
}

#[test]
fn f4_a_card_key_that_is_no_point_of_its_curve_is_refused() {
    let mut one = [0; 32];
    one[31] = 1;
    let p256 = CardKey {
        public_key: one,
        ..P256Card::new(7).key()
    };
    for key in [p256, openpgp_key([0; 32])] {
        let created = Vault::create(&by(key, None), NOW, fixed_seed(1));
        assert_eq!(created.unwrap_err(), VaultError::AgreementInvalid);
    }
}

/// `(card's curve, what the card answers)`.
type Card = (CardKey<'static>, Box<dyn Fn(&Point) -> [u8; 32]>);

fn both() -> [Card; 2] {
    let (x, p) = (StaticSecret::from([9; 32]), P256Card::new(7));
    let keys = (openpgp_key(PublicKey::from(&x).to_bytes()), p.key());
    let by_x = move |point: &Point| {
        let point: [u8; 32] = point.as_bytes().try_into().unwrap();
        x.diffie_hellman(&PublicKey::from(point)).to_bytes()
    };
    [
        (keys.0, Box::new(by_x)),
        (keys.1, Box::new(move |point| p.agree(point))),
    ]
}

#[test]
fn with_a_secret_of_the_hosts_the_card_alone_opens_nothing() {
    for (key, agree) in both() {
        let local = secret(3);
        let new = by(key, Some(&local));
        let (_, created) = Vault::create(&new, NOW, fixed_seed(1)).unwrap();
        let reply = |local: Option<&Secret32>| {
            let locked = Vault::read(created.header()).unwrap();
            let id = first_unlocker(&locked);
            let agreeing = locked.agree_with_card(id, fixed_seed(2)).unwrap();
            let answer = agree(agreeing.point());
            agreeing
                .reply(&answer, local)
                .map_err(|refused| refused.error)
        };
        assert!(reply(Some(&local)).is_ok());
        assert_eq!(reply(None).unwrap_err(), VaultError::LocalSecretMissing);
        assert_eq!(reply(Some(&secret(4))).unwrap_err(), VaultError::CardWrong);
    }
}

/// A host that keeps a secret for another unlocker hands it over here, too.
#[test]
fn a_secret_that_is_not_asked_for_changes_nothing() {
    for (key, agree) in both() {
        let (_, created) = Vault::create(&by(key, None), NOW, fixed_seed(1)).unwrap();
        let locked = Vault::read(created.header()).unwrap();
        let id = first_unlocker(&locked);
        let agreeing = locked.agree_with_card(id, fixed_seed(2)).unwrap();
        let answer = agree(agreeing.point());
        assert!(agreeing.reply(&answer, Some(&secret(3))).is_ok());
    }
}

/// A new root needs neither the card nor the host's secret; a removed card opens nothing that is written then.
#[test]
fn cards_that_remain_open_the_new_root_and_the_removed_one_does_not() {
    let (mut vault, store, _) = vault();
    let local = secret(3);
    let [(first, agree_first), (second, agree_second)] = both();
    for (seed, new) in [(10, by(first, Some(&local))), (11, by(second, None))] {
        let added = vault.prepare_unlocker(&new, fixed_seed(seed)).unwrap();
        keep(&mut vault, &store, added);
    }
    let before = header(&store);
    let removed = vault.unlockers()[2].id();
    let removal = vault.prepare_removal(removed, fixed_seed(12)).unwrap();
    keep(&mut vault, &store, removal);
    let open = |header: &[u8], place: usize, agree: &dyn Fn(&Point) -> [u8; 32]| {
        let locked = Vault::read(header).unwrap();
        let id = locked
            .unlockers()
            .get(place)
            .ok_or(VaultError::UnlockerUnknown)?
            .id();
        let agreeing = locked.agree_with_card(id, fixed_seed(13)).unwrap();
        let answer = agree(agreeing.point());
        agreeing
            .reply(&answer, Some(&local))
            .map_err(|refused| refused.error)
    };
    let after = header(&store);
    assert!(open(&after, 1, &agree_first).is_ok());
    assert_eq!(
        open(&after, 2, &agree_second).unwrap_err(),
        VaultError::UnlockerUnknown
    );
    // What it still opens is the copy from before, whose root is not the new one.
    let old = open(&before, 2, &agree_second).unwrap();
    let current = Vault::read(&after).unwrap().unlock_beside(&old);
    assert_eq!(current.unwrap_err().error, VaultError::CopyNewer);
}

#[test]
fn nothing_of_a_card_key_is_in_debug() {
    let card = P256Card::new(7);
    let local = secret(3);
    let (vault, _) = Vault::create(&by(card.key(), Some(&local)), NOW, fixed_seed(1)).unwrap();
    let shown = format!("{:?}", vault.unlockers()[0].kind());
    assert_eq!(
        shown,
        "CardKey { application: Piv, curve: P256, local: true, .. }"
    );
}
