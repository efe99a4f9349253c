//! Signatures by keys of the card's own.

use super::*;
use crate::card::CardRef;

const SIGNATURE: &str =
    "3045 022100 FFFEFDFCFBFAF9F8F7F6F5F4F3F2F1F0EFEEEDECEBEAE9E8E7E6E5E4E3E2E1E0
    0220 0102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F20";

fn sign(slot: &str) -> String {
    format!("> 008711{slot}26 7C24 8200 8120 {} 00", "5A".repeat(32))
}

fn signed(slot: SigningSlot, text: &str) -> Result<[u8; 64], CardError> {
    let mut story = story(text);
    let card = story.play(open()).unwrap().into_signing(slot);
    assert_eq!(card.tries_left(), Some(3));
    let card = granted(story.play(card.verify(&secret("123456"))).unwrap());
    let outcome = story.play(card.sign(&[0x5a; 32]));
    story.end();
    outcome
}

#[test]
fn a_signature_in_der_becomes_two_numbers_of_32_bytes() {
    for (slot, reference) in [
        (SigningSlot::Signature, "9C"),
        (SigningSlot::Authentication, "9A"),
    ] {
        let text = format!(
            "{PIN}\n< 9000\n{}\n< 7C49 8247 {} 9000",
            sign(reference),
            SIGNATURE.replace('\n', "")
        );
        let signature = signed(slot, &text).unwrap();
        assert_eq!(signature[..2], [0xff, 0xfe]);
        assert_eq!(signature[30..34], [0xe1, 0xe0, 0x01, 0x02]);
    }
}

#[test]
fn what_cannot_sign_says_why() {
    const MALFORMED: CardError = CardError::Malformed("a signature of P-256 in DER");
    for (answer, expected) in [
        ("6985", CardError::SignatureKeyAbsent),
        ("6A88", CardError::SignatureKeyAbsent),
        ("6A80", CardError::SignatureKeyUnsupported),
        ("6A86", CardError::SignatureKeyUnsupported),
        ("6982", CardError::TouchMissing),
        ("9000", MALFORMED),
        ("7C02 8200 9000", MALFORMED),
        (
            "7C0A 8208 3006020101020101 6F00",
            CardError::Status(Status::new(0x6f, 0)),
        ),
        ("7C09 8207 30050201010201 9000", MALFORMED),
    ] {
        let text = format!("{PIN}\n< 9000\n{}\n< {answer}", sign("9C"));
        let refused = signed(SigningSlot::Signature, &text).unwrap_err();
        match (refused, expected) {
            (CardError::Malformed(_), CardError::Malformed(_)) => {}
            (refused, expected) => assert_eq!(refused, expected, "{answer}"),
        }
    }
}

#[test]
fn a_signing_key_is_named_by_card_and_slot() {
    let card = SigningSlot::default().card(Name::YubiKey(7));
    assert_eq!(card, "piv:yubikey:7/9c".parse::<CardRef>().unwrap());
}
