//! A channel from a core in another process to a card of ours, which the host carries.

use super::bench::{Bench, text};
use super::hailstone::{PIN, set_up};
use super::host::{Host, OURS, ephemeral, expected};
use base64ct::{Base64UrlUnpadded, Encoding};
use hailstone_core::card::hailstone::{CardKey, Carried, CarriedKeys, Turn};
use hailstone_core::card::{CardRef, Point};
use hailstone_core::entropy::Seed;
use serde_json::{Value, json};
use std::fs;
use std::thread;
use std::time::Duration;

/// What an extension says, and the core in it.
struct Remote {
    host: Host,
    card: Value,
    /// Every message, both ways.
    passed: Vec<String>,
}

impl Remote {
    fn new(bench: &Bench, pin: &str) -> Self {
        let mut host = bench.host(OURS, pin).met();
        let card = host.card();
        Self {
            host,
            card,
            passed: Vec::new(),
        }
    }

    fn ask(&mut self, request: Value) -> Value {
        self.passed.push(request.to_string());
        let (answer, _) = self.host.ask(request);
        self.passed.push(answer.to_string());
        answer
    }

    fn bytes(&mut self, request: Value) -> Result<Vec<u8>, Value> {
        let answer = self.ask(request);
        let response = &answer["response"];
        let bytes = response["told"].as_str().or(response["bytes"].as_str());
        let bytes = bytes.ok_or_else(|| answer["error"].clone())?;
        Ok(Base64UrlUnpadded::decode_vec(bytes).unwrap())
    }

    fn open(&mut self) -> Result<Vec<u8>, Value> {
        let request = json!({"type": "channel-open", "card": self.card["card"]});
        self.bytes(request)
    }

    fn carry(&mut self, message: &[u8]) -> Result<Vec<u8>, Value> {
        let bytes = Base64UrlUnpadded::encode_string(message);
        self.bytes(json!({"type": "channel-frame", "bytes": bytes}))
    }

    fn verified(&mut self) -> Result<CarriedKeys, Value> {
        let card: CardRef = self.card["card"].as_str().unwrap().parse().unwrap();
        let told = self.open()?;
        let next = |carried: Carried, brought: &[u8]| carried.answer(brought, seed()).unwrap();
        let mut turn = next(Carried::begin(CardKey::of(&card).unwrap()), &told);
        loop {
            turn = match turn {
                Turn::Verified(keys) => return Ok(keys),
                Turn::Carry(message, then) => next(then, &self.carry(&message)?),
                Turn::AskPin { tries_left, then } => {
                    let request =
                        json!({"type": "channel-pin", "triesLeft": tries_left, "language": "en"});
                    next(then, &self.bytes(request)?)
                }
            };
        }
    }
}

fn seed() -> Seed {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).unwrap();
    Seed::take(&mut bytes)
}

#[test]
fn a_core_elsewhere_speaks_with_the_card_and_what_passes_tells_nobody_anything() {
    let (bench, _) = set_up();
    let mut remote = Remote::new(&bench, &format!("999999,{PIN}"));
    let keys = remote.verified().unwrap();
    assert!(bench.shown().contains("Wrong PIN, 2 tries left"));
    let (message, awaited) = keys.public_key(1).unwrap();
    let (keys, public_key) = awaited.answer(&remote.carry(&message).unwrap()).unwrap();
    let noted = remote.card["publicKey"].as_str().unwrap().to_owned();
    assert_eq!(
        Base64UrlUnpadded::encode_string(public_key.as_bytes()),
        noted
    );
    let (secret, point) = ephemeral();
    let (message, awaited) = keys.agree(1, &Point::X25519(point.to_bytes())).unwrap();
    let shared = awaited.answer(&remote.carry(&message).unwrap()).unwrap();
    let expected = expected(&remote.card, &secret);
    assert_eq!(Base64UrlUnpadded::encode_string(shared.expose()), expected);

    // Nobody else has the card meanwhile.
    let listed = bench.run(&["card", "list"]);
    assert!(
        text(&listed.stderr).contains("[card.in_use, person]"),
        "{listed:?}"
    );
    let closed = remote.ask(json!({"type": "channel-close"}));
    assert_eq!(closed["response"]["type"], "channel-closed");
    assert!(bench.run(&["card", "list"]).status.success());

    let point = Base64UrlUnpadded::encode_string(point.as_bytes());
    for message in &remote.passed {
        for secret in [PIN, "999999", &expected, &point] {
            assert!(!message.contains(secret), "{message}");
        }
    }
    assert_eq!(remote.passed.len(), 2 * (1 + 1 + 2 + 2 + 1 + 1 + 1));
}

#[test]
fn what_is_no_message_of_a_channel_ends_it_and_the_card_is_free() {
    let (bench, _) = set_up();
    let mut remote = Remote::new(&bench, PIN);
    let broken = |outcome: Result<Vec<u8>, Value>| {
        assert_eq!(outcome.unwrap_err()["code"], "card.channel_broken");
    };
    // A command for another application, and what comes behind it.
    remote.open().unwrap();
    broken(remote.carry(b"\x00\xa4\x04\x00\x06\xd2\x76\x00\x01\x24\x01"));
    broken(remote.carry(&[0; 48]));
    assert!(bench.run(&["card", "list"]).status.success());
    // A handshake for another card.
    remote.open().unwrap();
    broken(remote.carry(&[9; 48]));
    // A PIN before there is a session.
    let pin = || json!({"type": "channel-pin", "triesLeft": 3, "language": "en"});
    remote.open().unwrap();
    let before = bench.shown();
    broken(remote.bytes(pin()));
    assert_eq!(bench.shown(), before, "nobody was asked");
    // A frame that the card refuses.
    drop(remote.verified().unwrap());
    broken(remote.carry(&[0; 51]));
    broken(remote.bytes(pin()));
    // By any other way such a card agrees to nothing.
    let (answer, _) = remote
        .host
        .agree(&remote.card["card"].clone(), &ephemeral().1);
    assert_eq!(answer["error"]["code"], "bridge.message_invalid");
    // A channel that is left open is over when the browser leaves.
    remote.open().unwrap();
    assert!(remote.host.leave() < Duration::from_secs(3));
    assert!(bench.run(&["card", "list"]).status.success());
}

#[test]
fn a_card_that_is_not_noted_gets_no_channel() {
    let (bench, _) = set_up();
    let mut remote = Remote::new(&bench, PIN);
    fs::remove_file(bench.file(".local/share/hailstone/cards")).unwrap();
    assert_eq!(remote.open().unwrap_err()["code"], "card.unknown");
}

#[test]
fn a_card_taken_out_of_a_channel_is_a_removed_card() {
    let (mut bench, _) = set_up();
    let mut remote = Remote::new(&bench, PIN);
    let keys = remote.verified().unwrap();
    bench.tell("remove 0");
    thread::sleep(Duration::from_millis(1000));
    let (message, _) = keys.agree(1, &Point::X25519([9; 32])).unwrap();
    assert_eq!(remote.carry(&message).unwrap_err()["code"], "card.removed");
}

#[test]
fn a_service_that_is_killed_ends_a_channel_and_the_next_one_serves_the_next() {
    let (mut bench, _) = set_up();
    let mut remote = Remote::new(&bench, PIN);
    let keys = remote.verified().unwrap();
    bench.tell("restart");
    let (message, _) = keys.agree(1, &Point::X25519([9; 32])).unwrap();
    let refused = remote.carry(&message).unwrap_err();
    let named = ["card.service_absent", "card.removed"];
    assert!(
        named.iter().any(|code| refused["code"] == *code),
        "{refused}"
    );
    // It is over, and no part of it goes on.
    assert_eq!(
        remote.carry(&message).unwrap_err()["code"],
        "card.channel_broken"
    );
    // Nothing was used up: the PIN is right at the first try of a new one.
    let asked = bench.shown().matches("PIN").count();
    remote.verified().unwrap();
    assert!(!bench.shown().contains("Wrong PIN"));
    assert!(bench.shown().matches("PIN").count() > asked);
}
