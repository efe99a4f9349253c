//! The end of the channel, and the prompt.

use super::{AID, Card, PIN, PUK, TestRandom, join};
use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use x25519_dalek::{PublicKey, StaticSecret};

/// What a command in a frame answered.
pub type Reply = Result<Vec<u8>, u16>;

/// Bytes over the wire, both ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    pub apdus: usize,
    pub bytes: usize,
}

/// How commands go over the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lengths {
    Short,
    Extended,
}

pub struct Host {
    pub card: Vec<u8>,
    pub session: [u8; 32],
    pub command_key: [u8; 32],
    pub answer_key: [u8; 32],
    pub count: u64,
    pub sealed_pins: u32,
    pub status: Vec<u8>,
    pub traffic: Traffic,
    pub lengths: Lengths,
    random: TestRandom,
}

/// What the wire answers: data and status.
pub fn transmit(card: &mut Card, apdu: &[u8]) -> (Vec<u8>, u16) {
    let answer = card.transmit(apdu);
    (answer.data.to_vec(), u16::from_be_bytes(answer.status))
}

pub fn select(card: &mut Card) -> Vec<u8> {
    let apdu = join(&[&[0x00, 0xa4, 0x04, 0x00, 0x0b], AID, &[0x00]]);
    let (data, status) = transmit(card, &apdu);
    assert_eq!(status, 0x9000);
    data
}

/// The handshake's first message, to a card with this answer to SELECT.
pub struct Handshake {
    secret: StaticSecret,
    hash: [u8; 32],
    chain: [u8; 32],
    pub message: Vec<u8>,
}

impl Handshake {
    pub fn start(card: &[u8], ephemeral: [u8; 32]) -> Self {
        let card_key: [u8; 32] = card[14..46].try_into().unwrap();
        let secret = StaticSecret::from(ephemeral);
        let public = PublicKey::from(&secret).to_bytes();
        let name = *b"Noise_NK_25519_AESGCM_SHA256\0\0\0\0";
        let hash = sha256(&[&name, b"hailstone-card/1 channel\0", card]);
        let hash = sha256(&[&hash, &card_key]);
        let hash = sha256(&[&hash, &public]);
        let es = secret.diffie_hellman(&PublicKey::from(card_key));
        let (chain, key) = two(&name, es.as_bytes());
        let tag = seal(&key, 0, &hash, &[]);
        let hash = sha256(&[&hash, &tag]);
        Self {
            message: join(&[&public, &tag]),
            secret,
            hash,
            chain,
        }
    }

    pub fn finish(self, card: Vec<u8>, answer: &[u8]) -> Option<Host> {
        let theirs: [u8; 32] = answer.get(..32)?.try_into().ok()?;
        let sealed = answer.get(32..)?;
        let hash = sha256(&[&self.hash, &theirs]);
        let ee = self.secret.diffie_hellman(&PublicKey::from(theirs));
        let (chain, key) = two(&self.chain, ee.as_bytes());
        let status = open(&key, 0, &hash, sealed)?;
        let session = sha256(&[&hash, sealed]);
        let (command_key, answer_key) = two(&chain, &[]);
        Some(Host {
            card,
            session,
            command_key,
            answer_key,
            count: 0,
            sealed_pins: 0,
            status,
            traffic: Traffic::default(),
            lengths: Lengths::Extended,
            random: TestRandom::after(&[], 99),
        })
    }
}

impl Host {
    /// SELECT and the handshake.
    pub fn open(card: &mut Card) -> Self {
        Self::try_open(card).unwrap()
    }

    pub fn try_open(card: &mut Card) -> Result<Self, u16> {
        let shown = select(card);
        let handshake = Handshake::start(&shown, [0x42; 32]);
        let apdu = join(&[&[0x00, 0x86, 0x00, 0x00, 48], &handshake.message, &[0x00]]);
        let (answer, status) = transmit(card, &apdu);
        if status != 0x9000 {
            return Err(status);
        }
        Ok(handshake.finish(shown, &answer).unwrap())
    }

    pub fn card_key(&self) -> [u8; 32] {
        self.card[14..46].try_into().unwrap()
    }

    pub fn seal(&self, header: [u8; 3], data: &[u8]) -> Vec<u8> {
        let text = join(&[&header, data]);
        seal(
            &self.command_key,
            self.count,
            &[0x00, 0xc2, 0x00, 0x00],
            &text,
        )
    }

    /// Opens an answer and goes to the next frame.
    pub fn opened(&mut self, sealed: &[u8]) -> Option<Reply> {
        let mut text = open(&self.answer_key, self.count, &[0x90, 0x00], sealed)?;
        self.count += 1;
        let low = text.pop()?;
        let high = text.pop()?;
        Some(match u16::from_be_bytes([high, low]) {
            0x9000 => Ok(text),
            status => {
                assert!(text.is_empty(), "data with a status that is no success");
                Err(status)
            }
        })
    }

    /// One command. `Err(0)` stands for a session that ended without a sealed answer.
    pub fn send(&mut self, card: &mut Card, header: [u8; 3], data: &[u8]) -> Reply {
        let sealed = self.seal(header, data);
        let (answer, status) = self.exchange(card, &sealed);
        if status != 0x9000 {
            return Err(0);
        }
        self.opened(&answer).unwrap()
    }

    /// A frame over the wire, in whichever parts.
    pub fn exchange(&mut self, card: &mut Card, sealed: &[u8]) -> (Vec<u8>, u16) {
        let parts: Vec<Vec<u8>> = match self.lengths {
            Lengths::Extended => {
                let length = u16::try_from(sealed.len()).unwrap().to_be_bytes();
                vec![join(&[
                    &[0x00, 0xc2, 0x00, 0x00, 0x00],
                    &length,
                    sealed,
                    &[0x00, 0x00],
                ])]
            }
            Lengths::Short => {
                let count = sealed.chunks(255).count();
                let parts = sealed.chunks(255).enumerate();
                parts
                    .map(|(at, part)| {
                        let last = at + 1 == count;
                        let class = if last { 0x00 } else { 0x10 };
                        let length = u8::try_from(part.len()).unwrap();
                        let le: &[u8] = if last { &[0x00] } else { &[] };
                        join(&[&[class, 0xc2, 0x00, 0x00, length], part, le])
                    })
                    .collect()
            }
        };
        let mut whole = Vec::new();
        let mut status = 0;
        for part in parts {
            (whole, status) = self.count_traffic(card, &part);
        }
        while status & 0xff00 == 0x6100 {
            let le = u8::try_from(status & 0xff).unwrap();
            let (more, next) = self.count_traffic(card, &[0x00, 0xc0, 0x00, 0x00, le]);
            whole.extend(more);
            status = next;
        }
        (whole, status)
    }

    fn count_traffic(&mut self, card: &mut Card, apdu: &[u8]) -> (Vec<u8>, u16) {
        let (data, status) = transmit(card, apdu);
        self.traffic.apdus += 1;
        self.traffic.bytes += apdu.len() + data.len() + 2;
        (data, status)
    }

    /// A command with a sealed PIN.
    pub fn send_pin(&mut self, card: &mut Card, header: [u8; 3], values: &[&[u8]]) -> Reply {
        let blob = self.sealed_pin(header, values);
        self.sealed_pins += 1;
        self.send(card, header, &blob)
    }

    pub fn sealed_pin(&mut self, header: [u8; 3], values: &[&[u8]]) -> Vec<u8> {
        let ephemeral = self.random.make();
        let text = join(values);
        let key = self.card_key();
        seal_pin(
            &key,
            &self.session,
            header,
            self.sealed_pins,
            ephemeral,
            &text,
        )
    }

    pub fn personalise(&mut self, card: &mut Card) -> Reply {
        self.send_pin(card, [0x24, 0x01, 0x00], &[&PIN, &PUK, &[3, 10]])
    }

    pub fn verify(&mut self, card: &mut Card) -> Reply {
        self.send_pin(card, [0x20, 0x00, 0x81], &[&PIN])
    }

    pub fn verify_puk(&mut self, card: &mut Card) -> Reply {
        self.send_pin(card, [0x20, 0x00, 0x83], &[&PUK])
    }

    pub fn put(&mut self, card: &mut Card, tag: u8, rules: Option<u8>, bytes: &[u8]) -> Reply {
        self.send(card, [0xdb, 0x3f, 0xff], &put(tag, 0, rules, bytes))
    }

    pub fn append(&mut self, card: &mut Card, tag: u8, offset: usize, bytes: &[u8]) -> Reply {
        self.send(card, [0xdb, 0x3f, 0xff], &put(tag, offset, None, bytes))
    }

    /// BEGIN, as many PUT DATA as it takes, COMMIT.
    pub fn put_long(&mut self, card: &mut Card, tag: u8, bytes: &[u8]) -> Reply {
        self.send(card, [0x50, 0x01, 0x00], &[])?;
        for (number, chunk) in bytes.chunks(2048).enumerate() {
            self.append(card, tag, number * 2048, chunk)?;
        }
        self.send(card, [0x50, 0x02, 0x00], &[])
    }

    pub fn delete(&mut self, card: &mut Card, tag: u8) -> Reply {
        self.send(card, [0xee, 0x3f, 0xff], &[0x5c, 1, tag])
    }

    pub fn get(&mut self, card: &mut Card, tag: u8) -> Reply {
        let mut whole = Vec::new();
        loop {
            let [_, a, b, c] = u32::try_from(whole.len()).unwrap().to_be_bytes();
            let data = [0x5c, 1, tag, 0x54, 3, a, b, c];
            let data = if whole.is_empty() { &data[..3] } else { &data };
            let chunk = self.send(card, [0xcb, 0x3f, 0xff], data)?;
            let length = u32::from_be_bytes(chunk[..4].try_into().unwrap());
            whole.extend_from_slice(&chunk[4..]);
            if whole.len() == usize::try_from(length).unwrap() {
                return Ok(whole);
            }
            assert!(chunk.len() > 4, "an answer that goes on");
        }
    }

    /// STATUS.
    pub fn status(&mut self, card: &mut Card) -> Vec<u8> {
        self.send(card, [0x52, 0x00, 0x00], &[]).unwrap()
    }

    pub fn generation(&mut self, card: &mut Card) -> u64 {
        number(&self.send(card, [0x54, 0x00, 0x00], &[]).unwrap())
    }

    pub fn tries(&mut self, card: &mut Card) -> [u8; 2] {
        let status = self.status(card);
        [status[2], status[4]]
    }
}

pub fn number(bytes: &[u8]) -> u64 {
    u64::from_be_bytes(bytes.try_into().unwrap())
}

/// The data of PUT DATA.
pub fn put(tag: u8, offset: usize, rules: Option<u8>, bytes: &[u8]) -> Vec<u8> {
    let mut data = vec![0x5c, 1, tag];
    if offset > 0 {
        let [.., a, b, c] = u32::try_from(offset).unwrap().to_be_bytes();
        data.extend([0x54, 3, a, b, c]);
    }
    if let Some(rules) = rules {
        data.extend([0x80, 1, rules]);
    }
    data.extend([0x53, 0x82]);
    data.extend(u16::try_from(bytes.len()).unwrap().to_be_bytes());
    data.extend_from_slice(bytes);
    data
}

/// What the prompt makes.
pub fn seal_pin(
    card_key: &[u8; 32],
    session: &[u8; 32],
    operation: [u8; 3],
    count: u32,
    ephemeral: [u8; 32],
    text: &[u8],
) -> Vec<u8> {
    let secret = StaticSecret::from(ephemeral);
    let public = PublicKey::from(&secret).to_bytes();
    let shared = secret.diffie_hellman(&PublicKey::from(*card_key));
    let label = b"hailstone-card/1 sealed pin\0";
    let info = join(&[label, &operation, &count.to_be_bytes(), &public, card_key]);
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(Some(session), shared.as_bytes())
        .expand(&info, &mut key)
        .unwrap();
    join(&[&public, &seal(&key, 0, &[], text)])
}

pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
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
    let bytes: [u8; 12] = join(&[&[0; 4], &count.to_be_bytes()]).try_into().unwrap();
    bytes.into()
}

pub fn seal(key: &[u8; 32], count: u64, aad: &[u8], text: &[u8]) -> Vec<u8> {
    let mut text = text.to_vec();
    let tag = Aes256Gcm::new(key.into())
        .encrypt_inout_detached(&nonce(count), aad, text.as_mut_slice().into())
        .unwrap();
    text.extend(tag);
    text
}

pub fn open(key: &[u8; 32], count: u64, aad: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (text, tag) = sealed.split_last_chunk::<16>()?;
    let mut text = text.to_vec();
    Aes256Gcm::new(key.into())
        .decrypt_inout_detached(&nonce(count), aad, text.as_mut_slice().into(), tag.into())
        .ok()?;
    Some(text)
}
