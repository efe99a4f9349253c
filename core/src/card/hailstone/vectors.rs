//! `docs/card-application-vectors.json`, which the card application itself wrote: a second implementation says the same.

use super::channel::{Handshake, Session};
use super::info::{CardKey, CardStatus, Info};
use super::pin::{PinRequest, PinUse, PinValue, Reference, seal_with};
use super::*;
use crate::card::hex;
use crate::hazmat::x25519::SecretKey;
use crate::secret::Secret32;
use alloc::format;
use alloc::string::String;
use serde_json::Value;

fn vectors() -> Value {
    let text = include_str!("../../../../docs/card-application-vectors.json");
    serde_json::from_str(text).unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    hex(value.as_str().unwrap())
}

fn private_key(value: &Value) -> SecretKey {
    let mut bytes: [u8; 32] = bytes(value).try_into().unwrap();
    SecretKey::from_secret(&Secret32::take(&mut bytes))
}

fn info(vectors: &Value) -> Info {
    Info::parse(&bytes(&vectors["card"]["select_answer"])).unwrap()
}

fn session(vectors: &Value) -> (Session, SecretBytes) {
    let shake = &vectors["handshake"];
    let ephemeral = private_key(&shake["host_ephemeral_private"]);
    let (handshake, message) = Handshake::start(&info(vectors), ephemeral).unwrap();
    assert_eq!(message, bytes(&shake["command"]));
    handshake.finish(&bytes(&shake["answer"])).unwrap()
}

#[test]
fn hc_10_the_handshake_and_every_frame_are_those_of_the_card() {
    let vectors = vectors();
    let (mut session, told) = session(&vectors);
    assert_eq!(told.expose(), bytes(&vectors["handshake"]["status"]));
    assert_eq!(
        session.id().to_vec(),
        bytes(&vectors["handshake"]["session"])
    );
    for frame in vectors["frames"].as_array().unwrap() {
        let name = &frame["name"];
        let header = bytes(&frame["ins_p1_p2"]).try_into().unwrap();
        let sealed = session.seal(header, &bytes(&frame["data"])).unwrap();
        assert_eq!(sealed, bytes(&frame["command"]), "{name}");
        let (next, reply) = session.open(&bytes(&frame["answer"])).unwrap();
        assert_eq!(reply.data.expose(), bytes(&frame["answer_data"]), "{name}");
        let [high, low] = bytes(&frame["status"]).try_into().unwrap();
        assert_eq!(reply.status, Status::new(high, low), "{name}");
        session = next;
    }
}

#[test]
fn hc_20_pin_values_and_sealed_pins_are_those_of_the_card() {
    let vectors = vectors();
    let serial = info(&vectors).serial;
    let mut values = Vec::new();
    for value in vectors["pin_values"].as_array().unwrap() {
        let reference = match value["reference"].as_str() {
            Some("81") => Reference::Pin,
            _ => Reference::Puk,
        };
        let pin = SecretBytes::from(String::from(value["pin"].as_str().unwrap()));
        let derived = PinValue::derive(reference, &pin, &serial).unwrap();
        values.push((bytes(&value["value"]), derived));
    }
    let key = info(&vectors).name();
    let mut tried = 0;
    for sealed in vectors["sealed_pins"].as_array().unwrap() {
        let purpose = match sealed["operation"].as_str().unwrap() {
            "240100" => PinUse::Personalise,
            "200081" => PinUse::Verify(Reference::Pin),
            "200083" => PinUse::Verify(Reference::Puk),
            "240081" => PinUse::Change(Reference::Pin),
            "2c0081" => PinUse::Unblock,
            other => panic!("{other}"),
        };
        let plaintext = bytes(&sealed["plaintext"]);
        let known = plaintext.as_chunks::<32>().0.iter().map(|part| {
            let found = values.iter().find(|(value, _)| value == part);
            found.map(|(_, derived)| derived)
        });
        // One of them is the value of a PIN that no other vector names.
        let Some(known) = known.collect::<Option<Vec<&PinValue>>>() else {
            continue;
        };
        let request = PinRequest {
            session: bytes(&vectors["handshake"]["session"]).try_into().unwrap(),
            purpose,
            count: sealed["count"].as_u64().unwrap().try_into().unwrap(),
            serial,
        };
        let ephemeral = private_key(&sealed["ephemeral_private"]);
        let blob = seal_with(&key, &request, &known, &ephemeral).unwrap();
        assert_eq!(blob, bytes(&sealed["blob"]), "{}", sealed["name"]);
        tried += 1;
    }
    assert!(tried >= 4, "{tried}");
}

#[test]
fn hc_13_a_flipped_or_repeated_or_cut_answer_leaves_no_channel() {
    let vectors = vectors();
    let frames = vectors["frames"].as_array().unwrap();
    let first = bytes(&frames[0]["answer"]);
    for bit in 0..first.len() * 8 {
        let mut flipped = first.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let outcome = session(&vectors).0.open(&flipped);
        assert_eq!(outcome.err(), Some(CardError::ChannelBroken), "{bit}");
    }
    for cut in 0..first.len() {
        assert!(session(&vectors).0.open(&first[..cut]).is_err());
    }
    let (next, _) = session(&vectors).0.open(&first).unwrap();
    assert!(next.open(&first).is_err(), "repeated");
    let second = bytes(&frames[1]["answer"]);
    assert!(session(&vectors).0.open(&second).is_err(), "out of order");
}

#[test]
fn hc_11_a_flipped_handshake_leaves_no_channel() {
    let vectors = vectors();
    let shake = &vectors["handshake"];
    let answer = bytes(&shake["answer"]);
    for bit in 0..answer.len() * 8 {
        let mut flipped = answer.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let ephemeral = private_key(&shake["host_ephemeral_private"]);
        let (handshake, _) = Handshake::start(&info(&vectors), ephemeral).unwrap();
        // The top bit of a u coordinate means nothing (RFC 7748 §5), but it is in the transcript.
        let outcome = handshake.finish(&flipped);
        assert_eq!(outcome.err(), Some(CardError::ChannelBroken), "{bit}");
    }
}

#[test]
fn a_card_is_known_by_its_key_alone() {
    let vectors = vectors();
    let key = info(&vectors).name();
    let card = key.card(1);
    assert_eq!(CardKey::of(&card), Some(key));
    let written = format!("{card}");
    assert_eq!(written.parse(), Ok(card));
    let fingerprint = vectors["card"]["fingerprint"].as_str().unwrap();
    assert_eq!(key.fingerprint().replace(' ', ""), fingerprint[..32]);
    for other in ["hailstone:00", "piv:00", &written.to_uppercase()] {
        let parsed: Option<crate::card::CardRef> = other.parse().ok();
        assert_eq!(parsed.as_ref().and_then(CardKey::of), None, "{other}");
    }
}

#[test]
fn what_is_no_hailstone_card_is_refused() {
    let good = bytes(&vectors()["card"]["select_answer"]);
    for length in 0..good.len() {
        assert!(Info::parse(&good[..length]).is_err(), "{length}");
    }
    let longer = [&good[..], &[1, 2, 3]].concat();
    assert!(
        Info::parse(&longer).is_ok(),
        "section 1: later versions may lengthen it"
    );
    let mut later = good;
    later[0] = 2;
    assert!(matches!(
        Info::parse(&later),
        Err(CardError::Unsupported(_))
    ));
    assert!(CardStatus::parse(&[1; 31]).is_err());
    assert!(CardStatus::parse(&[2; 32]).is_err());
}

#[test]
fn a_pin_of_a_wrong_length_is_not_stretched() {
    for (reference, wrong) in [
        (Reference::Pin, "12345"),
        (Reference::Pin, "äöüäö"),
        (Reference::Puk, "1234567"),
        (Reference::Pin, &"1".repeat(65)),
    ] {
        let pin = SecretBytes::from(String::from(wrong));
        let outcome = PinValue::derive(reference, &pin, &[0; 8]);
        let expected = CardError::PinLength {
            least: reference.least(),
            most: 64,
        };
        assert_eq!(outcome.err(), Some(expected), "{wrong}");
    }
}
