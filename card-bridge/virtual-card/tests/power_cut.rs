//! Power cut at every write to the flash of somebody else's card: what our code finds afterwards, and that it goes on.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says no by panicking, in its helpers too"
)]

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

use hailstone_core::{
    card::{
        CardError, Step, Verification, openpgp,
        piv::{
            self, Administered, Algorithm, Content, ManagementKey, Piv, PublicKey, Secret, Slot,
            Write,
        },
    },
    entropy::Seed,
    secret::SecretBytes,
    time::Timestamp,
};
use hailstone_virtual_card::{
    card::{Options, VirtualCard, with_card},
    flash::Flash,
};

/// Why an operation ended early: the card answered so, or had no power.
type Outcome<T> = Result<T, CardError>;

fn run<T>(card: &mut VirtualCard<'_>, step: Outcome<Step<T>>) -> Outcome<T> {
    let mut step = step?;
    loop {
        match step {
            Step::Done(outcome) => return Ok(outcome),
            Step::Send(pending) => {
                let answer = card.transmit(pending.command());
                step = pending.answer(&answer)?;
            }
        }
    }
}

/// A card with these memories; `None` when its program died for want of power.
fn on<R>(flash: &Flash, story: impl FnOnce(&mut VirtualCard<'_>) -> R) -> Option<R> {
    let options = Options {
        flash: Some(flash.clone()),
        ..Options::default()
    };
    panic::catch_unwind(AssertUnwindSafe(|| with_card(&options, story).unwrap())).ok()
}

thread_local! {
    /// Whether this thread's card is without power: what it says then is no news.
    static SILENT: Cell<bool> = const { Cell::new(false) };
}

fn silence() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |what| {
            if !SILENT.get() {
                loud(what);
            }
        }));
    });
    SILENT.set(true);
}

/// Runs `act` on copies of `flash`, with the power cut at each of its writes in turn, and `look` on what is left, under power
/// again. Says how often it was cut.
fn cut_everywhere(
    flash: &Flash,
    act: fn(&mut VirtualCard<'_>) -> Outcome<()>,
    look: fn(&mut VirtualCard<'_>),
) -> u64 {
    for number in 0.. {
        let copy = flash.copy();
        copy.cut_at(number);
        silence();
        let outcome = on(&copy, act);
        SILENT.set(false);
        let cut = copy.is_cut();
        assert!(cut || outcome == Some(Ok(())), "without a cut it is done");
        assert!(on(&copy.copy(), look).is_some(), "cut at write {number}");
        if !cut {
            return number;
        }
    }
    unreachable!("an operation has an end")
}

fn secret(text: &str) -> SecretBytes {
    SecretBytes::new(text.into())
}

fn granted<G, R>(outcome: Verification<G, R>) -> Outcome<G> {
    match outcome {
        Verification::Granted(card) => Ok(card),
        Verification::Refused(_, error) => Err(error),
    }
}

fn administer(card: &mut VirtualCard<'_>) -> Outcome<Administered> {
    let piv: Piv = run(card, piv::open())?;
    let step = piv.administer(ManagementKey::factory(), Seed::take(&mut [7; 32]));
    granted(run(card, step)?)
}

fn put(card: &mut VirtualCard<'_>, data: &[u8]) -> Outcome<()> {
    let administered = administer(card)?;
    let object = Slot::new(0x82).unwrap().certificate();
    match run(card, administered.write(object, data))? {
        Write::Done(_) => Ok(()),
        Write::NoSuchObject(_) => Err(CardError::Full),
    }
}

fn get(card: &mut VirtualCard<'_>) -> Content {
    let piv = run(card, piv::open()).unwrap();
    let object = Slot::new(0x82).unwrap().certificate();
    run(card, piv.read(object)).unwrap().content
}

const OLD: [u8; 700] = [0xAA; 700];
const NEW: [u8; 600] = [0xBB; 600];

/// A card that was used before, so that what it does once in its life is done.
fn used() -> Flash {
    let flash = Flash::default();
    on(&flash, |card| put(card, &OLD)).unwrap().unwrap();
    flash
}

#[test]
fn an_object_is_old_or_new_whenever_the_power_fails() {
    let cuts = cut_everywhere(
        &used(),
        |card| put(card, &NEW),
        |card| match get(card) {
            Content::Ours(data) => assert!(data.expose() == OLD || data.expose() == NEW),
            other => panic!("{other:?}"),
        },
    );
    println!("{cuts} cuts");
    assert!(cuts > 0);
}

fn make_key(card: &mut VirtualCard<'_>) -> Outcome<()> {
    let administered = administer(card)?;
    let ready = granted(run(card, administered.verify(&secret("123456")))?)?;
    run(card, ready.generate(Algorithm::P256)).map(drop)
}

#[test]
fn after_a_cut_a_key_is_there_and_works_or_another_is_made() {
    let cuts = cut_everywhere(&used(), make_key, |card| {
        let piv = run(card, piv::open()).unwrap();
        if run(card, piv.find()).unwrap().key.is_none() {
            make_key(card).unwrap();
        }
        let piv = run(card, piv::open()).unwrap();
        let found = run(card, piv.find()).unwrap();
        let agreement = found.card.into_agreement(found.key.unwrap());
        let verified = granted(run(card, agreement.verify(&secret("123456"))).unwrap()).unwrap();
        let PublicKey::P256(_) = found.key.unwrap().public_key else {
            panic!("no key of P-256");
        };
        run(card, verified.agree(found.key.unwrap().public_key)).unwrap();
    });
    println!("{cuts} cuts");
    assert!(cuts > 0);
}

#[test]
fn a_pin_is_the_old_or_the_new_one_whenever_the_power_fails() {
    let cuts = cut_everywhere(
        &used(),
        |card| {
            let piv = run(card, piv::open())?;
            let step = piv.change(Secret::Pin, &secret("123456"), &secret("87654321"));
            granted(run(card, step)?).map(drop)
        },
        |card| {
            let mut piv = run(card, piv::open()).unwrap();
            for pin in ["123456", "87654321"] {
                let step = piv.change(Secret::Pin, &secret(pin), &secret(pin));
                match run(card, step).unwrap() {
                    Verification::Granted(_) => return,
                    Verification::Refused(again, _) => piv = again,
                }
            }
            panic!("neither");
        },
    );
    println!("{cuts} cuts");
    assert!(cuts > 0);
}

#[test]
fn after_a_cut_an_openpgp_card_has_a_key_that_works_or_takes_one() {
    fn make_key(card: &mut VirtualCard<'_>) -> Outcome<()> {
        let slot = run(card, openpgp::open())?.into_empty_slot()?;
        let slot = granted(run(card, slot.verify(secret("12345678")))?)?;
        let now = Timestamp::from_unix(1_700_000_000);
        run(card, slot.generate(now)).map(drop)
    }
    let flash = Flash::default();
    on(&flash, |card| run(card, openpgp::open()).map(drop))
        .unwrap()
        .unwrap();
    let cuts = cut_everywhere(&flash, make_key, |card| {
        let opened = run(card, openpgp::open()).unwrap();
        if opened.key() == openpgp::DecryptionKey::Absent {
            make_key(card).unwrap();
        }
        let decryption = run(card, openpgp::open())
            .unwrap()
            .into_decryption()
            .unwrap();
        let step = decryption.verify(secret("123456"));
        let verified = granted(run(card, step).unwrap()).unwrap();
        run(card, verified.decipher([9; 32])).unwrap();
    });
    println!("{cuts} cuts");
    assert!(cuts > 0);
}
