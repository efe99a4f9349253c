use super::*;
use crate::card::testing::stone::{PIN, Stone, seed};
use crate::prompt::Mistake;
use crate::prompt::testing::FakePrompt;
use hailstone_core::card::Point;
use hailstone_core::card::hailstone::{self as application, Carried, Turn};

const POINT: Point = Point::X25519([9; 32]);

/// The core at the other end, until the PIN is verified; what is typed is what the prompt has.
fn core(
    mut channel: Channel,
    key: CardKey,
    prompt: &mut FakePrompt,
) -> Result<(Channel, application::CarriedKeys), Failure> {
    let told = channel.told().unwrap().to_vec();
    let mut turn = Carried::begin(key).answer(&told, seed())?;
    loop {
        turn = match turn {
            Turn::Verified(keys) => return Ok((channel, keys)),
            Turn::Carry(message, then) => {
                let (next, answer) = channel.carry(&message)?;
                channel = next;
                then.answer(&answer, seed())?
            }
            Turn::AskPin { tries_left, then } => {
                let (next, sealed) =
                    channel.ask_pin(tries_left, false, counter(prompt, &mut |_| ()))?;
                channel = next;
                then.answer(&sealed, seed())?
            }
        };
    }
}

fn counter<'a>(prompt: &'a mut FakePrompt, progress: &'a mut dyn FnMut(Progress)) -> Counter<'a> {
    Counter {
        prompt,
        progress,
        language: Language::English,
    }
}

fn opened() -> (Stone, Channel, CardKey) {
    let (stone, known, card) = Stone::in_use();
    let channel = Channel::open(&mut stone.clone(), &known, &card).unwrap();
    stone.sent();
    (stone, channel, CardKey::of(&card).unwrap())
}

fn broken<T>(outcome: Result<T, Failure>) {
    assert_eq!(outcome.err(), Some(CardError::ChannelBroken.into()));
}

#[test]
fn the_core_opens_a_session_and_agrees_and_the_card_is_reset_at_the_end() {
    let (stone, channel, key) = opened();
    let before = stone.resets();
    let mut prompt = FakePrompt::answering([PIN]);
    let (channel, keys) = core(channel, key, &mut prompt).unwrap();
    let (message, awaited) = keys.agree(1, &POINT).unwrap();
    let (channel, answer) = channel.carry(&message).unwrap();
    awaited.answer(&answer).unwrap();
    assert_eq!(stone.resets(), before);
    drop(channel);
    assert_eq!(stone.resets(), before + 1);
    let sent = stone.sent();
    let headers: Vec<_> = sent.iter().map(|command| &command[..4]).collect();
    assert_eq!(headers, [[0, 0x86, 0, 0], [0, 0xc2, 0, 0], [0, 0xc2, 0, 0]]);
    assert_eq!(prompt.pins_asked()[0].tries_left, Some(3));
}

#[test]
fn a_card_that_is_not_the_persons_own_is_not_even_looked_for() {
    let (mut stone, _, card) = Stone::in_use();
    stone.sent();
    let outcome = Channel::open(&mut stone, &Known::default(), &card);
    assert_eq!(outcome.err(), Some(Failure::CardUnknown));
    assert!(stone.sent().is_empty());
}

#[test]
fn a_card_that_is_known_and_not_in_the_reader_is_another_one() {
    let (mut stone, _, _) = Stone::in_use();
    let absent: CardRef = format!("hailstone:{}/01", "09".repeat(32)).parse().unwrap();
    let known = Known::only(CardKey::of(&absent).unwrap(), POINT);
    let outcome = Channel::open(&mut stone, &known, &absent);
    assert_eq!(outcome.err(), Some(CardError::Other.into()));
    let other = "openpgp:000F:A1B2C3D4".parse().unwrap();
    let outcome = Channel::open(&mut stone, &known, &other);
    assert_eq!(outcome.err(), Some(CardError::ApplicationAbsent.into()));
}

#[test]
fn what_is_no_handshake_reaches_no_card() {
    let select = b"\x00\xa4\x04\x00\x06\xd2\x76\x00\x01\x24\x01";
    let cases = [0, 19, 47, 49, 99, 2112, 70_000].map(|length| vec![0; length]);
    for message in cases.into_iter().chain([select.to_vec()]) {
        let (stone, channel, _) = opened();
        broken(channel.carry(&message));
        assert!(stone.sent().is_empty(), "{}", message.len());
    }
    // What may be one goes to the card, which refuses it.
    let (stone, channel, _) = opened();
    broken(channel.carry(&[0; 48]));
    assert_eq!(stone.sent().len(), 1);
}

#[test]
fn what_is_no_frame_reaches_no_card() {
    for length in [0, 1, 18, 2113, 70_000] {
        let (stone, channel, key) = opened();
        let (channel, _) = core(channel, key, &mut FakePrompt::answering([PIN])).unwrap();
        stone.sent();
        broken(channel.carry(&vec![0; length]));
        assert!(stone.sent().is_empty(), "{length}");
    }
    // Neither is a second handshake one: it is sealed in nothing, and goes as a frame.
    let (stone, channel, key) = opened();
    let (channel, _) = core(channel, key, &mut FakePrompt::answering([PIN])).unwrap();
    stone.sent();
    broken(channel.carry(&[0; 48]));
    assert_eq!(stone.sent()[0][..4], [0, 0xc2, 0, 0]);
}

#[test]
fn nobody_is_asked_for_a_pin_before_the_card_has_answered() {
    let (_, channel, _) = opened();
    let mut prompt = FakePrompt::answering([PIN]);
    broken(channel.ask_pin(3, false, counter(&mut prompt, &mut |_| ())));
    assert!(prompt.asked.is_empty());
}

#[test]
fn a_channel_carries_so_many_messages_and_no_more() {
    let (_, channel, key) = opened();
    let mut prompt = FakePrompt::answering([PIN]);
    let (mut channel, mut keys) = core(channel, key, &mut prompt).unwrap();
    // The handshake, the PIN and its frame.
    for _ in 3..FRAMES {
        let (message, awaited) = keys.public_key(1).unwrap();
        let (next, answer) = channel.carry(&message).unwrap();
        channel = next;
        (keys, _) = awaited.answer(&answer).unwrap();
    }
    let (message, _) = keys.public_key(1).unwrap();
    broken(channel.carry(&message));
}

#[test]
fn a_wrong_pin_is_said_and_asked_for_again_with_what_is_left() {
    let (_, channel, key) = opened();
    let mut prompt = FakePrompt::answering(["999999", "1", PIN]);
    core(channel, key, &mut prompt).unwrap();
    let asked = prompt.pins_asked();
    let asked: Vec<_> = asked.iter().map(|q| (q.tries_left, q.mistake)).collect();
    let too_short = Mistake::Length { least: 6, most: 64 };
    assert_eq!(
        asked,
        [
            (Some(3), None),
            (Some(2), Some(Mistake::Wrong)),
            (Some(2), Some(too_short))
        ]
    );
}

#[test]
fn whoever_gives_up_is_told_of_the_wrong_pin_where_there_was_one() {
    for (typed, error) in [
        (vec![], CardError::PinCancelled),
        (vec!["1"], CardError::PinCancelled),
        (vec!["999999"], CardError::PinWrong { tries_left: 2 }),
        (vec!["999999", "999998", "999997"], CardError::PinBlocked),
    ] {
        let (_, channel, key) = opened();
        let mut prompt = FakePrompt::answering(typed);
        let outcome = core(channel, key, &mut prompt);
        assert_eq!(outcome.err(), Some(error.into()));
    }
}

#[test]
fn a_card_that_was_taken_out_is_a_removed_card() {
    let (stone, channel, key) = opened();
    let (channel, keys) = core(channel, key, &mut FakePrompt::answering([PIN])).unwrap();
    stone.take_out();
    let (message, _) = keys.agree(1, &POINT).unwrap();
    let outcome = channel.carry(&message);
    assert_eq!(outcome.err(), Some(CardError::Removed.into()));
}

#[test]
fn a_pin_is_sealed_for_the_session_that_was_carried_and_for_no_other() {
    let (stone, channel, key) = opened();
    let told = channel.told().unwrap().to_vec();
    let Turn::Carry(message, then) = Carried::begin(key).answer(&told, seed()).unwrap() else {
        panic!("no handshake");
    };
    let (channel, answer) = channel.carry(&message).unwrap();
    drop(then.answer(&answer, seed()).unwrap());
    let mut prompt = FakePrompt::answering([PIN]);
    let (_, sealed) = channel
        .ask_pin(3, false, counter(&mut prompt, &mut |_| ()))
        .unwrap();
    // Somebody else's session with the same card.
    let mut card = stone.held();
    let selected = run(&mut card, application::open()).unwrap();
    let theirs = run(&mut card, selected.connect(&key, seed())).unwrap();
    let outcome = run(&mut card, theirs.verify(&sealed));
    assert_eq!(outcome.err(), Some(CardError::ChannelBroken));
}
