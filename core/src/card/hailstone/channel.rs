//! The secure channel: `Noise_NK_25519_AESGCM_SHA256` (docs/card-application.md section 2), the host's side.

use super::info::Info;
use super::reply::Reply;
use crate::card::error::CardError;
use crate::card::status::Status;
use crate::hazmat::x25519::SecretKey;
use crate::hazmat::{aead, hash};
use crate::label::Label;
use crate::secret::{Secret32, SecretBytes};
use alloc::vec::Vec;
use core::fmt;

/// Noise rev 34 §8: the name of the protocol, filled up with zeros to the length of the hash.
const NAME: &[u8; 32] = b"Noise_NK_25519_AESGCM_SHA256\0\0\0\0";
/// CLA, INS, P1, P2 of a frame that carries a command.
const COMMAND: [u8; 4] = [0x00, 0xc2, 0x00, 0x00];
/// SW1, SW2 outside of a frame that carries an answer.
const ANSWER: [u8; 2] = [0x90, 0x00];
const FIRST: [u8; 12] = [0; 12];

/// The first message is out.
pub(super) struct Handshake {
    ephemeral: SecretKey,
    hash: [u8; 32],
    chaining_key: Secret32,
}

/// An open channel. It counts its own frames, so that no key and nonce meet twice; it is consumed by whatever ends it.
pub(super) struct Session {
    command_key: Secret32,
    answer_key: Secret32,
    id: [u8; 32],
    next: u64,
}

impl Handshake {
    /// "-> e, es": what goes to the card that has said this of itself.
    pub(super) fn start(info: &Info, ephemeral: SecretKey) -> Result<(Self, Vec<u8>), CardError> {
        let public_key = ephemeral.public_key();
        let hash = hash::sha256(&[&beginning(info), &public_key]);
        let shared = ephemeral.agree(info.key());
        let shared = shared.map_err(|_| CardError::Malformed("a card key of the full order"))?;
        let first = Secret32::fill_with(|key| key.copy_from_slice(NAME));
        let (chaining_key, key) = mix(&first, shared.expose())?;
        let tag = aead::seal256(key.expose(), &FIRST, &hash, &[]);
        let tag = tag.map_err(|_| CardError::ChannelBroken)?;
        let handshake = Self {
            ephemeral,
            hash: hash::sha256(&[&hash, &tag]),
            chaining_key,
        };
        Ok((handshake, [&public_key[..], &tag].concat()))
    }

    /// "<- e, ee": the session, and what the card told with it.
    pub(super) fn finish(self, answer: &[u8]) -> Result<(Session, SecretBytes), CardError> {
        const BROKEN: CardError = CardError::ChannelBroken;
        let (public_key, sealed) = answer.split_first_chunk::<32>().ok_or(BROKEN)?;
        let hash = hash::sha256(&[&self.hash, public_key]);
        let shared = self.ephemeral.agree(public_key).map_err(|_| BROKEN)?;
        let (chaining_key, key) = mix(&self.chaining_key, shared.expose())?;
        let told = aead::open256(key.expose(), &FIRST, &hash, sealed).map_err(|_| BROKEN)?;
        let (command_key, answer_key) = mix(&chaining_key, &[])?;
        let session = Session {
            command_key,
            answer_key,
            id: hash::sha256(&[&hash, sealed]),
            next: 0,
        };
        Ok((session, SecretBytes::new(told)))
    }
}

/// The transcript behind the first message, which has to be one of 48 bytes; no secret.
pub(super) fn said(info: &Info, message: &[u8]) -> [u8; 32] {
    let (public_key, tag) = message.split_at_checked(32).unwrap_or_default();
    let hash = hash::sha256(&[&beginning(info), public_key]);
    hash::sha256(&[&hash, tag])
}

/// The session's name, which is the transcript behind the answer.
pub(super) fn heard(said: &[u8; 32], answer: &[u8]) -> [u8; 32] {
    let (public_key, sealed) = answer.split_at_checked(32).unwrap_or_default();
    let hash = hash::sha256(&[said, public_key]);
    hash::sha256(&[&hash, sealed])
}

/// The transcript before anything is said.
fn beginning(info: &Info) -> [u8; 32] {
    let hash = hash::sha256(&[NAME, Label::CardChannel.as_bytes(), info.as_bytes()]);
    hash::sha256(&[&hash, info.key()])
}

impl Session {
    /// What the session is called; no secret.
    pub(super) const fn id(&self) -> &[u8; 32] {
        &self.id
    }

    /// The frame for this command. It is sealed once: the session goes on with [`Session::open`] and the answer.
    pub(super) fn seal(&self, header: [u8; 3], data: &[u8]) -> Result<Vec<u8>, CardError> {
        let mut plaintext = SecretBytes::default();
        let room = plaintext.room(data.len().saturating_add(header.len()));
        for (place, byte) in room.iter_mut().zip(header.iter().chain(data)) {
            *place = *byte;
        }
        let key = self.command_key.expose();
        aead::seal256(key, &self.nonce(), &COMMAND, plaintext.expose())
            .map_err(|_| CardError::ChannelBroken)
    }

    /// Opens the answer to it.
    pub(super) fn open(mut self, sealed: &[u8]) -> Result<(Self, Reply), CardError> {
        const BROKEN: CardError = CardError::ChannelBroken;
        let key = self.answer_key.expose();
        let mut opened = aead::open256(key, &self.nonce(), &ANSWER, sealed).map_err(|_| BROKEN)?;
        let low = opened.pop().ok_or(BROKEN)?;
        let high = opened.pop().ok_or(BROKEN)?;
        self.next = self.next.checked_add(1).ok_or(BROKEN)?;
        let reply = Reply {
            data: SecretBytes::new(opened),
            status: Status::new(high, low),
        };
        Ok((self, reply))
    }

    fn nonce(&self) -> [u8; 12] {
        let mut nonce = [0; 12];
        for (place, byte) in nonce.iter_mut().skip(4).zip(self.next.to_be_bytes()) {
            *place = byte;
        }
        nonce
    }
}

/// Noise rev 34 §4.3, HKDF with two outputs.
fn mix(chaining_key: &Secret32, input: &[u8]) -> Result<(Secret32, Secret32), CardError> {
    let mut both = SecretBytes::default();
    hash::hkdf(chaining_key.expose(), input, &[], both.room(64))
        .map_err(|_| CardError::ChannelBroken)?;
    let (first, second) = both
        .expose()
        .split_at_checked(32)
        .ok_or(CardError::ChannelBroken)?;
    let secret = |bytes: &[u8]| Secret32::fill_with(|place| place.copy_from_slice(bytes));
    Ok((secret(first), secret(second)))
}

impl fmt::Debug for Handshake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handshake(redacted)")
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}
