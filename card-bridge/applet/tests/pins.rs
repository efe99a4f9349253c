//! Section 4 of `docs/card-application.md`.
#![allow(clippy::unwrap_used, reason = "what goes wrong is a failed test")]

mod support;

use support::host::seal;
use support::{Card, Host, PIN, PUK, WRONG, card, formatted, join, personalised, seal_pin};

const VERIFY: [u8; 3] = [0x20, 0x00, 0x81];
const VERIFY_PUK: [u8; 3] = [0x20, 0x00, 0x83];
const NEW: [u8; 32] = [0x44; 32];

fn verified_flags(host: &mut Host, card: &mut Card) -> (bool, bool) {
    let flags = host.status(card)[1];
    (flags & 0x02 != 0, flags & 0x04 != 0)
}

#[test]
fn hc_20_there_is_no_default_pin_and_personalising_is_once() {
    let mut card = card(&formatted(4));
    let mut host = Host::open(&mut card);
    for tries in [[0, 10], [3, 0], [16, 10], [3, 255]] {
        let values: [&[u8]; 3] = [&PIN, &PUK, &tries];
        let refused = host.send_pin(&mut card, [0x24, 0x01, 0x00], &values);
        assert_eq!(refused, Err(0x6a80));
    }
    assert_eq!(host.personalise(&mut card), Ok(vec![]));
    assert_eq!(verified_flags(&mut host, &mut card), (false, false));
    assert_eq!(host.tries(&mut card), [3, 10]);
    assert_eq!(host.personalise(&mut card), Err(0x6985));
}

#[test]
fn hc_21_a_right_value_verifies_until_it_is_logged_out() {
    let mut card = card(&personalised(4));
    let mut host = Host::open(&mut card);
    host.verify(&mut card).unwrap();
    assert_eq!(verified_flags(&mut host, &mut card), (true, false));
    host.verify_puk(&mut card).unwrap();
    assert_eq!(verified_flags(&mut host, &mut card), (true, true));
    assert_eq!(host.send(&mut card, [0x20, 0xff, 0x81], &[]), Ok(vec![]));
    assert_eq!(verified_flags(&mut host, &mut card), (false, true));
}

#[test]
fn hc_22_a_plain_pin_is_never_compared() {
    let mut card = card(&personalised(4));
    let mut host = Host::open(&mut card);
    for plain in [&PIN[..], b"123456", &join(&[&PIN, &[0; 16]])] {
        assert_eq!(host.send(&mut card, VERIFY, plain), Err(0x6700));
    }
    assert_eq!(host.tries(&mut card), [3, 10]);
    // As long as a sealed one, but in the clear.
    let clear = join(&[&[9; 32], &PIN, &[0; 16]]);
    assert_eq!(host.send(&mut card, VERIFY, &clear), Err(0x6988));
    assert_eq!(
        host.send(&mut card, VERIFY, &[]),
        Err(0),
        "it ended the session"
    );
    assert_eq!(Host::open(&mut card).tries(&mut card), [3, 10]);
}

#[test]
fn hc_23_a_sealed_pin_is_for_one_session_one_operation_and_one_count() {
    let mut card = card(&personalised(4));
    let seal_for = |key: &[u8; 32], session: &[u8; 32], header, count| {
        seal_pin(key, session, header, count, [7; 32], &PIN)
    };
    let mut refused = |make: &dyn Fn(&Host) -> Vec<u8>| {
        let mut host = Host::open(&mut card);
        let blob = make(&host);
        assert_eq!(host.send(&mut card, VERIFY, &blob), Err(0x6988));
        assert_eq!(
            host.send(&mut card, VERIFY, &[]),
            Err(0),
            "the session is over"
        );
    };
    refused(&|host| seal_for(&host.card_key(), &[8; 32], VERIFY, 0));
    refused(&|host| seal_for(&host.card_key(), &host.session, VERIFY_PUK, 0));
    refused(&|host| seal_for(&host.card_key(), &host.session, [0x24, 0, 0x81], 0));
    refused(&|host| seal_for(&host.card_key(), &host.session, VERIFY, 1));
    refused(&|host| seal_for(&[9; 32], &host.session, VERIFY, 0));
    refused(&|_| vec![0; 80]);
    for bit in [0, 7, 100, 255, 256, 300, 511, 512, 639] {
        refused(&|host| {
            let mut blob = seal_for(&host.card_key(), &host.session, VERIFY, 0);
            blob[bit / 8] ^= 1 << (bit % 8);
            blob
        });
    }
    let mut host = Host::open(&mut card);
    assert_eq!(host.tries(&mut card), [3, 10], "none of them took a try");
    // Twice in one session.
    let blob = seal_for(&host.card_key(), &host.session, VERIFY, 0);
    assert_eq!(host.send(&mut card, VERIFY, &blob), Ok(vec![]));
    assert_eq!(host.send(&mut card, VERIFY, &blob), Err(0x6988));
    assert_eq!(host.send(&mut card, VERIFY, &[]), Err(0));
}

#[test]
fn hc_23_what_was_not_looked_at_does_not_count() {
    let mut card = card(&personalised(4));
    let mut host = Host::open(&mut card);
    let count = |host: &mut Host, card: &mut Card| host.status(card)[31];
    for (header, length, status) in [
        (VERIFY, 79, 0x6700),
        ([0x24, 0x01, 0x00], 114, 0x6985),
        ([0x20, 0x00, 0x82], 80, 0x6a86),
    ] {
        assert_eq!(host.send(&mut card, header, &vec![9; length]), Err(status));
        assert_eq!(count(&mut host, &mut card), 0);
    }
    for number in 1..=4 {
        assert!(host.send_pin(&mut card, VERIFY, &[&WRONG]).is_err());
        assert_eq!(count(&mut host, &mut card), number, "6983, too");
    }
}

#[test]
fn hc_23_neither_host_nor_answer_shows_what_is_in_a_sealed_pin() {
    let mut card = card(&personalised(4));
    let mut host = Host::open(&mut card);
    let blob = host.sealed_pin(VERIFY, &[&PIN]);
    assert!(!blob.windows(8).any(|window| window == &PIN[..8]));
    // With the session's keys, which a host has, it does not open.
    let forged = seal(&host.command_key, 0, &[], &PIN);
    assert_ne!(forged[..32], blob[32..64]);
}

#[test]
fn hc_25_a_wrong_value_ends_an_earlier_verification() {
    let mut card = card(&personalised(16));
    let mut host = Host::open(&mut card);
    host.verify(&mut card).unwrap();
    host.verify_puk(&mut card).unwrap();
    host.send(&mut card, [0x50, 0x01, 0x00], &[]).unwrap();
    host.put(&mut card, 0xc1, None, &[1]).unwrap();
    assert_eq!(host.send_pin(&mut card, VERIFY, &[&WRONG]), Err(0x63c2));
    assert_eq!(verified_flags(&mut host, &mut card), (false, true));
    assert_eq!(host.send(&mut card, [0x50, 0x02, 0x00], &[]), Err(0x6985));
    assert_eq!(host.send_pin(&mut card, VERIFY_PUK, &[&WRONG]), Err(0x63c9));
    assert_eq!(verified_flags(&mut host, &mut card), (false, false));
    host.verify(&mut card).unwrap();
    assert_eq!(host.tries(&mut card), [3, 9]);
}

#[test]
fn hc_25_values_that_differ_anywhere_are_wrong() {
    let mut card = card(&personalised(4));
    let mut host = Host::open(&mut card);
    for bit in [0, 1, 100, 254, 255] {
        let mut other = PIN;
        other[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(host.send_pin(&mut card, VERIFY, &[&other]), Err(0x63c2));
        host.verify(&mut card).unwrap();
    }
}

#[test]
fn hc_26_with_no_tries_left_a_right_value_is_refused() {
    let mut card = card(&personalised(4));
    let mut host = Host::open(&mut card);
    assert_eq!(host.send(&mut card, VERIFY, &[]), Err(0x63c3));
    for left in [0x63c2, 0x63c1, 0x63c0, 0x6983] {
        assert_eq!(host.send_pin(&mut card, VERIFY, &[&WRONG]), Err(left));
    }
    assert_eq!(host.verify(&mut card), Err(0x6983));
    assert_eq!(host.send(&mut card, VERIFY, &[]), Err(0x6983));
    card.reset();
    let mut host = Host::open(&mut card);
    assert_eq!(
        host.verify(&mut card),
        Err(0x6983),
        "a reset gives nothing back"
    );
    assert_eq!(host.tries(&mut card), [0, 10]);
    let change = host.send_pin(&mut card, [0x24, 0x00, 0x81], &[&PIN, &NEW]);
    assert_eq!(change, Err(0x6983));
}

#[test]
fn hc_27_before_it_is_personalised_a_card_does_nothing() {
    let mut card = card(&formatted(4));
    let mut host = Host::open(&mut card);
    for header in [
        [0x20, 0x00, 0x81],
        [0x2c, 0x00, 0x81],
        [0xcb, 0x3f, 0xff],
        [0xdb, 0x3f, 0xff],
        [0xee, 0x3f, 0xff],
        [0x50, 0x01, 0x00],
        [0x54, 0x00, 0x00],
        [0x46, 0x01, 0x01],
        [0x56, 0x01, 0x00],
        [0x58, 0x00, 0x00],
        [0x00, 0x00, 0x00],
    ] {
        let refused = host.send(&mut card, header, &[0x5c, 0x00]);
        assert_eq!(refused, Err(0x6985), "{header:02x?}");
    }
    assert_eq!(host.status(&mut card)[1], 0);
}

#[test]
fn hc_28_change_takes_a_try_and_sets_the_new_value() {
    let mut card = card(&personalised(4));
    let mut host = Host::open(&mut card);
    let change = [0x24, 0x00, 0x81];
    assert_eq!(
        host.send_pin(&mut card, change, &[&WRONG, &NEW]),
        Err(0x63c2)
    );
    assert_eq!(host.send_pin(&mut card, change, &[&PIN, &NEW]), Ok(vec![]));
    assert_eq!(verified_flags(&mut host, &mut card), (true, false));
    assert_eq!(host.tries(&mut card), [3, 10]);
    assert_eq!(host.send_pin(&mut card, VERIFY, &[&PIN]), Err(0x63c2));
    assert_eq!(host.send_pin(&mut card, VERIFY, &[&NEW]), Ok(vec![]));
    let change = host.send_pin(&mut card, [0x24, 0x00, 0x83], &[&PUK, &NEW]);
    assert_eq!(change, Ok(vec![]));
    assert_eq!(host.verify_puk(&mut card), Err(0x63c9));
    assert_eq!(host.send_pin(&mut card, VERIFY_PUK, &[&NEW]), Ok(vec![]));
}

#[test]
fn hc_29_the_puk_unblocks_the_pin() {
    let mut card = card(&personalised(4));
    let mut host = Host::open(&mut card);
    for _ in 0..3 {
        assert!(host.send_pin(&mut card, VERIFY, &[&WRONG]).is_err());
    }
    let unblock = [0x2c, 0x00, 0x81];
    assert_eq!(
        host.send_pin(&mut card, unblock, &[&WRONG, &NEW]),
        Err(0x63c9)
    );
    assert_eq!(host.tries(&mut card), [0, 9]);
    assert_eq!(host.send_pin(&mut card, unblock, &[&PUK, &NEW]), Ok(vec![]));
    assert_eq!(host.tries(&mut card), [3, 10]);
    assert_eq!(verified_flags(&mut host, &mut card), (false, false));
    assert_eq!(host.send_pin(&mut card, VERIFY, &[&NEW]), Ok(vec![]));
}

#[test]
fn hc_60_a_factory_reset_needs_the_puk_or_both_blocked() {
    let reset = [0x58, 0x00, 0x00];
    let flash = personalised(4);
    let mut first = card(&flash.copy());
    let mut host = Host::open(&mut first);
    host.verify(&mut first).unwrap();
    assert_eq!(host.send(&mut first, reset, &[]), Err(0x6982));
    host.verify_puk(&mut first).unwrap();
    assert_eq!(host.send(&mut first, reset, &[]), Ok(vec![]));
    assert_eq!(
        host.send(&mut first, reset, &[]),
        Err(0),
        "the session is over"
    );
    let mut again = Host::open(&mut first);
    assert_ne!(again.card[6..], host.card[6..]);
    assert_eq!(again.personalise(&mut first), Ok(vec![]));

    let mut second = card(&flash);
    let mut host = Host::open(&mut second);
    for _ in 0..3 {
        assert!(host.send_pin(&mut second, VERIFY, &[&WRONG]).is_err());
    }
    assert_eq!(host.send(&mut second, reset, &[]), Err(0x6982));
    for _ in 0..10 {
        assert!(host.send_pin(&mut second, VERIFY_PUK, &[&WRONG]).is_err());
    }
    assert_eq!(host.send(&mut second, reset, &[]), Ok(vec![]));
}
