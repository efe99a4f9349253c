//! `docs/card-application-vectors.json`: a whole transcript with fixed keys. The test fails when the card says anything else; with
//! `HAILSTONE_WRITE_VECTORS=1` it writes the file.
#![allow(clippy::unwrap_used, reason = "what goes wrong is a failed test")]

mod support;

use argon2::{Algorithm, Argon2, Params, Version};
use hailstone_applet::{Applet, dispatch::Dispatcher};
use serde_json::{Value, json};
use std::{env, fs};
use support::host::{Handshake, select, sha256, transmit};
use support::{Card, Flash, Host, TestRandom, join, seal_pin};

const FILE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../docs/card-application-vectors.json"
);

const SERIAL: [u8; 8] = [0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7];
const CARD_KEY: [u8; 32] = counted(0x40);
const SEED: [u8; 32] = counted(0x60);
const HOST_EPHEMERAL: [u8; 32] = counted(0x01);
const CARD_EPHEMERAL: [u8; 32] = counted(0x80);
const X25519_KEY: [u8; 32] = counted(0xa0);
const P256_KEY: [u8; 32] = counted(0x21);
const P256_AGREEMENT_KEY: [u8; 32] = counted(0x31);

const fn counted(first: u8) -> [u8; 32] {
    let mut bytes = [0; 32];
    let mut at = 0;
    let mut byte = first;
    while at < 32 {
        bytes[at] = byte;
        byte = byte.wrapping_add(1);
        at += 1;
    }
    bytes
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2);
    digits
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// Section 4: what a prompt computes of a PIN.
fn value(pin: &str, reference: u8) -> ([u8; 32], Value) {
    let salt = sha256(&[b"hailstone-card/1 pin salt\0", &SERIAL, &[reference]]);
    let mut value = [0; 32];
    let params = Params::new(19_456, 2, 1, Some(32)).unwrap();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin.as_bytes(), &salt[..16], &mut value)
        .unwrap();
    let shown = json!({
        "pin": pin, "serial": hex(&SERIAL), "reference": hex(&[reference]),
        "salt": hex(&salt[..16]), "value": hex(&value),
    });
    (value, shown)
}

/// One session as it is written down.
struct Transcript {
    card: Card,
    host: Host,
    frames: Vec<Value>,
    sealed_pins: Vec<Value>,
}

impl Transcript {
    fn frame(&mut self, name: &str, header: [u8; 3], data: &[u8], expected: u16) {
        let sealed = self.host.seal(header, data);
        let number = self.host.count;
        let (answer, status) = self.host.exchange(&mut self.card, &sealed);
        assert_eq!(status, 0x9000, "{name}");
        let (opened, status) = match self.host.opened(&answer).unwrap() {
            Ok(data) => (data, 0x9000),
            Err(status) => (Vec::new(), status),
        };
        assert_eq!(status, expected, "{name}");
        self.frames.push(json!({
            "name": name, "number": number, "ins_p1_p2": hex(&header), "data": hex(data),
            "command": hex(&sealed), "answer": hex(&answer),
            "answer_data": hex(&opened), "status": format!("{status:04x}"),
        }));
    }

    fn pin(&mut self, name: &str, operation: [u8; 3], values: &[&[u8]], expected: u16) {
        let text = join(values);
        let count = self.host.sealed_pins;
        let ephemeral = counted(0xe0_u8.wrapping_add(count.to_le_bytes()[0]));
        let key = self.host.card_key();
        let blob = seal_pin(&key, &self.host.session, operation, count, ephemeral, &text);
        self.host.sealed_pins += 1;
        self.sealed_pins.push(json!({
            "name": name, "operation": hex(&operation), "count": count,
            "ephemeral_private": hex(&ephemeral), "plaintext": hex(&text), "blob": hex(&blob),
        }));
        self.frame(name, operation, &blob, expected);
    }
}

fn transcript() -> Value {
    let (pin, pin_shown) = value("123456", 0x81);
    let (puk, puk_shown) = value("12345678", 0x83);
    let (other, other_shown) = value("Grüße, 7 Hagelkörner", 0x81);

    // As much memory as the image of `cargo xtask card-image` has, which runs this transcript, too.
    let flash = Flash::new(0x1_0000);
    let random = join(&[
        &SERIAL,
        &CARD_KEY,
        &SEED,
        &CARD_EPHEMERAL,
        &X25519_KEY,
        &P256_KEY,
        &P256_AGREEMENT_KEY,
    ]);
    let mut card = Dispatcher::new(Applet::new(flash, TestRandom::after(&random, 0)));
    card.app().format().unwrap();

    let shown = select(&mut card);
    let handshake = Handshake::start(&shown, HOST_EPHEMERAL);
    let first = handshake.message.clone();
    let apdu = join(&[&[0x00, 0x86, 0x00, 0x00, 48], &first, &[0x00]]);
    let (second, status) = transmit(&mut card, &apdu);
    assert_eq!(status, 0x9000);
    let host = handshake.finish(shown.clone(), &second).unwrap();
    let handshake = json!({
        "host_ephemeral_private": hex(&HOST_EPHEMERAL), "card_ephemeral_private": hex(&CARD_EPHEMERAL),
        "command": hex(&first), "command_apdu": hex(&apdu), "answer": hex(&second),
        "status": hex(&host.status), "session": hex(&host.session),
        "command_key": hex(&host.command_key), "answer_key": hex(&host.answer_key),
    });

    let mut run = Transcript {
        card,
        host,
        frames: Vec::new(),
        sealed_pins: Vec::new(),
    };
    run.frame(
        "a command before PERSONALISE",
        [0xcb, 0x3f, 0xff],
        &[0x5c, 0x00],
        0x6985,
    );
    run.pin(
        "PERSONALISE",
        [0x24, 0x01, 0x00],
        &[&pin, &puk, &[3, 10]],
        0x9000,
    );
    run.frame(
        "GET DATA without the PIN",
        [0xcb, 0x3f, 0xff],
        &[0x5c, 0x01, 0xc1],
        0x6982,
    );
    run.pin("VERIFY, a wrong PIN", [0x20, 0x00, 0x81], &[&other], 0x63c2);
    run.pin("VERIFY", [0x20, 0x00, 0x81], &[&pin], 0x9000);
    run.frame("STATUS", [0x52, 0x00, 0x00], &[], 0x9000);
    let put = join(&[&[0x5c, 0x02, 0x5f, 0x21, 0x53, 0x05], b"hails"]);
    run.frame("PUT DATA", [0xdb, 0x3f, 0xff], &put, 0x9000);
    run.frame("BEGIN", [0x50, 0x01, 0x00], &[], 0x9000);
    let put = join(&[
        &[0x5c, 0x01, 0xc1, 0x80, 0x01, 0x01, 0x53, 0x82, 0x01, 0x2c],
        &[7; 300],
    ]);
    run.frame("PUT DATA, the first part", [0xdb, 0x3f, 0xff], &put, 0x9000);
    let put = [
        0x5c, 0x01, 0xc1, 0x54, 0x03, 0x00, 0x01, 0x2c, 0x53, 0x02, 8, 9,
    ];
    run.frame(
        "PUT DATA, the second part",
        [0xdb, 0x3f, 0xff],
        &put,
        0x9000,
    );
    run.frame("COMMIT", [0x50, 0x02, 0x00], &[], 0x9000);
    run.frame("list", [0xcb, 0x3f, 0xff], &[0x5c, 0x00], 0x9000);
    let get = [0x5c, 0x01, 0xc1, 0x54, 0x03, 0x00, 0x01, 0x2a];
    run.frame("GET DATA", [0xcb, 0x3f, 0xff], &get, 0x9000);
    run.frame(
        "DELETE DATA",
        [0xee, 0x3f, 0xff],
        &[0x5c, 0x02, 0x5f, 0x21],
        0x9000,
    );
    run.frame("GENERATE KEY, X25519", [0x46, 0x01, 0x01], &[], 0x9000);
    let peer = x25519_dalek::PublicKey::from(&x25519_dalek::StaticSecret::from(counted(0x11)));
    run.frame("AGREE, X25519", [0x2a, 0x80, 0x01], peer.as_bytes(), 0x9000);
    run.frame(
        "GENERATE KEY, P-256 signature",
        [0x46, 0x03, 0x02],
        &[],
        0x9000,
    );
    run.frame("SIGN", [0x2a, 0x9e, 0x02], &sha256(&[b"hail"]), 0x9000);
    run.frame("PUBLIC KEY", [0x47, 0x00, 0x02], &[], 0x9000);
    run.frame(
        "GENERATE KEY, P-256 agreement",
        [0x46, 0x02, 0x03],
        &[],
        0x9000,
    );
    // RFC 5903 §8.1: the responder's public key.
    let peer = [
        "d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63",
        "56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab",
    ];
    run.frame(
        "AGREE, P-256",
        [0x2a, 0x80, 0x03],
        &bytes(&peer.concat()),
        0x9000,
    );
    let off = bytes(&peer.concat().replace("72ab", "72ac"));
    run.frame(
        "AGREE, P-256, not on the curve",
        [0x2a, 0x80, 0x03],
        &off,
        0x6a80,
    );
    let context = sha256(&[b"https://shop.example"]);
    run.frame("site public key", [0x56, 0x01, 0x00], &context, 0x9000);
    let signed = join(&[&context, &sha256(&[b"token"])]);
    run.frame("site signature", [0x56, 0x02, 0x00], &signed, 0x9000);
    run.frame("BUMP", [0x54, 0x01, 0x00], &[], 0x9000);
    run.pin("CHANGE", [0x24, 0x00, 0x81], &[&pin, &other], 0x9000);
    run.pin(
        "RESET RETRY COUNTER",
        [0x2c, 0x00, 0x81],
        &[&puk, &pin],
        0x9000,
    );
    run.pin("VERIFY the PUK", [0x20, 0x00, 0x83], &[&puk], 0x9000);
    run.frame("FACTORY RESET", [0x58, 0x00, 0x00], &[], 0x9000);

    json!({
        "about": "docs/card-application.md; bytes in hexadecimal. One session of one new card, frame by frame.",
        "card": {
            "serial": hex(&SERIAL), "private_key": hex(&CARD_KEY), "seed": hex(&SEED),
            "public_key": hex(&shown[14..46]), "select_answer": hex(&shown),
            "fingerprint": hex(&sha256(&[&shown[14..46]])),
        },
        "pin_values": [pin_shown, puk_shown, other_shown],
        "handshake": handshake,
        "sealed_pins": run.sealed_pins,
        "frames": run.frames,
    })
}

#[test]
fn hc_10_hc_12_hc_20_the_transcript_is_the_published_one() {
    let now = transcript();
    if env::var_os("HAILSTONE_WRITE_VECTORS").is_some() {
        let text = serde_json::to_string_pretty(&now).unwrap();
        fs::write(FILE, text + "\n").unwrap();
    }
    let published = fs::read_to_string(FILE).unwrap();
    let published: Value = serde_json::from_str(&published).unwrap();
    for part in ["card", "pin_values", "handshake", "sealed_pins"] {
        assert_eq!(now[part], published[part], "{part}");
    }
    let frames = now["frames"].as_array().unwrap().iter();
    for (frame, expected) in frames.zip(published["frames"].as_array().unwrap()) {
        assert_eq!(frame, expected);
    }
    assert_eq!(now, published);
}
