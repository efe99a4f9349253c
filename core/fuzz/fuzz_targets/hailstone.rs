//! A Hailstone card may say anything: of itself, in the handshake, and in frames that are sealed as they should be, since a hostile card
//! has a card's keys. The first byte says which; then the input is a row of answers, each with its length (two bytes) before it. No
//! object is longer than a card can have, and whatever opens the channel is the pinned card. As text, the input is the name of a key on
//! a card, which reads back as it is written; as bytes, it is a point.
#![no_main]
#[path = "../../../card-bridge/virtual-card/tests/forger/mod.rs"]
mod forger;

use forger::Forger;
use hailstone_core::card::hailstone::{
    CardKey, Channel, KeyType, Open, Reference, Rules, Verified, open,
};
use hailstone_core::card::{CardError, CardRef, Curve, Point, Step, Verification};
use hailstone_core::entropy::Seed;
use libfuzzer_sys::fuzz_target;

/// As many bytes as a card has for objects (docs/card-application.md section 10).
const LONGEST: usize = 254 * 4096;
/// Each costs a handshake, so that more of them would only be slower.
const MOST_ACTS: usize = 8;

fuzz_target!(|bytes: &[u8]| {
    let [kind, rest @ ..] = bytes else {
        return;
    };
    match kind % 4 {
        0 => names(rest),
        // Plain answers, to whatever is asked.
        1 => {
            let mut answers = Answers(rest);
            let mut carry = |_: &[u8]| answers.next().unwrap_or_default();
            let _ = connect(&mut carry);
        }
        // What it says of itself, with the handshake that goes with it.
        2 => {
            let mut answers = Answers(rest);
            let mut forger = Forger::default();
            let [card, status] = [answers.next(), answers.next()].map(Option::unwrap_or_default);
            let as_it_is = forger.card.clone();
            forger.card = as_it_is.iter().copied().chain(card).collect();
            forger.status = status;
            let _ = connect(&mut |command| forger.answer(command, &mut |_| vec![0x90, 0x00]));
        }
        _ => frames(rest),
    }
});

struct Answers<'a>(&'a [u8]);

impl Answers<'_> {
    fn next(&mut self) -> Option<Vec<u8>> {
        let (length, rest) = self.0.split_first_chunk()?;
        let length = usize::from(u16::from_be_bytes(*length) % 2200);
        let (answer, rest) = rest.split_at(length.min(rest.len()));
        self.0 = rest;
        Some(answer.to_vec())
    }
}

type Carry<'a> = &'a mut dyn FnMut(&[u8]) -> Vec<u8>;

fn run<T>(carry: Carry<'_>, step: Result<Step<T>, CardError>) -> Result<T, CardError> {
    let mut step = step?;
    loop {
        match step {
            Step::Done(outcome) => return Ok(outcome),
            Step::Send(pending) => {
                let answer = carry(pending.command());
                step = pending.answer(&answer)?;
            }
        }
    }
}

fn names(bytes: &[u8]) {
    if let Some(point) = Point::parse(bytes) {
        assert_eq!(point.as_bytes(), bytes);
    }
    let text = core::str::from_utf8(bytes).unwrap_or_default();
    if let Ok(card) = text.parse::<CardRef>() {
        assert_eq!(card.to_string(), text);
        if let Some(key) = CardKey::of(&card) {
            assert_eq!(key.card(card.slot()), card);
        }
    }
}

fn connect(carry: Carry<'_>) -> Result<Channel<Open>, CardError> {
    let found = run(carry, open())?;
    let key = found.key();
    run(carry, found.connect(&key, Seed::take(&mut [7; 32])))
}

/// Whoever seals the PIN, the card has the last word.
fn verified(carry: Carry<'_>) -> Result<Channel<Verified>, CardError> {
    let channel = connect(carry)?;
    match run(carry, channel.verify(&[0; 80]))? {
        Verification::Granted(channel) => Ok(channel),
        Verification::Refused(_, error) => Err(error),
    }
}

fn frames(bytes: &[u8]) {
    let mut answers = Answers(bytes);
    for _ in 0..MOST_ACTS {
        let [kind, rest @ ..] = answers.0 else {
            return;
        };
        let kind = *kind;
        answers.0 = rest;
        let mut forger = Forger::default();
        let mut say = |command: &[u8]| match command {
            [0x20, _, 0x81, ..] => vec![0x90, 0x00],
            _ => answers.next().unwrap_or_default(),
        };
        let _ = act(kind, &mut |command| forger.answer(command, &mut say));
    }
}

fn act(kind: u8, carry: Carry<'_>) -> Result<(), CardError> {
    const X25519: KeyType = KeyType::Agreement(Curve::X25519);
    let channel = verified(carry)?;
    match kind % 14 {
        0 => {
            let (_, found) = run(carry, channel.get(0x5a))?;
            assert!(found.is_none_or(|found| found.expose().len() <= LONGEST));
        }
        1 => {
            let (_, listed) = run(carry, channel.list())?;
            assert!(listed.len() <= 2200 / 8);
        }
        2 => {
            let step = channel.put_all(&[(0x5a, Rules::PIN, &[7; 3000]), (0x5b, Rules::PIN, b"")]);
            run(carry, step)?;
        }
        3 => {
            run(carry, channel.delete(0x5a))?;
        }
        4 => {
            let (_, point) = run(carry, channel.generate(X25519, 1))?;
            assert!(Point::parse(point.as_bytes()) == Some(point));
        }
        5 => {
            let (_, (kind, point)) = run(carry, channel.public_key(1))?;
            let curve = match kind {
                KeyType::Agreement(curve) => curve,
                KeyType::Signature => Curve::P256,
            };
            assert!(point.curve() == curve);
        }
        6 => drop(run(carry, channel.agree(1, &Point::X25519([9; 32])))?),
        7 => drop(run(carry, channel.sign(3, &[1; 32]))?),
        8 => drop(run(carry, channel.site_key(&[1; 32]))?),
        9 => drop(run(carry, channel.site_sign(&[1; 32], &[2; 32]))?),
        10 => drop(run(carry, channel.bump())?),
        11 => drop(run(carry, channel.refresh())?),
        12 => {
            let channel = connect(carry)?;
            match run(carry, channel.change(Reference::Puk, &[0; 112]))? {
                Verification::Granted(_) => {}
                // There is always a number of tries with a refusal.
                Verification::Refused(channel, CardError::PinWrong { tries_left }) => {
                    assert!((1..16).contains(&tries_left));
                    assert_eq!(channel.status().puk_tries.0, tries_left);
                }
                Verification::Refused(channel, error) => {
                    assert_eq!(error, CardError::PinBlocked);
                    assert_eq!(channel.status().puk_tries.0, 0);
                }
            }
        }
        _ => {
            let channel = connect(carry)?;
            drop(run(carry, channel.personalise(&[0; 114]))?);
        }
    }
    Ok(())
}
