//! The OpenPGP card application, versions 2 and 3 (OpenPGP card 3.4.1), as far as Hailstone needs it: its decryption key, and its signature
//! key where an issuer has bound a credential to it.
//!
//! [`open`] gives an [`OpenPgp`], [`select`] the same without its key. From there, [`OpenPgp::into_decryption`] leads to one key agreement, and
//! [`OpenPgp::into_empty_slot`] to one new key, [`Selected::into_signature`] to one signature. Each step exists only on the state before it:
//!
//! ```compile_fail,E0599
//! use hailstone_core::card::openpgp::Decryption;
//!
//! // No verified PIN, no agreement.
//! fn agree(card: Decryption) {
//!     card.decipher(&hailstone_core::card::Point::X25519([9; 32]));
//! }
//! ```
//!
//! ```
//! # use hailstone_core::card::openpgp::Verified;
//! fn agree(card: Verified) {
//!     let _ = card.decipher(&hailstone_core::card::Point::X25519([9; 32]));
//! }
//! ```
//!
//! The host holds the card alone from [`open`] to the end, and resets it then: whether an earlier verification survives a
//! wrong PIN is not the same on all cards, and with shared access any local program could use a verified PIN.

mod application;
#[cfg(test)]
mod cards;
mod judgement;
mod kdf;
mod key;
mod pins;
mod private;
#[cfg(test)]
mod properties;
mod reset;
mod setup;
mod signature;
#[cfg(test)]
mod stories;

pub use super::Verification;
pub use application::Serial;
pub use key::DecryptionKey;
pub use pins::{Administration, Managed, factory_pin, is_factory_pin};
pub use private::{Private, PrivateUse};
pub use reset::finish_reset;
pub use setup::{Administered, EmptySlot};
pub use signature::{Signature, SignatureVerified};

use super::apdu::{Command, Lengths};
use super::error::CardError;
use super::point::{Curve, Point};
use super::status::Status;
use super::step::{Outgoing, Step};
use super::tlv;
use crate::secret::{Secret32, SecretBytes};
use application::Application;
use judgement::verify;
use kdf::Kdf;

/// The application identifier, without the part that differs from card to card (OpenPGP card 3.4.1 §4.2.1).
const AID: [u8; 6] = [0xd2, 0x76, 0x00, 0x01, 0x24, 0x01];

/// Control reference template of the decryption key (OpenPGP card 3.4.1 §7.2.14).
const DECRYPTION_SLOT: [u8; 2] = [0xb8, 0x00];

/// The two PINs of the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pin {
    /// The person's own (PW1), to use a key.
    User,
    /// The administrator's (PW3), to change keys.
    Admin,
}

impl Pin {
    /// VERIFY's parameter: PW1 for everything but signatures, PW3 (OpenPGP card 3.4.1 §7.2.2).
    const fn reference(self) -> u8 {
        match self {
            Self::User => 0x82,
            Self::Admin => 0x83,
        }
    }

    /// The shortest that the specification allows (OpenPGP card 3.4.1 §4.2.2); what is shorter is not worth a try.
    const fn least(self) -> u8 {
        match self {
            Self::User => 6,
            Self::Admin => 8,
        }
    }
}

/// The application, selected and read. No PIN is verified.
#[derive(Debug)]
pub struct OpenPgp {
    application: Application,
    key: DecryptionKey,
}

/// The application, selected and read but for its key: for who knows which key it is to have.
#[derive(Debug)]
pub struct Selected {
    application: Application,
}

/// A card with a decryption key that can open a vault. No PIN is verified.
#[derive(Debug)]
pub struct Decryption {
    application: Application,
    curve: Curve,
}

/// The same, and the key may be used, once.
#[derive(Debug)]
pub struct Verified {
    application: Application,
    curve: Curve,
}

/// Selects the application and reads what it is, and its decryption key.
///
/// # Errors
/// As [`select`].
pub fn open() -> Result<Step<OpenPgp>, CardError> {
    select()?.and_then(|Selected { application }| read_key(application))
}

/// Selects the application and reads what it is, but not its key, which is two commands fewer on some cards.
///
/// # Errors
/// [`CardError::ApplicationAbsent`] where there is no such application; [`CardError::Terminated`] where its reset was interrupted.
pub fn select() -> Result<Step<Selected>, CardError> {
    selecting().then(|response| {
        if reset::broke_off(response.status) {
            return Err(CardError::Terminated);
        }
        response.ok().map_err(|_| CardError::ApplicationAbsent)?;
        send(get_data(0x006e), Lengths::Short).then(|response| {
            let application = Application::parse(response.ok()?.expose())?;
            if application.has_kdf {
                read_kdf(application)
            } else {
                Ok(Step::Done(Selected { application }))
            }
        })
    })
}

fn selecting() -> Outgoing {
    let select = Command::new(0xa4, 0x04, 0x00)
        .with(SecretBytes::new(AID.into()))
        .answered();
    send(select, Lengths::Short)
}

fn read_kdf(mut application: Application) -> Result<Step<Selected>, CardError> {
    send(get_data(0x00f9), application.lengths).then(|response| {
        // A card may be able to have the object and not have it.
        if response.status.is_ok() {
            application.kdf = Kdf::parse(response.data.expose())?;
        }
        Ok(Step::Done(Selected { application }))
    })
}

fn read_key(application: Application) -> Result<Step<OpenPgp>, CardError> {
    let read = Command::new(0x47, 0x81, 0x00)
        .with(SecretBytes::new(DECRYPTION_SLOT.into()))
        .answered();
    send(read, application.lengths).then(|response| {
        let key = match (response.status, application.algorithm) {
            (status, key::Algorithm::Ecdh(curve)) if status.is_ok() => {
                DecryptionKey::Usable(key::point(curve, response.data.expose())?)
            }
            (status, key::Algorithm::Rsa) if status.is_ok() => DecryptionKey::Rsa,
            (status, key::Algorithm::Other) if status.is_ok() => DecryptionKey::Other,
            (Status::DATA_NOT_FOUND, _) => DecryptionKey::Absent,
            // Cards differ in what they answer for an empty slot, so any refusal means that where nothing announces a key.
            _ if !application.key_announced => DecryptionKey::Absent,
            (status, _) => return Err(CardError::Status(status)),
        };
        Ok(Step::Done(OpenPgp { application, key }))
    })
}

impl OpenPgp {
    /// The card's own name.
    pub const fn serial(&self) -> Serial {
        self.application.serial
    }

    /// What the decryption slot holds.
    pub const fn key(&self) -> &DecryptionKey {
        &self.key
    }

    /// How many tries a PIN has left.
    pub const fn tries_left(&self, pin: Pin) -> u8 {
        self.application.pin.tries(pin)
    }

    /// Which of the keys for signing, decrypting and authenticating have a fingerprint.
    pub const fn keys(&self) -> [bool; 3] {
        self.application.keys
    }

    /// The version of the specification that the card keeps to: the number before the point, and the one after it.
    pub const fn version(&self) -> (u8, u8) {
        let [before, after] = self.application.version;
        (before, after)
    }

    /// Whether the decryption key wants a touch each time.
    pub const fn wants_touch(&self) -> bool {
        self.application.touch
    }

    /// Towards one key agreement.
    ///
    /// # Errors
    /// [`CardError::KeyAbsent`], [`CardError::KeyRsa`], [`CardError::KeyUnsupported`].
    pub fn into_decryption(self) -> Result<Decryption, CardError> {
        match self.key {
            DecryptionKey::Usable(public_key) => Ok(Decryption {
                application: self.application,
                curve: public_key.curve(),
            }),
            DecryptionKey::Absent => Err(CardError::KeyAbsent),
            DecryptionKey::Rsa => Err(CardError::KeyRsa),
            DecryptionKey::Other => Err(CardError::KeyUnsupported),
        }
    }
}

impl Selected {
    /// Towards what only an administrator may do. The decryption slot need not be empty.
    pub fn into_administration(self) -> Administration {
        Administration::new(self.application)
    }

    /// The card's own name.
    pub const fn serial(&self) -> Serial {
        self.application.serial
    }

    /// Towards one key agreement with a key of this curve. Whether it is still the key that it was shows by what it agrees on. A card
    /// that does not announce its key is asked whether it has one.
    ///
    /// # Errors
    /// [`CardError::KeyAbsent`], [`CardError::KeyOther`].
    pub fn into_decryption(self, curve: Curve) -> Result<Step<Decryption>, CardError> {
        let application = self.application;
        if application.key_announced {
            let is_it = application.algorithm == key::Algorithm::Ecdh(curve);
            let card = Decryption { application, curve };
            return is_it.then_some(Step::Done(card)).ok_or(CardError::KeyOther);
        }
        read_key(application)?.and_then(move |card| {
            let card = card.into_decryption()?;
            let is_it = card.curve == curve;
            is_it.then_some(Step::Done(card)).ok_or(CardError::KeyOther)
        })
    }
}

impl Decryption {
    /// The card's own name.
    pub const fn serial(&self) -> Serial {
        self.application.serial
    }

    /// The curve of the key.
    pub const fn curve(&self) -> Curve {
        self.curve
    }

    /// How many tries the PIN has left.
    pub const fn tries_left(&self) -> u8 {
        self.application.pin.tries(Pin::User)
    }

    /// Gives the PIN to the card. A PIN that the card's own rules exclude is refused without using a try.
    ///
    /// # Errors
    /// Whatever is no answer to the question whether the PIN is right.
    pub fn verify(self, pin: SecretBytes) -> Result<Step<Verification<Verified, Self>>, CardError> {
        let curve = self.curve;
        verify(
            self.application,
            Pin::User,
            pin,
            move |application| Verified { application, curve },
            move |application| Self { application, curve },
        )
    }
}

impl Verified {
    /// Agreement of the card's key and `point`, by the card (PSO: DECIPHER, OpenPGP card 3.4.1 §7.2.11): the X25519 result, or the
    /// x coordinate of a point of P-256.
    ///
    /// # Errors
    /// [`CardError::KeyOther`] where the point is of another curve than the key, [`CardError::TouchMissing`] where nobody touched
    /// a card that wants it.
    pub fn decipher(self, point: &Point) -> Result<Step<Secret32>, CardError> {
        const EXPECTED: CardError = CardError::Malformed("a shared secret of 32 bytes");
        let curve = self.curve;
        if point.curve() != curve {
            return Err(CardError::KeyOther);
        }
        let public_key = tlv::write(0x7f49, &tlv::write(0x86, point.as_bytes())?)?;
        let cipher = tlv::write(0xa6, &public_key)?;
        let decipher = Command::new(0x2a, 0x80, 0x86)
            .with(SecretBytes::new(cipher))
            .answered();
        let touch = self.application.touch;
        send(decipher, self.application.lengths).then(move |response| match response.status {
            Status::DATA_NOT_FOUND => Err(CardError::KeyAbsent),
            Status::SECURITY_NOT_SATISFIED | Status::CONDITIONS_NOT_SATISFIED if touch => {
                Err(CardError::TouchMissing)
            }
            _ => {
                let data = response.ok()?;
                let mut shared = key::shared(curve, data.expose()).ok_or(EXPECTED)?;
                Ok(Step::Done(Secret32::take(&mut shared)))
            }
        })
    }
}

pub(super) fn get_data(tag: u16) -> Command {
    let [high, low] = tag.to_be_bytes();
    Command::new(0xca, high, low).answered()
}

const fn send(command: Command, lengths: Lengths) -> Outgoing {
    Outgoing { command, lengths }
}
