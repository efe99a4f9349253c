//! The whole card made new: TERMINATE DF and ACTIVATE FILE (OpenPGP card 3.4.1 §7.2.16, §7.2.17).
//!
//! A card that loses power between the two answers its selection with 6285, or 6283, and knows no command but the second: [`super::select`] gives
//! [`CardError::Terminated`] then, and [`finish_reset`] ends what was begun.

use super::application::Application;
use super::pins::Managed;
use super::{Pin, Selected, send};
use crate::card::apdu::{Command, Lengths};
use crate::card::error::CardError;
use crate::card::status::Status;
use crate::card::step::Step;

impl Selected {
    /// Whether the card can be made new: it says that it has a life cycle (§6.2).
    pub const fn has_life_cycle(&self) -> bool {
        self.application.life_cycle
    }

    /// Whether both PINs are blocked, so that the card can be made new without either.
    pub const fn is_dead(&self) -> bool {
        self.tries_left(Pin::User) == 0 && self.tries_left(Pin::Admin) == 0
    }

    /// Makes a card new whose PINs are both blocked. See [`Managed::reset`].
    ///
    /// # Errors
    /// [`CardError::PinNeeded`] where a PIN has tries left, and as [`Managed::reset`].
    pub fn reset(self) -> Result<Step<()>, CardError> {
        if !self.is_dead() {
            return Err(CardError::PinNeeded);
        }
        reset(&self.application)
    }
}

impl Managed {
    /// Makes the card new: every key on it is gone, and its PINs are those that cards are delivered with.
    ///
    /// # Errors
    /// [`CardError::Unsupported`] of a card without a life cycle, before anything is sent.
    pub fn reset(self) -> Result<Step<()>, CardError> {
        reset(&self.application)
    }
}

fn reset(application: &Application) -> Result<Step<()>, CardError> {
    if !application.life_cycle {
        return Err(CardError::Unsupported("a card without a life cycle"));
    }
    let lengths = application.lengths;
    send(Command::new(0xe6, 0x00, 0x00), lengths).then(|response| match response.status {
        Status::SECURITY_NOT_SATISFIED | Status::CONDITIONS_NOT_SATISFIED => {
            Err(CardError::PinNeeded)
        }
        _ => {
            response.ok()?;
            activate()
        }
    })
}

/// Ends a reset that was interrupted: the keys are gone already. A card that refuses its selection in another way than [`super::select`]
/// knows is tried, too: a card that is not in that state does nothing.
///
/// # Errors
/// [`CardError::Other`] where the card is not in that state.
pub fn finish_reset() -> Result<Step<()>, CardError> {
    super::selecting().then(|response| match response.status {
        status if status.is_ok() || status == Status::NOT_FOUND => Err(CardError::Other),
        _ => activate(),
    })
}

/// What a card answers to its selection that waits for ACTIVATE FILE.
pub(super) fn broke_off(status: Status) -> bool {
    matches!(status, Status::TERMINATED | Status::DEACTIVATED)
}

fn activate() -> Result<Step<()>, CardError> {
    send(Command::new(0x44, 0x00, 0x00), Lengths::Short).then(|response| {
        response.ok()?;
        Ok(Step::Done(()))
    })
}
