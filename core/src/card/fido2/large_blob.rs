//! What a key keeps beside its credentials (authenticatorLargeBlobs, CTAP 2.2 §6.10): one array for all of them, each entry
//! sealed under the `largeBlobKey` of its credential. Entries of others are carried along as they are.

use super::message::{LARGE_BLOBS, Link, ok, send};
use super::pin::{Permission, Verified};
use super::{Fido2, Info};
use crate::card::error::CardError;
use crate::card::step::Step;
use crate::cbor::{Item, raw_elements, write_raw};
use crate::deflate;
use crate::entropy::Random;
use crate::hazmat::aead::{open256, seal256};
use crate::hazmat::hash::sha256;
use crate::secret::{Secret32, SecretBytes};
use alloc::vec::Vec;

/// What a message needs beside a fragment (CTAP 2.2 §6.10.2, `maxFragmentLength`).
const AROUND: usize = 64;
/// The end of the array's SHA-256 that is kept (§6.10.2).
const CHECK: usize = 16;
/// No key that we know has room for as much, compressed or not.
const LARGEST: usize = 0x1_0000;

impl Fido2 {
    /// Reads what is kept beside the credential that has this key. Neither PIN nor touch are needed: it is sealed.
    ///
    /// # Errors
    /// [`CardError::Unsupported`] by a key that keeps nothing.
    pub fn read_large_blob(
        self,
        key: &Secret32,
    ) -> Result<Step<(Self, Option<SecretBytes>)>, CardError> {
        let key = key.copy();
        fetch(self.link, &self.info)?.and_then(move |stored| {
            let entries = Entries::read(&stored);
            let found = entries.find(&key).map(|(_, blob)| blob);
            Ok(Step::Done((self, found)))
        })
    }
}

impl Verified {
    /// Keeps this beside the credential that has this key, in place of what was there; nothing, if it is empty. What was written
    /// is read back. The whole array is replaced at once by the key, so that a key that was taken out has the old one.
    ///
    /// # Errors
    /// [`CardError::Full`], [`CardError::Memory`] where something else comes back, [`CardError::Unsupported`] by a key that keeps
    /// nothing.
    pub fn write_large_blob(
        self,
        key: &Secret32,
        blob: &[u8],
        relying_party: &str,
    ) -> Result<Step<Self>, CardError> {
        let (key, blob) = (key.copy(), SecretBytes::new(blob.to_vec()));
        let token = self.token(Permission::LargeBlobWrite, relying_party)?;
        token.and_then(move |(mut verified, token)| {
            let session = &verified.session;
            fetch(session.link, &session.info)?.and_then(move |stored| {
                let session = &mut verified.session;
                let entries = Entries::read(&stored);
                let array = entries.with(&key, blob.expose(), &mut session.random)?;
                if array.len() > session.info.largest_blobs {
                    return Err(CardError::Full);
                }
                let written = array.clone();
                store(verified, token, array, 0)?.and_then(move |verified| {
                    let session = &verified.session;
                    fetch(session.link, &session.info)?.and_then(move |stored| {
                        if stored == written {
                            Ok(Step::Done(verified))
                        } else {
                            Err(CardError::Memory)
                        }
                    })
                })
            })
        })
    }
}

/// How much one message takes.
fn fragment(info: &Info) -> Result<usize, CardError> {
    const NONE: CardError = CardError::Unsupported("a security key that keeps large blobs");
    if info.largest_blobs == 0 {
        return Err(NONE);
    }
    let fragment = info.largest_message.checked_sub(AROUND);
    fragment.filter(|length| *length > 0).ok_or(NONE)
}

/// The whole array, as it stands on the key.
fn fetch(link: Link, info: &Info) -> Result<Step<Vec<u8>>, CardError> {
    let fragment = fragment(info)?;
    fetch_on(link, fragment, info.largest_blobs.min(LARGEST), Vec::new())
}

fn fetch_on(
    link: Link,
    fragment: usize,
    most: usize,
    mut read: Vec<u8>,
) -> Result<Step<Vec<u8>>, CardError> {
    let request = Item::map([(1, Some(length(fragment)?)), (3, Some(length(read.len())?))]);
    send(link, LARGE_BLOBS, Some(&request)).then(move |response| {
        const EXPECTED: CardError = CardError::Malformed("a part of the large blobs");
        let body = ok(response)?.under(1).ok_or(EXPECTED)?;
        let part = body.as_bytes().ok_or(EXPECTED)?;
        read.extend_from_slice(part);
        if part.len() > fragment || read.len() > most {
            return Err(EXPECTED);
        }
        if part.len() < fragment {
            return Ok(Step::Done(read));
        }
        fetch_on(link, fragment, most, read)
    })
}

/// Writes the array from this offset on; the key takes it when its last part has come.
fn store(
    verified: Verified,
    token: Secret32,
    array: Vec<u8>,
    offset: usize,
) -> Result<Step<Verified>, CardError> {
    let session = &verified.session;
    let left = array.get(offset..).unwrap_or_default();
    if left.is_empty() {
        return Ok(Step::Done(verified));
    }
    let part = left.get(..fragment(&session.info)?).unwrap_or(left);
    let next = offset.saturating_add(part.len());
    let protocol = session.shared.protocol();
    // §6.10.2: 32 times FF, 0C 00, the offset in four bytes, the hash of the part.
    let mut message = Vec::from([0xff; 32]);
    message.extend([LARGE_BLOBS, 0x00]);
    let place = u32::try_from(offset).map_err(|_| CardError::Full)?;
    message.extend(place.to_le_bytes());
    message.extend(sha256(&[part]));
    let whole = match offset {
        0 => Some(length(array.len())?),
        _ => None,
    };
    let request = Item::map([
        (2, Some(Item::bytes(part))),
        (3, Some(length(offset)?)),
        (4, whole),
        (5, Some(protocol.authenticate(&token, &message))),
        (6, Some(protocol.item())),
    ]);
    send(session.link, LARGE_BLOBS, Some(&request)).then(move |response| {
        ok(response)?;
        store(verified, token, array, next)
    })
}

fn length(length: usize) -> Result<Item, CardError> {
    let length = u32::try_from(length).map_err(|_| CardError::Full)?;
    Ok(Item::integer(length))
}

/// The entries of the array, each as it stands there.
struct Entries<'a>(Vec<&'a [u8]>);

impl<'a> Entries<'a> {
    /// An array whose check does not fit counts as an empty one (§6.10.2): its writer was interrupted.
    fn read(stored: &'a [u8]) -> Self {
        let read = stored.split_last_chunk::<CHECK>();
        let whole = read.filter(|(array, check)| checksum(array) == **check);
        Self(
            whole
                .and_then(|(array, _)| raw_elements(array))
                .unwrap_or_default(),
        )
    }

    /// The first entry that this key opens, and its place.
    fn find(&self, key: &Secret32) -> Option<(usize, SecretBytes)> {
        let mut entries = self.0.iter().enumerate();
        entries.find_map(|(place, entry)| Some((place, open(entry, key)?)))
    }

    /// The array with this blob in place of the one that the key opens; without one, if there is nothing in it.
    fn with(self, key: &Secret32, blob: &[u8], random: &mut Random) -> Result<Vec<u8>, CardError> {
        let place = self.find(key).map(|(place, _)| place);
        let sealed = seal(blob, key, random)?;
        let mut entries: Vec<&[u8]> = self.0;
        match (place, blob.is_empty()) {
            (Some(place), true) => drop(entries.remove(place)),
            (Some(place), false) => {
                if let Some(entry) = entries.get_mut(place) {
                    *entry = &sealed;
                }
            }
            (None, true) => {}
            (None, false) => entries.push(&sealed),
        }
        let mut array = write_raw(&entries);
        let check = checksum(&array);
        array.extend(check);
        Ok(array)
    }
}

fn checksum(array: &[u8]) -> [u8; CHECK] {
    let hash = sha256(&[array]);
    let mut check = [0; CHECK];
    for (place, byte) in check.iter_mut().zip(hash) {
        *place = byte;
    }
    check
}

/// An entry (CTAP 2.2 §6.10.3): compressed, then AES-256-GCM with the size it had in the associated data.
fn seal(blob: &[u8], key: &Secret32, random: &mut Random) -> Result<Vec<u8>, CardError> {
    if blob.len() > LARGEST {
        return Err(CardError::Full);
    }
    let compressed = SecretBytes::new(deflate::compress(blob));
    let nonce: [u8; 12] = random.make();
    let sealed = seal256(
        key.expose(),
        &nonce,
        &associated(blob.len())?,
        compressed.expose(),
    )
    .map_err(|_| CardError::Full)?;
    let entry = Item::map([
        (1, Some(Item::bytes(sealed))),
        (2, Some(Item::bytes(nonce))),
        (3, Some(length(blob.len())?)),
    ]);
    Ok(entry.write())
}

fn open(entry: &[u8], key: &Secret32) -> Option<SecretBytes> {
    let entry = Item::read(entry)?;
    let (sealed, nonce) = (entry.under(1)?, entry.under(2)?);
    let size: usize = entry
        .under(3)?
        .as_unsigned()
        .filter(|size| *size <= LARGEST)?;
    let nonce = nonce.as_bytes()?.try_into().ok()?;
    let associated = associated(size).ok()?;
    let opened = open256(key.expose(), nonce, &associated, sealed.as_bytes()?).ok()?;
    let compressed = SecretBytes::new(opened);
    deflate::decompress(compressed.expose(), size).map(SecretBytes::new)
}

fn associated(size: usize) -> Result<[u8; 12], CardError> {
    let mut associated = *b"blob\0\0\0\0\0\0\0\0";
    let size = u64::try_from(size).map_err(|_| CardError::Full)?;
    for (place, byte) in associated.iter_mut().skip(4).zip(size.to_le_bytes()) {
        *place = byte;
    }
    Ok(associated)
}
