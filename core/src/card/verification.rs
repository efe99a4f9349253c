//! What comes of showing a card a PIN.

#[cfg(doc)]
use super::CardError;

/// How a card took a PIN, or another proof that the person may go on.
#[derive(Debug)]
pub enum Verification<Granted, Refused> {
    /// It was right.
    Granted(Granted),
    /// It was not: [`CardError::PinWrong`], [`CardError::PukWrong`], [`CardError::PinBlocked`], [`CardError::PinLength`]
    /// or [`CardError::ManagementKeyWrong`]. The card is as it was, but for the number of tries.
    Refused(Refused, super::CardError),
}
