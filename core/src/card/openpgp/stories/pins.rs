//! PINs that are changed and unblocked.

use super::*;

/// CHANGE REFERENCE DATA takes both PINs in one field, RESET RETRY COUNTER the new one after the admin PIN.
#[test]
fn a_pin_is_changed_and_a_blocked_one_gets_a_new_value() {
    let text = format!(
        "> {SELECT}
         < 9000
         > 00CA006E 00
         < {} 9000
         > 00240081 0E 313233343536 3938373635343332
         < 6300
         > 00CA00C4 00
         < 017F7F7F020003 9000
         > 00240081 0E 313233343536 3938373635343332
         < 9000
         > 00200083 08 3132333435363738
         < 9000
         > 002C0281 08 3938373635343332
         < 9000",
        CANOKEY.related()
    );
    let mut story = Story::read(&text);
    let card = story.play(select()).unwrap();
    let new = pin("98765432");
    let outcome = story.play(card.change(Pin::User, pin("123456"), &new));
    let Verification::Refused(card, error) = outcome.unwrap() else {
        panic!("a wrong PIN was taken");
    };
    assert_eq!(error, CardError::PinWrong { tries_left: 2 });
    assert_eq!(card.tries_left(Pin::User), 2);
    let outcome = story.play(card.change(Pin::User, pin("123456"), &new));
    let Verification::Granted(card) = outcome.unwrap() else {
        panic!("the right PIN was refused");
    };
    let administration = card.into_administration();
    let outcome = story.play(administration.verify(pin("12345678")));
    let Verification::Granted(managed) = outcome.unwrap() else {
        panic!("the admin PIN was refused");
    };
    story.play(managed.unblock(&new)).unwrap();
    story.end();
}

#[test]
fn a_new_pin_that_the_card_excludes_is_not_sent() {
    let mut story = Story::read(&CANOKEY.opened("6A88"));
    let card = story.play(select()).unwrap();
    let outcome = story.play(card.change(Pin::Admin, pin("12345678"), &pin("1234567")));
    let Verification::Refused(_, error) = outcome.unwrap() else {
        panic!("a short PIN was taken");
    };
    assert_eq!(error, CardError::PinLength { least: 8, most: 64 });
}

#[test]
fn what_cards_are_delivered_with_is_known() {
    assert!(is_factory_pin(Pin::User, &pin("123456")));
    assert!(is_factory_pin(Pin::Admin, &pin("12345678")));
    assert!(!is_factory_pin(Pin::User, &pin("12345678")));
}
