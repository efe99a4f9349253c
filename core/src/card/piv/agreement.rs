//! Key agreement: GENERAL AUTHENTICATE with an exponentiation (NIST SP 800-73-5 part 2 §3.2.4, appendix A.5.2).

use super::key::{Key, identifier};
use super::name::Name;
use super::{Card, pin, send};
use crate::card::Verification;
use crate::card::apdu::Command;
use crate::card::error::CardError;
use crate::card::point::Point;
use crate::card::status::Status;
use crate::card::step::{Outgoing, Step};
use crate::card::tlv;
use crate::secret::{Secret32, SecretBytes};

/// A card with a key of ours. No PIN is verified.
#[derive(Debug)]
pub struct Agreement {
    card: Card,
    key: Key,
}

/// A card with a key of ours that may be used, once.
#[derive(Debug)]
pub struct Verified {
    key: Key,
}

impl Agreement {
    pub(super) const fn new(card: Card, key: Key) -> Self {
        Self { card, key }
    }

    /// The card's own name, or that of its key.
    pub fn name(&self) -> Name {
        self.card
            .name
            .unwrap_or_else(|| Name::of_key(&self.key.public_key))
    }

    /// The key that will be used.
    pub const fn key(&self) -> &Key {
        &self.key
    }

    /// How many tries the PIN has left, where the card tells.
    pub const fn tries_left(&self) -> Option<u8> {
        self.card.tries_left
    }

    /// Gives the PIN to the card. A PIN that the standard excludes is refused without using a try.
    ///
    /// # Errors
    /// Whatever is no answer to the question whether the PIN is right.
    pub fn verify(
        self,
        pin: &SecretBytes,
    ) -> Result<Step<Verification<Verified, Self>>, CardError> {
        let (key, again) = (self.key.clone(), self.key);
        pin::verify(
            self.card,
            pin,
            move |_| Verified { key },
            move |card| Self { card, key: again },
        )
    }
}

impl Verified {
    /// The shared secret of the card's key and `point`, by the card: of X25519 its bytes, of P-256 the x coordinate.
    ///
    /// # Errors
    /// [`CardError::KeyUnsupported`] for a point of another curve; [`CardError::KeyAbsent`];
    /// [`CardError::TouchMissing`] where nobody touched a card that wants it.
    pub fn agree(self, point: Point) -> Result<Step<Secret32>, CardError> {
        let key = self.key;
        if point.curve() != key.public_key.curve() {
            return Err(CardError::KeyUnsupported);
        }
        let command = agreeing(key.slot.reference(), &point)?;
        command.then(move |response| match response.status {
            // What Nitrokeys and CanoKeys, and what YubiKeys answer for a slot without a key.
            Status::CONDITIONS_NOT_SATISFIED | Status::DATA_NOT_FOUND if !key.wants_touch => {
                Err(CardError::KeyAbsent)
            }
            Status::SECURITY_NOT_SATISFIED | Status::CONDITIONS_NOT_SATISFIED
                if key.wants_touch =>
            {
                Err(CardError::TouchMissing)
            }
            _ => Ok(Step::Done(shared(response.ok()?.expose())?)),
        })
    }
}

/// 7C with an empty response (82), which asks for one, and the point (85).
pub(super) fn agreeing(slot: u8, point: &Point) -> Result<Outgoing, CardError> {
    let mut template = tlv::write(0x82, &[])?;
    template.extend(tlv::write(0x85, point.as_bytes())?);
    authenticating(identifier(point.curve()), slot, &template)
}

/// GENERAL AUTHENTICATE with this content of the dynamic authentication template (7C).
pub(super) fn authenticating(
    algorithm: u8,
    key: u8,
    template: &[u8],
) -> Result<Outgoing, CardError> {
    let data = tlv::write(0x7c, template)?;
    let command = Command::new(0x87, algorithm, key).with(SecretBytes::new(data));
    Ok(send(command.answered()))
}

/// The value with this tag in an answer's template.
pub(super) fn answered(answer: &[u8], tag: u16, expected: CardError) -> Result<&[u8], CardError> {
    let template = tlv::find(answer, 0x7c)?.ok_or(expected)?;
    tlv::find(template, tag)?.ok_or(expected)
}

fn shared(answer: &[u8]) -> Result<Secret32, CardError> {
    const EXPECTED: CardError = CardError::Malformed("a shared secret of 32 bytes");
    let secret: &[u8; 32] = answered(answer, 0x82, EXPECTED)?
        .try_into()
        .map_err(|_| EXPECTED)?;
    Ok(Secret32::fill_with(|place| place.copy_from_slice(secret)))
}
