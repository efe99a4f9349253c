//! Data objects for private use, 0101 to 0104 (OpenPGP card 3.4.1 §4.4.1): of these, 0101 and 0103 are written with the person's own PIN.

use super::application::Application;
use super::{Pin, Selected, Verification, verify};
use crate::card::apdu::Lengths;
use crate::card::error::CardError;
use crate::card::step::Step;
use crate::secret::SecretBytes;

/// A card that has such objects. No PIN is verified.
#[derive(Debug)]
pub struct PrivateUse {
    application: Application,
    longest: u16,
}

/// The same after the PIN.
#[derive(Debug)]
pub struct Private {
    application: Application,
    longest: u16,
}

impl Selected {
    /// Towards data objects for private use.
    ///
    /// # Errors
    /// [`CardError::NoPlace`] where the card has none.
    pub fn into_private_use(self) -> Result<PrivateUse, CardError> {
        let application = self.application;
        let longest = application.longest_private.ok_or(CardError::NoPlace)?;
        Ok(PrivateUse {
            application,
            longest,
        })
    }
}

impl PrivateUse {
    /// How many bytes go into one object.
    pub const fn longest_object(&self) -> u16 {
        self.longest
    }

    pub(in crate::card) const fn lengths(&self) -> Lengths {
        self.application.lengths
    }

    /// How many tries the PIN has left.
    pub const fn tries_left(&self) -> u8 {
        self.application.pin.tries(Pin::User)
    }

    /// Gives the PIN to the card. A PIN that the card's own rules exclude is refused without using a try.
    ///
    /// # Errors
    /// Whatever is no answer to the question whether the PIN is right.
    pub fn verify(self, pin: SecretBytes) -> Result<Step<Verification<Private, Self>>, CardError> {
        let longest = self.longest;
        verify(
            self.application,
            Pin::User,
            pin,
            move |application| Private {
                application,
                longest,
            },
            move |application| Self {
                application,
                longest,
            },
        )
    }
}

impl Private {
    /// How many bytes go into one object.
    pub const fn longest_object(&self) -> u16 {
        self.longest
    }

    pub(in crate::card) const fn lengths(&self) -> Lengths {
        self.application.lengths
    }
}
