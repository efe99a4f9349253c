//! Mounting, formatting and damage (section 9 of `docs/card-application.md`).
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong is a failed test"
)]

mod support;

use hailstone_applet::{Applet, MountError};
use support::seen::{look, used};
use support::{Flash, Host, PIN, TestRandom, card};

#[test]
fn hc_72_formatting_that_was_cut_is_no_card_and_can_be_repeated() {
    let used = used();
    let length = {
        let flash = used.copy();
        let mut applet = Applet::new(flash.clone(), TestRandom::new(2));
        applet.format().unwrap();
        flash.written()
    };
    for bytes in (0..length).step_by(7).chain(length - 300..length) {
        let flash = used.copy();
        flash.cut_after(bytes);
        let mut applet = Applet::new(flash.clone(), TestRandom::new(2));
        assert_eq!(applet.format(), Err(MountError::Fault));
        let flash = flash.after_cut();
        let mut applet = Applet::new(flash.clone(), TestRandom::new(2));
        // While the last root is whole the old card is there still; never a mixture.
        if applet.mount().is_ok() {
            assert_eq!(look(&flash), look(&used));
        }
        assert_eq!(flash.written(), 0);
        applet.format().unwrap();
        assert_eq!(look(&flash).generation, 1);
    }
}

#[test]
fn hc_72_a_card_whose_pin_record_is_damaged_is_not_taken_for_a_new_one() {
    let flash = used();
    flash.flip(20);
    assert_eq!(look(&flash).pin, Some(PIN), "the other place has it");
    flash.flip(276);
    let mut applet = Applet::new(flash, TestRandom::new(2));
    assert_eq!(applet.mount(), Err(MountError::Fault));
}

#[test]
fn hc_72_what_is_no_card_is_not_mounted_and_answers_nothing() {
    let mut applet = Applet::new(Flash::new(4608 + 255), TestRandom::new(2));
    assert_eq!(applet.mount(), Err(MountError::TooSmall));
    assert_eq!(applet.format(), Err(MountError::TooSmall));
    let mut applet = Applet::new(Flash::new(10_000), TestRandom::new(2));
    assert_eq!(applet.mount(), Err(MountError::Unformatted));
    let mut card = hailstone_applet::dispatch::Dispatcher::new(applet);
    let apdu = [&[0x00, 0xa4, 0x04, 0x00, 0x0b], support::AID].concat();
    assert_eq!(card.transmit(&apdu).status, [0x65, 0x81]);
}

#[test]
fn hc_70_a_damaged_record_gives_way_to_the_one_before() {
    let flash = used();
    let now = look(&flash);
    let mut card = card(&flash);
    let mut host = Host::open(&mut card);
    host.verify(&mut card).unwrap();
    host.send(&mut card, [0x54, 0x01, 0x00], &[]).unwrap();
    let newer = look(&flash);
    assert_eq!(newer.generation, now.generation + 1);
    // The newer record is in the place where these bytes changed.
    let place = if flash.bytes()[514..522] > flash.bytes()[2562..2570] {
        512
    } else {
        2560
    };
    for at in [0, 2, 9, 10, 40, 200] {
        let flash = flash.copy();
        flash.flip(place + at);
        assert_eq!(look(&flash), now, "byte {at}");
    }
}

#[test]
fn hc_35_a_write_that_fails_leaves_old_or_new_and_a_card_that_goes_on() {
    let flash = used();
    let old = look(&flash);
    for bytes in (0..900).step_by(3) {
        let flash = flash.copy();
        let mut card = card(&flash);
        let mut host = Host::open(&mut card);
        host.verify(&mut card).unwrap();
        host.send(&mut card, [0x50, 0x01, 0x00], &[]).unwrap();
        flash.fail_once_after(bytes);
        let put = host.put(&mut card, 0xc3, None, &[3; 300]);
        let commit = host.send(&mut card, [0x50, 0x02, 0x00], &[]);
        match (put, commit) {
            (Ok(_), Ok(_)) => continue,
            (Ok(_), Err(0x6581)) | (Err(0x6581), Err(0x6985)) => {}
            other => panic!("byte {bytes}: {other:?}"),
        }
        assert_eq!(look(&flash), old, "byte {bytes}");
        assert_eq!(host.get(&mut card, 0xc1), Ok(vec![1; 300]));
        host.put(&mut card, 0xc3, None, &[4; 300]).unwrap();
        assert_eq!(host.get(&mut card, 0xc3), Ok(vec![4; 300]));
    }
}

#[test]
fn hc_24_a_write_that_fails_is_no_comparison() {
    let flash = used();
    // The record has 98 bytes: its head, both references and the digest.
    for bytes in 0..98 {
        let flash = flash.copy();
        let mut card = card(&flash);
        let mut host = Host::open(&mut card);
        flash.fail_once_after(bytes);
        let wrong = host.send_pin(&mut card, [0x20, 0x00, 0x81], &[&[0x33; 32]]);
        assert_eq!(wrong, Err(0x6581), "byte {bytes}");
        assert_eq!(host.tries(&mut card), [3, 10]);
        host.verify(&mut card).unwrap();
    }
}
