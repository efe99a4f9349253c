use super::*;
use crate::card::Renewal;
use hailstone_core::vault::Wishes;

const ROOM: usize = 4096;

fn meets(scene: &mut Scene, found: &[Vec<u8>], replace: bool) -> Failure {
    let mut wallet = scene.open(None).unwrap();
    let wishes = Wishes {
        replace,
        ..Wishes::default()
    };
    let mut copy = CardCopy::of(&mut wallet, wishes);
    // Nothing but a passphrase opens this vault: that is told once everything on the card was met.
    copy.make(found, ROOM).unwrap_err()
}

#[test]
fn an_older_generation_stands_in_for_a_damaged_one_and_for_no_other() {
    let mut scene = Scene::with_vault(&[RIGHT; 5]);
    let own = scene.back_up().write().unwrap();
    let mut another = Scene::with_vault(&[RIGHT]);
    let foreign = another.back_up().write().unwrap();
    let mut damaged = own.clone();
    damaged[60] ^= 1;
    let met: Failure = VaultError::KeyMissing.into();
    let on_card = [damaged.clone(), own.clone()];
    assert_eq!(meets(&mut scene, &on_card, false), met);
    let only_damaged = meets(&mut scene, &[damaged], false);
    assert_eq!(only_damaged, VaultError::BackupMalformed.into());
    let on_card = [foreign, own];
    let refused = meets(&mut scene, &on_card, false);
    assert_eq!(refused, VaultError::OtherVault.into());
    assert_eq!(meets(&mut scene, &on_card, true), met);
}
