//! `Noise_NK_25519_AESGCM_SHA256` (Noise Protocol Framework, revision 34), the responder's side (HC-10).

use super::{Refused, Session};
use crate::hazmat::aead::{self, TAG};
use crate::hazmat::{hash, x25519};
use crate::label::Label;
use crate::secret::Secret;
use heapless::Vec;
use rand_core::CryptoRng;

/// §8: a name of less than 32 bytes is filled up with zeros.
const NAME: [u8; 32] = *b"Noise_NK_25519_AESGCM_SHA256\0\0\0\0";
/// The nonce of both handshake messages: each key seals one.
const FIRST: [u8; 12] = [0; 12];

/// What STATUS answers, which goes with the second message.
pub(crate) type Status = [u8; 32];
/// The length of the first message.
pub(crate) const COMMAND: usize = 32 + TAG;
/// The length of the second message.
pub(crate) const ANSWER: usize = 32 + 32 + TAG;

/// The chaining key and the running hash (§5.2).
struct Symmetric {
    chain: Secret<32>,
    hash: [u8; 32],
}

impl Symmetric {
    fn start(card: &[u8], card_public: &[u8; 32]) -> Self {
        let mut symmetric = Self {
            chain: Secret::fill_with(|chain| *chain = NAME),
            hash: hash::sha256(&[&NAME, Label::Channel.as_bytes(), card]),
        };
        symmetric.mix_hash(card_public);
        symmetric
    }

    fn mix_hash(&mut self, bytes: &[u8]) {
        self.hash = hash::sha256(&[&self.hash, bytes]);
    }

    fn mix_key(&mut self, shared: &Secret<32>) -> Secret<32> {
        let (chain, key) = hash::derive_two(self.chain.expose(), shared.expose());
        self.chain = chain;
        key
    }
}

/// Answers the first message: a session, and the second message.
pub(crate) fn respond(
    card_key: &Secret<32>,
    card_public: &[u8; 32],
    card: &[u8],
    status: &Status,
    message: &[u8; COMMAND],
    random: &mut impl CryptoRng,
) -> Result<(Session, Vec<u8, ANSWER>), Refused> {
    let refused = |_| Refused;
    let (theirs, tag) = message.split_first_chunk::<32>().ok_or(Refused)?;
    let tag = tag.first_chunk::<TAG>().ok_or(Refused)?;

    let mut symmetric = Symmetric::start(card, card_public);
    // -> e, es
    symmetric.mix_hash(theirs);
    let key = symmetric.mix_key(&x25519::agree(card_key, theirs).map_err(|_| Refused)?);
    aead::open(&key, &FIRST, &symmetric.hash, &mut [], tag).map_err(|_| Refused)?;
    symmetric.mix_hash(tag);
    // <- e, ee
    let ours = Secret::make(random);
    let public = x25519::public_key(&ours);
    symmetric.mix_hash(&public);
    let key = symmetric.mix_key(&x25519::agree(&ours, theirs).map_err(|_| Refused)?);
    let mut sealed = *status;
    let tag = aead::seal(&key, &FIRST, &symmetric.hash, &mut sealed).map_err(|_| Refused)?;
    let mut answer = Vec::new();
    answer.extend_from_slice(&public).map_err(refused)?;
    answer.extend_from_slice(&sealed).map_err(refused)?;
    answer.extend_from_slice(&tag).map_err(refused)?;
    symmetric.mix_hash(answer.get(32..).unwrap_or_default());

    let (command, reply) = hash::derive_two(symmetric.chain.expose(), &[]);
    Ok((Session::new(command, reply, symmetric.hash), answer))
}
