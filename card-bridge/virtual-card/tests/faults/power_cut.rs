//! Power cut at every write to the flash of somebody else's card: what our code finds afterwards, and that it goes on.

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

use hailstone_virtual_card::{
    card::{Options, VirtualCard, with_card},
    flash::Flash,
};

use super::copies::{OPENPGP_COPY, PIV_COPY, prepare_copies};
use super::fido2::{BLOB, CREDENTIAL};
use super::operations::{
    Link, MANAGEMENT_KEY, OPENPGP_KEY, Operation, Outcome, PIN, PIV_KEY, PUT, prepare,
};

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

/// What a card does that may lose its power.
pub(crate) fn silently<R>(act: impl FnOnce() -> R) -> R {
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
    let outcome = act();
    SILENT.set(false);
    outcome
}

/// Acts on copies of a card's memories, with the power cut at each of the writes in turn, and looks at what is left, under
/// power again. At least so many cuts there are to be.
fn cut_everywhere(operation: Operation, least: u64) {
    cut_everywhere_after(prepare, operation, least);
}

fn cut_everywhere_after(
    prepare: fn(&mut Link<'_, '_>) -> Outcome<()>,
    operation: Operation,
    least: u64,
) {
    let flash = Flash::default();
    on(&flash, |card| prepare(&mut Link::new(card, None)))
        .unwrap()
        .unwrap();
    for number in 0.. {
        let copy = flash.copy();
        copy.cut_at(number);
        let outcome = silently(|| on(&copy, |card| (operation.act)(&mut Link::new(card, None))));
        let cut = copy.is_cut();
        assert!(cut || outcome == Some(Ok(())), "without a cut it is done");
        let look = |card: &mut VirtualCard<'_>| (operation.look)(&mut Link::new(card, None));
        assert!(on(&copy.copy(), look).is_some(), "cut at write {number}");
        if !cut {
            println!("{number} cuts");
            assert!(number >= least, "{number} writes are too few to be true");
            return;
        }
    }
}

#[test]
fn an_object_is_old_or_new_whenever_the_power_fails() {
    cut_everywhere(PUT, 4);
}

#[test]
fn after_a_cut_a_piv_key_is_there_and_works_or_another_is_made() {
    cut_everywhere(PIV_KEY, 8);
}

#[test]
fn a_pin_is_the_old_or_the_new_one_whenever_the_power_fails() {
    cut_everywhere(PIN, 2);
}

#[test]
fn a_management_key_is_the_old_or_the_new_one_whenever_the_power_fails() {
    cut_everywhere(MANAGEMENT_KEY, 2);
}

#[test]
fn after_a_cut_an_openpgp_card_has_a_key_that_works_or_takes_one() {
    cut_everywhere(OPENPGP_KEY, 8);
}

#[test]
fn a_security_key_has_a_pin_and_makes_credentials_whenever_the_power_fails() {
    cut_everywhere(CREDENTIAL, 8);
}

#[test]
fn what_a_security_key_keeps_is_old_or_new_whenever_the_power_fails() {
    cut_everywhere(BLOB, 8);
}

#[test]
fn a_copy_in_piv_objects_is_old_or_new_whenever_the_power_fails() {
    cut_everywhere_after(prepare_copies, PIV_COPY, 20);
}

#[test]
fn a_copy_on_an_openpgp_card_is_old_or_new_whenever_the_power_fails() {
    cut_everywhere_after(prepare_copies, OPENPGP_COPY, 8);
}
