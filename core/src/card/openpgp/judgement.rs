//! How a card takes a PIN: VERIFY (OpenPGP card 3.4.1 §7.2.2), and what its refusals mean.

use super::application::{Application, PinStatus};
use super::kdf::Kdf;
use super::{Pin, Verification, get_data, send};
use crate::card::apdu::Command;
use crate::card::error::CardError;
use crate::card::status::Status;
use crate::card::step::Step;
use crate::secret::SecretBytes;

/// Which PIN is shown, and by which parameter of VERIFY.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub(super) which: Pin,
    pub(super) reference: u8,
}

/// VERIFY.
pub(super) fn verify<G: 'static, R: 'static>(
    application: Application,
    which: Pin,
    pin: SecretBytes,
    granted: impl FnOnce(Application) -> G + Send + 'static,
    refused: impl FnOnce(Application) -> R + Send + 'static,
) -> Result<Step<Verification<G, R>>, CardError> {
    let reference = which.reference();
    verify_as(
        application,
        Shown { which, reference },
        pin,
        granted,
        refused,
    )
}

/// VERIFY for another use of the same PIN.
pub(super) fn verify_as<G: 'static, R: 'static>(
    application: Application,
    Shown { which, reference }: Shown,
    pin: SecretBytes,
    granted: impl FnOnce(Application) -> G + Send + 'static,
    refused: impl FnOnce(Application) -> R + Send + 'static,
) -> Result<Step<Verification<G, R>>, CardError> {
    if let Some(error) = refused_at_once(&application, which, &pin)? {
        let card = refused(application);
        return Ok(Step::Done(Verification::Refused(card, error)));
    }
    let data = application.kdf.apply(which, pin);
    let command = Command::new(0x20, 0x00, reference).with(data);
    judged(command, application, which, granted, refused)
}

/// Why a PIN need not be tried.
pub(super) fn refused_at_once(
    application: &Application,
    which: Pin,
    pin: &SecretBytes,
) -> Result<Option<CardError>, CardError> {
    if application.pin.tries(which) == 0 {
        return Ok(Some(CardError::PinBlocked));
    }
    let (least, most) = (which.least(), application.pin.most(which)?);
    let length = pin.expose().len();
    // With a KDF the card's limit is one for the hash.
    let too_long = application.kdf == Kdf::None && length > usize::from(most);
    let is_good = length >= usize::from(least) && !too_long;
    Ok((!is_good).then_some(CardError::PinLength { least, most }))
}

/// A command that the card judges a PIN by; after a refusal the number of tries from DO C4: some cards count in the status word, some
/// answer 6982 to a wrong PIN.
pub(super) fn judged<G: 'static, R: 'static>(
    command: Command,
    application: Application,
    which: Pin,
    granted: impl FnOnce(Application) -> G + Send + 'static,
    refused: impl FnOnce(Application) -> R + Send + 'static,
) -> Result<Step<Verification<G, R>>, CardError> {
    let (least, most) = (which.least(), application.pin.most(which)?);
    let wrong_length = CardError::PinLength { least, most };
    let lengths = application.lengths;
    send(command, lengths).then(move |response| {
        let counter = response.status.counter();
        match response.status {
            status if status.is_ok() => Ok(Step::Done(Verification::Granted(granted(application)))),
            Status::WRONG_DATA | Status::WRONG_LENGTH => Ok(Step::Done(Verification::Refused(
                refused(application),
                wrong_length,
            ))),
            // The last is what Nitrokeys answer to CHANGE REFERENCE DATA.
            Status::SECURITY_NOT_SATISFIED | Status::AUTHENTICATION_BLOCKED | Status::FAILED => {
                count(application, which, None, refused)
            }
            _ if counter.is_some() => count(application, which, counter, refused),
            status => Err(CardError::Status(status)),
        }
    })
}

/// Reads how many tries are left. `counter` is what the status word said, for a card that does not let C4 be read now.
fn count<G: 'static, R: 'static>(
    mut application: Application,
    which: Pin,
    counter: Option<u8>,
    refused: impl FnOnce(Application) -> R + Send + 'static,
) -> Result<Step<Verification<G, R>>, CardError> {
    send(get_data(0x00c4), application.lengths).then(move |response| {
        let tries_left = match counter {
            Some(counter) if !response.status.is_ok() => counter,
            _ => {
                application.pin = PinStatus::parse(response.ok()?.expose())?;
                application.pin.tries(which)
            }
        };
        let error = match tries_left {
            0 => CardError::PinBlocked,
            tries_left => CardError::PinWrong { tries_left },
        };
        Ok(Step::Done(Verification::Refused(
            refused(application),
            error,
        )))
    })
}
