//! PINs that are changed (CHANGE REFERENCE DATA, OpenPGP card 3.4.1 §7.2.3) and unblocked (RESET RETRY COUNTER, §7.2.4).

use super::application::Application;
use super::judgement::{judged, refused_at_once, verify};
use super::{Pin, Selected, Verification, send};
use crate::card::apdu::Command;
use crate::card::error::CardError;
use crate::card::step::Step;
use crate::secret::SecretBytes;
use alloc::vec::Vec;

/// What cards are delivered with (OpenPGP card 3.4.1 §4.2.2).
const FACTORY_USER: &[u8] = b"123456";
const FACTORY_ADMIN: &[u8] = b"12345678";

/// Whether this is what cards are delivered with, so that a person is made to choose another.
pub fn is_factory_pin(pin: Pin, value: &SecretBytes) -> bool {
    let factory = match pin {
        Pin::User => FACTORY_USER,
        Pin::Admin => FACTORY_ADMIN,
    };
    value.expose() == factory
}

/// What cards are delivered with, to be replaced.
pub fn factory_pin(pin: Pin) -> SecretBytes {
    SecretBytes::new(match pin {
        Pin::User => FACTORY_USER.into(),
        Pin::Admin => FACTORY_ADMIN.into(),
    })
}

impl Pin {
    /// The reference for changing it: PW1 has two for showing it (81 and 82), and is one PIN.
    const fn changed(self) -> u8 {
        match self {
            Self::User => 0x81,
            Self::Admin => 0x83,
        }
    }
}

impl Selected {
    /// How many tries a PIN has left.
    pub const fn tries_left(&self, pin: Pin) -> u8 {
        self.application.pin.tries(pin)
    }

    /// Changes a PIN. What the card's own rules exclude is refused without using a try.
    ///
    /// # Errors
    /// Whatever is no answer to the question whether the old one is right.
    pub fn change(
        self,
        pin: Pin,
        old: SecretBytes,
        new: &SecretBytes,
    ) -> Result<Step<Verification<Self, Self>>, CardError> {
        let application = self.application;
        for value in [&old, new] {
            if let Some(error) = refused_at_once(&application, pin, value)? {
                let card = Self { application };
                return Ok(Step::Done(Verification::Refused(card, error)));
            }
        }
        let old = application.kdf.apply(pin, old);
        let new = application.kdf.apply(pin, copy(new));
        let command = Command::new(0x24, 0x00, pin.changed()).with(joined(&old, &new));
        judged(
            command,
            application,
            pin,
            |application| Self { application },
            |application| Self { application },
        )
    }
}

/// A card that is to be administered, whatever keys it has. No PIN is verified.
#[derive(Debug)]
pub struct Administration {
    application: Application,
}

/// The same after the admin PIN.
#[derive(Debug)]
pub struct Managed {
    pub(super) application: Application,
}

impl Administration {
    pub(super) const fn new(application: Application) -> Self {
        Self { application }
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
    ) -> Result<Step<Verification<Managed, Self>>, CardError> {
        verify(
            self.application,
            Pin::Admin,
            admin_pin,
            |application| Managed { application },
            Self::new,
        )
    }
}

impl Managed {
    /// Gives the person's PIN a new value and all its tries.
    ///
    /// # Errors
    /// [`CardError::PinLength`].
    pub fn unblock(self, new: &SecretBytes) -> Result<Step<()>, CardError> {
        let application = self.application;
        if let Some(error @ CardError::PinLength { .. }) =
            refused_at_once(&application, Pin::User, new)?
        {
            return Err(error);
        }
        let new = application.kdf.apply(Pin::User, copy(new));
        let command = Command::new(0x2c, 0x02, Pin::User.changed()).with(new);
        send(command, application.lengths).then(|response| {
            response.ok()?;
            Ok(Step::Done(()))
        })
    }
}

fn copy(secret: &SecretBytes) -> SecretBytes {
    let mut bytes = Vec::with_capacity(secret.expose().len());
    bytes.extend_from_slice(secret.expose());
    SecretBytes::new(bytes)
}

fn joined(first: &SecretBytes, second: &SecretBytes) -> SecretBytes {
    let length = first.expose().len().saturating_add(second.expose().len());
    let mut both = Vec::with_capacity(length);
    both.extend_from_slice(first.expose());
    both.extend_from_slice(second.expose());
    SecretBytes::new(both)
}
