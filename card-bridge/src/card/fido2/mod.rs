//! Security keys (FIDO2), over PC/SC and over USB HID: found, made to open a vault, and asked for what opens it.

mod ask;
mod enrol;
mod find;
pub(super) mod hid;
mod list;
mod pin;
pub(super) mod usb;

pub use ask::{evaluate, is_there};
pub use enrol::{Passkey, enrol};
pub use list::{Listed, list};

use crate::error::Failure;
use crate::prompt::Prompt;
use hailstone_core::card::CardError;
use hailstone_core::wire::Language;

/// What is said and asked while a security key is used.
pub struct Person<'a> {
    /// How the person is asked for the PIN.
    pub prompt: &'a mut dyn Prompt,
    /// In which language.
    pub language: Language,
    /// Called before each step for which the key may want to be touched.
    pub touch: &'a mut dyn FnMut(),
}

/// What a card's error means where only a security key can be meant.
fn of_a_key(error: CardError) -> Failure {
    match error {
        CardError::ServiceAbsent
        | CardError::ReaderAbsent
        | CardError::Absent
        | CardError::ApplicationAbsent => Failure::KeyAbsent,
        CardError::PinBlocked => Failure::KeyBlocked,
        error => error.into(),
    }
}
