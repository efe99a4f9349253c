use super::*;
use crate::card::testing::stone::Stone;
use crate::card::testing::{FakeCard, FakeReaders};
use crate::prompt::testing::FakePrompt;

const AGREE: &str = r#"{"id":3,"request":{"type":"agree","card":"openpgp:000F:A1B2C3D4","point":"CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk","language":"en"}}"#;

const LIST: &str = r#"{"id":2,"request":{"type":"list-cards"}}"#;
const TOO_EARLY: &str = r#""error":{"code":"bridge.version","class":"person","triesLeft":null}}"#;

fn hello(protocol: u32) -> String {
    format!(r#"{{"id":1,"request":{{"type":"hello","protocol":{protocol}}}}}"#)
}

fn ask<R: Readers, P: Prompt>(host: &mut Host<R, P>, message: &str) -> Vec<String> {
    let mut sent = Vec::new();
    host.handle(message.as_bytes(), &mut |outgoing| {
        sent.push(String::from_utf8(outgoing.to_json()).unwrap());
    });
    sent
}

/// What is sent in answer to a message after a hello.
fn talk(readers: FakeReaders, pins: &[&'static str], message: &str) -> Vec<String> {
    let mut host = Host::new(readers, FakePrompt::answering(pins.iter().copied()));
    assert_eq!(ask(&mut host, &hello(PROTOCOL)).len(), 1);
    ask(&mut host, message)
}

#[test]
fn the_version_is_met_first() {
    let readers = FakeReaders::new([FakeCard::default()]);
    let mut host = Host::new(readers, FakePrompt::answering(["271828"]));
    let early = |id: u8| [format!(r#"{{"id":{id},{TOO_EARLY}"#)];
    assert_eq!(ask(&mut host, LIST), early(2));
    assert_eq!(ask(&mut host, AGREE), early(3));
    assert_eq!(ask(&mut host, &hello(PROTOCOL - 1)), early(1));
    assert_eq!(ask(&mut host, LIST), early(2));
    assert_eq!(
        ask(&mut host, &hello(PROTOCOL)),
        [concat!(
            r#"{"id":1,"response":{"type":"hello","protocol":7,"version":""#,
            env!("CARGO_PKG_VERSION"),
            r#""}}"#
        )]
    );
    assert!(ask(&mut host, LIST)[0].contains("000F:A1B2C3D4"));
    // Nobody was asked for a PIN before.
    assert!(ask(&mut host, AGREE)[2].contains("agreed"));
}

#[test]
fn cards_are_listed_with_and_without_a_key() {
    let readers = FakeReaders::new([FakeCard::default(), FakeCard::empty()]);
    assert_eq!(
        talk(readers, &[], LIST),
        [concat!(
            r#"{"id":2,"response":{"type":"cards","cards":["#,
            r#"{"reader":"0","card":"openpgp:000F:A1B2C3D4","name":"000F:A1B2C3D4","publicKey":"BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU","pinTriesLeft":3},"#,
            r#"{"reader":"1","card":"openpgp:000F:A1B2C3D4","name":"000F:A1B2C3D4","publicKey":null,"pinTriesLeft":3}]}}"#
        )]
    );
}

#[test]
fn an_agreement_tells_its_steps_and_then_the_outcome() {
    assert_eq!(
        talk(FakeReaders::new([FakeCard::default()]), &["271828"], AGREE),
        [
            r#"{"id":3,"event":{"type":"pin-wanted"}}"#,
            r#"{"id":3,"event":{"type":"card-working"}}"#,
            r#"{"id":3,"response":{"type":"agreed","shared":"BgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgY","reader":"0"}}"#,
        ]
    );
}

#[test]
fn what_cannot_be_agreed_upon_is_refused_without_asking_for_a_pin() {
    let other = AGREE.replace("A1B2C3D4", "00000001");
    let cases = [
        (FakeCard::default(), other.as_str(), "card.other"),
        (FakeCard::empty(), AGREE, "card.key_absent"),
        (
            FakeCard::without_application(),
            AGREE,
            "card.application_absent",
        ),
        (FakeCard::in_use(), AGREE, "card.in_use"),
    ];
    for (card, message, code) in cases {
        let sent = talk(FakeReaders::new([card]), &["271828"], message);
        assert_eq!(sent.len(), 1, "{sent:?}");
        assert!(sent[0].contains(&format!(r#""code":"{code}""#)), "{sent:?}");
    }
}

/// `{"alg":"ES256","typ":"kb+jwt"}.{"iat":1,"aud":"a","nonce":"n","sd_hash":"h"}`.
const BINDING: &str = "eyJhbGciOiJFUzI1NiIsInR5cCI6ImtiK2p3dCJ9.eyJpYXQiOjEsImF1ZCI6ImEiLCJub25jZSI6Im4iLCJzZF9oYXNoIjoiaCJ9";

#[test]
fn a_card_is_made_to_sign_key_bindings_for_one_site_and_nothing_else() {
    let sign = |card: &str, inputs: &[&str]| {
        let inputs = serde_json::to_string(inputs).unwrap();
        format!(
            r#"{{"id":3,"request":{{"type":"sign","card":"{card}","inputs":{inputs},"language":"en"}}}}"#
        )
    };
    // The same for the audience "b".
    let other = BINDING.replace("ImEi", "ImIi");
    let key = "openpgp:000F:A1B2C3D4/b6";
    let many = vec![BINDING; SIGNATURES + 1];
    let (_, payload) = BINDING.split_once('.').unwrap();
    // `{"alg":"ES256"}`: whatever else a person signs with this key.
    let another_kind = format!("eyJhbGciOiJFUzI1NiJ9.{payload}");
    let cases: [(&str, &[&str], &str); 8] = [
        (key, &[], "message_invalid"),
        (key, &["0123"], "message_invalid"),
        (key, &[&another_kind], "message_invalid"),
        (key, &[BINDING, "x"], "message_invalid"),
        (key, &[BINDING, &other], "message_invalid"),
        (key, &many, "message_invalid"),
        (CARD, &[BINDING], "message_invalid"),
        // The decryption key is none for signatures; and this card has none.
        ("openpgp:000F:A1B2C3D4", &[BINDING], "card.other"),
    ];
    for (card, inputs, code) in cases {
        let readers = FakeReaders::new([FakeCard::default()]);
        let sent = talk(readers, &["271828"], &sign(card, inputs));
        assert_eq!(sent.len(), 1, "nobody was asked: {sent:?}");
        assert!(sent[0].contains(code), "{code}: {sent:?}");
    }
    let readers = FakeReaders::new([FakeCard::default()]);
    let sent = talk(readers, &["271828"], &sign(key, &[BINDING]));
    assert!(sent[0].contains("card.signature_key_absent"), "{sent:?}");
}

const CARD: &str = "hailstone:79a631eede1bf9c98f12032cdeadd0e7a079398fc786b88cc846ec89af85a51a/01";

#[test]
fn a_card_with_a_channel_is_spoken_with_through_that_alone() {
    let agree = AGREE.replace("openpgp:000F:A1B2C3D4", CARD);
    let sent = talk(FakeReaders::new([FakeCard::default()]), &["123456"], &agree);
    assert_eq!(
        sent,
        [
            r#"{"id":3,"error":{"code":"bridge.message_invalid","class":"hostile","triesLeft":null}}"#
        ]
    );
}

const FRAME: &str = r#"{"id":4,"request":{"type":"channel-frame","bytes":"AAAA"}}"#;
const PIN: &str = r#"{"id":4,"request":{"type":"channel-pin","triesLeft":3,"language":"en"}}"#;

#[test]
fn without_a_channel_nothing_is_carried_and_nobody_is_asked() {
    for message in [FRAME, PIN] {
        let sent = talk(
            FakeReaders::new([FakeCard::default()]),
            &["123456"],
            message,
        );
        assert_eq!(
            sent,
            [
                r#"{"id":4,"error":{"code":"card.channel_broken","class":"hostile","triesLeft":null}}"#
            ]
        );
    }
    let close = r#"{"id":4,"request":{"type":"channel-close"}}"#;
    assert_eq!(
        talk(FakeReaders::new([]), &[], close),
        [r#"{"id":4,"response":{"type":"channel-closed"}}"#]
    );
    let open = format!(r#"{{"id":4,"request":{{"type":"channel-open","card":"{CARD}"}}}}"#);
    let sent = talk(FakeReaders::new([FakeCard::default()]), &[], &open);
    assert!(sent[0].contains("card.unknown"), "{sent:?}");
}

#[test]
fn whatever_else_is_asked_of_cards_ends_a_channel_and_so_does_a_message_that_is_none_of_it() {
    let close = r#"{"id":4,"request":{"type":"channel-close"}}"#;
    for message in [LIST, AGREE, FRAME, PIN, close] {
        let (stone, known, card) = Stone::in_use();
        let channel = card::Channel::open(&mut stone.clone(), &known, &card).unwrap();
        let before = stone.resets();
        let mut host = Host::new(
            FakeReaders::new([FakeCard::default()]),
            FakePrompt::answering(["123456"]),
        )
        .with_channel(channel);
        ask(&mut host, &hello(PROTOCOL));
        assert!(host.held_until().is_some());
        ask(&mut host, message);
        assert!(host.held_until().is_none(), "{message}");
        assert_eq!(stone.resets(), before + 1, "{message}");
    }
}

#[test]
fn a_person_who_gives_up_after_a_wrong_pin_is_reported_with_the_tries() {
    let sent = talk(FakeReaders::new([FakeCard::default()]), &["000000"], AGREE);
    assert_eq!(
        sent.last().unwrap(),
        r#"{"id":3,"error":{"code":"card.pin_wrong","class":"person","triesLeft":2}}"#
    );
}

#[test]
fn what_is_no_message_is_answered_as_invalid() {
    for message in [
        "",
        "{",
        r#"{"id":9,"request":{"type":"transmit","apdu":"00"}}"#,
    ] {
        let sent = talk(FakeReaders::new([]), &[], message);
        assert_eq!(sent.len(), 1);
        assert!(sent[0].contains("bridge.message_invalid"), "{sent:?}");
    }
}
