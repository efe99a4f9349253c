//! Wrong PIN until blocked, PUK until dead: counted right, in one session and over many.

use hailstone_core::card::{
    CardError,
    hailstone::{CardKey, PinUse, Reference},
};

use super::{direct, in_use, on};
use crate::person::carry::{self, Carry, Outcome, connect, granted, run};
use crate::person::{OTHER_PIN, OTHER_PUK, PIN, PUK, sealed};

const fn wrong(tries_left: u8) -> CardError {
    match tries_left {
        0 => CardError::PinBlocked,
        tries_left => CardError::PinWrong { tries_left },
    }
}

/// What comes of a value that is shown, and the tries of both in another session.
fn tried(
    carry: &mut Carry<'_>,
    key: &CardKey,
    reference: Reference,
    typed: &str,
) -> Outcome<(Option<CardError>, u8, u8)> {
    let channel = connect(carry, key)?;
    let value = sealed(&channel, key, PinUse::Verify(reference), &[typed]);
    let error = match reference {
        Reference::Pin => granted(run(carry, channel.verify(&value))?).err(),
        Reference::Puk => granted(run(carry, channel.verify_puk(&value))?).err(),
    };
    let status = *connect(carry, key)?.status();
    Ok((error, status.pin_tries.0, status.puk_tries.0))
}

#[test]
fn every_wrong_pin_and_puk_takes_one_try_until_the_card_can_only_be_reset() {
    let (flash, key) = in_use();
    on(&flash, |card| {
        let mut carry = direct(card);
        for left in (0..3).rev() {
            let found = tried(&mut carry, &key, Reference::Pin, OTHER_PIN);
            assert_eq!(found, Ok((Some(wrong(left)), left, 10)));
        }
        let found = tried(&mut carry, &key, Reference::Pin, PIN);
        assert_eq!(found, Ok((Some(CardError::PinBlocked), 0, 10)));
        for left in (0..10).rev() {
            // Not before both are used up.
            let channel = connect(&mut carry, &key).unwrap();
            let outcome = run(&mut carry, channel.reset());
            assert_eq!(outcome, Err(CardError::PinNeeded));
            let found = tried(&mut carry, &key, Reference::Puk, OTHER_PUK);
            assert_eq!(found, Ok((Some(wrong(left)), 0, left)));
        }
        let found = tried(&mut carry, &key, Reference::Puk, PUK);
        assert_eq!(found, Ok((Some(CardError::PinBlocked), 0, 0)));
        let channel = connect(&mut carry, &key).unwrap();
        assert_eq!(run(&mut carry, channel.reset()), Ok(()));
        assert_ne!(carry::key(&mut carry).unwrap(), key);
    });
}

#[test]
fn a_try_is_taken_though_the_card_is_pulled_before_it_answers() {
    let (flash, key) = in_use();
    for left in (0..3).rev() {
        on(&flash, |card| {
            let mut sent = 0;
            let mut carry = |command: &[u8]| {
                let answer = card.transmit(command);
                sent += 1;
                // The third is the PIN.
                if sent < 3 {
                    Ok(answer)
                } else {
                    Err(CardError::Removed)
                }
            };
            let channel = connect(&mut carry, &key).unwrap();
            let purpose = PinUse::Verify(Reference::Pin);
            let pin = sealed(&channel, &key, purpose, &[OTHER_PIN]);
            let outcome = run(&mut carry, channel.verify(&pin));
            assert_eq!(outcome.err(), Some(CardError::Removed));
        });
        on(&flash, |card| {
            let channel = connect(&mut direct(card), &key).unwrap();
            assert_eq!(channel.status().pin_tries, (left, 3));
        });
    }
}
