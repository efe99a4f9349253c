//! Whole conversations with the cards that differ from one another.

use super::cards::*;
use super::*;
use crate::card::hex;
use crate::card::story::Story;
use crate::entropy::Seed;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;

fn secret(text: &str) -> SecretBytes {
    SecretBytes::new(text.into())
}

fn key(wants_touch: bool) -> Key {
    Key {
        slot: Slot::new(0x95).unwrap(),
        public_key: PublicKey::of(Algorithm::P256, &hex(POINT)).unwrap(),
        wants_touch,
    }
}

fn story(rest: &str) -> Story {
    Story::read(&format!("{}\n{rest}", opened()))
}

fn refused<G, R>(outcome: Verification<G, R>) -> (R, CardError) {
    match outcome {
        Verification::Granted(_) => panic!("it was taken"),
        Verification::Refused(card, error) => (card, error),
    }
}

fn granted<G, R>(outcome: Verification<G, R>) -> G {
    match outcome {
        Verification::Granted(card) => card,
        Verification::Refused(_, error) => panic!("{error:?}"),
    }
}

/// Any agreement with [`POINT`] in slot 95.
fn agree() -> String {
    format!("> 0087119547 7C45 8200 8541 {POINT} 00")
}

const PIN: &str = "> 00200080 08 313233343536FFFF";

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
    let outcome = story.play(verified.agree(PublicKey::X25519([9; 32])));
    assert_eq!(outcome.unwrap_err(), CardError::KeyUnsupported);
    story.end();
}

/// What a card with the factory key is asked and answers: one with Triple DES refuses AES-192.
const ADMINISTERED: &str = "
    > 00870A9B04 7C028000 00
    < 6A86
    > 0087039B04 7C028000 00
    < 7C0A 8008 1122334455667788 9000
    > 0087039B16 7C14 8008 WITNESS 8108 CHALLENGE 00
    < 7C0A 8208 PROOF 9000";

/// The story with the numbers that our own Triple DES gives, which the vectors of its file vouch for.
fn administered(proof: Option<&str>) -> String {
    let text = |bytes: &[u8]| -> String { bytes.iter().map(|b| format!("{b:02X}")).collect() };
    let factory = hex(&"0102030405060708".repeat(3));
    let mut witness: [u8; 8] = hex("1122334455667788").try_into().unwrap();
    crate::hazmat::tdes::decrypt(&factory, &mut witness).unwrap();
    let random: [u8; 16] = Seed::take(&mut [7; 32]).expand().make();
    let mut challenge: [u8; 8] = random[..8].try_into().unwrap();
    let sent = text(&challenge);
    crate::hazmat::tdes::encrypt(&factory, &mut challenge).unwrap();
    ADMINISTERED
        .replace("WITNESS", &text(&witness))
        .replace("CHALLENGE", &sent)
        .replace("PROOF", proof.unwrap_or(&text(&challenge)))
}

fn administer(story: &mut Story) -> Result<Administered, CardError> {
    let card = story.play(open()).unwrap();
    let step = card.administer(ManagementKey::factory(), Seed::take(&mut [7; 32]));
    story.play(step).map(granted)
}

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

/// The certificate objects of the slots from 95 down to this one, all absent.
fn absent_down_to(last: u8) -> String {
    (last..=0x95)
        .rev()
        .map(|slot| {
            let low = slot - 0x82 + 0x0d;
            format!("> 00CB3FFF05 5C035FC1{low:02X} 00\n< 6A82\n")
        })
        .collect()
}

/// From an open card to one that may make a key, in whose slots nothing is noted.
fn ready(rest: &str) -> (Story, Ready) {
    let text = format!(
        "{}\n{PIN}\n< 9000\n{}\n{rest}",
        administered(None),
        absent_down_to(0x82)
    );
    let mut story = story(&text);
    let card = administer(&mut story).unwrap();
    let ready = granted(story.play(card.verify(&secret("123456"))).unwrap());
    (story, ready)
}

/// The answer to a generation, and the note of it, in parts that the shortest command takes.
fn made_and_noted() -> String {
    format!(
        "< 7F4943 8641 {POINT} 9000
         > 00CB3FFF05 5C035FC120 00
         < 6A82
         > 00DB3FFF5C 5C035FC120 5355 {}
         < 9000",
        note()
    )
}

#[test]
fn a_yubikey_is_asked_for_its_slots_and_for_the_touch_that_it_wants() {
    let rest = format!(
        "> 00CB3FFF05 5C035FC120 00
         < 6A82
         > 00F70095 00
         < 6A88
         > 0047009505 AC03 8001E1 00
         < 6A80
         > 0047009505 AC03 800111 00
         < 7F4943 8641 {POINT} 9000
         > 00F70095 00
         < 010111 02020203 030101 9000
         > 00CB3FFF05 5C035FC120 00
         < 6A82
         > 00DB3FFF5C 5C035FC120 5355 {}
         < 9000",
        note().replace("C10100", "C10101")
    );
    let (mut story, ready) = ready(&rest);
    let made = story.play(ready.generate(Algorithm::X25519)).unwrap();
    assert_eq!(made, key(true));
    story.end();
}

#[test]
fn a_nitrokey_tells_an_empty_slot_by_refusing_to_use_it() {
    let rest = format!(
        "> 00CB3FFF05 5C035FC120 00
         < 6A82
         > 00F70095 00
         < 9000
         > 0087119547 7C45 8200 8541 {BASE_POINT} 00
         < 6985
         > 0047009505 AC03 800111 00
         {}",
        made_and_noted()
    );
    let (mut story, ready) = ready(&rest);
    let made = story.play(ready.generate(Algorithm::P256)).unwrap();
    assert_eq!(made, key(false));
    story.end();
}

#[test]
fn a_card_that_says_the_same_of_no_key_and_of_another_is_asked_for_every_algorithm() {
    let probe = |answers: [&str; 7]| -> String {
        ["14", "07", "06", "05", "16", "E0", "E1"]
            .iter()
            .zip(answers)
            .filter(|(_, answer)| !answer.is_empty())
            .map(|(algorithm, answer)| {
                format!("> 0087{algorithm}9507 7C05 8200 810100 00\n< {answer}\n")
            })
            .collect()
    };
    let empty = format!(
        "> 00CB3FFF05 5C035FC120 00
         < 6A82
         > 00F70095 00
         < 6D00
         > 0087119547 7C45 8200 8541 {BASE_POINT} 00
         < 6A86
         {}
         > 0047009505 AC03 800111 00
         {}",
        probe(["6A86"; 7]),
        made_and_noted()
    );
    let (mut told, ready_card) = ready(&empty);
    assert!(told.play(ready_card.generate(Algorithm::P256)).is_ok());
    told.end();
    // An RSA key of 2048 bits answers to its own name: the slot is left alone, and the next one looked at.
    let taken = format!(
        "> 00CB3FFF05 5C035FC120 00
         < 6A82
         > 00F70095 00
         < 6D00
         > 0087119547 7C45 8200 8541 {BASE_POINT} 00
         < 6A86
         {}
         > 00CB3FFF05 5C035FC11F 00
         < 6F00",
        probe(["6A86", "6A80", "", "", "", "", ""])
    );
    let (mut told, ready_card) = ready(&taken);
    let outcome = told.play(ready_card.generate(Algorithm::P256));
    assert!(matches!(outcome, Err(CardError::Status(_))));
    told.end();
}

#[test]
fn a_slot_that_anything_says_is_taken_is_left_alone() {
    let probe = format!("> 008711SS47 7C45 8200 8541 {BASE_POINT} 00");
    for signs in [
        // A certificate; a key by its metadata; a key that agrees, that is locked, that is refused without a reason.
        "< 5305 7003 AABBCC 9000".to_string(),
        "< 6A82\n> 00F700SS 00\n< 010107 02020101 9000".to_string(),
        format!("< 6A82\n> 00F700SS 00\n< 6D00\n{probe}\n< 7C22 8220 {SHARED} 9000"),
        format!("< 6A82\n> 00F700SS 00\n< 6D00\n{probe}\n< 6982"),
        format!("< 6A82\n> 00F700SS 00\n< 6D00\n{probe}\n< 6A80"),
    ] {
        let rest: String = (0x82..=0x95u8)
            .rev()
            .map(|slot| {
                let low = slot - 0x82 + 0x0d;
                let signs = signs.replace("SS", &format!("{slot:02X}"));
                format!("> 00CB3FFF05 5C035FC1{low:02X} 00\n{signs}\n")
            })
            .collect();
        let (mut story, ready) = ready(&rest);
        let outcome = story.play(ready.generate(Algorithm::P256));
        assert_eq!(outcome.unwrap_err(), CardError::SlotsTaken, "{signs}");
        story.end();
    }
}

#[test]
fn a_card_that_has_no_algorithm_of_ours_says_so() {
    let rest: String = (0x82..=0x95u8)
        .rev()
        .map(|slot| {
            let low = slot - 0x82 + 0x0d;
            format!(
                "> 00CB3FFF05 5C035FC1{low:02X} 00\n< 6A82
                 > 00F700{slot:02X} 00\n< 6A88
                 > 004700{slot:02X}05 AC03 800111 00\n< 6A81\n"
            )
        })
        .collect();
    let (mut story, ready) = ready(&rest);
    let outcome = story.play(ready.generate(Algorithm::P256));
    assert_eq!(outcome.unwrap_err(), CardError::KeyUnsupported);
    story.end();
}

#[test]
fn a_point_that_is_not_on_the_curve_is_no_new_key() {
    let rest = format!(
        "> 00CB3FFF05 5C035FC120 00\n< 6A82\n> 00F70095 00\n< 6A88
         > 0047009505 AC03 800111 00\n< 7F4943 8641 04 {} 9000",
        "01".repeat(64)
    );
    let (mut story, ready) = ready(&rest);
    let outcome = story.play(ready.generate(Algorithm::P256));
    assert!(matches!(outcome, Err(CardError::Malformed(_))));
}

#[test]
fn a_key_is_found_where_it_is_noted_and_nowhere_else() {
    let noted =
        |object: &str| format!("> 00CB3FFF05 5C035FC1{object} 00\n< 5355 {} 9000\n", note());
    let mut told = story(&noted("20"));
    let found = told.play(open()).unwrap().find();
    assert_eq!(told.play(found).unwrap().key, Some(key(false)));
    told.end();
    // The note of slot 95 in the place of slot 94 is a copy, by whomever.
    let rest = format!("{}{}{}", absent_down_to(0x95), noted("1F"), {
        let all = absent_down_to(0x82);
        all.lines()
            .skip(4)
            .map(|line| format!("{line}\n"))
            .collect::<String>()
    });
    let mut copied = story(&rest);
    let found = copied.play(open()).unwrap().find();
    assert_eq!(copied.play(found).unwrap().key, None);
    copied.end();
    let mut with_one = ready_with_key();
    let card = administer(&mut with_one).unwrap();
    let card = granted(with_one.play(card.verify(&secret("123456"))).unwrap());
    let outcome = with_one.play(card.generate(Algorithm::P256));
    assert_eq!(outcome.unwrap_err(), CardError::KeyPresent);
    with_one.end();
}

fn ready_with_key() -> Story {
    story(&format!(
        "{}\n{PIN}\n< 9000\n> 00CB3FFF05 5C035FC120 00\n< 5355 {} 9000",
        administered(None),
        note()
    ))
}

#[test]
fn objects_are_written_read_deleted_and_those_of_others_left_alone() {
    let object = Object::free(0).unwrap();
    let get = "> 00CB3FFF05 5C035F0010 00\n<";
    let text = format!(
        "{}
         {get} 6A82
         > 00DB3FFF0C 5C035F0010 5305 DF4802 AABB
         < 9000
         {get} 5305 DF4802 AABB 9000
         {get} 5305 DF4802 AABB 9000
         > 00DB3FFF07 5C035F0010 5300
         < 9000
         {get} 5300 9000
         {get} 6A80
         > 00DB3FFF0C 5C035F0010 5305 DF4802 AABB
         < 6A80
         {get} 5303 700101 9000",
        administered(None)
    );
    let mut story = story(&text);
    let card = administer(&mut story).unwrap();
    let Write::Done(card) = story.play(card.write(object, &[0xaa, 0xbb])).unwrap() else {
        panic!("not written");
    };
    let Read { card, content } = story.play(card.read(object)).unwrap();
    assert!(matches!(content, Content::Ours(data) if data.expose() == [0xaa, 0xbb]));
    let Write::Done(card) = story.play(card.write(object, &[])).unwrap() else {
        panic!("not deleted");
    };
    let Read { card, content } = story.play(card.read(object)).unwrap();
    assert!(matches!(content, Content::Absent));
    let Write::NoSuchObject(card) = story.play(card.write(object, &[0xaa, 0xbb])).unwrap() else {
        panic!("written where no object is");
    };
    let outcome = story.play(card.write(object, &[0xaa, 0xbb]));
    assert_eq!(outcome.unwrap_err(), CardError::ObjectTaken);
    story.end();
}

#[test]
fn an_object_that_is_too_long_and_a_card_that_is_full_have_their_own_errors() {
    let slot = Slot::new(0x82).unwrap();
    let mut full = story(&format!(
        "{}
         > 00CB3FFF05 5C035FC10D 00
         < 6A82
         > 00DB3FFF0B 5C035FC10D 5304 DF4801 AA
         < 6A84",
        administered(None)
    ));
    let card = administer(&mut full).unwrap();
    let outcome = full.play(card.write(slot.certificate(), &[0xaa]));
    assert_eq!(outcome.unwrap_err(), CardError::Full);
    full.end();
    let mut long = story(&administered(None));
    let card = administer(&mut long).unwrap();
    let outcome = long.play(card.write(slot.certificate(), &vec![0; MOST + 1]));
    assert!(matches!(outcome, Err(CardError::Unsupported(_))));
    long.end();
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
