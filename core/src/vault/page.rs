//! Sealed pages: the only form in which records and the index over them ever leave the core.

use super::envelope::{self, Purpose};
use super::few::Few;
use super::keyring::Keyring;
use super::row::{Presence, Row, Stored, is_there};
use super::weight::total;
use super::{VaultError, row};
use crate::data::{Field, Kind};
use crate::entropy::Random;
use crate::id::{PageId, RecordId, VaultId};
use crate::label::Label;
#[cfg(any(test, feature = "testkit"))]
use crate::secret::Secret32;
use crate::secret::SecretBytes;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// The version of the pages' own construction, bound into each. The header's version may grow without it.
const PAGE_VERSION: u16 = 1;

/// Which bytes a page is: the number it is stored under, the epoch of the root that sealed it, the revision that wrote it,
/// and the salt that its key comes from. Whoever holds the reference, which is the page above or the header, holds the
/// page to exactly these bytes.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PageRef {
    pub(super) id: PageId,
    pub(super) epoch: u32,
    pub(super) revision: u64,
    #[serde(with = "crate::octets")]
    pub(super) salt: [u8; 24],
}

impl fmt::Debug for PageRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageRef")
            .field("id", &self.id)
            .field("revision", &self.revision)
            .finish_non_exhaustive()
    }
}

/// What a page holds.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Page {
    /// The pages below, in the order of the records' identifiers.
    Branch(Vec<Child>),
    /// What the index says of some records, and the pages in which they lie.
    Leaf(Leaf),
    /// Records.
    Records(Vec<(RecordId, Stored)>),
}

/// The same before it is sealed: what it holds may lie elsewhere.
#[derive(Serialize)]
pub(super) enum Plain<'p> {
    Branch(&'p [Child]),
    Leaf(&'p Leaf),
    Records(&'p [(RecordId, &'p Stored)]),
}

/// One page of the index below another.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Child {
    /// Not greater than any identifier in it. The first child takes whatever is less.
    pub(super) first: RecordId,
    pub(super) page: PageRef,
}

/// The lowest level of the index.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Leaf {
    /// In the order of the identifiers.
    pub(super) entries: Vec<Entry>,
    pub(super) batches: Vec<Batch>,
}

/// A page of records.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Batch {
    pub(super) page: PageRef,
    /// About how many bytes are in it.
    pub(super) weight: u32,
}

/// What the index says of one record.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) id: RecordId,
    pub(super) kind: Kind,
    pub(super) inserted: (u64, u32),
    pub(super) change: u64,
    pub(super) presence: Few<Presence>,
    pub(super) title: String,
    pub(super) label: String,
    /// How many fields wait for a choice.
    pub(super) choices: u16,
    /// In which of the leaf's batches it lies.
    pub(super) batch: u16,
}

impl Leaf {
    /// How many bytes it never takes more than.
    fn room(&self) -> usize {
        let entry = |entry: &Entry| {
            let texts = entry.title.len().saturating_add(entry.label.len());
            let presence = entry.presence.len().saturating_mul(14);
            texts.saturating_add(presence).saturating_add(64)
        };
        let batches = self.batches.len().saturating_mul(52);
        total(&self.entries, entry).saturating_add(batches)
    }

    /// Puts an entry in the place of the one for the same record, or among the others.
    pub(super) fn put(&mut self, entry: Entry) {
        let found = self
            .entries
            .binary_search_by_key(&entry.id, |known| known.id);
        match found {
            Ok(place) => {
                if let Some(old) = self.entries.get_mut(place) {
                    *old = entry;
                }
            }
            Err(place) => self.entries.insert(place, entry),
        }
    }
}

impl Entry {
    pub(super) fn new(row: &Row, batch: u16) -> Self {
        let (title, label) = match row.stored.content(row.kind) {
            row::Content::Data(record) => (
                record.title(),
                record.field(Field::Label).unwrap_or_default().into(),
            ),
            row::Content::Receipt(_) => (String::new(), String::new()),
        };
        Self {
            id: row.id,
            kind: row.kind,
            inserted: row.inserted,
            change: row.change,
            presence: row.presence.clone(),
            title,
            label,
            choices: u16::try_from(row.stored.choices()).unwrap_or(u16::MAX),
            batch,
        }
    }

    /// The record, with what the page of records has of it.
    pub(super) fn row(&self, stored: &Stored) -> Row {
        Row {
            id: self.id,
            kind: self.kind,
            inserted: self.inserted,
            change: self.change,
            presence: self.presence.clone(),
            stored: stored.clone(),
        }
    }

    pub(super) fn is_there(&self) -> bool {
        is_there(&self.presence)
    }

    /// Whether one copy deleted what another changed.
    pub(super) fn is_disputed(&self) -> bool {
        self.is_there() && self.presence.iter().any(|one| !one.there)
    }

    /// About how many bytes it takes in a leaf.
    pub(super) fn weight(&self) -> usize {
        let texts = self.title.len().saturating_add(self.label.len());
        let presence = self.presence.len().saturating_mul(6);
        texts.saturating_add(presence).saturating_add(32)
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.title.zeroize();
        self.label.zeroize();
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("change", &self.change)
            .finish_non_exhaustive()
    }
}

impl PageRef {
    /// `page version (2) || vault (16) || epoch (4) || number (4) || revision (8)`, all big-endian.
    fn purpose(&self, vault: VaultId) -> Purpose {
        let version = PAGE_VERSION.to_be_bytes();
        let epoch = self.epoch.to_be_bytes();
        let number = self.id.number().to_be_bytes();
        let revision = self.revision.to_be_bytes();
        let place: [&[u8]; 5] = [&version, vault.as_bytes(), &epoch, &number, &revision];
        Purpose::new(Label::PageKey, Label::Page, &place)
    }
}

/// The key that a page is sealed under.
#[cfg(any(test, feature = "testkit"))]
pub(super) fn key(reference: &PageRef, vault: VaultId, keys: &Keyring) -> Option<Secret32> {
    let root = keys.of(reference.epoch)?;
    Some(envelope::key(
        root,
        &reference.salt,
        &reference.purpose(vault),
    ))
}

/// Seals a page under the current root: its reference, and the bytes to store.
pub(super) fn seal(
    page: &Plain<'_>,
    id: PageId,
    revision: u64,
    vault: VaultId,
    keys: &Keyring,
    random: &mut Random,
) -> Result<(PageRef, Vec<u8>), VaultError> {
    let root = keys.current();
    let reference = PageRef {
        id,
        epoch: root.epoch,
        revision,
        salt: random.make(),
    };
    let plaintext = encode(page).ok_or(VaultError::RecordTooLarge)?;
    let purpose = reference.purpose(vault);
    let sealed = envelope::seal(root.key, &reference.salt, &purpose, plaintext.expose());
    Ok((reference, sealed.map_err(|_| VaultError::RecordTooLarge)?))
}

/// A page's plaintext, in memory that is large enough from the beginning: a vector that grew would leave a part behind. All of it is wiped, so
/// it is not much larger.
fn encode(page: &Plain<'_>) -> Option<SecretBytes> {
    let room = match page {
        // An identifier and a reference, whatever their numbers are.
        Plain::Branch(children) => children.len().saturating_mul(60),
        Plain::Leaf(leaf) => leaf.room(),
        // The numbers of a record may be longer than its weight takes them for, but not all of them and not by so much.
        Plain::Records(records) => total(records, |(_, stored)| stored.weight().saturating_mul(2)),
    };
    let plaintext = Vec::with_capacity(room.saturating_add(64));
    let plaintext = postcard::to_extend(page, plaintext).ok()?;
    Some(SecretBytes::new(plaintext))
}

/// Opens the bytes of a page; any but those that the reference means are [`VaultError::Tampered`].
pub(super) fn open(
    reference: &PageRef,
    sealed: &[u8],
    vault: VaultId,
    keys: &Keyring,
) -> Result<Page, VaultError> {
    let mut opened = open_bytes(reference, sealed, vault, keys)?;
    Page::decode(opened.expose_mut()).ok_or(VaultError::Tampered)
}

/// [`open`] without the decoding, for who borrows from the plaintext.
pub(super) fn open_bytes(
    reference: &PageRef,
    sealed: &[u8],
    vault: VaultId,
    keys: &Keyring,
) -> Result<SecretBytes, VaultError> {
    let mut opened = SecretBytes::default();
    open_bytes_into(reference, sealed, vault, keys, &mut opened)?;
    Ok(opened)
}

/// The same into memory that is there already. When it does not open, what was in it is of no use.
pub(super) fn open_bytes_into(
    reference: &PageRef,
    sealed: &[u8],
    vault: VaultId,
    keys: &Keyring,
    opened: &mut SecretBytes,
) -> Result<(), VaultError> {
    let root = keys.of(reference.epoch).ok_or(VaultError::Tampered)?;
    let purpose = reference.purpose(vault);
    let outcome = envelope::open_into(root, &reference.salt, &purpose, sealed, opened);
    outcome.map_err(|_| VaultError::Tampered)
}

/// Decodes a plaintext that must be used up to its last byte.
pub(super) fn decode<'a, T: Deserialize<'a>>(plaintext: &'a [u8]) -> Result<T, VaultError> {
    match postcard::take_from_bytes(plaintext) {
        Ok((value, [])) => Ok(value),
        _ => Err(VaultError::Tampered),
    }
}

/// Decodes the plaintext of a page and encodes it again, for the fuzz target: it lies behind a seal that no fuzzer opens. What is read
/// without `serde`, for the index and by a scan, must be the same, or nothing.
#[cfg(any(test, feature = "testkit"))]
pub fn reencode_page(plaintext: &[u8]) -> Option<Vec<u8>> {
    let page = decode::<Page>(plaintext).ok();
    let ours = Page::decode(&mut plaintext.to_vec());
    let encode = |page: &Option<Page>| page.as_ref().map(postcard::to_allocvec);
    debug_assert_eq!(encode(&ours), encode(&page), "both read the same");
    debug_assert_eq!(
        page.is_some(),
        super::scan::is_page(plaintext),
        "both read the same"
    );
    postcard::to_allocvec(&page?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::fixed_seed;
    use alloc::vec;

    #[test]
    fn f5_a_page_with_something_behind_it_is_refused() {
        let mut random = fixed_seed(1).expand();
        let keys = Keyring::new(0, random.make_secret());
        let vault = VaultId::make(&mut random);
        let page = postcard::to_allocvec(&Page::Branch(vec![])).unwrap();
        let reference = PageRef {
            id: PageId::from_number(1),
            epoch: 0,
            revision: 1,
            salt: random.make(),
        };
        for (rest, outcome) in [(&[][..], Ok(())), (&[0], Err(VaultError::Tampered))] {
            let plaintext = [page.as_slice(), rest].concat();
            let root = keys.current().key;
            let purpose = reference.purpose(vault);
            let sealed = envelope::seal(root, &reference.salt, &purpose, &plaintext).unwrap();
            assert_eq!(open(&reference, &sealed, vault, &keys).map(drop), outcome);
        }
    }
}
