//! The core at the end of a channel that another process carries (docs/card-application.md section 2): what passes between them is of no use to
//! anybody, and whoever changes any of it ends the channel and gets nothing else.

use hailstone_core::card::hailstone::{
    CardKey, Carriage, Carried, CarriedKeys, Hailstone, KeyType, Turn, open,
};
use hailstone_core::card::{CardError, Curve, Point};
use hailstone_virtual_card::card::VirtualCard;

use super::{direct, in_use, on};
use crate::person::carry::{Carry, Outcome, connect, run, verify};
use crate::person::{PIN, sealed_for, seed};

const POINT: Point = Point::X25519([9; 32]);

/// Stands between core and carrier, and sees every message: what the card said of itself, what the core sends, what comes back, and sealed PINs.
pub(super) type Between<'a> = &'a mut dyn FnMut(Vec<u8>) -> Vec<u8>;

enum Carrier {
    Selected(Hailstone),
    Open(Carriage),
}

impl Carrier {
    fn bring(self, carry: &mut Carry<'_>, message: &[u8]) -> Outcome<(Self, Vec<u8>)> {
        let step = match self {
            Self::Selected(selected) => selected.carry(message),
            Self::Open(carriage) => carriage.carry(message),
        };
        let (carriage, answer) = run(carry, step)?;
        Ok((Self::Open(carriage), answer))
    }
}

/// Until the PIN, typed as these say, is verified.
fn verified(
    carry: &mut Carry<'_>,
    between: Between<'_>,
    key: &CardKey,
    pins: &[&str],
) -> Outcome<(Carrier, CarriedKeys)> {
    let selected = run(carry, open())?;
    let told = between(selected.told().to_vec());
    let mut carrier = Carrier::Selected(selected);
    let mut pins = pins.iter();
    let mut turn = Carried::begin(*key).answer(&told, seed())?;
    loop {
        turn = match turn {
            Turn::Verified(keys) => return Ok((carrier, keys)),
            Turn::Carry(message, then) => {
                let (next, answer) = carrier.bring(carry, &between(message))?;
                carrier = next;
                then.answer(&between(answer), seed())?
            }
            Turn::AskPin { tries_left, then } => {
                let Carrier::Open(carriage) = &mut carrier else {
                    panic!("asked for a PIN before the channel is open");
                };
                let pin = pins.next().ok_or(CardError::PinWrong { tries_left })?;
                let sealed = sealed_for(&carriage.pin_request(), key, &[pin]);
                then.answer(&between(sealed), seed())?
            }
        };
    }
}

/// Everything that opening a vault takes.
pub(super) fn unlock(
    carry: &mut Carry<'_>,
    between: Between<'_>,
    key: &CardKey,
) -> Outcome<[u8; 32]> {
    let (carrier, keys) = verified(carry, between, key, &[PIN])?;
    let (message, awaited) = keys.agree(1, &POINT)?;
    let (_, answer) = carrier.bring(carry, &between(message))?;
    Ok(*awaited.answer(&between(answer))?.expose())
}

/// What the card agrees on, when the core has it to itself.
fn expected(card: &mut VirtualCard<'_>, key: &CardKey) -> [u8; 32] {
    let mut carry = direct(card);
    let channel = verify(&mut carry, key).unwrap();
    let (_, shared) = run(&mut carry, channel.agree(1, &POINT)).unwrap();
    *shared.expose()
}

fn tries(card: &mut VirtualCard<'_>, key: &CardKey) -> (u8, u8) {
    card.reset();
    let channel = connect(&mut direct(card), key).unwrap();
    channel.status().pin_tries
}

fn honest(message: Vec<u8>) -> Vec<u8> {
    message
}

#[test]
fn a_core_elsewhere_gets_what_a_core_at_the_reader_gets() {
    let (flash, key) = in_use();
    on(&flash, |card| {
        let expected = expected(card, &key);
        let mut commands = 0;
        let mut carry = |command: &[u8]| {
            commands += 1;
            Ok(card.transmit(command))
        };
        assert_eq!(unlock(&mut carry, &mut honest, &key), Ok(expected));
        assert_eq!(commands, 4);
        let (carrier, keys) = verified(&mut direct(card), &mut honest, &key, &[PIN]).unwrap();
        let (message, awaited) = keys.public_key(1).unwrap();
        let (carrier, answer) = carrier.bring(&mut direct(card), &message).unwrap();
        let (keys, public_key) = awaited.answer(&answer).unwrap();
        let channel = verify(&mut direct(card), &key).unwrap();
        let (_, found) = run(&mut direct(card), channel.public_key(1)).unwrap();
        assert_eq!(found, (KeyType::Agreement(Curve::X25519), public_key));
        // Another session was opened, and the one before is over.
        let (message, _) = keys.public_key(1).unwrap();
        let refused = carrier.bring(&mut direct(card), &message).err();
        assert_eq!(refused, Some(CardError::ChannelBroken));
    });
}

#[test]
fn an_empty_slot_is_named() {
    let (flash, key) = in_use();
    on(&flash, |card| {
        let (carrier, keys) = verified(&mut direct(card), &mut honest, &key, &[PIN]).unwrap();
        let (message, awaited) = keys.public_key(2).unwrap();
        let (_, answer) = carrier.bring(&mut direct(card), &message).unwrap();
        assert_eq!(awaited.answer(&answer).err(), Some(CardError::KeyAbsent));
    });
}

#[test]
fn a_wrong_pin_is_asked_for_again_until_none_are_left() {
    let (flash, key) = in_use();
    on(&flash, |card| {
        let mut typed = |pins: &[&str]| {
            card.reset();
            verified(&mut direct(card), &mut honest, &key, pins).map(drop)
        };
        let wrong = |tries_left| Err(CardError::PinWrong { tries_left });
        assert_eq!(typed(&["999999"]), wrong(2));
        assert_eq!(typed(&["999999", PIN]), Ok(()));
        assert_eq!(typed(&["999999", "999998"]), wrong(1));
        assert_eq!(typed(&["999999"]), Err(CardError::PinBlocked));
        // Nobody is asked any more.
        assert_eq!(typed(&[]), Err(CardError::PinBlocked));
    });
}

#[test]
fn what_passes_holds_neither_the_pin_nor_what_was_agreed_on() {
    let (flash, key) = in_use();
    on(&flash, |card| {
        let expected = expected(card, &key);
        let mut passed = Vec::new();
        let mut on_the_wire = Vec::new();
        let mut carry = |command: &[u8]| {
            let answer = card.transmit(command);
            on_the_wire.push(command.to_vec());
            on_the_wire.push(answer.clone());
            Ok(answer)
        };
        let mut between = |message: Vec<u8>| {
            passed.push(message.clone());
            message
        };
        assert_eq!(unlock(&mut carry, &mut between, &key), Ok(expected));
        assert_eq!((passed.len(), on_the_wire.len()), (8, 8));
        for message in passed.iter().chain(&on_the_wire) {
            for secret in [PIN.as_bytes(), &expected[..], POINT.as_bytes()] {
                let holds = message.windows(secret.len()).any(|part| part == secret);
                assert!(!holds, "{message:02x?}");
            }
        }
    });
}

#[test]
fn every_flipped_bit_between_core_and_carrier_is_detected_and_costs_no_try() {
    let (flash, key) = in_use();
    on(&flash, |card| {
        let expected = expected(card, &key);
        let mut lengths = Vec::new();
        let mut measure = |message: Vec<u8>| {
            lengths.push(message.len());
            message
        };
        unlock(&mut direct(card), &mut measure, &key).unwrap();
        for (number, length) in lengths.into_iter().enumerate() {
            for bit in 0..length * 8 {
                card.reset();
                let mut seen = 0;
                let mut flip = |mut message: Vec<u8>| {
                    if seen == number {
                        message[bit / 8] ^= 1 << (bit % 8);
                    }
                    seen += 1;
                    message
                };
                let outcome = unlock(&mut direct(card), &mut flip, &key);
                let error = outcome.expect_err("a flipped bit is seen");
                let is_named = matches!(
                    error,
                    CardError::ChannelBroken
                        | CardError::Other
                        | CardError::KeyAbsent
                        | CardError::Unsupported(_)
                );
                assert!(is_named, "message {number}, bit {bit}: {error:?}");
            }
        }
        assert_eq!(tries(card, &key), (3, 3));
        assert_eq!(unlock(&mut direct(card), &mut honest, &key), Ok(expected));
    });
}

/// What somebody between does with one message.
#[derive(Clone, Copy, Debug)]
enum Trick {
    Nothing,
    TheOneBefore,
    OfAnotherSession,
    Shorter,
    Longer,
}

#[test]
fn messages_lost_repeated_swapped_or_cut_end_the_channel_and_cost_no_try() {
    let (flash, key) = in_use();
    on(&flash, |card| {
        let mut earlier = Vec::new();
        let mut record = |message: Vec<u8>| {
            earlier.push(message.clone());
            message
        };
        unlock(&mut direct(card), &mut record, &key).unwrap();
        let tricks = [
            Trick::Nothing,
            Trick::TheOneBefore,
            Trick::OfAnotherSession,
            Trick::Shorter,
            Trick::Longer,
        ];
        // What the card says of itself is always the same, and longer in later versions: everything after it is sealed.
        for (number, trick) in (1..earlier.len()).flat_map(|n| tricks.map(|trick| (n, trick))) {
            card.reset();
            let mut before: Vec<Vec<u8>> = Vec::new();
            let mut play = |message: Vec<u8>| {
                let mut played = message.clone();
                if before.len() == number {
                    match trick {
                        Trick::Nothing => played.clear(),
                        Trick::TheOneBefore => played.clone_from(&before[number - 1]),
                        Trick::OfAnotherSession => played.clone_from(&earlier[number]),
                        Trick::Shorter => drop(played.pop()),
                        Trick::Longer => played.push(0),
                    }
                }
                before.push(message);
                played
            };
            let outcome = unlock(&mut direct(card), &mut play, &key);
            let what = format!("{trick:?} at {number}");
            assert_eq!(outcome, Err(CardError::ChannelBroken), "{what}");
        }
        assert_eq!(tries(card, &key), (3, 3));
    });
}

#[test]
fn a_carrier_sends_the_two_commands_of_a_channel_and_nothing_else() {
    let (flash, key) = in_use();
    on(&flash, |card| {
        let mut sent: Vec<Vec<u8>> = Vec::new();
        let mut carry = |command: &[u8]| {
            sent.push(command.to_vec());
            Ok(card.transmit(command))
        };
        // Before the channel is open: no frame, no command of the application's or another one's, nothing empty or long.
        for message in [
            vec![],
            vec![0; 47],
            vec![0; 49],
            vec![0; 99],
            b"\x00\xa4\x04\x00\x06\xd2\x76\x00\x01\x24\x01".to_vec(),
            vec![0; 0x1_0000],
        ] {
            let selected = run(&mut carry, open()).unwrap();
            let refused = run(&mut carry, selected.carry(&message)).err();
            assert_eq!(refused, Some(CardError::ChannelBroken), "{}", message.len());
        }
        // And then.
        for length in [0, 1, 18, 2113, 0x1_0000] {
            let (carrier, _) = verified(&mut carry, &mut honest, &key, &[PIN]).unwrap();
            let refused = carrier.bring(&mut carry, &vec![0; length]).err();
            assert_eq!(refused, Some(CardError::ChannelBroken), "{length}");
        }
        // A card looks at whatever has the right length, and is the one that refuses it.
        for length in [19, 48, 2112] {
            let (carrier, _) = verified(&mut carry, &mut honest, &key, &[PIN]).unwrap();
            let refused = carrier.bring(&mut carry, &vec![0; length]).err();
            assert_eq!(refused, Some(CardError::ChannelBroken), "{length}");
        }
        let select = b"\x00\xa4\x04\x00\x0b\xf0HAILSTONE\x01";
        let kinds = sent.iter().map(|command| match &command[..4] {
            [0x00, 0xa4, 0x04, 0x00] if command.starts_with(select) => "select",
            [0x00, 0x86, 0x00, 0x00] => "handshake",
            [0x00, 0xc2, 0x00, 0x00] => "frame",
            other => panic!("{other:02x?}"),
        });
        let kinds: Vec<_> = kinds.collect();
        let count = |kind| kinds.iter().filter(|other| **other == kind).count();
        assert_eq!(
            (count("select"), count("handshake"), count("frame")),
            (6 + 5 + 3, 5 + 3, 5 + 3 + 3)
        );
    });
}
