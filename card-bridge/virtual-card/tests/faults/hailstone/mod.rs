//! Our own application with the core as its host: what must hold when the card, its reader or the way to it fails or lies.

mod afar;
mod beside;
mod bridge;
mod hostile;
mod interrupted;
mod operations;
mod tries;

use hailstone_core::card::{Curve, hailstone::KeyType};
use hailstone_virtual_card::{
    card::{App, Options, VirtualCard, with_card},
    flash::Flash,
};

use crate::person::carry::{Carry, Outcome, personalise, run, show};
use crate::person::{PIN, carry};
use hailstone_core::card::hailstone::{CardKey, Rules};

pub(super) fn options(flash: &Flash) -> Options {
    Options {
        app: App::Hailstone,
        flash: Some(flash.clone()),
        ..Options::default()
    }
}

/// Runs `story` on the card with this memory.
pub(super) fn on<R>(flash: &Flash, story: impl FnOnce(&mut VirtualCard<'_>) -> R) -> R {
    with_card(&options(flash), story).unwrap()
}

/// Nothing lies between.
pub(super) fn direct<'a>(
    card: &'a mut VirtualCard<'_>,
) -> impl FnMut(&[u8]) -> Outcome<Vec<u8>> + 'a {
    |command| Ok(card.transmit(command))
}

/// The object that operations change, as it is on a card in use.
pub(super) const TAG: u32 = 0xdf21;
/// A second one.
pub(super) const OTHER_TAG: u32 = 0xdf22;
pub(super) const OLD: [u8; 5000] = [0xaa; 5000];

/// A memory with a card in use, with a key in slot 1 and two objects.
pub(super) fn in_use() -> (Flash, CardKey) {
    let flash = Flash::default();
    let key = on(&flash, |card| {
        let mut carry = direct(card);
        let key = carry::key(&mut carry).unwrap();
        prepare(&mut carry, &key).unwrap();
        key
    });
    (flash, key)
}

fn prepare(carry: &mut Carry<'_>, key: &CardKey) -> Outcome<()> {
    let channel = personalise(carry, key)?;
    let channel = show(carry, key, channel, PIN)?;
    let (channel, _) = run(
        carry,
        channel.generate(KeyType::Agreement(Curve::X25519), 1),
    )?;
    let objects = [
        (TAG, Rules::PIN, &OLD[..]),
        (OTHER_TAG, Rules::PIN, &OLD[..10]),
    ];
    run(carry, channel.put_all(&objects)).map(drop)
}
