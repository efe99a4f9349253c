//! Authenticator data (WebAuthn Level 3 §6.1).

use crate::card::error::CardError;
use crate::cbor::Item;
use crate::hazmat::hash::sha256;
use alloc::vec::Vec;

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const ATTESTED_CREDENTIAL: u8 = 0x40;
const EXTENSIONS: u8 = 0x80;

const MALFORMED: CardError = CardError::Malformed("authenticator data");

/// What a key says of one ceremony.
pub(super) struct AuthenticatorData {
    /// The new credential's identifier, where one was made.
    pub(super) credential: Option<Vec<u8>>,
    extensions: Option<Item>,
}

impl AuthenticatorData {
    /// Reads it from under a key of the key's answer, and makes sure that it is about this relying party, and that the person was
    /// there and is verified: without that, a key answers with another secret.
    pub(super) fn read(answer: &Item, key: i8, relying_party: &str) -> Result<Self, CardError> {
        let data = answer.under(key).ok_or(MALFORMED)?;
        Self::parse(data.as_bytes().ok_or(MALFORMED)?, relying_party).ok_or(MALFORMED)?
    }

    fn parse(data: &[u8], relying_party: &str) -> Option<Result<Self, CardError>> {
        let (hash, data) = data.split_first_chunk::<32>()?;
        let ([flags, ..], mut rest) = data.split_first_chunk::<5>()?;
        if *hash != sha256(&[relying_party.as_bytes()]) {
            return Some(Err(CardError::Malformed("the same relying party")));
        }
        if flags & (USER_PRESENT | USER_VERIFIED) != USER_PRESENT | USER_VERIFIED {
            return Some(Err(CardError::Malformed("a person who is verified")));
        }
        let mut credential = None;
        if flags & ATTESTED_CREDENTIAL != 0 {
            let (_aaguid, data) = rest.split_first_chunk::<16>()?;
            let (length, data) = data.split_first_chunk::<2>()?;
            let (id, data) = data.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
            credential = Some(id.to_vec());
            (_, rest) = Item::read_first(data)?;
        }
        let mut extensions = None;
        if flags & EXTENSIONS != 0 {
            let (read, behind) = Item::read_first(rest)?;
            (extensions, rest) = (Some(read), behind);
        }
        rest.is_empty().then_some(Ok(Self {
            credential,
            extensions,
        }))
    }

    /// What the key says about this extension.
    pub(super) fn extension(&self, name: &str) -> Option<Item> {
        self.extensions.as_ref()?.under(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::hex;

    fn data(flags: u8, rest: &str) -> Item {
        let mut data = sha256(&[b"example"]).to_vec();
        data.push(flags);
        data.extend([0, 0, 0, 1]);
        data.extend(hex(rest));
        Item::map([(2, Some(Item::bytes(data)))])
    }

    fn read(flags: u8, rest: &str) -> Result<AuthenticatorData, CardError> {
        AuthenticatorData::read(&data(flags, rest), 2, "example")
    }

    #[test]
    fn a_new_credential_and_extensions_are_read() {
        let attested = "00000000000000000000000000000000 0002 AABB A1 01 02";
        let read = read(0xc5, &alloc::format!("{attested} A1 61 61 F5")).unwrap();
        assert_eq!(read.credential, Some(hex("AABB")));
        assert_eq!(read.extension("a").unwrap().as_bool(), Some(true));
        assert!(read.extension("b").is_none());
    }

    #[test]
    fn another_relying_party_and_a_person_who_is_not_verified_are_refused() {
        let other = AuthenticatorData::read(&data(5, ""), 2, "evil");
        assert_eq!(
            other.err(),
            Some(CardError::Malformed("the same relying party"))
        );
        for flags in [0, 1, 4] {
            assert_eq!(
                read(flags, "").err(),
                Some(CardError::Malformed("a person who is verified"))
            );
        }
        assert!(read(5, "").is_ok());
    }

    #[test]
    fn what_is_cut_off_or_too_long_is_refused() {
        for (flags, rest) in [
            (0x05, "00"),
            (0x45, "0000"),
            (0x45, "00000000000000000000000000000000 FFFF AABB"),
            (0x45, "00000000000000000000000000000000 0002 AABB"),
            (0x85, ""),
            (0x85, "A1 61 61 F5 00"),
        ] {
            assert_eq!(read(flags, rest).err(), Some(MALFORMED), "{rest}");
        }
    }
}
