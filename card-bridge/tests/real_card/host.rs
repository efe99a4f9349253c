//! The native messaging host, as a browser has it.

use base64ct::{Base64UrlUnpadded, Encoding};
use hailstone_core::wire::PROTOCOL;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::process::{Child, ChildStdin, ChildStdout};
use std::time::{Duration, Instant};
use x25519_dalek::{PublicKey, StaticSecret};

/// What Chromium says of our extension.
pub(super) const OURS: &str = "chrome-extension://npnmgkfobdfbedmijlmedgkcicfnblid/";

/// A host that runs.
pub(super) struct Host {
    pub(super) child: Child,
    pub(super) input: Option<ChildStdin>,
    pub(super) output: ChildStdout,
}

impl Host {
    /// Settles the version, as the extension does before everything else.
    pub(super) fn met(mut self) -> Self {
        let (hello, _) = self.ask(json!({"type": "hello", "protocol": PROTOCOL}));
        assert_eq!(hello["response"]["protocol"], PROTOCOL, "{hello}");
        self
    }

    pub(super) fn send(&mut self, request: Value) {
        let message = json!({"id": 7, "request": request}).to_string();
        let input = self.input.as_mut().unwrap();
        let length = u32::try_from(message.len()).unwrap();
        input.write_all(&length.to_ne_bytes()).unwrap();
        input.write_all(message.as_bytes()).unwrap();
    }

    pub(super) fn receive(&mut self) -> Value {
        let mut length = [0; 4];
        self.output.read_exact(&mut length).unwrap();
        let mut message = vec![0; usize::try_from(u32::from_ne_bytes(length)).unwrap()];
        self.output.read_exact(&mut message).unwrap();
        let message: Value = serde_json::from_slice(&message).unwrap();
        assert_eq!(message["id"], 7);
        message
    }

    /// The last answer, and the events before it.
    pub(super) fn ask(&mut self, request: Value) -> (Value, Vec<String>) {
        self.send(request);
        let mut events = Vec::new();
        loop {
            let answer = self.receive();
            match answer["event"]["type"].as_str() {
                Some(event) => events.push(event.into()),
                None => return (answer, events),
            }
        }
    }

    pub(super) fn card(&mut self) -> Value {
        let (answer, _) = self.ask(json!({"type": "list-cards"}));
        answer["response"]["cards"][0].clone()
    }

    pub(super) fn agree(&mut self, card: &Value, point: &PublicKey) -> (Value, Vec<String>) {
        self.ask(agree(card, point))
    }

    /// Leaves, and says how long the host took to end.
    pub(super) fn leave(mut self) -> Duration {
        let started = Instant::now();
        drop(self.input.take());
        assert!(self.child.wait().unwrap().success());
        started.elapsed()
    }
}

pub(super) fn agree(card: &Value, point: &PublicKey) -> Value {
    let point = Base64UrlUnpadded::encode_string(point.as_bytes());
    json!({"type": "agree", "card": card, "point": point, "language": "en"})
}

pub(super) fn ephemeral() -> (StaticSecret, PublicKey) {
    let secret = StaticSecret::from([0x42; 32]);
    let public = PublicKey::from(&secret);
    (secret, public)
}

/// What the host must come to, computed without the card.
pub(super) fn expected(card: &Value, secret: &StaticSecret) -> String {
    let key = Base64UrlUnpadded::decode_vec(card["publicKey"].as_str().unwrap()).unwrap();
    let key: [u8; 32] = key.try_into().unwrap();
    let shared = secret.diffie_hellman(&PublicKey::from(key));
    Base64UrlUnpadded::encode_string(shared.as_bytes())
}
