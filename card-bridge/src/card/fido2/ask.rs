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
    let (mut have_it, mut hide_it): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|(has, _)| *has == Presence::Here);
    let key = match (have_it.pop(), hide_it.pop()) {
        (Some((_, key)), _) => key,
        (None, Some((_, key))) if hide_it.is_empty() => key,
        (None, Some(_)) => return Err(Failure::KeysSeveral),
        (None, None) => return Err(of_a_key(obstacle)),
    };
    // The others may be used by other programs again.
    drop((have_it, hide_it));
    let find::Key {
        place,
        mut transport,
        fido,
    } = key;
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
    found.iter().any(|(has, _)| *has == Presence::Here)
}

/// The keys that are there, each with what it says of the credential.
fn look(
    readers: &mut dyn Readers,
    credential: &[u8],
    relying_party: &str,
) -> (Vec<(Presence, find::Key)>, CardError) {
    find::each(readers, |key| {
        let find::Key {
            place,
            mut transport,
            fido,
        } = key;
        let step = fido.has(credential, relying_party);
        let (fido, presence) = run(&mut *transport, step)?;
        let key = find::Key {
            place,
            transport,
            fido,
        };
        Ok((presence, key))
    })
}
