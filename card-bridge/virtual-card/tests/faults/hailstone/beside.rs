//! Our own application in a firmware beside others, its memory in files of littlefs: the power fails at each write to the flash.

use std::panic::{self, AssertUnwindSafe};

use hailstone_core::card::hailstone::CardKey;
use hailstone_virtual_card::{
    card::{App, Options, VirtualCard, with_card},
    flash::Flash,
};

use super::operations::{Operation, named};
use super::{direct, prepare};
use crate::person::carry;
use crate::power_cut::silently;

/// `None` when the power was gone before the card was ready for its first command.
fn on<R>(flash: &Flash, story: impl FnOnce(&mut VirtualCard<'_>) -> R) -> Option<R> {
    let options = Options {
        app: App::Both,
        flash: Some(flash.clone()),
        ..Options::default()
    };
    panic::catch_unwind(AssertUnwindSafe(|| with_card(&options, story).ok()))
        .ok()
        .flatten()
}

fn in_use() -> (Flash, CardKey) {
    let flash = Flash::default();
    let key = on(&flash, |card| {
        let mut carry = direct(card);
        let key = carry::key(&mut carry).unwrap();
        prepare(&mut carry, &key).unwrap();
        key
    });
    (flash, key.unwrap())
}

fn cut_everywhere(operation: &Operation, least: u64) {
    let (flash, key) = in_use();
    for number in 0.. {
        let copy = flash.copy();
        copy.cut_at(number);
        let outcome = silently(|| on(&copy, |card| (operation.act)(&mut direct(card), &key)));
        let cut = copy.is_cut();
        let name = operation.name;
        assert!(cut || outcome == Some(Ok(())), "{name}: {outcome:?}");
        let seen = on(&copy.copy(), |card| {
            (operation.look)(&mut direct(card), &key)
        });
        assert_eq!(seen, Some(Ok(())), "{name}: cut at write {number}");
        if !cut {
            println!("{name}: {number} cuts");
            assert!(number >= least, "{number} writes are too few to be true");
            return;
        }
    }
}

#[test]
fn beside_others_objects_are_old_or_new_whenever_the_power_fails() {
    cut_everywhere(named("put two objects in one commit"), 40);
    cut_everywhere(named("put a small object"), 10);
    cut_everywhere(named("delete an object"), 6);
}

#[test]
fn beside_others_a_pin_is_the_old_or_the_new_one_whenever_the_power_fails() {
    cut_everywhere(named("change the PIN"), 6);
    cut_everywhere(named("unblock the PIN"), 6);
}

#[test]
fn beside_others_a_card_is_the_old_or_a_new_one_whenever_the_power_fails() {
    cut_everywhere(named("factory reset"), 200);
}
