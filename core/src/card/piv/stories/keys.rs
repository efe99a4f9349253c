//! New keys, and where they are found again.

use super::*;
use alloc::string::ToString;

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
    let made = story.play(ready.generate(Curve::X25519)).unwrap();
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
         > 0087149507 7C05 8200 810100 00
         < 6985
         > 0047009505 AC03 800111 00
         {}",
        made_and_noted()
    );
    let (mut story, ready) = ready(&rest);
    let made = story.play(ready.generate(Curve::P256)).unwrap();
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
    assert!(told.play(ready_card.generate(Curve::P256)).is_ok());
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
    let outcome = told.play(ready_card.generate(Curve::P256));
    assert!(matches!(outcome, Err(CardError::Status(_))));
    told.end();
}

#[test]
fn a_slot_that_anything_says_is_taken_is_left_alone() {
    let probe = format!("> 008711SS47 7C45 8200 8541 {BASE_POINT} 00");
    let others: String = ["14", "07", "06", "05", "16", "E0", "E1"]
        .iter()
        .map(|algorithm| format!("> 0087{algorithm}SS07 7C05 8200 810100 00\n< 6A86\n"))
        .collect();
    for signs in [
        // A certificate; a key by its metadata; a key that agrees, that is locked, that is refused without a reason.
        "< 5305 7003 AABBCC 9000".to_string(),
        "< 6A82\n> 00F700SS 00\n< 010107 02020101 9000".to_string(),
        format!("< 6A82\n> 00F700SS 00\n< 6D00\n{probe}\n< 7C22 8220 {SHARED} 9000"),
        format!("< 6A82\n> 00F700SS 00\n< 6D00\n{probe}\n< 6982"),
        // A key on P-256 that waits for a touch: of no other algorithm is the same said.
        format!("< 6A82\n> 00F700SS 00\n< 6D00\n{probe}\n< 6985\n{others}"),
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
        let outcome = story.play(ready.generate(Curve::P256));
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
    let outcome = story.play(ready.generate(Curve::P256));
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
    let outcome = story.play(ready.generate(Curve::P256));
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
    let outcome = with_one.play(card.generate(Curve::P256));
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
