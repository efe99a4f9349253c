//! Every record once, shown where it was decrypted: for who looks at all of them and keeps few. Nothing is copied out of the
//! opened pages, and they are wiped as the scan goes on.

use super::page::{self, Batch, Child, PageRef};
use super::row::{Dot, Presence};
use super::unlocked::Unlocked;
use super::{Store, StoreError, Vault, VaultError};
use crate::data::{Field, Kind, Receipt};
use crate::id::{PageId, RecordId};
use crate::secret::SecretBytes;
use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use core::ops::Range;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, SeqAccess, VariantAccess, Visitor};
use serde::{Deserialize, de};

/// How many pages of the index are looked at together, with the pages of records below them: what waits stays small.
const TOGETHER: usize = 16;

/// A record that a scan shows.
#[derive(Clone, Copy)]
pub struct Seen<'p> {
    entry: &'p Entry<'p>,
    fields: &'p [(Field, &'p str)],
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
    pub const fn title(&self) -> &'p str {
        self.entry.title
    }

    /// The fields that have a value, each with its newest, in the order of the vocabulary; none for a receipt.
    pub const fn fields(&self) -> &'p [(Field, &'p str)] {
        self.fields
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
        // Whatever of the index is not read yet.
        let mut left: Vec<PageRef> = self.state.rest.index.into_iter().collect();
        while !left.is_empty() {
            let next = left.split_off(left.len().saturating_sub(TOGETHER));
            let opened = self.open_pages(store, &next).await?;
            let mut leaves: Vec<Leaf<'_>> = vec![];
            for page in &opened {
                match decode(page.as_ref()) {
                    Some(Page::Branch(children)) => {
                        left.extend(children.iter().map(|child| child.page));
                    }
                    Some(Page::Leaf(leaf)) => leaves.push(leaf),
                    Some(Page::Records(_)) | None => damaged = damaged.saturating_add(1),
                }
            }
            let batches = leaves.iter().flat_map(|leaf| &leaf.batches);
            let batches: Vec<PageRef> = batches.map(|batch| batch.page).collect();
            let mut opened = self.open_pages(store, &batches).await?.into_iter();
            for leaf in &leaves {
                for place in 0..leaf.batches.len() {
                    let page = opened.next().flatten();
                    is_whole &= leaf.show(place, page.as_ref(), &mut show);
                }
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

    async fn open_pages(
        &self,
        store: &impl Store,
        pages: &[PageRef],
    ) -> Result<Vec<Option<SecretBytes>>, StoreError> {
        let ids: Vec<PageId> = pages.iter().map(|page| page.id).collect();
        let sealed = store.read(&ids).await?;
        let opened = pages.iter().zip(&sealed).map(|(page, sealed)| {
            page::open_bytes(
                page,
                sealed.as_deref()?,
                self.header.vault,
                &self.state.keys,
            )
            .ok()
        });
        Ok(opened.collect())
    }
}

fn decode(opened: Option<&SecretBytes>) -> Option<Page<'_>> {
    page::decode(opened?.expose()).ok()
}

/// Whether a plaintext is a page, for the fuzz target.
#[cfg(any(test, feature = "testkit"))]
pub(super) fn is_page(plaintext: &[u8]) -> bool {
    page::decode::<Page<'_>>(plaintext).is_ok()
}

/// [`page::Page`], borrowed from its plaintext.
#[derive(Deserialize)]
enum Page<'p> {
    Branch(Vec<Child>),
    #[serde(borrow)]
    Leaf(Leaf<'p>),
    #[serde(borrow)]
    Records(Records<'p>),
}

#[derive(Deserialize)]
struct Leaf<'p> {
    #[serde(borrow)]
    entries: Vec<Entry<'p>>,
    batches: Vec<Batch>,
}

/// [`page::Entry`]; what a scan has no use for is read over.
#[derive(Deserialize)]
struct Entry<'p> {
    id: RecordId,
    kind: Kind,
    _inserted: (u64, u32),
    _change: u64,
    is_there: IsThere,
    title: &'p str,
    _label: &'p str,
    _choices: u16,
    batch: u16,
}

impl Leaf<'_> {
    /// Shows the records of one batch; whether all that should be in it are.
    fn show(
        &self,
        place: usize,
        page: Option<&SecretBytes>,
        show: &mut impl FnMut(Result<Seen<'_>, (RecordId, VaultError)>),
    ) -> bool {
        let records = match decode(page) {
            Some(Page::Records(records)) => records,
            _ => Records::default(),
        };
        let mut is_whole = true;
        let here = self.entries.iter();
        for entry in here.filter(|entry| entry.is_there.0 && usize::from(entry.batch) == place) {
            let seen = records.find(entry);
            is_whole &= seen.is_some();
            show(seen.ok_or((entry.id, VaultError::Tampered)));
        }
        is_whole
    }

    /// Shows those that are in no batch; whether there are none.
    fn show_lost(&self, show: &mut impl FnMut(Result<Seen<'_>, (RecordId, VaultError)>)) -> bool {
        let lost =
            |entry: &&Entry<'_>| entry.is_there.0 && usize::from(entry.batch) >= self.batches.len();
        let mut is_whole = true;
        for entry in self.entries.iter().filter(lost) {
            is_whole = false;
            show(Err((entry.id, VaultError::RecordUnknown)));
        }
        is_whole
    }
}

/// A page of records. The fields of all of them lie in one list, so that a record needs no memory of its own.
#[derive(Default)]
struct Records<'p> {
    /// In the order of the identifiers.
    records: Vec<Located>,
    fields: Vec<(Field, &'p str)>,
}

/// A record, and which of the page's fields are its own.
struct Located {
    id: RecordId,
    fields: Range<usize>,
    receipt: Option<Box<Receipt>>,
}

impl Records<'_> {
    fn find<'s>(&'s self, entry: &'s Entry<'_>) -> Option<Seen<'s>> {
        let found = self.records.binary_search_by_key(&entry.id, |one| one.id);
        let found = self.records.get(found.ok()?)?;
        Some(Seen {
            entry,
            fields: self.fields.get(found.fields.clone())?,
            receipt: found.receipt.as_deref(),
        })
    }
}

/// Whether a record is there, from its list of [`Presence`].
struct IsThere(bool);

impl<'de> Deserialize<'de> for IsThere {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut is_there = false;
        let each = Each(|one: Presence| is_there |= one.there, PhantomData);
        deserializer.deserialize_seq(each)?;
        Ok(Self(is_there))
    }
}

/// [`Version`](super::row::Version), borrowed.
#[derive(Deserialize)]
struct Version<'p> {
    _at: Dot,
    value: Option<&'p str>,
}

/// The value that is shown of a field: the first of its versions that has one.
struct Newest<'p>(Option<&'p str>);

impl<'de> Deserialize<'de> for Newest<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut newest = None;
        let each = Each(
            |one: Version<'de>| newest = newest.or(one.value),
            PhantomData,
        );
        deserializer.deserialize_seq(each)?;
        Ok(Self(newest))
    }
}

impl<'de: 'p, 'p> Deserialize<'de> for Records<'p> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut all = Records::default();
        deserializer.deserialize_seq(RecordsVisitor(&mut all))?;
        Ok(all)
    }
}

struct RecordsVisitor<'r, 'p>(&'r mut Records<'p>);

impl<'de> Visitor<'de> for RecordsVisitor<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        while sequence.next_element_seed(Next(self.0))?.is_some() {}
        Ok(())
    }
}

/// The next record of a page: its identifier and what is stored of it.
struct Next<'r, 'p>(&'r mut Records<'p>);

impl<'de> DeserializeSeed<'de> for Next<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_tuple(2, self)
    }
}

impl<'de> Visitor<'de> for Next<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        let missing = || de::Error::invalid_length(0, &"a record");
        let Records { records, fields } = self.0;
        let start = fields.len();
        let id = sequence.next_element()?.ok_or_else(missing)?;
        let stored = sequence.next_element_seed(Stored(fields))?;
        records.push(Located {
            id,
            receipt: stored.ok_or_else(missing)?,
            fields: start..fields.len(),
        });
        Ok(())
    }
}

/// [`row::Stored`](super::row::Stored), its fields put with those of the page.
struct Stored<'r, 'p>(&'r mut Vec<(Field, &'p str)>);

impl<'de> DeserializeSeed<'de> for Stored<'_, 'de> {
    type Value = Option<Box<Receipt>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_enum("Stored", &["Data", "Receipt"], self)
    }
}

impl<'de> Visitor<'de> for Stored<'_, 'de> {
    type Value = Option<Box<Receipt>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("fields or a receipt")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, content: A) -> Result<Self::Value, A::Error> {
        match content.variant::<u32>()? {
            (0, fields) => {
                let keep = |(field, Newest(value)): (Field, Newest<'de>)| {
                    self.0.extend(value.map(|value| (field, value)));
                };
                fields.newtype_variant_seed(Each(keep, PhantomData))?;
                Ok(None)
            }
            (1, receipt) => receipt.newtype_variant().map(Some),
            _ => Err(de::Error::custom("fields or a receipt expected")),
        }
    }
}

/// Hands the elements of a sequence on, one after the other.
struct Each<F, T>(F, PhantomData<T>);

impl<'de, F: FnMut(T), T: Deserialize<'de>> Visitor<'de> for Each<F, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut sequence: A) -> Result<(), A::Error> {
        while let Some(one) = sequence.next_element()? {
            self.0(one);
        }
        Ok(())
    }
}

impl<'de, F: FnMut(T), T: Deserialize<'de>> DeserializeSeed<'de> for Each<F, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}
