//! PIN and PUK: their values, and how they are sealed to the card by the process that they are typed into
//! (docs/card-application.md section 4). That process need not be the end of the channel, and what it gives out tells nobody but the card.

use super::info::CardKey;
use crate::card::error::CardError;
use crate::entropy::Seed;
use crate::hazmat::x25519::SecretKey;
use crate::hazmat::{aead, argon2id, hash};
use crate::label::Label;
use crate::secret::{Secret32, SecretBytes};
use alloc::vec::Vec;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reference {
    /// The person's own, to use the card.
    Pin,
    /// To give a blocked PIN a new value, and to reset the card.
    Puk,
}

impl Reference {
    /// P2 of VERIFY.
    pub(super) const fn byte(self) -> u8 {
        match self {
            Self::Pin => 0x81,
            Self::Puk => 0x83,
        }
    }

    /// The fewest characters; the card cannot see them, so the prompt counts (section 4).
    pub const fn least(self) -> u8 {
        match self {
            Self::Pin => 6,
            Self::Puk => 8,
        }
    }

    /// The most bytes in UTF-8.
    pub const MOST: u8 = 64;
}

/// What a PIN is sealed for. A sealed PIN serves this one purpose in this one session, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinUse {
    /// A new card gets PIN and PUK.
    Personalise,
    /// One of them is shown.
    Verify(Reference),
    /// One of them is changed.
    Change(Reference),
    /// A PIN is set by the PUK.
    Unblock,
}

impl PinUse {
    /// INS, P1, P2 of the command.
    pub(super) const fn header(self) -> [u8; 3] {
        match self {
            Self::Personalise => [0x24, 0x01, 0x00],
            Self::Verify(reference) => [0x20, 0x00, reference.byte()],
            Self::Change(reference) => [0x24, 0x00, reference.byte()],
            Self::Unblock => [0x2c, 0x00, Reference::Pin.byte()],
        }
    }
}

/// What the process that asks for a PIN has to know; nothing of it is secret. The card's key it takes from where the person's own cards
/// are noted, never from who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinRequest {
    /// The session's name.
    pub session: [u8; 32],
    /// What for.
    pub purpose: PinUse,
    /// How many sealed PINs the card has taken in this session.
    pub count: u32,
    /// The card's serial number.
    pub serial: [u8; 8],
}

/// A PIN or PUK as it was typed, stretched: it takes some ten milliseconds.
#[derive(Debug)]
pub struct PinValue(Secret32);

impl PinValue {
    /// Stretches a PIN in UTF-8.
    ///
    /// # Errors
    /// [`CardError::PinLength`], before anything is computed; [`CardError::Unsupported`] where there is not enough memory.
    pub fn derive(
        reference: Reference,
        pin: &SecretBytes,
        serial: &[u8; 8],
    ) -> Result<Self, CardError> {
        let pin = pin.expose();
        let characters = core::str::from_utf8(pin).map_or(0, |pin| pin.chars().count());
        if characters < usize::from(reference.least()) || pin.len() > usize::from(Reference::MOST) {
            return Err(CardError::PinLength {
                least: reference.least(),
                most: Reference::MOST,
            });
        }
        let label = Label::CardPinSalt.as_bytes();
        let hash = hash::sha256(&[label, serial, &[reference.byte()]]);
        let salt = hash.first_chunk().unwrap_or(&[0; 16]);
        argon2id::derive(pin, salt, 19_456, 2, 1)
            .map(Self)
            .map_err(|_| CardError::Unsupported("a PIN without 19 MiB of memory"))
    }
}

/// Seals values to the card: for [`PinUse::Personalise`] PIN and PUK, for [`PinUse::Change`] the old and the new one, for
/// [`PinUse::Unblock`] PUK and new PIN. A new card is given three tries of the PIN and ten of the PUK.
///
/// # Errors
/// [`CardError::Malformed`] for a key of small order.
pub fn seal(
    card: &CardKey,
    request: &PinRequest,
    values: &[&PinValue],
    seed: Seed,
) -> Result<Vec<u8>, CardError> {
    let ephemeral = SecretKey::make(&mut seed.expand());
    seal_with(card, request, values, &ephemeral)
}

pub(super) fn seal_with(
    card: &CardKey,
    request: &PinRequest,
    values: &[&PinValue],
    ephemeral: &SecretKey,
) -> Result<Vec<u8>, CardError> {
    const TRIES: [u8; 2] = [3, 10];
    let tries: &[u8] = match request.purpose {
        PinUse::Personalise => &TRIES,
        _ => &[],
    };
    let mut plaintext = SecretBytes::default();
    let room = plaintext.room(values.len().saturating_mul(32).saturating_add(tries.len()));
    let bytes = values.iter().flat_map(|value| value.0.expose());
    for (place, byte) in room.iter_mut().zip(bytes.chain(tries)) {
        *place = *byte;
    }
    let shared = ephemeral.agree(card.as_bytes());
    let shared = shared.map_err(|_| CardError::Malformed("a card key of the full order"))?;
    let public_key = ephemeral.public_key();
    let key = hash::derive_key(
        Label::CardSealedPin,
        &request.session,
        &shared,
        &[
            &request.purpose.header(),
            &request.count.to_be_bytes(),
            &public_key,
            card.as_bytes(),
        ],
    );
    let sealed = aead::seal256(key.expose(), &[0; 12], &[], plaintext.expose());
    let sealed = sealed.map_err(|_| CardError::ChannelBroken)?;
    Ok([&public_key[..], &sealed].concat())
}
