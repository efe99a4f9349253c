//! A whole vault as one file, sealed as it lies in its store: to be kept elsewhere, and restored with any of its own
//! unlockers.

use super::cache::{Blocked, Needed};
use super::header::Header;
use super::opening::Locked;
use super::order::{arrange, key};
use super::page::{self, Page, PageRef};
use super::unlocked::Unlocked;
use super::{Changes, Store, StoreError, Vault, VaultError};
use crate::hazmat::hash;
use crate::id::PageId;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

/// The version of the backup file that this version of Hailstone writes; it reads every version up to this one.
pub const BACKUP_VERSION: u16 = 1;

const MAGIC: &[u8; 4] = b"HSTB";
/// How many pages are read from a store at once.
const AT_ONCE: usize = 64;

/// One revision of a vault: its header and its pages, sealed. It is a [`Store`] that nothing can be written to, so what
/// opens and reads a vault opens and reads a backup.
///
/// `"HSTB" || version (2) || revision (8) || header length (4) || header || for each page: number (4) || length (4) ||
/// sealed || SHA-256 (32) of all before it`, numbers big-endian, pages in the order of their numbers. The hash is there for
/// accidents; what somebody changes on purpose is noticed by the vault, when it is unlocked and read.
#[derive(Clone, PartialEq, Eq)]
pub struct Backup {
    header: Vec<u8>,
    revision: u64,
    pages: Vec<(PageId, Vec<u8>)>,
}

impl Backup {
    /// One revision, whose pages come in any order.
    pub(super) fn new(header: Vec<u8>, revision: u64, pages: Vec<(PageId, Vec<u8>)>) -> Self {
        Self {
            header,
            revision,
            pages: arrange(pages, |(id, _)| key(&[&id.number().to_be_bytes()])),
        }
    }

    /// Reads a backup file.
    ///
    /// # Errors
    /// [`VaultError::BackupMalformed`], [`VaultError::VersionTooNew`], and as [`Vault::read`] for the header in it.
    pub fn read(bytes: &[u8]) -> Result<Self, VaultError> {
        let (covered, hash) = bytes
            .split_last_chunk::<32>()
            .ok_or(VaultError::BackupMalformed)?;
        let mut left = covered
            .strip_prefix(MAGIC)
            .ok_or(VaultError::BackupMalformed)?;
        match u16::from_be_bytes(take(&mut left)?) {
            0 => return Err(VaultError::BackupMalformed),
            BACKUP_VERSION => {}
            _ => return Err(VaultError::VersionTooNew),
        }
        if hash::sha256(&[covered]) != *hash {
            return Err(VaultError::BackupMalformed);
        }
        let revision = u64::from_be_bytes(take(&mut left)?);
        let header = take_part(&mut left)?;
        if Header::read(header)?.revision != revision {
            return Err(VaultError::BackupMalformed);
        }
        let mut pages: Vec<(PageId, Vec<u8>)> = vec![];
        while !left.is_empty() {
            let id = PageId::from_number(u32::from_be_bytes(take(&mut left)?));
            if pages.last().is_some_and(|(last, _)| *last >= id) {
                return Err(VaultError::BackupMalformed);
            }
            pages.push((id, take_part(&mut left)?.into()));
        }
        Ok(Self {
            header: header.into(),
            revision,
            pages,
        })
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// [`VaultError::Full`] for a page of 4 GiB or more, which no vault has.
    pub fn write(&self) -> Result<Vec<u8>, VaultError> {
        let pages = self.pages.iter();
        let pages = pages.map(|(_, sealed)| sealed.len().saturating_add(8));
        let length = pages.fold(self.header.len(), usize::saturating_add);
        let mut bytes = Vec::with_capacity(length.saturating_add(50));
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&BACKUP_VERSION.to_be_bytes());
        bytes.extend_from_slice(&self.revision.to_be_bytes());
        put_part(&mut bytes, &self.header)?;
        for (id, sealed) in &self.pages {
            bytes.extend_from_slice(&id.number().to_be_bytes());
            put_part(&mut bytes, sealed)?;
        }
        let hash = hash::sha256(&[&bytes]);
        bytes.extend_from_slice(&hash);
        Ok(bytes)
    }

    /// The vault in it, to be unlocked.
    ///
    /// # Errors
    /// As [`Vault::read`].
    pub fn vault(&self) -> Result<Vault<Locked>, VaultError> {
        Vault::read(&self.header)
    }

    /// The number of the last change that is in it.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// The sealed pages, in the order of their numbers.
    pub fn pages(&self) -> &[(PageId, Vec<u8>)] {
        &self.pages
    }

    /// What writes the vault to an empty store.
    pub fn into_changes(self) -> Changes {
        Changes {
            base: None,
            revision: self.revision,
            header: self.header,
            put: self.pages,
            delete: vec![],
        }
    }
}

impl fmt::Debug for Backup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Backup")
            .field("revision", &self.revision)
            .field("pages", &self.pages.len())
            .finish_non_exhaustive()
    }
}

impl Store for Backup {
    async fn header(&self) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(Some(self.header.clone()))
    }

    async fn read(&self, pages: &[PageId]) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        let find = |id: &PageId| {
            let found = self.pages.binary_search_by_key(id, |(id, _)| *id);
            let found = found.ok().and_then(|place| self.pages.get(place));
            found.map(|(_, sealed)| sealed.clone())
        };
        Ok(pages.iter().map(find).collect())
    }

    async fn apply(&self, _: &Changes) -> Result<(), StoreError> {
        Err(StoreError::Unavailable)
    }
}

impl Vault<Unlocked> {
    /// The number of every page of this revision, in ascending order: what a copy of the vault needs, and no more.
    ///
    /// # Errors
    /// [`Blocked::Pages`] until the whole index is there; [`VaultError::Tampered`] when a page of it is damaged.
    pub fn pages(&self) -> Result<Vec<PageId>, Blocked> {
        let references = self.references()?;
        Ok(references.iter().map(|reference| reference.id).collect())
    }

    /// Takes a backup of this revision out of `store`. Every page has been opened, so it can be relied on; for a backup that
    /// was read from a file, which is a store too, this is the proof that it is whole.
    ///
    /// # Errors
    /// [`StoreError`], among them [`StoreError::Conflict`] when somebody else wrote meanwhile; [`VaultError::Tampered`]
    /// when a page is damaged or missing.
    pub async fn back_up<E>(&mut self, store: &impl Store) -> Result<Backup, E>
    where
        E: From<StoreError> + From<VaultError>,
    {
        let references = self.step::<_, E>(store, Self::references).await?;
        let mut pages = Vec::with_capacity(references.len());
        for part in references.chunks(AT_ONCE) {
            let ids: Vec<PageId> = part.iter().map(|reference| reference.id).collect();
            let mut sealed = store.read(&ids).await?.into_iter();
            for reference in part {
                match sealed.next().flatten() {
                    Some(sealed) if self.is_page(reference, &sealed) => {
                        pages.push((reference.id, sealed));
                    }
                    _ if store.header().await?.as_deref() == Some(self.header_bytes()) => {
                        return Err(VaultError::Tampered.into());
                    }
                    _ => return Err(StoreError::Conflict.into()),
                }
            }
        }
        Ok(Backup {
            header: self.header_bytes().into(),
            revision: self.revision(),
            pages,
        })
    }

    fn is_page(&self, reference: &PageRef, sealed: &[u8]) -> bool {
        page::open(reference, sealed, self.header.vault, &self.state.keys).is_ok()
    }

    /// Every page, in the order of their numbers.
    fn references(&self) -> Result<Vec<PageRef>, Blocked> {
        let mut found = vec![];
        let mut needed = vec![];
        if let Some(top) = &self.state.rest.index {
            self.references_from(top, &mut found, &mut needed)?;
        }
        if needed.is_empty() {
            let number = |reference: &PageRef| key(&[&reference.id.number().to_be_bytes()]);
            Ok(arrange(found, number))
        } else {
            Err(Blocked::Pages(needed))
        }
    }

    fn references_from(
        &self,
        reference: &PageRef,
        found: &mut Vec<PageRef>,
        needed: &mut Vec<Needed>,
    ) -> Result<(), VaultError> {
        found.push(*reference);
        match self.state.cache.page(reference)? {
            None => needed.push(Needed(*reference)),
            Some(Page::Branch(children)) => {
                for child in children {
                    self.references_from(&child.page, found, needed)?;
                }
            }
            Some(Page::Leaf(leaf)) => found.extend(leaf.batches.iter().map(|batch| batch.page)),
            Some(Page::Records(_)) => return Err(VaultError::Tampered),
        }
        Ok(())
    }
}

fn take<const N: usize>(left: &mut &[u8]) -> Result<[u8; N], VaultError> {
    let taken = left.split_first_chunk::<N>();
    let (taken, rest) = taken.ok_or(VaultError::BackupMalformed)?;
    *left = rest;
    Ok(*taken)
}

/// Its length (4), then itself.
fn take_part<'b>(left: &mut &'b [u8]) -> Result<&'b [u8], VaultError> {
    let length = usize::try_from(u32::from_be_bytes(take(left)?));
    let part = length.ok().and_then(|length| left.split_at_checked(length));
    let (part, rest) = part.ok_or(VaultError::BackupMalformed)?;
    *left = rest;
    Ok(part)
}

fn put_part(bytes: &mut Vec<u8>, part: &[u8]) -> Result<(), VaultError> {
    let length = u32::try_from(part.len()).map_err(|_| VaultError::Full)?;
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(part);
    Ok(())
}
