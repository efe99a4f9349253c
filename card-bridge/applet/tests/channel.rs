//! Section 1 and 2 of `docs/card-application.md`.
#![allow(clippy::unwrap_used, reason = "what goes wrong is a failed test")]

mod support;

use support::host::{Handshake, Lengths, select, transmit};
use support::{Host, PIN, card, formatted, join, personalised};

const STATUS: [u8; 3] = [0x52, 0x00, 0x00];

#[test]
fn hc_1_select_answers_the_card_whatever_its_life() {
    let new = select(&mut card(&formatted(4)));
    assert_eq!(new.len(), 46);
    assert_eq!(new[..6], [1, 0, 0x08, 0x40, 0x08, 0x40]);
    let used = select(&mut card(&personalised(4)));
    assert_eq!(used[1], 1);
    assert_eq!(used[2..], new[2..], "the same card");
}

#[test]
fn hc_1_selecting_again_ends_the_session() {
    let mut card = card(&personalised(4));
    let mut host = Host::open(&mut card);
    assert!(host.send(&mut card, STATUS, &[]).is_ok());
    select(&mut card);
    assert_eq!(host.send(&mut card, STATUS, &[]), Err(0));
}

#[test]
fn hc_2_without_a_session_nothing_is_answered_but_select_and_the_handshake() {
    let mut card = card(&personalised(4));
    select(&mut card);
    for (apdu, expected) in [
        (&[0x00, 0xc2, 0, 0, 0x01, 0x00][..], 0x6988),
        (&[0x00, 0x20, 0x00, 0x81], 0x6987),
        (&[0x00, 0xcb, 0x3f, 0xff, 0x02, 0x5c, 0x00, 0x00], 0x6987),
        (&[0x00, 0xca, 0x00, 0x6e, 0x00], 0x6987),
        (&[0x00, 0x52, 0x00, 0x00, 0x00], 0x6987),
        (&[0x00, 0x86, 0x00, 0x01, 0x00], 0x6987),
        (&[0x00, 0x86, 0x00, 0x00, 0x01, 0x00], 0x6700),
    ] {
        assert_eq!(transmit(&mut card, apdu), (vec![], expected), "{apdu:02x?}");
    }
}

#[test]
fn hc_3_a_plain_or_malformed_command_ends_the_session() {
    let mut plain = vec![0x00, 0x20, 0x00, 0x81, 32];
    plain.extend(PIN);
    let bad: [&[u8]; 7] = [
        &plain,
        &[0x00, 0xc2, 0x00, 0x01, 0x01, 0x00],
        &[0x00, 0xca, 0x00, 0x6e, 0x00],
        &[0x80, 0xc2, 0x00, 0x00],
        &[0x00],
        &[0x00, 0xc2, 0x00, 0x00, 0x05, 0x01],
        &[],
    ];
    for apdu in bad {
        let mut card = card(&personalised(4));
        let mut host = Host::open(&mut card);
        host.verify(&mut card).unwrap();
        let (data, status) = transmit(&mut card, apdu);
        assert_eq!(data, []);
        assert_ne!(status, 0x9000);
        assert_eq!(host.send(&mut card, STATUS, &[]), Err(0), "{apdu:02x?}");
        let mut again = Host::open(&mut card);
        assert_eq!(again.status(&mut card)[1], 0x01, "nothing is verified");
    }
}

#[test]
fn hc_4_short_chains_and_extended_commands_say_the_same() {
    let mut card = card(&personalised(64));
    let bytes: Vec<u8> = (0..4096_u32).map(|n| n.to_le_bytes()[0]).collect();
    for lengths in [Lengths::Short, Lengths::Extended] {
        let mut host = Host::open(&mut card);
        host.lengths = lengths;
        host.verify(&mut card).unwrap();
        host.put_long(&mut card, 0xc1, &bytes).unwrap();
        assert_eq!(host.get(&mut card, 0xc1), Ok(bytes.clone()));
    }
}

#[test]
fn hc_4_what_is_too_long_is_refused_and_ends_the_session() {
    for length in [2113_usize, 3000, 65000] {
        let mut card = card(&personalised(4));
        let mut host = Host::open(&mut card);
        let (data, status) = host.exchange(&mut card, &vec![7; length]);
        assert_eq!((data, status), (vec![], 0x6700));
        assert_eq!(host.send(&mut card, STATUS, &[]), Err(0));
    }
    let mut card = card(&personalised(4));
    let mut host = Host::open(&mut card);
    host.lengths = Lengths::Short;
    let (data, status) = host.exchange(&mut card, &vec![7; 2113]);
    assert_eq!(data, []);
    assert_ne!(status, 0x9000);
    assert_eq!(host.send(&mut card, STATUS, &[]), Err(0));
}

#[test]
fn hc_10_the_handshake_proves_the_pinned_key_and_tells_the_status() {
    let mut card = card(&personalised(4));
    let mut host = Host::open(&mut card);
    assert_eq!(host.status.len(), 32);
    assert_eq!(host.status[..6], [1, 0x01, 3, 3, 10, 10]);
    let asked = host.status(&mut card);
    assert_eq!(host.status, asked);

    // Somebody between who has another key cannot answer.
    let shown = select(&mut card);
    let handshake = Handshake::start(&shown, [0x42; 32]);
    let mut forged = vec![9; 80];
    forged[0] = 9;
    assert!(handshake.finish(shown, &forged).is_none());
}

#[test]
fn hc_11_a_handshake_that_is_not_authentic_is_refused() {
    let mut card = card(&personalised(4));
    let shown = select(&mut card);
    let message = Handshake::start(&shown, [0x42; 32]).message;
    let mut try_it = |message: &[u8]| {
        let apdu = join(&[&[0x00, 0x86, 0x00, 0x00, 48], message, &[0x00]]);
        transmit(&mut card, &apdu)
    };
    for bit in 0..48 * 8 {
        let mut flipped = message.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        // RFC 7748 §5: the top bit of a point is masked; the hash still has it.
        assert_eq!(try_it(&flipped), (vec![], 0x6988), "bit {bit}");
    }
    assert_eq!(try_it(&[0; 48]), (vec![], 0x6988), "a point of small order");
    for at in 0..shown.len() {
        let mut other = shown.clone();
        other[at] ^= 0x01;
        let message = Handshake::start(&other, [0x42; 32]).message;
        assert_eq!(try_it(&message), (vec![], 0x6988), "byte {at} of the card");
    }
    assert_eq!(try_it(&message).1, 0x9000);
}

#[test]
fn hc_11_a_refused_handshake_ends_the_earlier_session() {
    let mut card = card(&personalised(4));
    let mut host = Host::open(&mut card);
    host.verify(&mut card).unwrap();
    let apdu = join(&[&[0x00, 0x86, 0x00, 0x00, 48], &[5; 48]]);
    assert_eq!(transmit(&mut card, &apdu).1, 0x6988);
    assert_eq!(host.send(&mut card, STATUS, &[]), Err(0));
}

#[test]
fn hc_12_a_command_that_fails_looks_like_one_that_succeeds() {
    let mut card = card(&personalised(4));
    let mut host = Host::open(&mut card);
    let sealed = host.seal([0xff, 0x00, 0x00], &[]);
    let (answer, status) = host.exchange(&mut card, &sealed);
    assert_eq!(status, 0x9000);
    assert_eq!(answer.len(), 18);
    assert_eq!(host.opened(&answer), Some(Err(0x6d00)));
}

#[test]
fn hc_13_every_bit_of_a_frame_counts() {
    let flash = personalised(4);
    let mut card = card(&flash);
    let length = Host::open(&mut card).seal(STATUS, &[]).len();
    for bit in 0..length * 8 {
        let mut host = Host::open(&mut card);
        let mut sealed = host.seal(STATUS, &[]);
        sealed[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(host.exchange(&mut card, &sealed), (vec![], 0x6988));
        assert_eq!(host.send(&mut card, STATUS, &[]), Err(0), "bit {bit}");
    }
    for bit in 0..(32 + 18) * 8 {
        let mut host = Host::open(&mut card);
        let sealed = host.seal(STATUS, &[]);
        let (mut answer, _) = host.exchange(&mut card, &sealed);
        answer[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(host.opened(&answer), None, "bit {bit}");
    }
}

#[test]
fn hc_13_a_frame_repeated_left_out_reordered_or_cut_ends_the_session() {
    let mut card = card(&personalised(4));
    // Repeated.
    let mut host = Host::open(&mut card);
    let first = host.seal(STATUS, &[]);
    assert_eq!(host.exchange(&mut card, &first).1, 0x9000);
    assert_eq!(host.exchange(&mut card, &first), (vec![], 0x6988));
    // Left out, and so reordered.
    let mut host = Host::open(&mut card);
    host.count += 1;
    assert_eq!(host.send(&mut card, STATUS, &[]), Err(0));
    host.count -= 1;
    assert_eq!(host.send(&mut card, STATUS, &[]), Err(0));
    // Cut, and lengthened.
    for length in [0, 1, 15, 16, 18] {
        let mut host = Host::open(&mut card);
        let sealed = host.seal(STATUS, &[]);
        let (_, status) = host.exchange(&mut card, &sealed[..length]);
        assert_eq!(status, 0x6988, "{length}");
    }
    // Of another session.
    let mut old = Host::open(&mut card);
    let _new = Host::open(&mut card);
    assert_eq!(old.send(&mut card, STATUS, &[]), Err(0));
    // An answer sent back as a command.
    let mut host = Host::open(&mut card);
    let sealed = host.seal(STATUS, &[]);
    let (answer, _) = host.exchange(&mut card, &sealed);
    assert_eq!(host.exchange(&mut card, &answer).1, 0x6988);
}

#[test]
fn hc_14_a_reset_or_another_application_ends_session_pin_and_transaction() {
    let flash = personalised(16);
    let mut card = card(&flash);
    for end in 0..3 {
        let mut host = Host::open(&mut card);
        host.verify(&mut card).unwrap();
        host.send(&mut card, [0x50, 0x01, 0x00], &[]).unwrap();
        host.put(&mut card, 0xc1, None, &[1, 2, 3]).unwrap();
        match end {
            0 => card.reset(),
            1 => {
                let apdu = [0x00, 0xa4, 0x04, 0x00, 0x03, 1, 2, 3];
                assert_eq!(transmit(&mut card, &apdu).1, 0x6a82);
            }
            _ => drop(Host::open(&mut card)),
        }
        assert_eq!(host.send(&mut card, STATUS, &[]), Err(0));
        let mut again = Host::open(&mut card);
        let status = again.status(&mut card);
        assert_eq!(status[1], 0x01);
        assert_eq!(status[14..18], status[18..22], "no room is lost");
        assert_eq!(again.get(&mut card, 0xc1), Err(0x6982));
    }
}

#[test]
fn hc_15_a_command_is_19_bytes_longer_and_an_answer_18() {
    let mut card = card(&personalised(4));
    let mut host = Host::open(&mut card);
    let sealed = host.seal(STATUS, &[]);
    assert_eq!(sealed.len(), 19);
    let (answer, _) = host.exchange(&mut card, &sealed);
    assert_eq!(answer.len(), 32 + 18);
}

#[test]
fn hc_16_what_is_not_known_is_told_and_ends_nothing() {
    let mut card = card(&personalised(4));
    let mut host = Host::open(&mut card);
    for (header, data, status) in [
        ([0x00, 0x00, 0x00], &[][..], 0x6d00),
        ([0x20, 0x00, 0x82], &[], 0x6a86),
        ([0x52, 0x01, 0x00], &[], 0x6a86),
        ([0x52, 0x00, 0x00], &[0], 0x6700),
        ([0x58, 0x00, 0x00], &[0; 129], 0x6700),
    ] {
        assert_eq!(host.send(&mut card, header, data), Err(status));
    }
    let nothing = host.seal([0; 3], &[]);
    assert!(nothing.len() > 16);
    assert_eq!(host.status(&mut card)[0], 1);
}
