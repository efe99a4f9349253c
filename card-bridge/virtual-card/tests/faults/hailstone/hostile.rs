//! A hostile card, with a card's keys: whatever it says, the host stops soon, and says why.

use std::cell::Cell;

use hailstone_core::card::{
    CardError, Curve, Point,
    hailstone::{self, CardKey, Channel, KeyType, Rules, Verified},
};

use crate::forger::Forger;
use crate::person::carry::{Carry, Outcome, connect, key, run, verify};

/// What a card answers to a command in a frame, data and status.
type Lie<'a> = &'a dyn Fn(&[u8]) -> Vec<u8>;

/// Says 9000 to the PIN, and `lie` to everything else; tells how many commands there were, too.
fn told<T>(
    lie: Lie<'_>,
    story: impl FnOnce(&mut Carry<'_>, &CardKey) -> Outcome<T>,
) -> (Outcome<T>, usize) {
    let mut forger = Forger::default();
    let commands = Cell::new(0);
    let mut carry = |command: &[u8]| {
        commands.set(commands.get() + 1);
        let mut say = |command: &[u8]| match command {
            [0x20, ..] => vec![0x90, 0x00],
            other => lie(other),
        };
        Ok(forger.answer(command, &mut say))
    };
    let key = key(&mut carry).unwrap();
    let outcome = story(&mut carry, &key);
    (outcome, commands.get())
}

fn get(lie: Lie<'_>) -> (Outcome<Option<usize>>, usize) {
    told(lie, |carry, key| {
        let channel = verify(carry, key)?;
        let (_, found) = run(carry, channel.get(0x5a))?;
        Ok(found.map(|found| found.expose().len()))
    })
}

/// An answer of GET DATA: the length of the whole, and a part.
fn part(whole: u32, length: usize) -> Vec<u8> {
    let length = vec![0x5a; length];
    [&whole.to_be_bytes()[..], &length, &[0x90, 0x00]].concat()
}

/// Where in the object a GET DATA asks from.
fn offset(command: &[u8]) -> usize {
    match command {
        [.., 0x54, 0x03, a, b, c] => usize::try_from(u32::from_be_bytes([0, *a, *b, *c])).unwrap(),
        _ => 0,
    }
}

const NOT_A_PART: CardError = CardError::Malformed("a part of an object");

#[test]
fn a_card_that_lies_about_the_length_of_an_object_is_not_believed() {
    let honest = |command: &[u8]| part(5000, (5000 - offset(command)).min(2048));
    assert_eq!(get(&honest).0, Ok(Some(5000)));
    let lies: [(&str, Lie<'_>); 9] = [
        ("4 GiB", &|_| part(u32::MAX, 2048)),
        ("more than any card has", &|_| part(254 * 4096 + 1, 2048)),
        ("a part longer than the whole", &|_| part(10, 11)),
        ("a part shorter than it can be", &|_| part(10, 9)),
        ("nothing of something", &|_| part(10, 0)),
        ("something of nothing", &|_| part(0, 1)),
        ("no length", &|_| vec![0, 0, 1, 0x90, 0x00]),
        ("another length than before", &|command| {
            part(if offset(command) == 0 { 3000 } else { u32::MAX }, 2048)
        }),
        ("a last part that is too long", &|command| {
            part(3000, if offset(command) == 0 { 2048 } else { 953 })
        }),
    ];
    for (what, lie) in lies {
        let (outcome, commands) = get(lie);
        assert_eq!(outcome, Err(NOT_A_PART), "{what}");
        assert!(commands <= 7, "{what}: {commands} commands");
    }
}

#[test]
fn a_card_that_never_comes_to_the_end_of_an_object_is_left() {
    // It gives one byte at a time, or always more than it said.
    let lies: [Lie<'_>; 2] = [&|_| part(1_000_000, 1), &|command| {
        part(u32::try_from(offset(command)).unwrap() + 4096, 2048)
    }];
    for lie in lies {
        let (outcome, commands) = get(lie);
        assert_eq!(outcome, Err(NOT_A_PART));
        assert!(commands <= 7, "{commands} commands");
    }
    // The longest that there can be is read, in as many frames as that takes.
    let longest = 254 * 4096;
    let (outcome, commands) =
        get(&|command| part(1_040_384, (longest - offset(command)).min(2048)));
    assert_eq!(outcome, Ok(Some(longest)));
    assert_eq!(commands, 4 + longest / 2048);
}

/// The commands of this INS are answered by the same for ever.
fn endless(ins: u8, answer: &[u8]) -> (Outcome<()>, usize) {
    let mut forger = Forger::default();
    let key = key(&mut |command| Ok(forger.answer(command, &mut |_| vec![]))).unwrap();
    let (mut commands, mut caught) = (0, false);
    let mut carry = |command: &[u8]| {
        commands += 1;
        caught |= command.get(1) == Some(&ins);
        Ok(match caught {
            true => answer.to_vec(),
            false => forger.answer(command, &mut |_| vec![0x90, 0x00]),
        })
    };
    let outcome = verify(&mut carry, &key).map(drop);
    (outcome, commands)
}

#[test]
fn an_answer_without_end_is_cut_off_at_every_step() {
    const ENDLESS: CardError = CardError::Malformed("an answer that ends");
    let long = [&[0x5a; 256][..], &[0x61, 0x00]].concat();
    for ins in [0xa4, 0x86, 0xc2] {
        for answer in [&[0x61, 0x00][..], &[0x61, 0xff], &[0x5a, 0x61, 0x01], &long] {
            let (outcome, commands) = endless(ins, answer);
            assert_eq!(outcome, Err(ENDLESS), "{ins:02x}");
            assert!(commands <= 520, "{commands} commands");
        }
        for answer in [&[0x6c, 0x10][..], &[0x6c, 0x00]] {
            let (outcome, commands) = endless(ins, answer);
            assert!(outcome.is_err() && commands <= 520, "{ins:02x}: {commands}");
        }
        for answer in [&[][..], &[0x90]] {
            let (outcome, _) = endless(ins, answer);
            assert!(matches!(outcome, Err(CardError::Malformed(_))), "{ins:02x}");
        }
    }
}

#[test]
fn a_card_without_the_key_that_is_pinned_gets_no_channel() {
    let mut forger = Forger::default();
    let pinned = key(&mut |command| Ok(forger.answer(command, &mut |_| vec![]))).unwrap();
    // It shows another key.
    forger.card[14] ^= 1;
    let outcome = connect(
        &mut |command| Ok(forger.answer(command, &mut |_| vec![])),
        &pinned,
    );
    assert_eq!(outcome.err(), Some(CardError::Other));
    // It shows the pinned key, and has another.
    let other = "hailstone:".to_owned() + &"5a".repeat(32);
    let other = CardKey::of(&other.parse().unwrap()).unwrap();
    forger.card[14..46].copy_from_slice(other.as_bytes());
    let outcome = connect(
        &mut |command| Ok(forger.answer(command, &mut |_| vec![])),
        &other,
    );
    assert_eq!(outcome.err(), Some(CardError::ChannelBroken));
    // A key of small order is nobody's.
    for u in [[0; 32], {
        let mut one = [0; 32];
        one[0] = 1;
        one
    }] {
        forger.card[14..46].copy_from_slice(&u);
        let mut carry = |command: &[u8]| Ok(forger.answer(command, &mut |_| vec![]));
        let key = key(&mut carry).unwrap();
        let outcome = connect(&mut carry, &key);
        assert!(matches!(outcome, Err(CardError::Malformed(_))));
    }
}

#[test]
fn what_a_card_says_of_itself_is_too_short_or_may_be_longer() {
    let whole = Forger::default().card;
    for length in (0..46).chain([47, 100, 300, 60_000]) {
        let mut forger = Forger::default();
        forger.card = whole
            .iter()
            .copied()
            .chain([7; 60_000])
            .take(length)
            .collect();
        let mut carry = |command: &[u8]| Ok(forger.answer(command, &mut |_| vec![]));
        let outcome = key(&mut carry);
        match length < 46 {
            true => assert!(matches!(outcome, Err(CardError::Malformed(_))), "{length}"),
            // Section 1: later versions may lengthen it, and it is in the handshake.
            false => assert!(connect(&mut carry, &outcome.unwrap()).is_ok(), "{length}"),
        }
    }
    for version in [0, 2, 0xff] {
        let mut forger = Forger::default();
        forger.card[0] = version;
        let outcome = key(&mut |command| Ok(forger.answer(command, &mut |_| vec![])));
        assert!(matches!(outcome, Err(CardError::Unsupported(_))));
    }
    // It takes no command that is long enough for a frame.
    let mut forger = Forger::default();
    forger.card[2..4].copy_from_slice(&[0, 0]);
    let mut carry = |command: &[u8]| Ok(forger.answer(command, &mut |_| vec![]));
    let key = key(&mut carry).unwrap();
    let outcome = verify(&mut carry, &key);
    assert!(matches!(outcome, Err(CardError::Unsupported(_))));
}

#[test]
fn a_status_of_another_length_or_version_is_refused() {
    for length in 0..32 {
        let mut forger = Forger::default();
        forger.status.truncate(length);
        let mut carry = |command: &[u8]| Ok(forger.answer(command, &mut |_| vec![]));
        let key = key(&mut carry).unwrap();
        let outcome = connect(&mut carry, &key);
        assert!(matches!(outcome, Err(CardError::Malformed(_))), "{length}");
    }
}

#[test]
fn no_status_but_9000_lets_anybody_in() {
    let highs = [
        0x00, 0x61, 0x62, 0x63, 0x65, 0x67, 0x69, 0x6a, 0x6b, 0x6c, 0x6f, 0x90, 0x91, 0xff,
    ];
    for high in highs {
        for low in 0..=0xff {
            let mut forger = Forger::default();
            let mut carry = |command: &[u8]| Ok(forger.answer(command, &mut |_| vec![high, low]));
            let key = key(&mut carry).unwrap();
            let error = verify(&mut carry, &key).err();
            match (high, low) {
                (0x90, 0x00) => assert_eq!(error, None),
                (0x69, 0x83) | (0x63, 0xc0) => assert_eq!(error, Some(CardError::PinBlocked)),
                (0x63, 0xc1..=0xcf) => {
                    let tries_left = low & 0x0f;
                    assert_eq!(error, Some(CardError::PinWrong { tries_left }));
                }
                _ => assert!(error.is_some(), "{high:02x}{low:02x}"),
            }
        }
    }
}

type Ask = fn(&mut Carry<'_>, Channel<Verified>) -> Outcome<()>;

#[test]
fn an_answer_of_another_length_than_asked_for_is_refused() {
    const AGREE: KeyType = KeyType::Agreement(Curve::X25519);
    let asked: [(&str, usize, Ask); 10] = [
        ("agree", 32, |carry, channel| {
            run(carry, channel.agree(1, &Point::X25519([9; 32]))).map(drop)
        }),
        ("sign", 64, |carry, channel| {
            run(carry, channel.sign(3, &[1; 32])).map(drop)
        }),
        ("site key", 64, |carry, channel| {
            run(carry, channel.site_key(&[1; 32])).map(drop)
        }),
        ("site sign", 64, |carry, channel| {
            run(carry, channel.site_sign(&[1; 32], &[1; 32])).map(drop)
        }),
        ("an X25519 key", 32, |carry, channel| {
            run(carry, channel.generate(AGREE, 1)).map(drop)
        }),
        ("a P-256 key", 64, |carry, channel| {
            run(carry, channel.generate(KeyType::Signature, 1)).map(drop)
        }),
        ("public key", 33, |carry, channel| {
            run(carry, channel.public_key(1)).map(drop)
        }),
        ("put", 8, |carry, channel| {
            run(carry, channel.put(0x5a, Rules::PIN, b"x")).map(drop)
        }),
        ("delete", 8, |carry, channel| {
            run(carry, channel.delete(0x5a)).map(drop)
        }),
        ("bump", 8, |carry, channel| {
            run(carry, channel.bump()).map(drop)
        }),
    ];
    for (what, right, ask) in asked {
        for length in 0..=80 {
            let answer = [&vec![0x01; length][..], &[0x90, 0x00]].concat();
            let (outcome, _) = told(&|_| answer.clone(), |carry, key| {
                let channel = verify(carry, key)?;
                ask(carry, channel)
            });
            match length == right || (what == "public key" && length == 33) {
                true => assert_eq!(outcome, Ok(()), "{what}"),
                false => assert!(
                    matches!(outcome, Err(CardError::Malformed(_))),
                    "{what} of {length}: {outcome:?}"
                ),
            }
        }
    }
}

#[test]
fn a_list_that_is_none_is_refused() {
    for length in 0..=40 {
        let answer = [&vec![0x01; length][..], &[0x90, 0x00]].concat();
        let (outcome, _) = told(&|_| answer.clone(), |carry, key| {
            let channel = verify(carry, key)?;
            run(carry, channel.list()).map(|(_, listed)| listed.len())
        });
        match length % 8 {
            0 => assert!(outcome.is_ok()),
            _ => assert!(matches!(outcome, Err(CardError::Malformed(_)))),
        }
    }
    let rules = [0, 0, 0, 0x5a, 0x14, 0, 0, 1, 0x90, 0x00];
    let (outcome, _) = told(&|_| rules.to_vec(), |carry, key| {
        let channel = verify(carry, key)?;
        run(carry, channel.list()).map(drop)
    });
    assert!(matches!(outcome, Err(CardError::Malformed(_))));
    // An application that is another one.
    let outcome = run(&mut |_: &[u8]| Ok(vec![0x6a, 0x82]), hailstone::open());
    assert_eq!(outcome.err(), Some(CardError::ApplicationAbsent));
}
