//! Keys of other programs in the slots that ours are made in.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says no by panicking, in its helpers too"
)]

use hailstone_core::{
    card::{
        CardError, Curve, Point, Step, Verification,
        piv::{self, Key, ManagementKey, Slot},
    },
    entropy::Seed,
    secret::SecretBytes,
};
use hailstone_virtual_card::card::{Options, VirtualCard, with_card};

fn run<T>(card: &mut VirtualCard<'_>, step: Result<Step<T>, CardError>) -> T {
    let mut step = step.unwrap();
    loop {
        match step {
            Step::Done(outcome) => return outcome,
            Step::Send(pending) => {
                let answer = card.transmit(pending.command());
                step = pending.answer(&answer).unwrap();
            }
        }
    }
}

fn granted<G, R>(outcome: Verification<G, R>) -> G {
    match outcome {
        Verification::Granted(card) => card,
        Verification::Refused(_, error) => panic!("{error:?}"),
    }
}

fn pin() -> SecretBytes {
    SecretBytes::new(b"123456".to_vec())
}

/// GENERATE ASYMMETRIC KEY PAIR as any program sends it, once the management key is shown; the public key.
fn somebody_makes_a_key(card: &mut VirtualCard<'_>, slot: u8, algorithm: u8) -> Vec<u8> {
    let step =
        run(card, piv::open()).administer(ManagementKey::factory(), Seed::take(&mut [7; 32]));
    granted(run(card, step));
    let command = [0, 0x47, 0, slot, 5, 0xac, 3, 0x80, 1, algorithm, 0];
    let answer = card.transmit(&command);
    assert!(answer.ends_with(&[0x90, 0x00]));
    answer
}

#[test]
fn a_key_without_a_certificate_is_left_alone_whatever_its_algorithm() {
    // The slots from the last on: a key on P-256 and one on P-384, then the first that is empty.
    with_card(&Options::default(), |card| {
        let theirs = somebody_makes_a_key(card, 0x95, 0x11);
        somebody_makes_a_key(card, 0x94, 0x14);
        let step =
            run(card, piv::open()).administer(ManagementKey::factory(), Seed::take(&mut [7; 32]));
        let administered = granted(run(card, step));
        let ready = granted(run(card, administered.verify(&pin())));
        let ours = run(card, ready.generate(Curve::P256));
        assert_eq!(ours.slot, Slot::new(0x93).unwrap());

        // 7F49 43, 86 41, the point, 9000.
        let public_key = Point::parse(&theirs[5..70]).unwrap();
        let theirs = Key {
            slot: Slot::new(0x95).unwrap(),
            public_key,
            wants_touch: false,
        };
        let agree = |card: &mut VirtualCard<'_>, key: &Key, other: &Key| {
            let step = run(card, piv::open())
                .into_agreement(key.clone())
                .verify(&pin());
            let verified = granted(run(card, step));
            *run(card, verified.agree(other.public_key.clone())).expose()
        };
        // Two keys agree with one another only if both are what they were said to be.
        let here = agree(card, &theirs, &ours);
        let there = agree(card, &ours, &theirs);
        assert_eq!(here, there);
    })
    .unwrap();
}
