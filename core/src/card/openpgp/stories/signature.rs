//! The signature key (OpenPGP card 3.4.1 §7.2.10).

use super::*;
use crate::card::CardRef;

const ECDSA_P256: &str = "132A8648CE3D030107";
const DIGEST: [u8; 32] = [0x5a; 32];

fn signer() -> Card {
    Card {
        signature: ECDSA_P256,
        signature_fingerprint: A_KEY,
        ..NITROKEY_3
    }
}

fn signature() -> String {
    "0102030405060708".repeat(8)
}

fn sign() -> String {
    format!("> 002A9E9A 20 {} 00", "5A".repeat(32))
}

const READ: &str = "> 0047810002 B600 00";

#[test]
fn after_a_pin_for_one_signature_the_card_signs_a_digest() {
    let text = format!(
        "{}
         {READ}
         < 7F4943 8641 {P256_KEY} 9000
         > 00200081 06 303030303030
         < 63C2
         > 00CA00C4 00
         < 017F7F7F020003 9000
         > 00200081 06 313233343536
         < 9000
         {}
         < {} 9000",
        signer().selected(),
        sign(),
        signature()
    );
    let mut story = Story::read(&text);
    let card = story.play(select()).unwrap();
    let card = story.play(card.into_signature()).unwrap();
    assert_eq!(card.public_key().as_bytes(), hex(P256_KEY));
    assert_eq!(card.tries_left(), 3);
    let Verification::Refused(card, error) = story.play(card.verify(pin("000000"))).unwrap() else {
        panic!("a wrong PIN was taken");
    };
    assert_eq!(error, CardError::PinWrong { tries_left: 2 });
    let Verification::Granted(card) = story.play(card.verify(pin("123456"))).unwrap() else {
        panic!("the right PIN was refused");
    };
    let signed = story.play(card.sign(&DIGEST)).unwrap();
    assert_eq!(signed.to_vec(), hex(&signature()));
    story.end();
}

#[test]
fn a_card_without_a_key_of_p256_says_what_it_has() {
    let card = |signature, signature_fingerprint| Card {
        signature,
        signature_fingerprint,
        ..NITROKEY_3
    };
    let ed25519 = "162B06010401DA470F01";
    for (card, expected) in [
        (card(ECDSA_P256, NO_KEY), CardError::SignatureKeyAbsent),
        (card(RSA, A_KEY), CardError::SignatureKeyUnsupported),
        (card(ed25519, A_KEY), CardError::SignatureKeyUnsupported),
        (
            card("132B81040022", A_KEY),
            CardError::SignatureKeyUnsupported,
        ),
        (
            card("132A8648CE3D03010701", A_KEY),
            CardError::SignatureKeyUnsupported,
        ),
        (card("", A_KEY), CardError::SignatureKeyUnsupported),
        // A key for agreement is none for signatures.
        (card(P256, A_KEY), CardError::SignatureKeyUnsupported),
    ] {
        let mut story = Story::read(&card.selected());
        let selected = story.play(select()).unwrap();
        let refused = selected.into_signature().err();
        assert_eq!(refused, Some(expected), "{}", card.signature);
    }
}

#[test]
fn what_is_no_signature_is_refused_and_a_missing_touch_is_told() {
    let short = format!("{} 9000", &signature()[2..]);
    let long = format!("{}00 9000", signature());
    const MALFORMED: CardError = CardError::Malformed("a signature of 64 bytes");
    for (touch, answer, expected) in [
        ("", "9000", MALFORMED),
        ("", &*short, MALFORMED),
        ("", &long, MALFORMED),
        ("", "6A88", CardError::SignatureKeyAbsent),
        (
            "",
            "6982",
            CardError::Status(Status::SECURITY_NOT_SATISFIED),
        ),
        ("0120", "6982", CardError::TouchMissing),
        ("0120", "6985", CardError::TouchMissing),
    ] {
        let card = Card {
            signature_touch: touch,
            ..signer()
        };
        let text = format!(
            "{}\n{READ}\n< 7F4943 8641 {P256_KEY} 9000\n> 00200081 06 313233343536\n< 9000\n{}\n< {answer}",
            card.selected(),
            sign()
        );
        let mut story = Story::read(&text);
        let card = story.play(select()).unwrap();
        let card = story.play(card.into_signature()).unwrap();
        let Verification::Granted(card) = story.play(card.verify(pin("123456"))).unwrap() else {
            panic!("the right PIN was refused");
        };
        let refused = story.play(card.sign(&DIGEST)).unwrap_err();
        assert_eq!(refused, expected, "{answer}");
    }
}

#[test]
fn the_signature_key_has_a_name_of_its_own() {
    let serial = Serial::parse("000F:A1B2C3D4").unwrap();
    let name = serial.signature();
    assert_eq!(format!("{name}"), "openpgp:000F:A1B2C3D4/b6");
    assert_eq!(Serial::of_signature(&name), Some(serial));
    assert_eq!(Serial::of(&name), None);
    for other in [
        "openpgp:000F:A1B2C3D4",
        "piv:000F:A1B2C3D4/b6",
        "openpgp:x/b6",
    ] {
        let other: CardRef = other.parse().unwrap();
        assert_eq!(Serial::of_signature(&other), None, "{other}");
    }
}
