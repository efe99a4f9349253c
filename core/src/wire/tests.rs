use super::*;
use crate::card::{CardError, Point as CardPoint};
use crate::jose::base64url;
use alloc::string::String;
use alloc::{format, vec};
use proptest::prelude::*;

const POINT: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc";

fn text(outgoing: &Outgoing) -> String {
    String::from_utf8(outgoing.to_json()).unwrap()
}

#[test]
fn the_requests_are_read() {
    let read = |request: &str| {
        let json = format!(r#"{{"id":7,"request":{request}}}"#);
        Incoming::parse(json.as_bytes()).map(|incoming| incoming.request)
    };
    assert_eq!(
        read(r#"{"type":"hello","protocol":7}"#),
        Ok(Request::Hello { protocol: 7 })
    );
    assert_eq!(read(r#"{"type":"list-cards"}"#), Ok(Request::ListCards {}));
    assert_eq!(read(r#"{"type":"card-watch"}"#), Ok(Request::CardWatch {}));
    let agree = format!(
        r#"{{"type":"agree","card":"openpgp:000F:A1B2C3D4","point":"{POINT}","language":"de"}}"#
    );
    assert_eq!(
        read(&agree),
        Ok(Request::Agree {
            card: "openpgp:000F:A1B2C3D4".parse().unwrap(),
            point: Point(CardPoint::X25519([7; 32])),
            language: Language::German,
        })
    );
    let p256 = CardPoint::P256([4; 65]);
    let agree = format!(
        r#"{{"type":"agree","card":"piv:5b7c1c3a0f9e4d2ab1a2c3d4e5f60718/82","point":"{}","language":"en"}}"#,
        base64url::encode(p256.as_bytes())
    );
    assert_eq!(
        read(&agree),
        Ok(Request::Agree {
            card: "piv:5b7c1c3a0f9e4d2ab1a2c3d4e5f60718/82".parse().unwrap(),
            point: Point(p256),
            language: Language::English,
        })
    );
    let bytes = Bytes(vec![1, 2, 3, 4]);
    let cases = [
        (
            r#"{"type":"sign","card":"piv:yubikey:7/9c","inputs":["a.b"],"language":"en"}"#,
            Request::Sign {
                card: "piv:yubikey:7/9c".parse().unwrap(),
                inputs: vec!["a.b".into()],
                language: Language::English,
            },
        ),
        (
            r#"{"type":"channel-open","card":"openpgp:000F:A1B2C3D4"}"#,
            Request::ChannelOpen {
                card: "openpgp:000F:A1B2C3D4".parse().unwrap(),
            },
        ),
        (
            r#"{"type":"channel-frame","bytes":"AQIDBA"}"#,
            Request::ChannelFrame {
                bytes: bytes.clone(),
            },
        ),
        (
            r#"{"type":"channel-pin","triesLeft":3,"language":"de"}"#,
            Request::ChannelPin {
                tries_left: 3,
                signs: false,
                language: Language::German,
            },
        ),
        (
            r#"{"type":"channel-pin","triesLeft":3,"signs":true,"language":"de"}"#,
            Request::ChannelPin {
                tries_left: 3,
                signs: true,
                language: Language::German,
            },
        ),
        (r#"{"type":"channel-close"}"#, Request::ChannelClose {}),
        (
            r#"{"type":"copy-read","card":"openpgp:000F:A1B2C3D4","language":"en"}"#,
            Request::CopyRead {
                card: "openpgp:000F:A1B2C3D4".parse().unwrap(),
                language: Language::English,
            },
        ),
        (
            r#"{"type":"copy-open","card":"openpgp:000F:A1B2C3D4","language":"de"}"#,
            Request::CopyOpen {
                card: "openpgp:000F:A1B2C3D4".parse().unwrap(),
                language: Language::German,
            },
        ),
        (
            r#"{"type":"copy-write","bytes":"AQIDBA","language":"en"}"#,
            Request::CopyWrite {
                bytes: bytes.clone(),
                language: Language::English,
            },
        ),
        (r#"{"type":"copy-close"}"#, Request::CopyClose {}),
        (r#"{"type":"store-header"}"#, Request::StoreHeader {}),
        (
            r#"{"type":"store-read","pages":[0,4294967295]}"#,
            Request::StoreRead {
                pages: vec![0, u32::MAX],
            },
        ),
        (
            r#"{"type":"store-part","at":0,"bytes":"AQIDBA"}"#,
            Request::StorePart {
                at: 0,
                bytes: bytes.clone(),
            },
        ),
        (
            r#"{"type":"store-apply","at":524288,"bytes":"AQIDBA"}"#,
            Request::StoreApply { at: 524_288, bytes },
        ),
        (
            r#"{"type":"store-watch","seen":null}"#,
            Request::StoreWatch { seen: None },
        ),
        (
            r#"{"type":"store-watch","seen":3}"#,
            Request::StoreWatch { seen: Some(3) },
        ),
        (r#"{"type":"store-locked"}"#, Request::StoreLocked {}),
    ];
    for (text, request) in cases {
        assert_eq!(read(text), Ok(request), "{text}");
    }
}

#[test]
fn anything_else_is_unreadable_under_its_id_where_it_has_one() {
    let agree = |card: &str, point: &str, language: &str| {
        format!(
            r#"{{"id":7,"request":{{"type":"agree","card":"{card}","point":"{point}","language":"{language}"}}}}"#
        )
    };
    let store = |rest: &str| format!(r#"{{"id":7,"request":{{"type":{rest}}}}}"#);
    let cases = [
        (0, String::new()),
        (0, "nonsense".into()),
        (0, "[]".into()),
        (0, r#"{"id":-1,"request":{"type":"list-cards"}}"#.into()),
        (0, r#"{"request":{"type":"list-cards"}}"#.into()),
        (7, r#"{"id":7}"#.into()),
        (7, r#"{"id":7,"request":{}}"#.into()),
        (
            7,
            r#"{"id":7,"request":{"type":"transmit","apdu":"00A4"}}"#.into(),
        ),
        (
            7,
            r#"{"id":7,"request":{"type":"list-cards","pin":"123456"}}"#.into(),
        ),
        (
            7,
            r#"{"id":7,"request":{"type":"list-cards"},"pin":1}"#.into(),
        ),
        (
            7,
            r#"{"id":7,"request":{"type":"card-watch","reader":"R"}}"#.into(),
        ),
        (7, r#"{"id":7,"request":{"type":"hello"}}"#.into()),
        (7, agree("000F:A1B2C3D4", POINT, "en")),
        (7, agree("openpgp:000F:A1B2C3D4", &POINT[1..], "en")),
        (
            7,
            agree("openpgp:000F:A1B2C3D4", &format!("{POINT}="), "en"),
        ),
        (
            7,
            agree("openpgp:000F:A1B2C3D4", &POINT.replace("wc", "w/"), "en"),
        ),
        (7, agree("openpgp:000F:A1B2C3D4", POINT, "fr")),
        (7, store(r#""store-header","path":"/etc/passwd""#)),
        (7, store(r#""channel-open","card":"openpgp""#)),
        (
            7,
            store(r#""sign","card":"piv:yubikey:7/9c","digests":["a"],"language":"en""#),
        ),
        (
            7,
            store(r#""sign","card":"piv:yubikey:7/9c","inputs":"a.b","language":"en""#),
        ),
        (
            7,
            store(r#""channel-open","card":"openpgp:1","aid":"d2760001""#),
        ),
        (7, store(r#""channel-frame","bytes":"AQ==""#)),
        (
            7,
            store(r#""channel-frame","bytes":"AQ","header":"00A40400""#),
        ),
        (7, store(r#""channel-pin","triesLeft":3"#)),
        (7, store(r#""channel-pin","triesLeft":-1,"language":"en""#)),
        (7, store(r#""channel-pin","triesLeft":256,"language":"en""#)),
        (
            7,
            store(r#""channel-pin","triesLeft":3,"language":"en","pin":"123456""#),
        ),
        (7, store(r#""channel-close","all":true"#)),
        (7, store(r#""copy-read","card":"openpgp:1""#)),
        (
            7,
            store(r#""copy-open","card":"openpgp:1","language":"en","pin":"123456""#),
        ),
        (7, store(r#""copy-write","bytes":"AQ==","language":"en""#)),
        (
            7,
            store(r#""copy-write","bytes":"AQ","language":"en","object":"0101""#),
        ),
        (7, store(r#""copy-close","all":true"#)),
        (7, store(r#""store-read","pages":[-1]"#)),
        (7, store(r#""store-read","pages":[4294967296]"#)),
        (7, store(r#""store-read""#)),
        (7, store(r#""store-part","at":0,"bytes":"AQIDBA==""#)),
        (7, store(r#""store-part","at":0,"bytes":[1]"#)),
        (7, store(r#""store-apply","bytes":"AQIDBA""#)),
        (7, store(r#""store-watch","seen":-1"#)),
    ];
    for (id, json) in cases {
        assert_eq!(
            Incoming::parse(json.as_bytes()),
            Err(Unreadable { id }),
            "{json}"
        );
    }
}

#[test]
fn answers_are_written_as_the_contract_says() {
    let hello = Response::Hello {
        protocol: PROTOCOL,
        version: "0.1.0".into(),
    };
    assert_eq!(
        text(&Outgoing::response(1, hello)),
        r#"{"id":1,"response":{"type":"hello","protocol":7,"version":"0.1.0"}}"#
    );
    let card = Card {
        reader: "Reader 00".into(),
        card: "openpgp:000F:A1B2C3D4".parse().unwrap(),
        name: "000F:A1B2C3D4".into(),
        public_key: None,
        pin_tries_left: Some(3),
    };
    assert_eq!(
        text(&Outgoing::response(
            2,
            Response::Cards {
                cards: [card].into()
            }
        )),
        r#"{"id":2,"response":{"type":"cards","cards":[{"reader":"Reader 00","card":"openpgp:000F:A1B2C3D4","name":"000F:A1B2C3D4","publicKey":null,"pinTriesLeft":3}]}}"#
    );
    assert_eq!(
        text(&Outgoing::response(
            3,
            Response::Agreed {
                shared: Shared([7; 32]),
                reader: "Reader 00".into(),
            }
        )),
        format!(
            r#"{{"id":3,"response":{{"type":"agreed","shared":"{POINT}","reader":"Reader 00"}}}}"#
        )
    );
    assert_eq!(
        text(&Outgoing::event(3, Event::PinWanted)),
        r#"{"id":3,"event":{"type":"pin-wanted"}}"#
    );
    let bytes = || Bytes(vec![1, 2, 3, 4]);
    let opened = Response::ChannelOpened {
        told: bytes(),
        reader: "R".into(),
    };
    for (response, written) in [
        (
            Response::Signed {
                signatures: bytes(),
                reader: "R".into(),
            },
            r#""type":"signed","signatures":"AQIDBA","reader":"R""#,
        ),
        (
            opened,
            r#""type":"channel-opened","told":"AQIDBA","reader":"R""#,
        ),
        (
            Response::ChannelAnswer { bytes: bytes() },
            r#""type":"channel-answer","bytes":"AQIDBA""#,
        ),
        (
            Response::ChannelSealed { bytes: bytes() },
            r#""type":"channel-sealed","bytes":"AQIDBA""#,
        ),
        (Response::ChannelClosed {}, r#""type":"channel-closed""#),
        (Response::CopyRead {}, r#""type":"copy-read""#),
        (
            Response::CopyOpened { room: 3072 },
            r#""type":"copy-opened","room":3072"#,
        ),
        (Response::CopyWritten {}, r#""type":"copy-written""#),
        (
            Response::CopyLess { room: 1536 },
            r#""type":"copy-less","room":1536"#,
        ),
        (Response::CopyClosed {}, r#""type":"copy-closed""#),
    ] {
        let written = format!(r#"{{"id":3,"response":{{{written}}}}}"#);
        assert_eq!(text(&Outgoing::response(3, response)), written);
    }
    assert_eq!(
        text(&Outgoing::event(3, Event::CopyFound { bytes: bytes() })),
        r#"{"id":3,"event":{"type":"copy-found","bytes":"AQIDBA"}}"#
    );
    let lengths = vec![Some(4), None];
    assert_eq!(
        text(&Outgoing::response(3, Response::StorePages { lengths })),
        r#"{"id":3,"response":{"type":"store-pages","lengths":[4,null]}}"#
    );
    let header = Some(Bytes(vec![1, 2, 3, 4]));
    assert_eq!(
        text(&Outgoing::response(3, Response::StoreHeader { header })),
        r#"{"id":3,"response":{"type":"store-header","header":"AQIDBA"}}"#
    );
    assert_eq!(
        text(&Outgoing::event(3, Event::StoreLock { locks: 2 })),
        r#"{"id":3,"event":{"type":"store-lock","locks":2}}"#
    );
    assert_eq!(
        text(&Outgoing::error(4, &CardError::PinWrong { tries_left: 2 })),
        r#"{"id":4,"error":{"code":"card.pin_wrong","class":"person","triesLeft":2}}"#
    );
    assert_eq!(
        text(&Outgoing::error(5, &BridgeError::Version)),
        r#"{"id":5,"error":{"code":"bridge.version","class":"person","triesLeft":null}}"#
    );
}

#[test]
fn a_watch_names_readers_and_whether_a_card_is_in_them_and_nothing_else() {
    let readers =
        [("Reader 00", true), ("Reader 01", false)].map(|(reader, has_card)| CardReader {
            reader: reader.into(),
            has_card,
        });
    let readers = Event::CardReaders {
        readers: readers.into(),
    };
    assert_eq!(
        text(&Outgoing::event(3, readers)),
        r#"{"id":3,"event":{"type":"card-readers","readers":[{"reader":"Reader 00","hasCard":true},{"reader":"Reader 01","hasCard":false}]}}"#
    );
    assert_eq!(
        text(&Outgoing::event(3, Event::CardServiceAbsent)),
        r#"{"id":3,"event":{"type":"card-service-absent"}}"#
    );
}

#[test]
fn debug_output_of_a_message_shows_no_point() {
    let response = Response::Agreed {
        shared: Shared([7; 32]),
        reader: "R".into(),
    };
    assert_eq!(
        format!("{response:?}"),
        "Agreed { shared: Shared(redacted), reader: \"R\" }"
    );
    let point = Point(CardPoint::X25519([7; 32]));
    assert_eq!(format!("{point:?}"), "Point(Point(X25519))");
}

proptest! {
    #[test]
    fn no_message_makes_the_parser_panic(bytes: Vec<u8>) {
        drop(Incoming::parse(&bytes));
    }
}
