//! PIN and PUK: counted, blocked, unblocked, changed.

use hailstone_core::card::{
    CardError,
    hailstone::{Channel, Open, PinUse, Reference},
};

use super::{Known, granted, refused};
use crate::meter::{Failure, Meter, same};
use crate::person::{OTHER_PIN, OTHER_PUK, PIN, PUK, sealed};

/// What a card says of a wrong one when so many tries are left.
const fn wrong(tries_left: u8) -> CardError {
    match tries_left {
        0 => CardError::PinBlocked,
        tries_left => CardError::PinWrong { tries_left },
    }
}

pub(super) fn all(meter: &mut Meter<'_>, card: Known) {
    meter.operation(
        "Hailstone: a wrong PIN is counted, the right one restores",
        |meter| {
            let channel = card.connect(meter)?;
            let outcome = card.show(meter, channel, OTHER_PIN)?;
            let channel = refused(outcome, wrong(2))?;
            same(channel.status().pin_tries, (2, 3))?;
            // In another session, too.
            let channel = card.connect(meter)?;
            same(channel.status().pin_tries, (2, 3))?;
            let channel = granted(card.show(meter, channel, PIN)?)?;
            same(meter.must(channel.refresh())?.status().pin_tries, (3, 3))
        },
    );
    meter.operation("Hailstone: a reset ends the channel", |meter| {
        let channel = card.verify(meter)?;
        meter.reset();
        let outcome = meter.run(channel.refresh()).err();
        same(outcome, Some(CardError::ChannelBroken))
    });
    meter.operation("Hailstone: change the PIN", |meter| {
        let channel = card.connect(meter)?;
        let channel = change(meter, card, channel, Reference::Pin, [PIN, OTHER_PIN])?;
        let outcome = card.show(meter, channel, PIN)?;
        let channel = refused(outcome, wrong(2))?;
        change(meter, card, channel, Reference::Pin, [OTHER_PIN, PIN]).map(drop)
    });
    meter.operation("Hailstone: change the PUK", |meter| {
        let channel = card.connect(meter)?;
        let channel = change(meter, card, channel, Reference::Puk, [PUK, OTHER_PUK])?;
        let purpose = PinUse::Verify(Reference::Puk);
        let old = sealed(&channel, &card.key, purpose, &[PUK]);
        let channel = refused(meter.must(channel.verify_puk(&old))?, wrong(9))?;
        change(meter, card, channel, Reference::Puk, [OTHER_PUK, PUK]).map(drop)
    });
    meter.operation(
        "Hailstone: a PIN is blocked by its last try, and unblocked by the PUK",
        |meter| {
            let channel = block_pin(meter, card)?;
            // The right one does not help any more.
            let channel = refused(card.show(meter, channel, PIN)?, wrong(0))?;
            let channel = refused(unblock(meter, card, channel, [OTHER_PUK, PIN])?, wrong(9))?;
            let channel = granted(unblock(meter, card, channel, [PUK, OTHER_PIN])?)?;
            let channel = meter.must(channel.refresh())?;
            same(channel.status().pin_tries, (3, 3))?;
            same(channel.status().puk_tries, (10, 10))?;
            change(meter, card, channel, Reference::Pin, [OTHER_PIN, PIN]).map(drop)
        },
    );
}

type Unblocked = hailstone_core::card::Verification<Channel<Open>, Channel<Open>>;

fn unblock(
    meter: &mut Meter<'_>,
    card: Known,
    channel: Channel<Open>,
    typed: [&str; 2],
) -> Result<Unblocked, Failure> {
    let both = sealed(&channel, &card.key, PinUse::Unblock, &typed);
    meter.must(channel.unblock(&both))
}

fn change(
    meter: &mut Meter<'_>,
    card: Known,
    channel: Channel<Open>,
    reference: Reference,
    typed: [&str; 2],
) -> Result<Channel<Open>, Failure> {
    let both = sealed(&channel, &card.key, PinUse::Change(reference), &typed);
    granted(meter.must(channel.change(reference, &both))?)
}

fn block_pin(meter: &mut Meter<'_>, card: Known) -> Result<Channel<Open>, Failure> {
    let mut channel = card.connect(meter)?;
    for tries_left in (0..3).rev() {
        channel = refused(card.show(meter, channel, OTHER_PIN)?, wrong(tries_left))?;
    }
    Ok(channel)
}

/// Every try of the PIN, and then of the PUK.
pub(super) fn block_both(meter: &mut Meter<'_>, card: Known) -> Result<(), Failure> {
    let mut channel = block_pin(meter, card)?;
    for tries_left in (0..10).rev() {
        let outcome = unblock(meter, card, channel, [OTHER_PUK, PIN])?;
        channel = refused(outcome, wrong(tries_left))?;
    }
    refused(unblock(meter, card, channel, [PUK, PIN])?, wrong(0)).map(drop)
}
