//! PIN and PUK.

use super::*;
use alloc::string::ToString;

#[test]
fn every_way_to_say_wrong_or_blocked_is_understood() {
    let two = CardError::PinWrong { tries_left: 2 };
    let asked = "> 00200080\n<";
    for (answer, expected) in [
        ("63C2".to_string(), two),
        (format!("6982\n{asked} 63C2"), two),
        (format!("6300\n{asked} 63C2"), two),
        ("63C0".to_string(), CardError::PinBlocked),
        ("6983".to_string(), CardError::PinBlocked),
        (format!("6982\n{asked} 6983"), CardError::PinBlocked),
    ] {
        let mut story = story(&format!("{PIN}\n< {answer}"));
        let card = story.play(open()).unwrap().into_agreement(key(false));
        let outcome = story.play(card.verify(&secret("123456"))).unwrap();
        assert_eq!(refused(outcome).1, expected, "{answer}");
        story.end();
    }
    // A refusal that nothing counts is no wrong PIN.
    let mut story = story(&format!("{PIN}\n< 6982\n{asked} 6D00"));
    let card = story.play(open()).unwrap().into_agreement(key(false));
    let outcome = story.play(card.verify(&secret("123456")));
    let expected = CardError::Status(Status::SECURITY_NOT_SATISFIED);
    assert_eq!(outcome.unwrap_err(), expected);
}

#[test]
fn a_pin_that_the_standard_excludes_uses_no_try() {
    let length = CardError::PinLength { least: 6, most: 8 };
    let mut told = story("");
    let mut card = told.play(open()).unwrap().into_agreement(key(false));
    for wrong in ["", "12345", "123456789"] {
        let outcome = told.play(card.verify(&secret(wrong))).unwrap();
        let (again, error) = refused(outcome);
        assert_eq!(error, length);
        card = again;
    }
    told.end();
    // Some cards want digits and nothing else.
    let mut story = story("> 00200080 08 61626364656667FF\n< 6A80");
    let card = story.play(open()).unwrap().into_agreement(key(false));
    let outcome = story.play(card.verify(&secret("abcdefg"))).unwrap();
    assert_eq!(refused(outcome).1, length);
    story.end();
}

#[test]
fn pin_and_puk_are_changed_and_a_pin_unblocked() {
    let mut story = story(
        "> 00240080 10 313233343536FFFF 3837363534333231
         < 9000
         > 00240081 10 3132333435363738 3837363534333231
         < 63C1
         > 002C0080 10 3837363534333231 313233343536FFFF
         < 9000
         > 002C0080 10 3132333435363738 313233343536FFFF
         < 6983",
    );
    let card = story.play(open()).unwrap();
    let step = card.change(Secret::Pin, &secret("123456"), &secret("87654321"));
    let card = granted(story.play(step).unwrap());
    let step = card.change(Secret::Puk, &secret("12345678"), &secret("87654321"));
    let (card, error) = refused(story.play(step).unwrap());
    assert_eq!(error, CardError::PinWrong { tries_left: 1 });
    assert_eq!(
        card.tries_left(),
        Some(3),
        "the PUK's tries are not the PIN's"
    );
    let card = granted(
        story
            .play(card.unblock(&secret("87654321"), &secret("123456")))
            .unwrap(),
    );
    let outcome = story.play(card.unblock(&secret("12345678"), &secret("123456")));
    assert_eq!(refused(outcome.unwrap()).1, CardError::PinBlocked);
    story.end();
}

#[test]
fn a_puk_whose_tries_nobody_tells_is_a_wrong_puk() {
    let mut story = story(
        "> 00240081 10 3132333435363738 3837363534333231
         < 6300
         > 00200081
         < 6A81",
    );
    let card = story.play(open()).unwrap();
    let change = card.change(Secret::Puk, &secret("12345678"), &secret("87654321"));
    let outcome = story.play(change).unwrap();
    assert_eq!(refused(outcome).1, CardError::PukWrong);
    story.end();
}
