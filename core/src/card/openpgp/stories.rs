//! Whole conversations with the cards that differ from one another.

use super::cards::*;
use super::*;
use crate::card::story::{Story, hex};
use crate::time::Timestamp;
use alloc::format;
use alloc::string::String;

mod p256;
mod pins;
mod reset;
mod signature;

fn public_key() -> String {
    format!("7F4922 8620 {KEY} 9000")
}

fn pin(text: &str) -> SecretBytes {
    SecretBytes::new(text.into())
}

fn point() -> Point {
    Point::parse(&hex(POINT)).unwrap()
}

/// Opens, gives a wrong PIN and expects this error, gives the right one, agrees.
fn wrong_then_right(card: &Card, rest: &str, expected: CardError) {
    let mut story = Story::read(&format!("{}\n{rest}", card.opened(&public_key())));
    let opened = story.play(open()).unwrap();
    let key = Point::parse(&hex(KEY)).unwrap();
    assert_eq!(opened.key(), &DecryptionKey::Usable(key));
    let decryption = opened.into_decryption().unwrap();
    let Verification::Refused(decryption, error) =
        story.play(decryption.verify(pin("000000"))).unwrap()
    else {
        panic!("a wrong PIN was taken");
    };
    assert_eq!(error, expected);
    assert_eq!(decryption.tries_left(), 2);
    let Verification::Granted(verified) = story.play(decryption.verify(pin("123456"))).unwrap()
    else {
        panic!("the right PIN was refused");
    };
    let shared = story.play(verified.decipher(&point())).unwrap();
    assert_eq!(shared.expose().to_vec(), hex(SHARED));
    story.end();
}

#[test]
fn nitrokey_counts_in_the_status_word() {
    let rest = format!(
        "> 00200082 06 303030303030
         < 63C2
         > 00CA00C4 00
         < 017F7F7F020003 9000
         > 00200082 06 313233343536
         < 9000
         > {DECIPHER}
         < {SHARED} 9000"
    );
    wrong_then_right(&NITROKEY_3, &rest, CardError::PinWrong { tries_left: 2 });
}

#[test]
fn canokey_says_6982_to_a_wrong_pin_and_has_no_kdf_object() {
    // The shared secret with the prefix 0x40, as some firmware sends it.
    let rest = format!(
        "> 00200082 06 303030303030
         < 6982
         > 00CA00C4 00
         < C407 01404040020003 9000
         > 00200082 06 313233343536
         < 9000
         > {DECIPHER}
         < 40{SHARED} 9000"
    );
    wrong_then_right(&CANOKEY, &rest, CardError::PinWrong { tries_left: 2 });
}

#[test]
fn smartpgp_answers_in_parts_and_wants_exact_lengths() {
    let related = hex(&SMARTPGP.related());
    let (first, second) = related.split_at(128);
    let bytes = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02X}")).collect::<String>();
    let text = format!(
        "> {SELECT}
         < 9000
         > 00CA006E 00
         < {} 61{:02X}
         > 00C00000 {:02X}
         < {} 9000
         > 00CA00F9 00
         < 6A88
         > {READ_KEY}
         < 6C25
         > 0047810002 B800 25
         < {}
         > 00200082 06 303030303030
         < 6982
         > 00CA00C4 00
         < 6C07
         > 00CA00C4 07
         < 017F7F7F000003 9000",
        bytes(first),
        second.len(),
        second.len(),
        bytes(second),
        public_key()
    );
    let mut story = Story::read(&text);
    let card = story.play(open()).unwrap();
    assert_eq!(format!("{}", card.serial()), "AFAF:00000001");
    let decryption = card.into_decryption().unwrap();
    let outcome = story.play(decryption.verify(pin("000000"))).unwrap();
    let Verification::Refused(decryption, CardError::PinBlocked) = outcome else {
        panic!("{outcome:?}");
    };
    // Blocked: the card is not asked again.
    let outcome = story.play(decryption.verify(pin("123456"))).unwrap();
    assert!(matches!(
        outcome,
        Verification::Refused(_, CardError::PinBlocked)
    ));
    story.end();
}

#[test]
fn yubikey_with_a_kdf_sees_the_hash_of_the_pin_and_wants_a_touch() {
    let text = format!(
        "> {SELECT}
         < 9000
         > 00CA006E 00
         < {} 9000
         > 00CA00F9 00
         < 810103 820108 8304000186A0 8408 3031323334353637 8608 4142434445464748 9000
         > {READ_KEY}
         < {}
         > 00200082 20 773784A602B6C81E3F092F4D7D00E17CC822D88F7360FCF2D2EF2D9D901F44B6
         < 9000
         > {DECIPHER}
         < 6985",
        YUBIKEY_5.related(),
        public_key()
    );
    let mut story = Story::read(&text);
    let card = story.play(open()).unwrap();
    assert!(card.wants_touch());
    let decryption = card.into_decryption().unwrap();
    let Verification::Granted(verified) = story.play(decryption.verify(pin("123456"))).unwrap()
    else {
        panic!("the PIN was refused");
    };
    let outcome = story.play(verified.decipher(&point()));
    assert_eq!(outcome.unwrap_err(), CardError::TouchMissing);
    story.end();
}

#[test]
fn every_way_to_say_blocked_is_understood() {
    for status in ["6983", "63C0", "6982"] {
        let text = format!(
            "{}\n> 00200082 06 313233343536\n< {status}\n> 00CA00C4 00\n< 017F7F7F000003 9000",
            NITROKEY_3.opened(&public_key())
        );
        let mut story = Story::read(&text);
        let decryption = story.play(open()).unwrap().into_decryption().unwrap();
        let outcome = story.play(decryption.verify(pin("123456"))).unwrap();
        assert!(
            matches!(outcome, Verification::Refused(_, CardError::PinBlocked)),
            "{status}"
        );
        story.end();
    }
}

#[test]
fn a_pin_of_a_wrong_length_uses_no_try() {
    let mut story = Story::read(&CANOKEY.opened(&public_key()));
    let mut decryption = story.play(open()).unwrap().into_decryption().unwrap();
    let long = "1".repeat(65);
    for wrong in ["", "12345", long.as_str()] {
        let outcome = story.play(decryption.verify(pin(wrong))).unwrap();
        let Verification::Refused(again, error) = outcome else {
            panic!("{wrong} was taken");
        };
        assert_eq!(error, CardError::PinLength { least: 6, most: 64 });
        decryption = again;
    }
    story.end();
}

#[test]
fn a_key_in_an_empty_slot_is_made_and_announced() {
    // GnuPG's fingerprint of this very key and time.
    let text = format!(
        "{}
         > 00200083 08 3132333435363738
         < 9000
         > 00DA00C2 0B {X25519}
         < 9000
         > 0047800002 B800 00
         < 7F4922 8620 {KEY} 9000
         > 00DA00C8 14 {A_KEY}
         < 9000
         > 00DA00CF 04 6553F100
         < 9000",
        EMPTY.opened("6A88")
    );
    let mut story = Story::read(&text);
    let slot = story.play(open()).unwrap().into_empty_slot().unwrap();
    let Verification::Granted(administered) = story.play(slot.verify(pin("12345678"))).unwrap()
    else {
        panic!("the admin PIN was refused");
    };
    let made = story.play(administered.generate(Timestamp::from_unix(1_700_000_000)));
    assert_eq!(made.unwrap().as_bytes(), hex(KEY));
    story.end();
}

/// What is known of a card need not be asked for: SELECT, 6E, VERIFY, DECIPHER, and F9 where there may be a KDF.
#[test]
fn a_known_card_is_opened_without_reading_its_key() {
    let text = format!(
        "> {SELECT}
         < 9000
         > 00CA006E 00
         < {} 9000
         > 00200082 06 313233343536
         < 9000
         > {DECIPHER}
         < {SHARED} 9000",
        CANOKEY.related()
    );
    let mut story = Story::read(&text);
    let selected = story.play(select()).unwrap();
    let decryption = story.play(selected.into_decryption(Curve::X25519)).unwrap();
    let Verification::Granted(verified) = story.play(decryption.verify(pin("123456"))).unwrap()
    else {
        panic!("the PIN was refused");
    };
    let shared = story.play(verified.decipher(&point())).unwrap();
    assert_eq!(shared.expose().to_vec(), hex(SHARED));
    story.end();
    for (card, expected) in [
        (P256_CARD, CardError::KeyOther),
        (EMPTY, CardError::KeyAbsent),
    ] {
        let mut story = Story::read(&card.opened("6A88"));
        let selected = story.play(select()).unwrap();
        let outcome = story.play(selected.into_decryption(Curve::X25519));
        assert_eq!(outcome.unwrap_err(), expected);
    }
}

#[test]
fn a_wrong_admin_pin_counts_the_admin_tries() {
    let text = format!(
        "{}\n> 00200083 08 3030303030303030\n< 6982\n> 00CA00C4 00\n< 017F7F7F030001 9000",
        EMPTY.opened("6A88")
    );
    let mut story = Story::read(&text);
    let slot = story.play(open()).unwrap().into_empty_slot().unwrap();
    let outcome = story.play(slot.verify(pin("00000000"))).unwrap();
    let Verification::Refused(slot, error) = outcome else {
        panic!("a wrong PIN was taken");
    };
    assert_eq!(error, CardError::PinWrong { tries_left: 1 });
    assert_eq!(slot.tries_left(), 1);
    story.end();
}

#[test]
fn a_slot_that_anything_says_is_taken_is_left_alone() {
    let announced_by_fingerprint = Card {
        fingerprint: A_KEY,
        ..EMPTY
    };
    let announced_by_information = Card {
        key_information: "010002020300",
        ..EMPTY
    };
    let unannounced = Card {
        algorithm: X25519,
        ..EMPTY
    };
    let cases = [
        (announced_by_fingerprint, String::from("6A88")),
        (announced_by_information, String::from("6A88")),
        (unannounced, public_key()),
        (EMPTY, String::from("7F4907 8102C0FF 820103 9000")),
    ];
    for (card, read) in cases {
        let mut story = Story::read(&card.opened(&read));
        let outcome = story.play(open()).unwrap().into_empty_slot();
        assert_eq!(outcome.unwrap_err(), CardError::KeyPresent, "{read}");
    }
}

#[test]
fn a_card_that_cannot_have_our_key_says_so() {
    let fixed = Card {
        capabilities: "38001000100010000001",
        ..EMPTY
    };
    let other = Card {
        algorithm: "122B81040022",
        ..fixed
    };
    for (card, error) in [
        (fixed, CardError::KeyRsa),
        (other, CardError::KeyUnsupported),
    ] {
        let mut story = Story::read(&card.opened("6A88"));
        let outcome = story.play(open()).unwrap().into_empty_slot();
        assert_eq!(outcome.unwrap_err(), error);
    }

    let text = format!(
        "{}
         > 00200083 08 3132333435363738
         < 9000
         > 00DA00C2 0B {X25519}
         < 6A80
         > 00DA00C2 09 {P256}
         < 6A80",
        EMPTY.opened("6A88")
    );
    let mut story = Story::read(&text);
    let slot = story.play(open()).unwrap().into_empty_slot().unwrap();
    let Verification::Granted(administered) = story.play(slot.verify(pin("12345678"))).unwrap()
    else {
        panic!("the admin PIN was refused");
    };
    let made = story.play(administered.generate(Timestamp::from_unix(0)));
    assert_eq!(made.unwrap_err(), CardError::KeyUnsupported);
    story.end();
}

#[test]
fn an_empty_slot_and_another_key_have_their_own_errors() {
    // Cards differ in what they answer for an empty slot.
    for empty in ["6A88", "6A80", "6985", "6F00"] {
        let mut story = Story::read(&EMPTY.opened(empty));
        let outcome = story.play(open()).unwrap().into_decryption();
        assert_eq!(outcome.unwrap_err(), CardError::KeyAbsent, "{empty}");
    }
    let rsa = Card {
        algorithm: RSA,
        ..NITROKEY_3
    };
    let mut story = Story::read(&rsa.opened("7F4907 8102C0FF 820103 9000"));
    let outcome = story.play(open()).unwrap().into_decryption();
    assert_eq!(outcome.unwrap_err(), CardError::KeyRsa);
    let p384 = Card {
        algorithm: "122B81040022",
        ..NITROKEY_3
    };
    let mut story = Story::read(&p384.opened("7F4907 8605 04C0FF0101 9000"));
    let outcome = story.play(open()).unwrap().into_decryption();
    assert_eq!(outcome.unwrap_err(), CardError::KeyUnsupported);
    // An announced key that cannot be read is no empty slot.
    let mut story = Story::read(&NITROKEY_3.opened("6F00"));
    assert!(matches!(story.play(open()), Err(CardError::Status(_))));
}

#[test]
fn a_card_without_the_application_or_with_nonsense_in_it_is_refused() {
    for answer in ["6A82", "6A86", "6D00", "6E00"] {
        let mut story = Story::read(&format!("> {SELECT}\n< {answer}"));
        assert_eq!(
            story.play(open()).unwrap_err(),
            CardError::ApplicationAbsent
        );
    }
    for related in ["", "6E00", "6E05 4F03D27600", "FF", "6E02 7300"] {
        let text = format!("> {SELECT}\n< 9000\n> 00CA006E 00\n< {related} 9000");
        let outcome = Story::read(&text).play(open());
        assert!(matches!(outcome, Err(CardError::Malformed(_))), "{related}");
    }
    for key in ["", "7F4900", "7F4903 8601FF", "7F4923 8621 41", "8620"] {
        let outcome = Story::read(&NITROKEY_3.opened(&format!("{key} 9000"))).play(open());
        assert!(matches!(outcome, Err(CardError::Malformed(_))), "{key}");
    }
}

#[test]
fn debug_output_shows_no_pin() {
    let mut story = Story::read(&NITROKEY_3.opened(&public_key()));
    let decryption = story.play(open()).unwrap().into_decryption().unwrap();
    let step = decryption.verify(pin("123456")).unwrap();
    assert_eq!(format!("{step:?}"), "Send(Pending(redacted))");
}
