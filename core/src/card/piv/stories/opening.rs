//! Selecting the application, and what the card is called.

use super::*;
use alloc::string::ToString;

#[test]
fn an_unlock_of_a_known_card_takes_five_commands() {
    let text = format!("{PIN}\n< 9000\n{}\n< 7C22 8220 {SHARED} 9000", agree());
    let mut story = story(&text);
    let card = story.play(open()).unwrap();
    assert_eq!(card.name().unwrap().to_string(), format!("guid:{GUID}"));
    assert_eq!(card.tries_left(), Some(3));
    let card = card.into_agreement(key(false));
    let verified = granted(story.play(card.verify(&secret("123456"))).unwrap());
    let shared = story.play(verified.agree(key(false).public_key)).unwrap();
    assert_eq!(shared.expose().to_vec(), hex(SHARED));
    story.end();
}

#[test]
fn the_short_identifier_and_the_serial_number_serve_where_the_others_do_not() {
    let mut story = Story::read(&format!(
        "> {SELECT}
         < 6A82
         > 00A4040005 A000000308 00
         < 6105
         > 00C0000005
         < 6103 4F01A0 9000
         > 00CB3FFF05 5C035FC102 00
         < 6A82
         > 00F80000 00
         < 00BC614E 9000
         > 00200080
         < 6983"
    ));
    let card = story.play(open()).unwrap();
    assert_eq!(card.name(), Some(Name::YubiKey(12_345_678)));
    assert_eq!(card.tries_left(), Some(0));
    // Blocked: the card is not asked again.
    let outcome = story.play(card.into_agreement(key(false)).verify(&secret("123456")));
    assert_eq!(refused(outcome.unwrap()).1, CardError::PinBlocked);
    story.end();
}

#[test]
fn a_card_without_a_name_has_that_of_its_key() {
    let mut story = Story::read(&format!(
        "> {SELECT}
         < 9000
         > 00CB3FFF05 5C035FC102 00
         < 6A82
         > 00F80000 00
         < 6D00
         > 00200080
         < 6A80"
    ));
    let card = story.play(open()).unwrap();
    assert_eq!((card.name(), card.tries_left()), (None, None));
    let name = card.into_agreement(key(false)).name();
    assert_eq!(name, Name::of_key(&key(false).public_key));
    story.end();
}

#[test]
fn a_pin_that_was_left_verified_is_forgotten_first() {
    let mut story = Story::read(&format!(
        "> {SELECT}
         < 9000
         > 00CB3FFF05 5C035FC102 00
         < 5312 3410 {GUID} 9000
         > 00200080
         < 9000
         > 0020FF80
         < 9000
         > 00200080
         < 63C3"
    ));
    assert_eq!(story.play(open()).unwrap().tries_left(), Some(3));
    story.end();
}

#[test]
fn a_card_without_the_application_says_so() {
    for answer in ["6A86", "6D00", "6E00", "6285"] {
        let outcome = Story::read(&format!("> {SELECT}\n< {answer}")).play(open());
        assert_eq!(outcome.unwrap_err(), CardError::ApplicationAbsent);
    }
    let text = format!("> {SELECT}\n< 6A82\n> 00A4040005 A000000308 00\n< 6A82");
    let outcome = Story::read(&text).play(open());
    assert_eq!(outcome.unwrap_err(), CardError::ApplicationAbsent);
}
