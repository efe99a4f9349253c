//! A card pulled out before, during and after every command of every operation: old or new, never broken.

use hailstone_core::card::{CardError, hailstone::CardKey};
use hailstone_virtual_card::flash::Flash;

use super::operations::{ALL, Operation, PERSONALISE};
use super::{direct, in_use, on};
use crate::person::carry::{self, Outcome};

/// A new card.
fn new() -> (Flash, CardKey) {
    let flash = Flash::default();
    let key = on(&flash, |card| carry::key(&mut direct(card)).unwrap());
    (flash, key)
}

/// What is there is in order, and the next try succeeds where the last did not.
fn look(operation: &Operation, flash: &Flash, key: &CardKey, when: &str) {
    let seen = on(flash, |card| (operation.look)(&mut direct(card), key));
    assert_eq!(seen, Ok(()), "{}: {when}", operation.name);
}

fn pulled_everywhere(operation: &Operation, flash: &Flash, key: &CardKey) -> usize {
    for at in 0.. {
        let mut done = false;
        for delivered in [false, true] {
            let flash = flash.copy();
            let outcome = on(&flash, |card| {
                let mut sent = 0;
                let mut carry = |command: &[u8]| -> Outcome<Vec<u8>> {
                    let pulled = sent >= at;
                    if sent < at || (delivered && sent == at) {
                        let answer = card.transmit(command);
                        sent += 1;
                        if !pulled {
                            return Ok(answer);
                        }
                    }
                    sent = at + 1;
                    Err(CardError::Removed)
                };
                (operation.act)(&mut carry, key)
            });
            done = outcome.is_ok();
            assert!(done || outcome == Err(CardError::Removed), "{outcome:?}");
            let when = format!("pulled at command {at}, delivered: {delivered}");
            look(operation, &flash, key, &when);
            if !done {
                again(operation, &flash, key, &when);
            }
        }
        if done {
            return at;
        }
    }
    unreachable!("an operation ends")
}

/// The next try works, or says that it was done the first time.
fn again(operation: &Operation, flash: &Flash, key: &CardKey, when: &str) {
    let outcome = on(flash, |card| (operation.act)(&mut direct(card), key));
    let done_before = matches!(
        outcome,
        Err(CardError::KeyPresent
            | CardError::ObjectAbsent
            | CardError::PinWrong { .. }
            | CardError::Other)
    );
    assert!(
        outcome.is_ok() || done_before,
        "{}: {when}: {outcome:?}",
        operation.name
    );
}

#[test]
fn an_operation_is_done_or_undone_whenever_the_card_is_pulled_between_commands() {
    let (flash, key) = in_use();
    for operation in &ALL {
        let commands = pulled_everywhere(operation, &flash, &key);
        println!("{}: {commands} commands", operation.name);
        assert!(commands >= 3, "{}: too few to be true", operation.name);
    }
    let (flash, key) = new();
    assert!(pulled_everywhere(&PERSONALISE, &flash, &key) >= 3);
}

/// The power fails at each write that the card makes.
fn cut_everywhere(operation: &Operation, flash: &Flash, key: &CardKey) -> u64 {
    for number in 0.. {
        let copy = flash.copy();
        copy.cut_at(number);
        let outcome = on(&copy, |card| (operation.act)(&mut direct(card), key));
        let cut = copy.is_cut();
        assert!(
            cut || outcome == Ok(()),
            "{}: without a cut it is done: {outcome:?}",
            operation.name
        );
        look(
            operation,
            &copy.copy(),
            key,
            &format!("cut at write {number}"),
        );
        if !cut {
            return number;
        }
    }
    unreachable!("an operation ends")
}

#[test]
fn an_operation_is_done_or_undone_whenever_the_card_is_pulled_during_a_command() {
    let (flash, key) = in_use();
    for operation in &ALL {
        let writes = cut_everywhere(operation, &flash, &key);
        println!("{}: {writes} writes", operation.name);
        assert!(writes >= 2, "{}: too few to be true", operation.name);
    }
    let (flash, key) = new();
    assert!(cut_everywhere(&PERSONALISE, &flash, &key) >= 2);
}
