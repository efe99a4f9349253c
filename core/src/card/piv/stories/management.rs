//! The management key.

use super::*;
use alloc::vec;

#[test]
fn both_sides_show_that_they_have_the_management_key() {
    let mut told = story(&administered(None));
    administer(&mut told).unwrap();
    told.end();
    // A card that has not the key cannot pass for one that has.
    let mut lying = story(&administered(Some("0000000000000000")));
    let outcome = administer(&mut lying).unwrap_err();
    assert!(matches!(outcome, CardError::Malformed(_)));
    lying.end();
}

#[test]
fn a_wrong_management_key_and_one_of_no_cipher_are_refused() {
    let wrong = administered(None);
    let (asked, _) = wrong.rsplit_once('<').unwrap();
    for (length, rest) in [
        (24, format!("{asked}< 6A80")),
        (
            24,
            "> 00870A9B04 7C028000 00\n< 6A86\n> 0087039B04 7C028000 00\n< 6A86".into(),
        ),
        (16, "> 0087089B04 7C028000 00\n< 6A86".into()),
        (32, "> 00870C9B04 7C028000 00\n< 6A80".into()),
    ] {
        let mut story = story(&rest);
        let key = match length {
            24 => ManagementKey::factory(),
            length => ManagementKey::new(SecretBytes::new(vec![1; length])).unwrap(),
        };
        let card = story.play(open()).unwrap();
        let outcome = story.play(card.administer(key, Seed::take(&mut [7; 32])));
        assert_eq!(refused(outcome.unwrap()).1, CardError::ManagementKeyWrong);
        story.end();
    }
    assert!(ManagementKey::new(SecretBytes::new(vec![1; 17])).is_none());
}

#[test]
fn what_cards_are_delivered_with_is_recognised() {
    assert!(ManagementKey::factory().is_factory());
    let other = ManagementKey::new(SecretBytes::new(vec![1; 24])).unwrap();
    assert!(!other.is_factory());
    assert!(is_factory_pin(Secret::Pin, &secret("123456")));
    assert!(is_factory_pin(Secret::Puk, &secret("12345678")));
    assert!(!is_factory_pin(Secret::Pin, &secret("12345678")));
}

#[test]
fn a_new_management_key_is_for_the_same_cipher() {
    let new = |length| ManagementKey::new(SecretBytes::new(vec![0xaa; length])).unwrap();
    for (answer, expected) in [
        ("9000", None),
        (
            "6D00",
            Some(CardError::Unsupported("another management key")),
        ),
    ] {
        let mut story = story(&format!(
            "{}
             > 00FFFFFF 1B 039B18 {}
             < {answer}",
            administered(None),
            "AA".repeat(24)
        ));
        let card = administer(&mut story).unwrap();
        let outcome = story.play(card.replace_key(&new(24)));
        assert_eq!(outcome.err(), expected);
        story.end();
    }
    // AES-256 is another cipher than the card's.
    let mut story = story(&administered(None));
    let card = administer(&mut story).unwrap();
    assert!(card.replace_key(&new(32)).is_err());
    story.end();
}

#[test]
fn a_key_is_typed_in_hexadecimal_digits() {
    let parsed = |digits: &str| ManagementKey::parse(&secret(digits));
    let factory = "0102030405060708 0102030405060708 0102030405060708";
    assert!(parsed(factory).unwrap().is_factory());
    assert!(parsed(&"aB".repeat(16)).is_some() && parsed(&"0f".repeat(32)).is_some());
    for wrong in [
        "",
        "0",
        &"01".repeat(15),
        &"01".repeat(33),
        &format!("{}0", "01".repeat(24)),
        &format!("{}0g", "01".repeat(23)),
        &"é".repeat(24),
    ] {
        assert!(parsed(wrong).is_none(), "{wrong}");
    }
}

#[test]
fn a_key_that_the_pin_protects_is_read_after_the_pin() {
    let key = "5A".repeat(24);
    let stored = |content: &str| {
        let mut story = story(&format!(
            "{PIN}\n< 9000\n> 00CB3FFF05 5C035FC109 00\n< {content}"
        ));
        let card = story.play(open()).unwrap();
        let holder = granted(story.play(card.verify(&secret("123456"))).unwrap());
        let (_, key) = story.play(holder.stored_key()).unwrap();
        story.end();
        key
    };
    let found = stored(&format!("531C 881A 8918 {key} 9000")).unwrap();
    assert!(!found.is_factory());
    for other in [
        "6A82".into(),
        "6982".into(),
        "9000".into(),
        "5300 9000".into(),
        // What the standard has there: a name, and so on.
        "5306 0104 41646121 9000".into(),
        "5302 8800 9000".into(),
        format!("531B 8819 8917 {} 9000", "5A".repeat(23)),
    ] {
        assert!(stored(&other).is_none(), "{other}");
    }
}
