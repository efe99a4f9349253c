//! Every record once, shown where it was decrypted: for who looks at all of them and keeps few. Nothing is copied out of the
//! opened pages, each is written over by the next, and the last one is wiped.

mod page;

use super::page::{PageRef, open_bytes, open_bytes_into};
use super::unlocked::Unlocked;
use super::{Store, StoreError, Vault, VaultError};
use crate::data::{Field, Kind, Receipt};
use crate::id::{PageId, RecordId};
use crate::secret::SecretBytes;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;
use page::{Entry, Leaf, Page, Records};

/// How many pages of the index are looked at together, with the pages of records below them: what waits stays small.
const TOGETHER: usize = 16;

/// A record that a scan shows.
#[derive(Clone, Copy)]
pub struct Seen<'p> {
    entry: &'p Entry,
    /// Those of the index.
    titles: &'p str,
    fields: &'p [(Field, Range<usize>)],
    /// Those of the fields.
    texts: &'p str,
    receipt: Option<&'p Receipt>,
}

impl<'p> Seen<'p> {
    /// The record's identifier.
    pub const fn id(&self) -> RecordId {
        self.entry.id
    }

    /// Its kind.
    pub const fn kind(&self) -> Kind {
        self.entry.kind
    }

    /// The line by which a person recognises it; empty for a receipt.
    pub fn title(&self) -> &'p str {
        let title = self.titles.get(self.entry.title.clone());
        title.unwrap_or_default()
    }

    /// The fields that have a value, each with its newest, in the order of the vocabulary; none for a receipt.
    pub fn fields(&self) -> impl Iterator<Item = (Field, &'p str)> + use<'p> {
        let texts = self.texts;
        let fields = self.fields.iter();
        fields.map(|(field, value)| (*field, texts.get(value.clone()).unwrap_or_default()))
    }

    /// How a request ended, where the record is a receipt.
    pub const fn receipt(&self) -> Option<&'p Receipt> {
        self.receipt
    }
}

impl fmt::Debug for Seen<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seen")
            .field("id", &self.id())
            .field("kind", &self.kind())
            .finish_non_exhaustive()
    }
}

impl Vault<Unlocked> {
    /// Shows every record that is there, or why it cannot be had, in whatever order they lie. Gives how many pages of the index
    /// could not be opened: records may be missing.
    ///
    /// # Errors
    /// [`StoreError`]; what was shown until then may be only a part.
    pub async fn scan<E>(
        &self,
        store: &impl Store,
        mut show: impl FnMut(Result<Seen<'_>, (RecordId, VaultError)>),
    ) -> Result<usize, E>
    where
        E: From<StoreError>,
    {
        let mut damaged = 0_usize;
        let mut is_whole = true;
        let mut opened = SecretBytes::default();
        let mut records = Records::default();
        // Whatever of the index is not read yet.
        let mut left: Vec<PageRef> = self.state.rest.index.into_iter().collect();
        while !left.is_empty() {
            let next = left.split_off(left.len().saturating_sub(TOGETHER));
            let mut index = self.open_pages(store, &next).await?;
            let mut leaves: Vec<Leaf<'_>> = vec![];
            for page in &mut index {
                let page = page.as_mut().map(SecretBytes::expose_mut);
                match page.and_then(|page| Page::decode(page, &mut records)) {
                    Some(Page::Branch(children)) => left.extend(children),
                    Some(Page::Leaf(leaf)) => leaves.push(leaf),
                    Some(Page::Records(_)) | None => damaged = damaged.saturating_add(1),
                }
            }
            let batches: Vec<(&Leaf<'_>, u16, &PageRef)> = leaves
                .iter()
                .flat_map(|leaf| {
                    let places = (0..=u16::MAX).zip(&leaf.batches);
                    places.map(move |(place, page)| (leaf, place, page))
                })
                .collect();
            let ids: Vec<PageId> = batches.iter().map(|(.., page)| page.id).collect();
            let each = |batch: usize, sealed: Option<&[u8]>| {
                if let Some((leaf, place, page)) = batches.get(batch) {
                    let (vault, keys) = (self.header.vault, &self.state.keys);
                    let mut open = |sealed| open_bytes_into(page, sealed, vault, keys, &mut opened);
                    let is_open = sealed.is_some_and(|sealed| open(sealed).is_ok());
                    let page = is_open.then(|| opened.expose_mut());
                    let texts = match page.and_then(|page| Page::decode(page, &mut records)) {
                        Some(Page::Records(texts)) => Some(texts),
                        _ => None,
                    };
                    let records = texts.map(|texts| (&records, texts));
                    is_whole &= leaf.show(*place, records, &mut show);
                }
            };
            store.read_each(&ids, each).await?;
            for leaf in &leaves {
                is_whole &= leaf.show_lost(&mut show);
            }
        }
        // Pages that do not open may be those of somebody else's later write rather than damaged.
        let is_current = (is_whole && damaged == 0)
            || store.header().await?.as_deref() == Some(self.header_bytes());
        if is_current {
            Ok(damaged)
        } else {
            Err(StoreError::Conflict.into())
        }
    }

    /// Pages of the index, in the order in which they are asked for.
    async fn open_pages(
        &self,
        store: &impl Store,
        pages: &[PageRef],
    ) -> Result<Vec<Option<SecretBytes>>, StoreError> {
        let ids: Vec<PageId> = pages.iter().map(|page| page.id).collect();
        let mut all: Vec<Option<SecretBytes>> = pages.iter().map(|_| None).collect();
        let each = |place: usize, sealed: Option<&[u8]>| {
            if let (Some(page), Some(opened), Some(sealed)) =
                (pages.get(place), all.get_mut(place), sealed)
            {
                *opened = open_bytes(page, sealed, self.header.vault, &self.state.keys).ok();
            }
        };
        store.read_each(&ids, each).await?;
        Ok(all)
    }
}

/// Whether a plaintext is a page, for the fuzz target.
#[cfg(any(test, feature = "testkit"))]
pub(super) fn is_page(plaintext: &[u8]) -> bool {
    let mut copy = plaintext.to_vec();
    Page::decode(&mut copy, &mut Records::default()).is_some()
}

impl Leaf<'_> {
    /// Shows the records of one batch; whether all that should be in it are.
    fn show(
        &self,
        place: u16,
        page: Option<(&Records, &str)>,
        show: &mut impl FnMut(Result<Seen<'_>, (RecordId, VaultError)>),
    ) -> bool {
        let mut is_whole = true;
        // Both are in the order of the identifiers.
        let none = Records::default();
        let (page, texts) = page.unwrap_or((&none, ""));
        let mut records = page.records.iter().peekable();
        let here = self.entries.iter();
        for entry in here.filter(|entry| entry.is_there && entry.batch == place) {
            while records.next_if(|record| record.id < entry.id).is_some() {}
            let seen = records
                .next_if(|record| record.id == entry.id)
                .and_then(|record| {
                    Some(Seen {
                        entry,
                        titles: self.texts,
                        texts,
                        fields: page.fields.get(record.fields.clone())?,
                        receipt: record.receipt.as_deref(),
                    })
                });
            is_whole &= seen.is_some();
            show(seen.ok_or((entry.id, VaultError::Tampered)));
        }
        is_whole
    }

    /// Shows those that are in no batch; whether there are none.
    fn show_lost(&self, show: &mut impl FnMut(Result<Seen<'_>, (RecordId, VaultError)>)) -> bool {
        let lost =
            |entry: &&Entry| entry.is_there && usize::from(entry.batch) >= self.batches.len();
        let mut is_whole = true;
        for entry in self.entries.iter().filter(lost) {
            is_whole = false;
            show(Err((entry.id, VaultError::RecordUnknown)));
        }
        is_whole
    }
}
