//! Both ends of what others carry between a core and a Hailstone card. The input is a row of messages, each with its length (two bytes) before it; the first byte
//! says for whom. The core's end takes whatever is brought to it, raw or sealed by a card with a card's keys. The carrier takes whatever it is
//! given for the card: nothing but a handshake and frames ever leaves it.
#![no_main]
#[path = "../../../card-bridge/virtual-card/tests/forger/mod.rs"]
mod forger;

use forger::Forger;
use hailstone_core::card::hailstone::{CardKey, Carriage, Carried, Hailstone, Turn, open};
use hailstone_core::card::{CardError, Point, Step};
use hailstone_core::entropy::Seed;
use libfuzzer_sys::fuzz_target;

/// Each costs a handshake or a frame.
const MOST: usize = 16;
/// The longest data field of a command (docs/card-application.md section 10).
const LONGEST: usize = 2112;

fuzz_target!(|bytes: &[u8]| {
    let [kind, rest @ ..] = bytes else {
        return;
    };
    let messages = Messages(rest);
    let _ = match kind % 3 {
        0 => core(messages, None),
        1 => core(messages, Some(Forger::default())),
        _ => carrier(messages),
    };
});

struct Messages<'a>(&'a [u8]);

impl Messages<'_> {
    fn next(&mut self) -> Option<Vec<u8>> {
        let (length, rest) = self.0.split_first_chunk()?;
        let length = usize::from(u16::from_be_bytes(*length)) % (LONGEST + 64);
        let (message, rest) = rest.split_at(length.min(rest.len()));
        self.0 = rest;
        Some(message.to_vec())
    }
}

fn seed() -> Seed {
    Seed::take(&mut [7; 32])
}

/// A message as the command that it becomes.
fn command(instruction: u8, message: &[u8]) -> Vec<u8> {
    let length = u16::try_from(message.len())
        .unwrap_or_default()
        .to_be_bytes();
    [&[0, instruction, 0, 0, 0, length[0], length[1]], message].concat()
}

/// What is brought back for a message: whatever the input says; or, where the card has a card's keys, that sealed as it should be.
struct Bringer<'a> {
    messages: Messages<'a>,
    forger: Option<Forger>,
    sent: usize,
}

impl Bringer<'_> {
    fn bring(&mut self, message: &[u8]) -> Option<Vec<u8>> {
        assert!((19..=LONGEST).contains(&message.len()));
        self.sent += 1;
        let said = self.messages.next()?;
        let Some(forger) = &mut self.forger else {
            return Some(said);
        };
        let instruction = if self.sent == 1 { 0x86 } else { 0xc2 };
        let answer = forger.answer(&command(instruction, message), &mut |_| said.clone());
        Some(answer.strip_suffix(&[0x90, 0x00])?.to_vec())
    }
}

fn core(mut messages: Messages<'_>, forger: Option<Forger>) -> Option<()> {
    let as_it_is = Forger::default().card;
    let key = CardKey::of(&format!("hailstone:{}", hex(&as_it_is[14..])).parse().ok()?)?;
    let told = match &forger {
        Some(forger) => forger.card.clone(),
        None => messages.next()?,
    };
    let mut bringer = Bringer {
        messages,
        forger,
        sent: 0,
    };
    let mut turn = Carried::begin(key).answer(&told, seed()).ok()?;
    let mut keys = None;
    for _ in 0..MOST {
        turn = match turn {
            Turn::Carry(message, then) => then.answer(&bringer.bring(&message)?, seed()).ok()?,
            Turn::AskPin { tries_left, then } => {
                assert!(tries_left > 0);
                then.answer(&[9; 80], seed()).ok()?
            }
            Turn::Verified(verified) => {
                keys = Some(verified);
                break;
            }
        };
    }
    let (message, awaited) = keys?.public_key(1).ok()?;
    let (keys, point) = awaited.answer(&bringer.bring(&message)?).ok()?;
    assert_eq!(Point::parse(point.as_bytes()), Some(point.clone()));
    let (message, awaited) = keys.agree(1, &point).ok()?;
    awaited.answer(&bringer.bring(&message)?).ok().map(drop)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

enum Carrier {
    Selected(Hailstone),
    Open(Carriage),
}

fn carrier(mut messages: Messages<'_>) -> Option<()> {
    let mut forger = Forger::default();
    let mut handshakes = 0;
    let mut carry = |command: &[u8]| {
        match command {
            [0x00, 0xa4, 0x04, 0x00, ..] => assert_eq!(handshakes, 0),
            [0x00, 0x86, 0x00, 0x00, ..] => handshakes += 1,
            [0x00, 0xc2, 0x00, 0x00, ..] => assert_eq!(handshakes, 1),
            other => panic!("{other:02x?}"),
        }
        forger.answer(command, &mut |_| vec![0x90, 0x00])
    };
    let mut carrier = Carrier::Selected(run(&mut carry, open()).ok()?);
    // Most inputs have no handshake that a card takes: they are given one.
    let mut first = None;
    for number in 0..MOST {
        let message = messages.next()?;
        let message = match (number, message.is_empty()) {
            (0, true) => {
                let told = Forger::default().card;
                let key = CardKey::of(&format!("hailstone:{}", hex(&told[14..])).parse().ok()?)?;
                let Ok(Turn::Carry(message, _)) = Carried::begin(key).answer(&told, seed()) else {
                    panic!("a card like any other");
                };
                message
            }
            _ => message,
        };
        let step = match carrier {
            Carrier::Selected(selected) => selected.carry(&message),
            Carrier::Open(carriage) => carriage.carry(&message),
        };
        let (mut carriage, answer) = run(&mut carry, step).ok()?;
        assert!((18..=LONGEST).contains(&answer.len()));
        let request = carriage.pin_request();
        assert_eq!(*first.get_or_insert(request.session), request.session);
        assert_eq!(usize::try_from(request.count), Ok(number));
        carrier = Carrier::Open(carriage);
    }
    Some(())
}

fn run<T>(
    carry: &mut dyn FnMut(&[u8]) -> Vec<u8>,
    step: Result<Step<T>, CardError>,
) -> Result<T, CardError> {
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
