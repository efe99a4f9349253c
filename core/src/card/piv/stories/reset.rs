//! The whole application made new.

use super::*;

const VERSION: &str = "> 00FD0000 00\n< 050403 9000";

fn not_yet(outcome: Reset) -> Doomed {
    match outcome {
        Reset::Done => panic!("it is new"),
        Reset::NotYet(card) => card,
    }
}

#[test]
fn a_card_is_asked_first_and_its_tries_are_spent_only_when_it_says_so() {
    let mut story = story(&format!(
        "{VERSION}
         > 00FB0000
         < 6985
         > 00200080 08 3030303030303030
         < 63C1
         > 00200080 08 3030303030303031
         < 6983
         > 002C0080 10 30303030303030303030303030303030
         < 6982
         > 00200081
         < 63C0
         {VERSION}
         > 00FB0000
         < 9000"
    ));
    let card = story.play(open()).unwrap();
    let card = not_yet(story.play(card.reset()).unwrap());
    let step = card.spend(Secret::Pin, *b"00000000");
    let Spent::Again(card) = story.play(step).unwrap() else {
        panic!("a try is left");
    };
    let step = card.spend(Secret::Pin, *b"00000001");
    let Spent::Blocked(card) = story.play(step).unwrap() else {
        panic!("no try is left");
    };
    let step = card.spend(Secret::Puk, *b"00000000");
    let Spent::Blocked(card) = story.play(step).unwrap() else {
        panic!("no try is left");
    };
    assert!(matches!(story.play(card.reset()).unwrap(), Reset::Done));
    story.end();
}

#[test]
fn a_card_that_does_not_know_it_keeps_everything() {
    let unsupported = CardError::Unsupported("making a PIV card new");
    for answers in [
        String::from("> 00FD0000 00\n< 6D00"),
        format!("{VERSION}\n> 00FB0000\n< 6D00"),
    ] {
        let mut story = story(&answers);
        let card = story.play(open()).unwrap();
        assert_eq!(story.play(card.reset()).unwrap_err(), unsupported);
        story.end();
    }
}

#[test]
fn a_value_that_was_right_after_all_is_followed_by_another() {
    let mut story = story(&format!(
        "{VERSION}\n> 00FB0000\n< 6985\n> 00200080 08 3030303030303030\n< 9000"
    ));
    let card = story.play(open()).unwrap();
    let card = not_yet(story.play(card.reset()).unwrap());
    let step = card.spend(Secret::Pin, *b"00000000");
    assert!(matches!(story.play(step).unwrap(), Spent::Again(_)));
    story.end();
}

#[test]
fn keys_of_other_programs_are_told_by_their_certificates() {
    let mut story = story(
        "> 00CB3FFF05 5C035FC105 00
         < 5303 700101 9000
         > 00CB3FFF05 5C035FC10A 00
         < 6A82
         > 00CB3FFF05 5C035FC10B 00
         < 5300 9000
         > 00CB3FFF05 5C035FC101 00
         < 5303 700101 9000",
    );
    let card = story.play(open()).unwrap();
    let (_, found) = story.play(card.certificates()).unwrap();
    assert_eq!(found, [true, false, false, true]);
    story.end();
}
