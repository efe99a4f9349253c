//! Our own application in one firmware with OpenPGP, PIV and FIDO2: each is alone with its session, its PIN and its files.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a test says no by panicking, in its helpers too"
)]

mod openpgp;
mod person;

use std::{fs, path::PathBuf};

use hailstone_core::card::{
    CardError,
    hailstone::{CardKey, Rules},
};
use hailstone_virtual_card::card::{App, Options, VirtualCard, with_card};
use openpgp::{SELECT, bytes, generate_x25519, private_tries, public_key};
use person::carry::{self, Outcome, connect, personalise, run, show, verify};
use person::{OTHER_PIN, PIN};

const TAG: u32 = 0xdf21;
const SELECT_HAILSTONE: &str = "00A404000BF04841494C53544F4E450100";

fn options() -> Options {
    Options {
        app: App::Both,
        ..Options::default()
    }
}

fn direct<'a>(card: &'a mut VirtualCard<'_>) -> impl FnMut(&[u8]) -> Outcome<Vec<u8>> + 'a {
    |command| Ok(card.transmit(command))
}

fn in_use(card: &mut VirtualCard<'_>) -> CardKey {
    let mut carry = direct(card);
    let key = carry::key(&mut carry).unwrap();
    personalise(&mut carry, &key).unwrap();
    key
}

#[test]
fn selecting_another_application_ends_the_session_and_the_pin_of_this_one() {
    with_card(&options(), |card| {
        let key = in_use(card);
        for other in [
            SELECT,
            "00A4040009A0000003080000100000",
            "00A4040008A0000006472F000100",
        ] {
            let channel = verify(&mut direct(card), &key).unwrap();
            assert!(card.transmit(&bytes(other)).ends_with(&[0x90, 0x00]));
            let outcome = run(&mut direct(card), channel.refresh());
            assert_eq!(outcome.err(), Some(CardError::ChannelBroken), "{other}");
        }

        // Whoever gets back to the application finds none of it: neither by the old session nor in a new one.
        let channel = verify(&mut direct(card), &key).unwrap();
        card.transmit(&bytes(SELECT));
        card.transmit(&bytes(SELECT_HAILSTONE));
        assert!(run(&mut direct(card), channel.refresh()).is_err());
        let channel = connect(&mut direct(card), &key).unwrap();
        let outcome = run(&mut direct(card), channel.get(TAG)).map(drop);
        assert_eq!(outcome.err(), Some(CardError::PinNeeded));

        // OpenPGP's PIN likewise.
        card.transmit(&bytes(SELECT));
        let secret = bytes("00CA010300");
        let pin = openpgp::verify(&mut |apdu| card.transmit(apdu), 0x82, b"123456");
        assert_eq!(pin, [0x90, 0x00]);
        assert_eq!(card.transmit(&secret), [0x90, 0x00]);
        card.transmit(&bytes(SELECT_HAILSTONE));
        card.transmit(&bytes(SELECT));
        assert_eq!(card.transmit(&secret), [0x69, 0x82]);
    })
    .unwrap();
}

/// HC-3 and HC-4, where the dispatcher is another one than the application's own.
#[test]
fn what_the_firmware_refuses_ends_the_session_too() {
    with_card(&options(), |card| {
        let key = in_use(card);
        let mut too_long = bytes("00C20000000841");
        too_long.extend([0; 2113]);
        for (refused, status) in [
            (bytes("00C2"), [0x67, 0x00]),
            (bytes("80C20000"), [0x6e, 0x00]),
            (bytes("01C20000"), [0x68, 0x81]),
            (bytes("0CC20000"), [0x68, 0x82]),
            (bytes("00C0000000"), [0x69, 0x85]),
            (bytes("00A4040006D2760001240200"), [0x6a, 0x82]),
            (too_long, [0x67, 0x00]),
        ] {
            let channel = verify(&mut direct(card), &key).unwrap();
            assert_eq!(card.transmit(&refused), status, "{refused:02x?}");
            let outcome = run(&mut direct(card), channel.refresh()).err();
            let ended = Some(CardError::ChannelBroken);
            assert_eq!(outcome, ended, "{refused:02x?}");
        }
        // Whoever breaks a chain off loses it, too.
        let channel = verify(&mut direct(card), &key).unwrap();
        assert_eq!(card.transmit(&bytes("10C200000141")), [0x90, 0x00]);
        assert_eq!(card.transmit(&bytes("00CA006E00")), [0x68, 0x83]);
        assert!(run(&mut direct(card), channel.refresh()).is_err());
        verify(&mut direct(card), &key).unwrap();
    })
    .unwrap();
}

#[test]
fn a_reset_ends_the_session() {
    with_card(&options(), |card| {
        let key = in_use(card);
        let channel = verify(&mut direct(card), &key).unwrap();
        card.reset();
        assert!(run(&mut direct(card), channel.refresh()).is_err());
    })
    .unwrap();
}

#[test]
fn the_applications_keep_what_is_theirs_over_all_lives_of_the_card() {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("beside");
    let _ = fs::remove_dir_all(&directory);
    let options = Options {
        state: Some(directory.clone()),
        ..options()
    };
    let data = [0x5a; 9000];
    let (key, point) = with_card(&options, |card| {
        card.transmit(&bytes(SELECT));
        let point = generate_x25519(&mut |apdu| card.transmit(apdu));
        let key = in_use(card);
        let channel = verify(&mut direct(card), &key).unwrap();
        run(&mut direct(card), channel.put(TAG, Rules::PIN, &data)).unwrap();
        (key, point)
    })
    .unwrap();
    for left in [2, 1] {
        let outcome = with_card(&options, |card| {
            let channel = connect(&mut direct(card), &key).unwrap();
            show(&mut direct(card), &key, channel, OTHER_PIN).err()
        });
        assert_eq!(
            outcome.unwrap(),
            Some(CardError::PinWrong { tries_left: left })
        );
    }
    with_card(&options, |card| {
        let channel = connect(&mut direct(card), &key).unwrap();
        assert_eq!(channel.status().pin_tries, (1, 3));
        let channel = show(&mut direct(card), &key, channel, PIN).unwrap();
        let (_, found) = run(&mut direct(card), channel.get(TAG)).unwrap();
        assert_eq!(found.unwrap().expose(), data);
        // The tries of the one are none of the other's.
        card.transmit(&bytes(SELECT));
        assert_eq!(private_tries(&mut |apdu| card.transmit(apdu)), 3);
        assert_eq!(public_key(&mut |apdu| card.transmit(apdu)), point);
    })
    .unwrap();
    fs::write(directory.join("ext.lfs"), b"not a memory").unwrap();
    assert!(with_card(&options, |_| ()).is_err());
}

#[test]
fn a_card_draws_other_numbers_in_each_of_its_lives() {
    let flash = hailstone_virtual_card::flash::Flash::default();
    let options = Options {
        flash: Some(flash),
        ..options()
    };
    // The card's half of a handshake, to the same half of the host's: an ephemeral key.
    let answer = || {
        with_card(&options, |card| {
            let mut handshake = Vec::new();
            let mut carry = |command: &[u8]| {
                if command.starts_with(&[0x00, 0x86]) {
                    handshake = card.transmit(command);
                    return Ok(handshake.clone());
                }
                Ok(card.transmit(command))
            };
            let key = carry::key(&mut carry).unwrap();
            connect(&mut carry, &key).unwrap();
            handshake[..32].to_vec()
        })
        .unwrap()
    };
    assert_ne!(answer(), answer());
}

#[test]
fn cards_of_different_seeds_differ_and_of_equal_seeds_do_not() {
    let key = |seed| {
        let options = Options { seed, ..options() };
        with_card(&options, |card| carry::key(&mut direct(card)).unwrap()).unwrap()
    };
    assert_eq!(key(1), key(1));
    assert_ne!(key(1), key(2));
}
