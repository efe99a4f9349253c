//! A new key in an empty decryption slot.

use super::application::Application;
use super::key::{Algorithm, ECDH_CURVE25519, created, fingerprint, point};
use super::{DECRYPTION_SLOT, DecryptionKey, OpenPgp, Pin, Serial, Verification, send, verify};
use crate::card::apdu::{Command, Lengths};
use crate::card::error::CardError;
use crate::card::step::{Outgoing, Step};
use crate::secret::SecretBytes;
use crate::time::Timestamp;

/// A card whose decryption slot is empty, and that can have an X25519 key there. No PIN is verified.
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
    /// [`CardError::KeyPresent`], [`CardError::KeyUnsupported`].
    pub fn into_empty_slot(self) -> Result<EmptySlot, CardError> {
        if self.key != DecryptionKey::Absent || self.application.key_announced {
            return Err(CardError::KeyPresent);
        }
        if self.application.algorithm != Algorithm::X25519 && !self.application.algorithm_changeable
        {
            return Err(CardError::KeyUnsupported);
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
    /// Has the card make an X25519 key, and notes fingerprint and time of making, by which other software knows that the
    /// slot is taken. Gives the public half.
    ///
    /// # Errors
    /// [`CardError::KeyUnsupported`] where the card does not take the algorithm.
    pub fn generate(self, now: Timestamp) -> Result<Step<[u8; 32]>, CardError> {
        let lengths = self.application.lengths;
        if self.application.algorithm == Algorithm::X25519 {
            return generate(lengths, now);
        }
        put_data(0xc2, &ECDH_CURVE25519, lengths).then(move |response| {
            response.ok().map_err(|_| CardError::KeyUnsupported)?;
            generate(lengths, now)
        })
    }
}

/// GENERATE ASYMMETRIC KEY PAIR, then C8 (fingerprint of the decryption key) and CF (its time of making).
fn generate(lengths: Lengths, now: Timestamp) -> Result<Step<[u8; 32]>, CardError> {
    let created = created(now);
    let generate = Command::new(0x47, 0x80, 0x00)
        .with(SecretBytes::new(DECRYPTION_SLOT.into()))
        .answered();
    send(generate, lengths).then(move |response| {
        let public_key = point(response.ok()?.expose())?;
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
