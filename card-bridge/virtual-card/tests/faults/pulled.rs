//! A card pulled out before and after every command of every operation that changes something.

use hailstone_virtual_card::card::{Options, with_card};

use super::copies::{OPENPGP_COPY, PIV_COPY, prepare_copies};
use super::fido2::{BLOB, CREDENTIAL};
use super::operations::{
    Link, MANAGEMENT_KEY, OPENPGP_KEY, OPENPGP_RESET, Operation, Outcome, PIN, PIV_KEY, PIV_RESET,
    PUT, Pull, prepare,
};

/// Pulls the card at each command in turn, puts it back, and looks.
fn pulled_everywhere(operation: Operation) {
    pulled_everywhere_after(prepare, operation);
}

fn pulled_everywhere_after(prepare: fn(&mut Link<'_, '_>) -> Outcome<()>, operation: Operation) {
    for at in 0.. {
        let mut done = false;
        for delivered in [false, true] {
            with_card(&Options::default(), |card| {
                prepare(&mut Link::new(card, None)).unwrap();
                card.reset();
                let outcome = (operation.act)(&mut Link::new(card, Some(Pull { at, delivered })));
                done = outcome.is_ok();
                card.reset();
                (operation.look)(&mut Link::new(card, None));
            })
            .unwrap();
        }
        if done {
            println!("{at} commands");
            assert!(at > 3, "{at} commands are too few to be true");
            return;
        }
    }
}

#[test]
fn an_object_is_old_or_new_whenever_the_card_is_pulled() {
    pulled_everywhere(PUT);
}

#[test]
fn after_a_pull_a_piv_key_is_there_and_works_or_another_is_made() {
    pulled_everywhere(PIV_KEY);
}

#[test]
fn a_pin_is_the_old_or_the_new_one_whenever_the_card_is_pulled() {
    pulled_everywhere(PIN);
}

#[test]
fn a_management_key_is_the_old_or_the_new_one_whenever_the_card_is_pulled() {
    pulled_everywhere(MANAGEMENT_KEY);
}

#[test]
fn after_a_pull_an_openpgp_card_has_a_key_that_works_or_takes_one() {
    pulled_everywhere(OPENPGP_KEY);
}

#[test]
fn an_openpgp_card_keeps_its_keys_or_is_made_new_whenever_the_card_is_pulled() {
    pulled_everywhere(OPENPGP_RESET);
}

#[test]
fn a_piv_card_is_made_new_in_the_end_whenever_the_card_is_pulled() {
    pulled_everywhere(PIV_RESET);
}

#[test]
fn a_security_key_has_a_pin_and_makes_credentials_whenever_it_is_pulled() {
    pulled_everywhere(CREDENTIAL);
}

#[test]
fn what_a_security_key_keeps_is_old_or_new_whenever_it_is_pulled() {
    pulled_everywhere(BLOB);
}

#[test]
fn a_copy_in_piv_objects_is_old_or_new_whenever_the_card_is_pulled() {
    pulled_everywhere_after(prepare_copies, PIV_COPY);
}

#[test]
fn a_copy_on_an_openpgp_card_is_old_or_new_whenever_the_card_is_pulled() {
    pulled_everywhere_after(prepare_copies, OPENPGP_COPY);
}
