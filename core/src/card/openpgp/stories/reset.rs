//! The whole card made new.

use super::*;

fn selected(card: &Card, rest: &str) -> Story {
    let opened = card.opened("");
    let (selected, _) = opened.split_once(&format!("> {READ_KEY}")).unwrap();
    Story::read(&format!("{selected}\n{rest}"))
}

const DEAD: Card = Card {
    pins: "017F7F7F000000",
    ..NITROKEY_3
};

#[test]
fn a_card_is_made_new_by_the_admin_pin() {
    let mut story = selected(
        &NITROKEY_3,
        "> 00200083 08 3132333435363738
         < 9000
         > 00E60000
         < 9000
         > 00440000
         < 9000",
    );
    let card = story.play(select()).unwrap();
    assert!(card.has_life_cycle() && !card.is_dead());
    let outcome = story.play(card.into_administration().verify(pin("12345678")));
    let Verification::Granted(managed) = outcome.unwrap() else {
        panic!("the admin PIN was refused");
    };
    story.play(managed.reset()).unwrap();
    story.end();
}

#[test]
fn a_card_with_both_pins_blocked_is_made_new_without_either() {
    let mut story = selected(&DEAD, "> 00E60000\n< 9000\n> 00440000\n< 9000");
    let card = story.play(select()).unwrap();
    assert!(card.is_dead());
    story.play(card.reset()).unwrap();
    story.end();
    let mut story = selected(&NITROKEY_3, "");
    let card = story.play(select()).unwrap();
    let outcome = story.play(card.reset());
    assert_eq!(outcome.unwrap_err(), CardError::PinNeeded);
}

#[test]
fn a_card_without_a_life_cycle_is_sent_nothing() {
    let card = Card {
        historical: "0031F573C001E0009000",
        ..DEAD
    };
    let mut story = selected(&card, "");
    let card = story.play(select()).unwrap();
    assert!(!card.has_life_cycle());
    let expected = CardError::Unsupported("a card without a life cycle");
    assert_eq!(story.play(card.reset()).unwrap_err(), expected);
}

#[test]
fn an_interrupted_reset_is_told_and_finished() {
    for told in ["6285", "6283"] {
        let mut story = Story::read(&format!(
            "> {SELECT}\n< {told}\n> {SELECT}\n< {told}\n> 00440000\n< 9000\n> {SELECT}\n< 9000"
        ));
        assert_eq!(story.play(select()).unwrap_err(), CardError::Terminated);
        story.play(finish_reset()).unwrap();
        let outcome = story.play(finish_reset());
        assert_eq!(outcome.unwrap_err(), CardError::Other);
        story.end();
    }
}

#[test]
fn a_card_tells_its_version_and_its_keys() {
    let mut story = Story::read(&NITROKEY_3.opened(&format!("7F4922 8620 {KEY} 9000")));
    let card = story.play(open()).unwrap();
    assert_eq!(card.version(), (3, 4));
    assert_eq!(card.keys(), [false, true, false]);
}
