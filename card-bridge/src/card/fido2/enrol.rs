//! A security key is made to open a vault.

use super::super::{Readers, run};
use super::{Person, find, of_a_key, pin};
use crate::entropy;
use crate::error::Failure;
use hailstone_core::card::CardError;
use hailstone_core::card::fido2::{NewCredential, Permission, Salts};
use hailstone_core::secret::Secret32;

/// What an unlocker is made from.
pub struct Passkey {
    /// The credential's identifier.
    pub credential: Vec<u8>,
    /// For which it was made.
    pub relying_party: String,
    /// What the PRF was asked for.
    pub prf_salt: [u8; 32],
    /// What it gave.
    pub output: Secret32,
}

/// Makes a passkey on the only security key there is, which has none of `known`, and asks it twice, the second time in a session
/// of its own: the same secret has to come. A key without a PIN gets one first.
///
/// # Errors
/// [`Failure::KeyAbsent`], [`Failure::KeysSeveral`], [`Failure::KeyBlocked`], [`CardError`] in its kinds, and those of the prompt.
pub fn enrol(
    readers: &mut dyn Readers,
    person: &mut Person<'_>,
    relying_party: String,
    known: &[&[u8]],
    label: &str,
) -> Result<Passkey, Failure> {
    let find::Key {
        place,
        mut transport,
        fido,
    } = find::only(readers)?;
    let name = place.name();
    let permission = Permission::MakeCredential;
    let (key, pin) = if fido.info().has_pin() {
        pin::verify(
            &mut *transport,
            fido,
            name,
            &relying_party,
            permission,
            person,
        )?
    } else {
        let (fido, pin) = pin::choose(&mut *transport, fido, name, person)?;
        let key = pin::verify_known(&mut *transport, fido, &relying_party, permission, &pin)?;
        (key, pin)
    };
    let [user, _] = halves(entropy::bytes()?);
    let new = NewCredential {
        relying_party: &relying_party,
        relying_party_name: "Hailstone",
        user,
        user_name: label,
        excluded: known,
    };
    (person.touch)();
    let (key, made) = run(&mut *transport, key.make(&new)).map_err(of_a_key)?;
    let prf_salt = entropy::bytes()?;
    let salts = Salts::prf(&prf_salt, None);
    let credentials: [&[u8]; 1] = [&made.credential];
    (person.touch)();
    let step = key.evaluate(&credentials, &relying_party, &salts);
    let (_, given) = run(&mut *transport, step).map_err(of_a_key)?;
    drop(transport);

    let mut again = place.open(readers).map_err(of_a_key)?;
    let permission = Permission::GetAssertion;
    let transport = &mut *again.transport;
    let verified = pin::verify_known(transport, again.fido, &relying_party, permission, &pin)?;
    (person.touch)();
    let step = verified.evaluate(&credentials, &relying_party, &salts);
    let (_, second) = run(transport, step).map_err(of_a_key)?;
    if given.first != second.first {
        return Err(CardError::Malformed("the same secret for the same salt").into());
    }
    Ok(Passkey {
        credential: made.credential,
        relying_party,
        prf_salt,
        output: given.first,
    })
}

fn halves(bytes: [u8; 32]) -> [[u8; 16]; 2] {
    let mut halves = [[0; 16]; 2];
    for (place, byte) in halves.iter_mut().flatten().zip(bytes) {
        *place = byte;
    }
    halves
}
