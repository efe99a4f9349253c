use super::VaultError;
use super::envelope::{self, Purpose};
use super::header::Header;
use crate::data::Kind;
use crate::entropy::Random;
use crate::id::RecordId;
use crate::label::Label;
use crate::secret::{Secret32, SecretBytes};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// The name under which a store keeps the sealed index.
pub const INDEX: RecordId = RecordId::from_bytes([0; 16]);

/// The version of the objects' own construction, bound into each. The header's version may grow without it.
const OBJECT_VERSION: u16 = 1;
const SALT_LENGTH: usize = 24;
/// The longest plaintext of one record.
pub(super) const MAX_LENGTH: usize = 1_048_576;

/// What the index says of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    /// The revision that wrote the record last; bound into its seal, so an older copy does not open.
    pub(super) change: u64,
    /// The epoch of the root key that sealed it.
    pub(super) epoch: u32,
    /// The revision that inserted the record, and its place among those that this revision inserted: the order in
    /// which a person's records are shown, so that the preferred one of a file stays first.
    pub(super) inserted: (u64, u32),
}

/// Which records there are, and the secret from which the key for each site is derived.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) site_secret: Secret32,
    pub(super) entries: BTreeMap<RecordId, Entry>,
}

impl Index {
    pub(super) fn make(random: &mut Random) -> Self {
        Self {
            site_secret: random.make_secret(),
            entries: BTreeMap::new(),
        }
    }

    /// The sealed index of the header's revision: `site secret (32) || postcard(entries)`.
    pub(super) fn seal(
        site_secret: &Secret32,
        entries: &BTreeMap<RecordId, Entry>,
        header: &Header,
        root: &Secret32,
        random: &mut Random,
    ) -> Result<Vec<u8>, VaultError> {
        let entries = postcard::to_allocvec(entries).map_err(|_| VaultError::RecordTooLarge)?;
        // One allocation of the final size: a vector that grew would leave the secret behind.
        let plaintext = [site_secret.expose().as_slice(), &entries].concat();
        seal_object(
            &Place::of_index(header),
            root,
            &SecretBytes::new(plaintext),
            random,
        )
    }

    pub(super) fn open(
        sealed: &[u8],
        header: &Header,
        root: &Secret32,
    ) -> Result<Self, VaultError> {
        let opened = open_object(&Place::of_index(header), root, sealed)?;
        let (site_secret, entries) = opened
            .expose()
            .split_first_chunk::<32>()
            .ok_or(VaultError::Tampered)?;
        let mut site_secret = *site_secret;
        let site_secret = Secret32::take(&mut site_secret);
        let entries = decode(entries)?;
        Ok(Self {
            site_secret,
            entries,
        })
    }
}

/// Decodes a plaintext that must be used up to its last byte.
pub(super) fn decode<'a, T: Deserialize<'a>>(plaintext: &'a [u8]) -> Result<T, VaultError> {
    match postcard::take_from_bytes(plaintext) {
        Ok((value, [])) => Ok(value),
        _ => Err(VaultError::Tampered),
    }
}

/// Where an object belongs: the vault, its identifier, and the version that is current.
pub(super) struct Place([u8; 46]);

impl Place {
    fn of_index(header: &Header) -> Self {
        Self::new(INDEX, header.revision, header.epoch, header)
    }

    pub(super) fn of_record(id: RecordId, entry: Entry, header: &Header) -> Self {
        Self::new(id, entry.change, entry.epoch, header)
    }

    fn new(id: RecordId, change: u64, epoch: u32, header: &Header) -> Self {
        let mut place = [0; 46];
        let bytes = OBJECT_VERSION.to_be_bytes().into_iter();
        let bytes = bytes
            .chain(*header.vault.as_bytes())
            .chain(epoch.to_be_bytes());
        let bytes = bytes.chain(*id.as_bytes()).chain(change.to_be_bytes());
        for (byte, value) in place.iter_mut().zip(bytes) {
            *byte = value;
        }
        Self(place)
    }

    fn purpose(&self) -> Purpose {
        Purpose::new(Label::ObjectKey, Label::Object, &[&self.0])
    }
}

/// Seals one object: `salt (24) || AES-256-GCM`.
pub(super) fn seal_object(
    place: &Place,
    root: &Secret32,
    plaintext: &SecretBytes,
    random: &mut Random,
) -> Result<Vec<u8>, VaultError> {
    let salt: [u8; SALT_LENGTH] = random.make();
    let sealed = envelope::seal(root, &salt, &place.purpose(), plaintext.expose())
        .map_err(|_| VaultError::RecordTooLarge)?;
    Ok([salt.as_slice(), &sealed].concat())
}

/// Opens one object of this vault, this version and this place; any other is [`VaultError::Tampered`].
pub(super) fn open_object(
    place: &Place,
    root: &Secret32,
    object: &[u8],
) -> Result<SecretBytes, VaultError> {
    let (salt, sealed) = object
        .split_first_chunk::<SALT_LENGTH>()
        .ok_or(VaultError::Tampered)?;
    envelope::open(root, salt, &place.purpose(), sealed).map_err(|_| VaultError::Tampered)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::fixed_seed;
    use crate::time::Timestamp;
    use alloc::vec;

    #[test]
    fn f5_an_index_with_something_behind_it_is_refused() {
        let mut random = fixed_seed(1).expand();
        let root = random.make_secret();
        let header = Header {
            vault: crate::id::VaultId::make(&mut random),
            created: Timestamp::from_unix(0),
            epoch: 0,
            revision: 1,
            unlockers: vec![],
        };
        let index = Index::make(&mut random);
        let mut seal = |rest: &[u8]| {
            let entries = postcard::to_allocvec(&index.entries).unwrap();
            let plaintext = [index.site_secret.expose().as_slice(), &entries, rest].concat();
            let place = Place::of_index(&header);
            seal_object(&place, &root, &SecretBytes::new(plaintext), &mut random).unwrap()
        };
        assert!(Index::open(&seal(&[]), &header, &root).is_ok());
        let outcome = Index::open(&seal(&[0]), &header, &root);
        assert_eq!(outcome.unwrap_err(), VaultError::Tampered);
    }
}
