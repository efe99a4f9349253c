//! A card that has a card's keys and says what it is told to: the card's end of the channel (docs/card-application.md section 2), with
//! lies in it.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "each test binary and fuzz target uses a part of it, and what goes wrong is a failed test"
)]

use aes_gcm::{
    Aes256Gcm, Nonce,
    aead::{AeadInOut as _, KeyInit as _},
};
use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};
use x25519_dalek::{PublicKey, StaticSecret};

const NAME: &[u8; 32] = b"Noise_NK_25519_AESGCM_SHA256\0\0\0\0";
const L_CHANNEL: &[u8] = b"hailstone-card/1 channel\0";
const COMMAND: [u8; 4] = [0x00, 0xc2, 0x00, 0x00];
const ANSWER: [u8; 2] = [0x90, 0x00];

/// Of the serial number 1 to 8.
pub struct Forger {
    secret: StaticSecret,
    /// *Card*, as SELECT answers it.
    pub card: Vec<u8>,
    /// *Status*, as the handshake answers it.
    pub status: Vec<u8>,
    session: Option<Session>,
}

struct Session {
    command_key: [u8; 32],
    answer_key: [u8; 32],
    next: u64,
}

impl Default for Forger {
    fn default() -> Self {
        let secret = StaticSecret::from([0x11; 32]);
        let public = PublicKey::from(&secret);
        let head = [1, 1, 0x08, 0x40, 0x08, 0x40, 1, 2, 3, 4, 5, 6, 7, 8];
        let mut status = vec![0; 32];
        status[..6].copy_from_slice(&[1, 1, 3, 3, 10, 10]);
        status[24] = 1;
        Self {
            card: [&head[..], public.as_bytes()].concat(),
            status,
            secret,
            session: None,
        }
    }
}

impl Forger {
    /// Answers a command as a card does; what is in a frame is answered by `say`, data and status.
    pub fn answer(&mut self, apdu: &[u8], say: &mut dyn FnMut(&[u8]) -> Vec<u8>) -> Vec<u8> {
        let answer = match apdu.get(1) {
            Some(0xa4) => Some(self.card.clone()),
            Some(0x86) => self.shake(data(apdu)),
            Some(0xc2) => self.frame(data(apdu), say),
            _ => None,
        };
        match answer {
            Some(data) => [&data[..], &ANSWER].concat(),
            None => vec![0x69, 0x88],
        }
    }

    fn shake(&mut self, message: &[u8]) -> Option<Vec<u8>> {
        let (public, tag) = message.split_first_chunk::<32>()?;
        let host = PublicKey::from(*public);
        let hash = sha256(&[NAME, L_CHANNEL, &self.card]);
        let hash = sha256(&[&hash, PublicKey::from(&self.secret).as_bytes()]);
        let hash = sha256(&[&hash, public]);
        let (chain, key) = two(NAME, self.secret.diffie_hellman(&host).as_bytes());
        open(&key, 0, &hash, tag)?;
        let hash = sha256(&[&hash, tag]);

        let ephemeral = StaticSecret::from([0x22; 32]);
        let public = PublicKey::from(&ephemeral);
        let hash = sha256(&[&hash, public.as_bytes()]);
        let (chain, key) = two(&chain, ephemeral.diffie_hellman(&host).as_bytes());
        let told = seal(&key, 0, &hash, &self.status);
        let (command_key, answer_key) = two(&chain, &[]);
        self.session = Some(Session {
            command_key,
            answer_key,
            next: 0,
        });
        Some([&public.as_bytes()[..], &told].concat())
    }

    fn frame(&mut self, sealed: &[u8], say: &mut dyn FnMut(&[u8]) -> Vec<u8>) -> Option<Vec<u8>> {
        let session = self.session.as_mut()?;
        let command = open(&session.command_key, session.next, &COMMAND, sealed)?;
        let answer = seal(&session.answer_key, session.next, &ANSWER, &say(&command));
        session.next += 1;
        Some(answer)
    }
}

/// The data field of a command that is not chained, short or extended.
fn data(apdu: &[u8]) -> &[u8] {
    let (length, rest) = match apdu {
        [_, _, _, _, 0, high, low, rest @ ..] => {
            (usize::from(u16::from_be_bytes([*high, *low])), rest)
        }
        [_, _, _, _, length, rest @ ..] => (usize::from(*length), rest),
        _ => (0, &[][..]),
    };
    rest.get(..length).unwrap_or_default()
}

fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    Sha256::digest(parts.concat()).into()
}

fn two(salt: &[u8; 32], secret: &[u8]) -> ([u8; 32], [u8; 32]) {
    let mut out = [0; 64];
    Hkdf::<Sha256>::new(Some(salt), secret)
        .expand(&[], &mut out)
        .unwrap();
    (out[..32].try_into().unwrap(), out[32..].try_into().unwrap())
}

fn nonce(count: u64) -> Nonce<aes_gcm::aead::consts::U12> {
    let mut bytes = [0; 12];
    bytes[4..].copy_from_slice(&count.to_be_bytes());
    bytes.into()
}

fn seal(key: &[u8; 32], count: u64, aad: &[u8], text: &[u8]) -> Vec<u8> {
    let mut text = text.to_vec();
    let tag = Aes256Gcm::new(key.into())
        .encrypt_inout_detached(&nonce(count), aad, text.as_mut_slice().into())
        .unwrap();
    text.extend(tag);
    text
}

fn open(key: &[u8; 32], count: u64, aad: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (text, tag) = sealed.split_last_chunk::<16>()?;
    let mut text = text.to_vec();
    Aes256Gcm::new(key.into())
        .decrypt_inout_detached(&nonce(count), aad, text.as_mut_slice().into(), tag.into())
        .ok()?;
    Some(text)
}
