//! The PIN of a security key: asked for until it is right, or chosen.

use super::super::{Transport, run};
use super::{Person, of_a_key};
use crate::entropy;
use crate::error::Failure;
use crate::prompt::{KeyPinQuestion, Mistake, PinOccasion, composed};
use hailstone_core::card::fido2::{Fido2, Permission, Verified};
use hailstone_core::card::{CardError, Verification};
use hailstone_core::secret::SecretBytes;

/// How often a new PIN is asked for: whoever types the same five times is no person.
const TRIES: u8 = 5;
/// A new PIN is longer than the four characters that the standard allows: whoever steals the key has eight tries.
const LEAST: u8 = 6;
/// CTAP 2.2 §6.5.1.
const MOST: u8 = 63;

/// Asks for the PIN and shows it to the key. A person who gives up after a wrong PIN is told of the wrong PIN, with the tries that
/// are left. Gives the PIN, too, for another session.
pub(super) fn verify(
    transport: &mut dyn Transport,
    key: Fido2,
    name: &str,
    relying_party: &str,
    permission: Permission,
    person: &mut Person<'_>,
) -> Result<(Verified, SecretBytes), Failure> {
    let mut unverified = run(transport, key.prepare(entropy::seed()?)).map_err(of_a_key)?;
    let mut wrong = None;
    loop {
        let asked = ask(
            PinOccasion::Show,
            name,
            Some(unverified.tries_left()),
            wrong.map(|_| Mistake::Wrong),
            person,
        );
        let pin = match (asked, wrong) {
            (Ok(pin), _) => pin,
            (Err(Failure::Card(CardError::PinCancelled)), Some(wrong)) => {
                return Err(Failure::Card(wrong));
            }
            (Err(failure), _) => return Err(failure),
        };
        let step = unverified.verify(&pin, permission, relying_party);
        match run(transport, step).map_err(of_a_key)? {
            Verification::Granted(verified) => return Ok((verified, pin)),
            Verification::Refused(again, error) => {
                wrong = Some(error);
                unverified = again;
            }
        }
    }
}

/// The same with a PIN that is known to be right.
pub(super) fn verify_known(
    transport: &mut dyn Transport,
    key: Fido2,
    relying_party: &str,
    permission: Permission,
    pin: &SecretBytes,
) -> Result<Verified, Failure> {
    let unverified = run(transport, key.prepare(entropy::seed()?)).map_err(of_a_key)?;
    let step = unverified.verify(pin, permission, relying_party);
    match run(transport, step).map_err(of_a_key)? {
        Verification::Granted(verified) => Ok(verified),
        Verification::Refused(_, error) => Err(error.into()),
    }
}

/// Gives a key without a PIN its first one, which the person types twice; gives the PIN, too.
pub(super) fn choose(
    transport: &mut dyn Transport,
    key: Fido2,
    name: &str,
    person: &mut Person<'_>,
) -> Result<(Fido2, SecretBytes), Failure> {
    let least = key.info().least_pin().max(LEAST);
    let mut mistake = None;
    for _ in 0..TRIES {
        let chosen = ask(PinOccasion::New, name, None, mistake, person)?;
        let characters = std::str::from_utf8(chosen.expose()).map_or(0, |pin| pin.chars().count());
        if characters < usize::from(least) || chosen.expose().len() > usize::from(MOST) {
            mistake = Some(Mistake::Length { least, most: MOST });
            continue;
        }
        let repeated = ask(PinOccasion::Repeat, name, None, None, person)?;
        if repeated.expose() != chosen.expose() {
            mistake = Some(Mistake::Different);
            continue;
        }
        let step = key.set_pin(&chosen, entropy::seed()?);
        let key = run(transport, step).map_err(of_a_key)?;
        return Ok((key, chosen));
    }
    Err(CardError::PinCancelled.into())
}

/// One answer, in Unicode Normalization Form C (CTAP 2.2 §6.5.1).
fn ask(
    occasion: PinOccasion,
    name: &str,
    tries_left: Option<u8>,
    mistake: Option<Mistake>,
    person: &mut Person<'_>,
) -> Result<SecretBytes, Failure> {
    let question = KeyPinQuestion {
        occasion,
        key: name.into(),
        language: person.language,
        tries_left,
        mistake,
    };
    composed(person.prompt.ask(&question.into())?)
}
