//! A security key is asked for what opens a vault.

use super::super::{Readers, run};
use super::{Person, find, of_a_key, pin};
use crate::error::Failure;
use hailstone_core::card::CardError;
use hailstone_core::card::fido2::{Permission, Presence, Salts};
use hailstone_core::secret::Secret32;

/// What the credential gives for the salt (WebAuthn Level 3 §10.1.4, `results.first` for `eval.first`), by the key that has it.
///
/// A credential may be hidden from those whom the key has not verified. Where no key says that it has it, the only one that is
/// there is asked all the same.
///
/// # Errors
/// [`Failure::KeyAbsent`], [`Failure::KeysSeveral`], [`Failure::KeyBlocked`], [`CardError`] in its kinds, and those of the prompt.
pub fn evaluate(
    readers: &mut dyn Readers,
    person: &mut Person<'_>,
    credential: &[u8],
    relying_party: &str,
    prf_salt: &[u8; 32],
) -> Result<Secret32, Failure> {
    let (found, obstacle) = look(readers, credential, relying_party);
    let has_it = found.iter().find(|(_, has)| *has == Presence::Here);
    let place = match (has_it, found.as_slice()) {
        (Some((place, _)), _) | (None, [(place, _)]) => place,
        (None, []) => return Err(of_a_key(obstacle)),
        (None, _) => return Err(Failure::KeysSeveral),
    };
    let find::Key {
        mut transport,
        fido,
        ..
    } = place.open(readers).map_err(of_a_key)?;
    if !fido.info().has_pin() {
        // It was reset: with its PIN it has lost its credentials.
        return Err(CardError::CredentialAbsent.into());
    }
    let permission = Permission::GetAssertion;
    let (key, _) = pin::verify(
        &mut *transport,
        fido,
        place.name(),
        relying_party,
        permission,
        person,
    )?;
    (person.touch)();
    let step = key.evaluate(&[credential], relying_party, &Salts::prf(prf_salt, None));
    let (_, given) = run(&mut *transport, step).map_err(of_a_key)?;
    Ok(given.first)
}

/// Whether a security key says that it has this credential.
pub fn is_there(readers: &mut dyn Readers, credential: &[u8], relying_party: &str) -> bool {
    let (found, _) = look(readers, credential, relying_party);
    found.iter().any(|(_, has)| *has == Presence::Here)
}

fn look(
    readers: &mut dyn Readers,
    credential: &[u8],
    relying_party: &str,
) -> (Vec<(find::Place, Presence)>, CardError) {
    find::each(readers, |mut key| {
        let step = key.fido.has(credential, relying_party);
        run(&mut *key.transport, step).map(|(_, presence)| presence)
    })
}
