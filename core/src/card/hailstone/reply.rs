//! What is in an answer's frame (docs/card-application.md section 3, status words).

use crate::card::error::CardError;
use crate::card::status::Status;
use crate::secret::SecretBytes;

/// What a command in a frame was answered with.
pub(super) struct Reply {
    pub(super) data: SecretBytes,
    pub(super) status: Status,
}

/// What the card says to a sealed PIN or PUK.
pub(super) enum Verdict {
    Right,
    Wrong { tries_left: u8 },
}

impl Verdict {
    pub(super) fn of(status: Status) -> Result<Self, CardError> {
        match status {
            status if status.is_ok() => Ok(Self::Right),
            Status::AUTHENTICATION_BLOCKED => Ok(Self::Wrong { tries_left: 0 }),
            status => status
                .counter()
                .map(|tries_left| Self::Wrong { tries_left })
                .ok_or_else(|| refusal(status)),
        }
    }
}

impl Reply {
    /// The data of an answer that must be 9000.
    pub(super) fn ok(self) -> Result<SecretBytes, CardError> {
        if self.status.is_ok() {
            Ok(self.data)
        } else {
            Err(refusal(self.status))
        }
    }
}

/// Section 3, status words in a frame.
pub(super) fn refusal(status: Status) -> CardError {
    match status {
        Status::NO_MEMORY => CardError::Full,
        Status::SECURITY_NOT_SATISFIED => CardError::PinNeeded,
        Status::DATA_NOT_FOUND => CardError::ObjectAbsent,
        Status::MEMORY_FAILURE => CardError::Memory,
        Status::SECURE_MESSAGING_WRONG => CardError::ChannelBroken,
        status => CardError::Status(status),
    }
}
