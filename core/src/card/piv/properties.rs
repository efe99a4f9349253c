//! What holds for any card, however it answers.

use super::cards::*;
use super::*;
use crate::card::hex;
use crate::card::point::{Curve, Point};
use crate::entropy::Seed;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use proptest::prelude::*;

fn secret(text: &str) -> SecretBytes {
    SecretBytes::new(text.into())
}

/// Feeds an operation with answers, as long as there are any.
fn feed<T>(
    step: Result<Step<T>, CardError>,
    answers: &mut impl Iterator<Item = Vec<u8>>,
) -> Option<T> {
    let mut step = step.ok()?;
    loop {
        match step {
            Step::Done(outcome) => return Some(outcome),
            Step::Send(pending) => step = pending.answer(&answers.next()?).ok()?,
        }
    }
}

fn granted<G, R>(outcome: Verification<G, R>) -> Option<G> {
    match outcome {
        Verification::Granted(card) => Some(card),
        Verification::Refused(..) => None,
    }
}

fn agree(answers: &mut impl Iterator<Item = Vec<u8>>) -> Option<()> {
    let Found { card, key } = feed(feed(open(), answers)?.find(), answers)?;
    let card = card.into_agreement(key?);
    let verified = granted(feed(card.verify(&secret("123456")), answers)?)?;
    let point = Point::parse(&hex(POINT))?;
    feed(verified.agree(point), answers).map(drop)
}

/// With AES-256, whose proof no answer here gives: what follows it is reached through [`Ready::new`].
fn change(answers: &mut impl Iterator<Item = Vec<u8>>) -> Option<()> {
    let card = feed(open(), answers)?;
    let key = ManagementKey::new(SecretBytes::new(alloc::vec![7; 32]))?;
    feed(card.administer(key, Seed::take(&mut [7; 32])), answers).map(drop)
}

fn make(answers: &mut impl Iterator<Item = Vec<u8>>) -> Option<()> {
    let ready = Ready::new(Administered::without_proof(feed(open(), answers)?.card));
    feed(ready.generate(Curve::X25519), answers).map(drop)
}

fn answer() -> impl Strategy<Value = Vec<u8>> {
    let status = prop::sample::select(alloc::vec![
        "9000", "9000", "9000", "63C1", "6982", "6983", "6985", "6A80", "6A82", "6A86", "6A88",
        "6105", "6C07"
    ]);
    let known = prop::sample::select(alloc::vec![
        String::new(),
        format!("5312 3410 {GUID}"),
        format!("5355 {}", note()),
        format!("7F4943 8641 {POINT}"),
        format!("7C22 8220 {SHARED}"),
        format!("7C12 8010 {GUID}"),
        String::from("010111 02020203"),
        String::from("5300"),
    ]);
    prop_oneof![
        1 => prop::collection::vec(any::<u8>(), 0..64),
        4 => (known, status).prop_map(|(data, status)| hex(&format!("{data}{status}"))),
    ]
}

proptest! {
    #[test]
    fn no_conversation_makes_the_machine_panic(answers in prop::collection::vec(answer(), 0..48)) {
        agree(&mut answers.clone().into_iter());
        change(&mut answers.clone().into_iter());
        make(&mut answers.into_iter());
    }

    #[test]
    fn no_card_is_asked_for_ever(answer in answer()) {
        // A search looks at twenty slots, and asks each ten times at most.
        let asked = core::cell::Cell::new(0);
        let mut answers = core::iter::repeat_with(|| {
            asked.set(asked.get() + 1);
            answer.clone()
        });
        agree(&mut answers);
        make(&mut answers);
        prop_assert!(asked.get() < 1200, "{}", asked.get());
    }

    #[test]
    fn a_damaged_note_makes_nothing_panic(at in 0usize..100, byte: u8, cut in 0usize..120) {
        let mut note = hex(&note());
        let length = note.len();
        note[at % length] = byte;
        note.truncate(cut);
        let _ = Key::of_note(&note);
    }
}
