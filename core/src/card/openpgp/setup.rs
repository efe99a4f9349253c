//! A new key in an empty decryption slot.

use super::application::Application;
use super::judgement::verify;
use super::key::{Algorithm, attributes, created, fingerprint, point};
use super::{DECRYPTION_SLOT, DecryptionKey, OpenPgp, Pin, Serial, Verification, send};
use crate::card::apdu::{Command, Lengths};
use crate::card::error::CardError;
use crate::card::point::{Curve, Point};
use crate::card::step::{Outgoing, Step};
use crate::secret::SecretBytes;
use crate::time::Timestamp;

/// A card whose decryption slot is empty, and that can have a key of ours there. No PIN is verified.
#[derive(Debug)]
pub struct EmptySlot {
    application: Application,
}

/// The same card after the admin PIN.
#[derive(Debug)]
pub struct Administered {
    application: Application,
}

impl OpenPgp {
    /// Towards a new key. A slot that holds a key, or of which anything says that it does, is left alone: a new key there
    /// would make mail unreadable for ever.
    ///
    /// # Errors
    /// [`CardError::KeyPresent`], [`CardError::KeyRsa`], [`CardError::KeyUnsupported`].
    pub fn into_empty_slot(self) -> Result<EmptySlot, CardError> {
        if self.key != DecryptionKey::Absent || self.application.key_announced {
            return Err(CardError::KeyPresent);
        }
        let has_curve = matches!(self.application.algorithm, Algorithm::Ecdh(_));
        if !has_curve && !self.application.algorithm_changeable {
            return Err(match self.application.algorithm {
                Algorithm::Rsa => CardError::KeyRsa,
                _ => CardError::KeyUnsupported,
            });
        }
        Ok(EmptySlot {
            application: self.application,
        })
    }
}

impl EmptySlot {
    /// The card's own name.
    pub const fn serial(&self) -> Serial {
        self.application.serial
    }

    /// How many tries the admin PIN has left.
    pub const fn tries_left(&self) -> u8 {
        self.application.pin.tries(Pin::Admin)
    }

    /// Gives the admin PIN to the card. A PIN that the card's own rules exclude is refused without using a try.
    ///
    /// # Errors
    /// Whatever is no answer to the question whether the PIN is right.
    pub fn verify(
        self,
        admin_pin: SecretBytes,
    ) -> Result<Step<Verification<Administered, Self>>, CardError> {
        verify(
            self.application,
            Pin::Admin,
            admin_pin,
            |application| Administered { application },
            |application| Self { application },
        )
    }
}

impl Administered {
    /// Has the card make a key, and notes fingerprint and time of making, by which other software knows that the
    /// slot is taken. Gives the public half. X25519 where the card has it, else P-256.
    ///
    /// # Errors
    /// [`CardError::KeyUnsupported`] where the card takes neither.
    pub fn generate(self, now: Timestamp) -> Result<Step<Point>, CardError> {
        let lengths = self.application.lengths;
        match self.application.algorithm {
            Algorithm::Ecdh(Curve::X25519) => generate(Curve::X25519, lengths, now),
            Algorithm::Ecdh(curve) if !self.application.algorithm_changeable => {
                generate(curve, lengths, now)
            }
            _ => set_algorithm(Curve::X25519, lengths, now),
        }
    }
}

/// Writes DO C2, and goes on with P-256 where the card does not take Curve25519.
fn set_algorithm(curve: Curve, lengths: Lengths, now: Timestamp) -> Result<Step<Point>, CardError> {
    put_data(0xc2, attributes(curve), lengths).then(move |response| {
        match (response.status.is_ok(), curve) {
            (true, _) => generate(curve, lengths, now),
            (false, Curve::X25519) => set_algorithm(Curve::P256, lengths, now),
            (false, Curve::P256) => Err(CardError::KeyUnsupported),
        }
    })
}

/// GENERATE ASYMMETRIC KEY PAIR, then C8 (fingerprint of the decryption key) and CF (its time of making).
fn generate(curve: Curve, lengths: Lengths, now: Timestamp) -> Result<Step<Point>, CardError> {
    let created = created(now);
    let generate = Command::new(0x47, 0x80, 0x00)
        .with(SecretBytes::new(DECRYPTION_SLOT.into()))
        .answered();
    send(generate, lengths).then(move |response| {
        let public_key = point(curve, response.ok()?.expose())?;
        put_data(0xc8, &fingerprint(&public_key, created), lengths).then(move |response| {
            response.ok()?;
            put_data(0xcf, &created.to_be_bytes(), lengths).then(move |response| {
                response.ok()?;
                Ok(Step::Done(public_key))
            })
        })
    })
}

/// PUT DATA (OpenPGP card 3.4.1 §7.2.8) of a one-byte tag.
fn put_data(tag: u8, value: &[u8], lengths: Lengths) -> Outgoing {
    send(
        Command::new(0xda, 0x00, tag).with(SecretBytes::new(value.into())),
        lengths,
    )
}
