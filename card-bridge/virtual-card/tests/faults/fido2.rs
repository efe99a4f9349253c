//! What is done to a security key while it is disturbed.

use hailstone_core::{
    card::{
        CardError,
        fido2::{
            self, Fido2, Link as Wire, NewCredential, Permission, Presence, Salts, Unverified,
            Verified,
        },
    },
    entropy::Seed,
    secret::{Secret32, SecretBytes},
};

use super::operations::{Link, Operation, Outcome, granted, secret};

const PIN: &str = "246813";
const RELYING_PARTY: &str = "example.hailstone.invalid";
const OLD: [u8; 300] = [0xaa; 300];
const NEW: [u8; 200] = [0xbb; 200];

fn open(link: &mut Link<'_, '_>) -> Outcome<Fido2> {
    link.run(fido2::open(Wire::Apdu))
}

/// A key that has the PIN, from now on if not before.
fn with_pin(link: &mut Link<'_, '_>) -> Outcome<Fido2> {
    let key = open(link)?;
    if key.info().has_pin() {
        return Ok(key);
    }
    link.run(key.set_pin(&secret(PIN), Seed::take(&mut [2; 32])))
}

fn verify(link: &mut Link<'_, '_>, permission: Permission) -> Outcome<Verified> {
    let key = with_pin(link)?;
    let key: Unverified = link.run(key.prepare(Seed::take(&mut [1; 32])))?;
    granted(link.run(key.verify(&secret(PIN), permission, RELYING_PARTY))?)
}

fn enrol(link: &mut Link<'_, '_>) -> Outcome<()> {
    let key = verify(link, Permission::MakeCredential)?;
    let new = NewCredential {
        relying_party: RELYING_PARTY,
        relying_party_name: "Hailstone",
        user: [5; 16],
        user_name: "Hailstone",
        excluded: &[],
    };
    let (key, made) = link.run(key.make(&new))?;
    let salts = Salts::prf(&[7; 32], None);
    let (_, once) = link.run(key.evaluate(&[&made.credential], RELYING_PARTY, &salts))?;
    let key = verify(link, Permission::GetAssertion)?;
    let (_, again) = link.run(key.evaluate(&[&made.credential], RELYING_PARTY, &salts))?;
    assert_eq!(once.first, again.first);
    let key = open(link)?;
    let (_, presence) = link.run(key.has(&made.credential, RELYING_PARTY))?;
    assert_eq!(presence, Presence::Here);
    Ok(())
}

fn blob_key() -> Secret32 {
    Secret32::take(&mut [9; 32])
}

fn put(link: &mut Link<'_, '_>, blob: &[u8]) -> Outcome<()> {
    let key = verify(link, Permission::LargeBlobWrite)?;
    link.run(key.write_large_blob(&blob_key(), blob, RELYING_PARTY))
        .map(drop)
}

fn read(link: &mut Link<'_, '_>) -> Outcome<Option<SecretBytes>> {
    let key = open(link)?;
    Ok(link.run(key.read_large_blob(&blob_key()))?.1)
}

/// A PIN is set or not, and then it can be; a credential is made again, and works.
pub(crate) const CREDENTIAL: Operation = Operation {
    act: enrol,
    look: |link| enrol(link).unwrap(),
};

/// What is kept beside a credential is old or new.
pub(crate) const BLOB: Operation = Operation {
    act: |link| {
        if read(link)?.is_none() {
            put(link, &OLD)?;
        }
        put(link, &NEW)
    },
    look: |link| {
        let found = read(link).unwrap();
        match found.as_ref().map(SecretBytes::expose) {
            None => {}
            Some(found) => assert!(found == OLD || found == NEW, "{} bytes", found.len()),
        }
        // And it goes on.
        put(link, &NEW).unwrap();
        assert_eq!(read(link).unwrap().unwrap().expose(), NEW);
    },
};

/// What a pull looks like to the machine.
#[test]
fn a_key_that_was_pulled_out_is_a_removed_card() {
    use hailstone_virtual_card::card::{Options, with_card};
    with_card(&Options::default(), |card| {
        let pull = super::operations::Pull {
            at: 1,
            delivered: false,
        };
        let mut link = Link::new(card, Some(pull));
        assert_eq!(open(&mut link).err(), Some(CardError::Removed));
    })
    .unwrap();
}
