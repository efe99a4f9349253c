use super::create::NewUnlocker;
use super::header::{Header, MAX_UNLOCKERS};
use super::index::{self, Entry, INDEX, Index, MAX_LENGTH, Place};
use super::opening::Locked;
use super::unlocker::Root;
use super::{Changes, Vault, VaultError};
use crate::data::{Kind, Receipt, Record};
use crate::entropy::{Random, Seed};
use crate::id::RecordId;
use crate::secret::{Secret32, SecretBytes};
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};

/// Unlocked: records can be opened and changed.
#[derive(Debug)]
pub struct Unlocked {
    pub(super) root: Secret32,
    pub(super) index: Index,
}

/// What a record holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// The person's own data.
    Data(Record),
    /// How a request ended.
    Receipt(Box<Receipt>),
}

impl Content {
    /// The kind of the record.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Data(record) => record.kind(),
            Self::Receipt(_) => Kind::Receipt,
        }
    }
}

/// One change to one record.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Adds a record; it gets a new identifier.
    Insert(Content),
    /// Puts other content in the place of a record's.
    Replace(RecordId, Content),
    /// Removes a record.
    Delete(RecordId),
}

/// A write that is worked out but not yet stored.
pub struct Prepared {
    changes: Changes,
    header: Header,
    entries: BTreeMap<RecordId, Entry>,
    inserted: Vec<RecordId>,
}

impl Prepared {
    /// What the store must apply before [`Vault::commit`].
    pub const fn changes(&self) -> &Changes {
        &self.changes
    }

    /// The identifiers of the inserted records, in the order of the edits.
    pub fn inserted(&self) -> &[RecordId] {
        &self.inserted
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Prepared").field(&self.changes).finish()
    }
}

impl Vault<Unlocked> {
    /// The records there are, receipts among them, in the order in which they were inserted.
    pub fn entries(&self) -> impl Iterator<Item = (RecordId, Kind)> {
        let mut entries: Vec<_> = self.state.index.entries.iter().collect();
        entries.sort_by_key(|(id, entry)| (entry.inserted, **id));
        entries.into_iter().map(|(id, entry)| (*id, entry.kind))
    }

    /// Opens one record from its sealed bytes.
    ///
    /// # Errors
    /// [`VaultError::RecordUnknown`], or [`VaultError::Tampered`] when the bytes are not what this vault last wrote
    /// under this identifier; other records stay readable.
    pub fn open(&self, id: RecordId, sealed: &[u8]) -> Result<Content, VaultError> {
        let entry = self
            .state
            .index
            .entries
            .get(&id)
            .ok_or(VaultError::RecordUnknown)?;
        let opened = index::open_object(
            &Place::of_record(id, *entry, &self.header),
            &self.state.root,
            sealed,
        )?;
        index::decode(opened.expose())
    }

    /// The secret from which the pairwise key for each site is derived.
    pub const fn site_secret(&self) -> &Secret32 {
        &self.state.index.site_secret
    }

    /// Works out a write of several edits that are all done or none.
    ///
    /// # Errors
    /// [`VaultError::RecordUnknown`] and [`VaultError::RecordTooLarge`]; nothing has changed then.
    pub fn prepare(&self, edits: Vec<Edit>, seed: Seed) -> Result<Prepared, VaultError> {
        let mut random = seed.expand();
        let header = self.next_header();
        let mut entries = self.state.index.entries.clone();
        let (mut put, mut delete, mut inserted) = (vec![], vec![], vec![]);
        for edit in edits {
            let (id, content, first) = match edit {
                Edit::Insert(content) => {
                    let id = RecordId::make(&mut random);
                    let place = u32::try_from(inserted.len()).unwrap_or(u32::MAX);
                    inserted.push(id);
                    (id, content, (header.revision, place))
                }
                Edit::Replace(id, content) => {
                    let entry = entries.get(&id).ok_or(VaultError::RecordUnknown)?;
                    (id, content, entry.inserted)
                }
                Edit::Delete(id) => {
                    entries.remove(&id).ok_or(VaultError::RecordUnknown)?;
                    put.retain(|(written, _)| *written != id);
                    delete.push(id);
                    continue;
                }
            };
            let entry = Entry {
                kind: content.kind(),
                change: header.revision,
                epoch: header.epoch,
                inserted: first,
            };
            let place = Place::of_record(id, entry, &header);
            let sealed =
                index::seal_object(&place, &self.state.root, &encode(&content)?, &mut random)?;
            put.retain(|(written, _)| *written != id);
            put.push((id, sealed));
            entries.insert(id, entry);
        }
        self.finish(header, entries, put, delete, inserted, &mut random)
    }

    /// Works out the write that adds an unlocker. The others need not be present.
    ///
    /// # Errors
    /// As [`Vault::create`], and [`VaultError::UnlockersFull`].
    pub fn prepare_unlocker(
        &self,
        new: &NewUnlocker<'_>,
        seed: Seed,
    ) -> Result<Prepared, VaultError> {
        if self.header.unlockers.len() >= MAX_UNLOCKERS {
            return Err(VaultError::UnlockersFull);
        }
        let mut random = seed.expand();
        let mut header = self.next_header();
        let root = Root {
            key: &self.state.root,
            epoch: header.epoch,
        };
        header
            .unlockers
            .push(new.make(header.vault, root, &mut random)?);
        self.finish(
            header,
            self.state.index.entries.clone(),
            vec![],
            vec![],
            vec![],
            &mut random,
        )
    }

    /// Takes a write over once the store has applied it.
    ///
    /// # Errors
    /// [`VaultError::ChangesStale`] when it was prepared for another revision or another vault.
    pub fn commit(&mut self, prepared: Prepared) -> Result<(), VaultError> {
        let fits = prepared.changes.base == Some(self.header.revision)
            && prepared.header.vault == self.header.vault;
        if !fits {
            return Err(VaultError::ChangesStale);
        }
        self.header = prepared.header;
        self.state.index.entries = prepared.entries;
        Ok(())
    }

    /// Forgets every key.
    ///
    /// # Errors
    /// None that a valid vault can cause: the header of an unlocked vault can always be written.
    pub fn lock(self) -> Result<Vault<Locked>, VaultError> {
        Vault::read(&self.header.write(&self.state.root)?)
    }

    fn next_header(&self) -> Header {
        Header {
            revision: self.header.revision.saturating_add(1),
            ..self.header.clone()
        }
    }

    fn finish(
        &self,
        header: Header,
        entries: BTreeMap<RecordId, Entry>,
        mut put: Vec<(RecordId, Vec<u8>)>,
        delete: Vec<RecordId>,
        inserted: Vec<RecordId>,
        random: &mut Random,
    ) -> Result<Prepared, VaultError> {
        let Unlocked { root, index } = &self.state;
        put.push((
            INDEX,
            Index::seal(&index.site_secret, &entries, &header, root, random)?,
        ));
        let changes = Changes {
            base: Some(self.header.revision),
            revision: header.revision,
            header: header.write(root)?,
            put,
            delete,
        };
        Ok(Prepared {
            changes,
            header,
            entries,
            inserted,
        })
    }
}

fn encode(content: &Content) -> Result<SecretBytes, VaultError> {
    let plaintext = postcard::to_allocvec(content)
        .map(SecretBytes::new)
        .map_err(|_| VaultError::RecordTooLarge)?;
    if plaintext.expose().len() > MAX_LENGTH {
        Err(VaultError::RecordTooLarge)
    } else {
        Ok(plaintext)
    }
}
