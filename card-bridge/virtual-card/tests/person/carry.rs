//! What a person does with a card, over whatever carries the commands.

use hailstone_core::card::{
    CardError, Step, Verification,
    hailstone::{self, CardKey, Channel, Open, PinUse, Reference, Unblocking, Verified},
};

use super::{PIN, PUK, sealed, seed};

/// Why something ended early: the card said so, or was not there any more.
pub(crate) type Outcome<T> = Result<T, CardError>;

/// The way to a card and back.
pub(crate) type Carry<'a> = dyn FnMut(&[u8]) -> Outcome<Vec<u8>> + 'a;

pub(crate) fn run<T>(carry: &mut Carry<'_>, step: Outcome<Step<T>>) -> Outcome<T> {
    let mut step = step?;
    loop {
        match step {
            Step::Done(outcome) => return Ok(outcome),
            Step::Send(pending) => {
                let answer = carry(pending.command())?;
                step = pending.answer(&answer)?;
            }
        }
    }
}

pub(crate) fn granted<G, R>(outcome: Verification<G, R>) -> Outcome<G> {
    match outcome {
        Verification::Granted(card) => Ok(card),
        Verification::Refused(_, error) => Err(error),
    }
}

/// What the card says is its key; for a card in hand.
pub(crate) fn key(carry: &mut Carry<'_>) -> Outcome<CardKey> {
    Ok(run(carry, hailstone::open())?.key())
}

pub(crate) fn connect(carry: &mut Carry<'_>, key: &CardKey) -> Outcome<Channel<Open>> {
    let found = run(carry, hailstone::open())?;
    run(carry, found.connect(key, seed()))
}

pub(crate) fn verify(carry: &mut Carry<'_>, key: &CardKey) -> Outcome<Channel<Verified>> {
    let channel = connect(carry, key)?;
    show(carry, key, channel, PIN)
}

pub(crate) fn show(
    carry: &mut Carry<'_>,
    key: &CardKey,
    channel: Channel<Open>,
    pin: &str,
) -> Outcome<Channel<Verified>> {
    let pin = sealed(&channel, key, PinUse::Verify(Reference::Pin), &[pin]);
    granted(run(carry, channel.verify(&pin))?)
}

pub(crate) fn verify_puk(carry: &mut Carry<'_>, key: &CardKey) -> Outcome<Channel<Unblocking>> {
    let channel = connect(carry, key)?;
    let puk = sealed(&channel, key, PinUse::Verify(Reference::Puk), &[PUK]);
    granted(run(carry, channel.verify_puk(&puk))?)
}

pub(crate) fn personalise(carry: &mut Carry<'_>, key: &CardKey) -> Outcome<Channel<Open>> {
    let channel = connect(carry, key)?;
    let both = sealed(&channel, key, PinUse::Personalise, &[PIN, PUK]);
    run(carry, channel.personalise(&both))
}
