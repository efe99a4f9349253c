//! A hostile bridge between core and card: whatever it does to the messages, it ends the channel and gets nothing else.

use hailstone_core::card::{CardError, Point, hailstone::CardKey};
use hailstone_virtual_card::card::VirtualCard;

use super::operations::{ALL, Operation};
use super::{direct, in_use, on};
use crate::person::carry::{Carry, Outcome, connect, run, verify};

/// Every message of an operation, as it went by.
#[derive(Default)]
struct Tape {
    commands: Vec<Vec<u8>>,
    answers: Vec<Vec<u8>>,
}

impl Tape {
    fn record<T>(
        card: &mut VirtualCard<'_>,
        act: impl FnOnce(&mut Carry<'_>) -> Outcome<T>,
    ) -> (Self, T) {
        let mut tape = Self::default();
        let mut carry = |command: &[u8]| {
            let answer = card.transmit(command);
            tape.commands.push(command.into());
            tape.answers.push(answer.clone());
            Ok(answer)
        };
        let outcome = act(&mut carry).unwrap();
        (tape, outcome)
    }
}

/// Whether a host knows from this that the card or the way to it is not to be trusted.
const fn is_named(error: CardError) -> bool {
    matches!(
        error,
        CardError::ChannelBroken
            | CardError::Malformed(_)
            | CardError::Unsupported(_)
            | CardError::Other
            | CardError::ApplicationAbsent
    )
}

/// Select, handshake, PIN, agreement.
fn unlock(carry: &mut Carry<'_>, key: &CardKey) -> Outcome<[u8; 32]> {
    let channel = verify(carry, key)?;
    let (_, shared) = run(carry, channel.agree(1, &Point::X25519([9; 32])))?;
    Ok(*shared.expose())
}

/// Whether the byte is of a command's data, rather than of its header and lengths.
fn is_data(command: &[u8], at: usize) -> bool {
    let range = match command {
        [_, _, _, _, 0, high, low, ..] => 7..7 + usize::from(u16::from_be_bytes([*high, *low])),
        [_, _, _, _, length, ..] => 5..5 + usize::from(*length),
        _ => 0..0,
    };
    range.contains(&at)
}

#[test]
fn every_flipped_bit_of_an_unlock_is_detected_and_costs_no_try() {
    let (flash, key) = in_use();
    on(&flash, |card| {
        let (tape, expected) = Tape::record(card, |carry| unlock(carry, &key));
        assert_eq!(tape.commands.len(), 4);
        let (mut flipped, mut harmless) = (0, 0);
        for number in 0..tape.commands.len() {
            for to_card in [true, false] {
                let message = match to_card {
                    true => &tape.commands[number],
                    false => &tape.answers[number],
                };
                for bit in 0..message.len() * 8 {
                    card.reset();
                    let mut sent = 0;
                    let mut carry = |command: &[u8]| {
                        let mut command = command.to_vec();
                        if sent == number && to_card {
                            command[bit / 8] ^= 1 << (bit % 8);
                        }
                        let mut answer = card.transmit(&command);
                        if sent == number && !to_card {
                            answer[bit / 8] ^= 1 << (bit % 8);
                        }
                        sent += 1;
                        Ok(answer)
                    };
                    flipped += 1;
                    match unlock(&mut carry, &key) {
                        Err(error) => assert!(is_named(error), "{number} {bit}: {error:?}"),
                        // A header's bit that the card does not look at, or an expected length that is asked for again.
                        Ok(shared) => {
                            harmless += 1;
                            assert_eq!(shared, expected, "message {number}, bit {bit}");
                            let header = to_card && !is_data(message, bit / 8);
                            assert!(header, "message {number}, bit {bit} was not seen");
                        }
                    }
                }
            }
        }
        println!("{flipped} bits, {harmless} of them in headers and without effect");
        card.reset();
        let channel = connect(&mut direct(card), &key).unwrap();
        assert_eq!(channel.status().pin_tries, (3, 3));
        assert_eq!(unlock(&mut direct(card), &key), Ok(expected));
    });
}

/// What a bridge does with one message.
#[derive(Clone, Copy, Debug)]
enum Trick {
    /// The command is lost, and a bare success comes back.
    Drop,
    /// The command is lost, and the answer before it comes again.
    AnswerBefore,
    /// The command is lost, and an earlier session's answer comes in its place.
    AnswerOfAnotherSession,
    /// The card gets the command twice; its first answer comes back.
    TwiceAndFirst,
    /// The same, and its second answer.
    TwiceAndSecond,
    /// The card gets an earlier session's command.
    CommandOfAnotherSession,
    /// The card gets an earlier session's command before this one.
    OneMore,
    /// The card gets the one before it once more, and then this one.
    Again,
    /// The last byte is missing from the answer.
    ShorterAnswer,
    /// The last byte is missing from the command.
    ShorterCommand,
}

const TRICKS: [Trick; 10] = [
    Trick::Drop,
    Trick::AnswerBefore,
    Trick::AnswerOfAnotherSession,
    Trick::TwiceAndFirst,
    Trick::TwiceAndSecond,
    Trick::CommandOfAnotherSession,
    Trick::OneMore,
    Trick::Again,
    Trick::ShorterAnswer,
    Trick::ShorterCommand,
];

struct Bridge<'a, 'b> {
    card: &'a mut VirtualCard<'b>,
    /// What went by in this session.
    so_far: Tape,
    earlier: &'a Tape,
}

impl Bridge<'_, '_> {
    fn pass(&mut self, command: &[u8], trick: Option<Trick>) -> Vec<u8> {
        let number = self.so_far.commands.len();
        let before = number.checked_sub(1);
        let answer = match trick {
            None => self.card.transmit(command),
            Some(Trick::Drop) => vec![0x90, 0x00],
            Some(Trick::AnswerBefore) => {
                before.map_or_else(Vec::new, |before| self.so_far.answers[before].clone())
            }
            Some(Trick::AnswerOfAnotherSession) => self.earlier.answers[number].clone(),
            Some(Trick::TwiceAndFirst) => {
                let first = self.card.transmit(command);
                self.card.transmit(command);
                first
            }
            Some(Trick::TwiceAndSecond) => {
                self.card.transmit(command);
                self.card.transmit(command)
            }
            Some(Trick::CommandOfAnotherSession) => {
                self.card.transmit(&self.earlier.commands[number])
            }
            Some(Trick::OneMore) => {
                self.card.transmit(&self.earlier.commands[number]);
                self.card.transmit(command)
            }
            Some(Trick::Again) => {
                if let Some(before) = before {
                    self.card.transmit(&self.so_far.commands[before]);
                }
                self.card.transmit(command)
            }
            Some(Trick::ShorterAnswer) => {
                let mut answer = self.card.transmit(command);
                answer.pop();
                answer
            }
            Some(Trick::ShorterCommand) => self
                .card
                .transmit(&command[..command.len().saturating_sub(2)]),
        };
        self.so_far.commands.push(command.into());
        self.so_far.answers.push(answer.clone());
        answer
    }
}

fn tricked_everywhere(operation: &Operation) -> (usize, usize) {
    let (flash, key) = in_use();
    let (mut tried, mut detected) = (0, 0);
    let act = |carry: &mut Carry<'_>| (operation.act)(carry, &key);
    let (tape, ()) = on(&flash.copy(), |card| Tape::record(card, act));
    for number in 0..tape.commands.len() {
        for trick in TRICKS {
            let flash = flash.copy();
            let outcome = on(&flash, |card| {
                let mut bridge = Bridge {
                    card,
                    so_far: Tape::default(),
                    earlier: &tape,
                };
                let mut carry = |command: &[u8]| {
                    let now = bridge.so_far.commands.len() == number;
                    Ok(bridge.pass(command, now.then_some(trick)))
                };
                act(&mut carry)
            });
            let what = format!("{}: {trick:?} at {number}", operation.name);
            tried += 1;
            if let Err(error) = outcome {
                detected += 1;
                assert!(is_named(error), "{what}: {error:?}");
            }
            let seen = on(&flash, |card| (operation.look)(&mut direct(card), &key));
            assert_eq!(seen, Ok(()), "{what}");
        }
    }
    (tried, detected)
}

#[test]
fn messages_dropped_repeated_reordered_or_swapped_end_the_channel_and_change_nothing_else() {
    for operation in &ALL {
        let (tried, detected) = tricked_everywhere(operation);
        println!(
            "{}: {tried} tricks, {detected} of them seen by the host",
            operation.name
        );
        assert!(detected * 2 > tried, "{}", operation.name);
    }
}

#[test]
fn a_frame_that_is_not_the_next_one_of_its_session_is_never_answered() {
    let (flash, key) = in_use();
    on(&flash, |card| {
        let (tape, _) = Tape::record(card, |carry| unlock(carry, &key));
        for [first, second] in [[2, 2], [3, 2], [3, 3]] {
            // A new session of the same card, and frames of the old one.
            connect(&mut direct(card), &key).unwrap();
            for number in [first, second] {
                let answer = card.transmit(&tape.commands[number]);
                assert_eq!(answer, [0x69, 0x88]);
            }
        }
        assert!(unlock(&mut direct(card), &key).is_ok());
    });
}
