//! Agreements that do not come about.

use super::*;

#[test]
fn a_touch_that_nobody_gave_and_a_key_that_is_gone_have_their_own_errors() {
    for (wants_touch, answer, expected) in [
        (true, "6982", CardError::TouchMissing),
        (true, "6985", CardError::TouchMissing),
        (false, "6985", CardError::KeyAbsent),
        (false, "6A88", CardError::KeyAbsent),
        (
            false,
            "6982",
            CardError::Status(Status::SECURITY_NOT_SATISFIED),
        ),
    ] {
        let mut story = story(&format!("{PIN}\n< 9000\n{}\n< {answer}", agree()));
        let card = story.play(open()).unwrap().into_agreement(key(wants_touch));
        let verified = granted(story.play(card.verify(&secret("123456"))).unwrap());
        let outcome = story.play(verified.agree(key(false).public_key));
        assert_eq!(outcome.unwrap_err(), expected, "{answer}");
        story.end();
    }
}

#[test]
fn a_point_of_another_algorithm_does_not_go_to_the_card() {
    let mut story = story(&format!("{PIN}\n< 9000"));
    let card = story.play(open()).unwrap().into_agreement(key(false));
    let verified = granted(story.play(card.verify(&secret("123456"))).unwrap());
    let outcome = story.play(verified.agree(Point::X25519([9; 32])));
    assert_eq!(outcome.unwrap_err(), CardError::KeyUnsupported);
    story.end();
}

#[test]
fn debug_output_shows_no_pin_and_no_key() {
    let mut story = story("");
    let card = story.play(open()).unwrap().into_agreement(key(false));
    let step = card.verify(&secret("123456")).unwrap();
    assert_eq!(format!("{step:?}"), "Send(Pending(redacted))");
    let shown = format!("{:?}", ManagementKey::factory());
    assert_eq!(shown, "ManagementKey(SecretBytes(redacted))");
}
