use super::cache::{Blocked, Cache, Needed};
#[cfg(any(test, feature = "testkit"))]
use super::header;
use super::header::{Header, VERSION};
use super::keyring::Keyring;
use super::opening::Locked;
use super::order::{arrange, key};
use super::page::{self, Page, PageRef};
use super::row::{Content, Dot};
use super::state::{self, Rest, State};
use super::write::{Act, Work, Writing};
use super::{Changes, Vault, VaultError};
use crate::data::Field;
use crate::entropy::{Random, Seed};
use crate::id::{PageId, RecordId, UnlockerId, WriterId};
use crate::secret::Secret32;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

/// Unlocked: records can be found, opened and changed.
#[derive(Debug)]
pub struct Unlocked {
    pub(super) bytes: Vec<u8>,
    pub(super) keys: Keyring,
    pub(super) site_secret: Secret32,
    pub(super) rest: Rest,
    pub(super) cache: Cache,
    /// The unlocker that opened it.
    pub(super) by: UnlockerId,
}

impl Unlocked {
    pub(super) fn new(bytes: Vec<u8>, keys: Keyring, state: State, by: UnlockerId) -> Self {
        Self {
            bytes,
            keys,
            site_secret: state.site_secret,
            rest: state.rest,
            cache: Cache::default(),
            by,
        }
    }
}

/// One change to one record.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Adds a record; it gets a new identifier.
    Insert(Content),
    /// Puts other content of the same kind in the place of a record's.
    Replace(RecordId, Content),
    /// Sets these fields, and removes those without a value; the others stay as they are. Where a field had several values
    /// to choose from, the choice is made.
    Update(RecordId, Vec<(Field, Option<String>)>),
    /// Deletes a record. It is found no more, but its values stay until it is erased.
    Delete(RecordId),
    /// Takes a deletion back, also one that another copy is in dispute with.
    Restore(RecordId),
    /// Erases the values of a deleted record for good, here and in every copy that this one is merged with.
    Erase(RecordId),
}

/// A write that is worked out but not yet stored.
pub struct Prepared {
    changes: Changes,
    header: Header,
    rest: Rest,
    /// The keys, where the write starts a new epoch.
    keys: Option<Keyring>,
    fresh: Vec<(PageRef, Page)>,
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

/// What a write begins with.
pub(super) struct Base {
    pub(super) header: Header,
    pub(super) rest: Rest,
    pub(super) at: Dot,
}

/// The pages of a write.
#[derive(Default)]
pub(super) struct Pages {
    put: Vec<(PageId, Vec<u8>)>,
    delete: Vec<PageId>,
    fresh: Vec<(PageRef, Page)>,
    inserted: Vec<RecordId>,
}

/// A write, but for the sealing of its header.
pub(super) struct Next {
    pub(super) header: Header,
    pub(super) rest: Rest,
    /// The keys, where the write starts a new epoch.
    pub(super) keys: Option<Keyring>,
    pub(super) pages: Pages,
}

impl Vault<Unlocked> {
    /// The secret from which the pairwise key for each site is derived.
    pub const fn site_secret(&self) -> &Secret32 {
        &self.state.site_secret
    }

    /// The keys in use, each under its name, for the test that looks for what is left of them: the root, those of the epochs
    /// before it, and what is derived from the root for the header and for the top of the index.
    #[cfg(any(test, feature = "testkit"))]
    pub fn keys_for_test(&self) -> Vec<(&'static str, Vec<u8>)> {
        let named = |name, key: &Secret32| (name, key.expose().to_vec());
        let keys = &self.state.keys;
        let root = keys.current().key;
        let mut found = vec![
            named("root", root),
            named("site secret", &self.state.site_secret),
        ];
        found.extend(keys.previous().map(|(_, root)| named("earlier root", root)));
        found.push(named(
            "key of the header",
            &header::mac_key(root, self.header.vault),
        ));
        if let Some(top) = &self.state.rest.index {
            let key = page::key(top, self.header.vault, keys);
            found.extend(key.map(|key| named("key of a page", &key)));
        }
        found
    }

    /// Hands over pages that a step asked for, in the order in which it did; `None` for one that the store does not have.
    /// Gives how many of them are not what this vault wrote: steps that can do without them go on.
    pub fn supply(&mut self, needed: &[Needed], sealed: &[Option<Vec<u8>>]) -> usize {
        let mut damaged = 0_usize;
        for (place, Needed(reference)) in needed.iter().enumerate() {
            let sealed = sealed.get(place).and_then(Option::as_deref);
            let page = sealed.and_then(|sealed| {
                page::open(reference, sealed, self.header.vault, &self.state.keys).ok()
            });
            damaged = damaged.saturating_add(usize::from(page.is_none()));
            self.state.cache.keep(*reference, page);
        }
        damaged
    }

    /// Forgets the records that were supplied for a step; the index stays at hand.
    pub(super) fn forget_records(&mut self) {
        self.state.cache.forget_records();
    }

    /// Forgets pages that could not be opened, so that a step asks for them again.
    pub fn forget_damage(&mut self) {
        self.state.cache.forget_damage();
    }

    /// Works out a write of several edits that are all done or none, in the name of `writer`.
    ///
    /// # Errors
    /// [`Blocked::Pages`] until the pages that change are there; the seed of such a try is used up.
    /// [`VaultError::RecordUnknown`], [`VaultError::KindMismatch`], [`VaultError::RecordTooLarge`],
    /// [`VaultError::Full`], and [`VaultError::Tampered`] for a record in a damaged page; nothing has changed then.
    pub fn prepare(
        &self,
        edits: &[Edit],
        writer: WriterId,
        seed: Seed,
    ) -> Result<Prepared, Blocked> {
        let mut random = seed.expand();
        let header = self.next_header();
        let mut acts = vec![];
        let mut inserted = vec![];
        for edit in edits {
            let (id, act) = match edit {
                Edit::Insert(content) => {
                    let id = RecordId::make(&mut random);
                    let place = u32::try_from(inserted.len()).unwrap_or(u32::MAX);
                    inserted.push(id);
                    (id, Act::Insert(content, (header.revision, place)))
                }
                Edit::Replace(id, content) => (*id, Act::Replace(content)),
                Edit::Update(id, changes) => (*id, Act::Update(changes)),
                Edit::Delete(id) => (*id, Act::Delete),
                Edit::Restore(id) => (*id, Act::Restore),
                Edit::Erase(id) => (*id, Act::Erase),
            };
            acts.push((id, act));
        }
        let mut work: Vec<Work<'_>> = vec![];
        for (id, act) in arrange(acts, |(id, _)| key(&[id.as_bytes()])) {
            match work.last_mut() {
                Some((last, acts)) if *last == id => acts.push(act),
                _ => work.push((id, vec![act])),
            }
        }
        let mut rest = self.state.rest.clone();
        let at = rest.write(writer, header.revision)?;
        let base = Base { header, rest, at };
        self.work(base, &work, inserted, &mut random)
    }

    pub(super) fn work(
        &self,
        base: Base,
        work: &[Work<'_>],
        inserted: Vec<RecordId>,
        random: &mut Random,
    ) -> Result<Prepared, Blocked> {
        let Base {
            header,
            mut rest,
            at,
        } = base;
        let mut writing = Writing {
            vault: header.vault,
            keys: &self.state.keys,
            cache: &self.state.cache,
            random,
            rest: &mut rest,
            at,
            revision: header.revision,
            needed: vec![],
            put: vec![],
            delete: vec![],
            fresh: vec![],
        };
        writing.run(work)?;
        let Writing {
            needed,
            put,
            delete,
            fresh,
            ..
        } = writing;
        if !needed.is_empty() {
            return Err(Blocked::Pages(needed));
        }
        let next = Next {
            header,
            rest,
            keys: None,
            pages: Pages {
                put,
                delete,
                fresh,
                inserted,
            },
        };
        Ok(self.finish(next, random)?)
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
        self.state.bytes = prepared.changes.header;
        self.state.rest = prepared.rest;
        if let Some(keys) = prepared.keys {
            self.state.keys = keys;
        }
        self.state.cache.forget_records();
        for (reference, page) in prepared.fresh {
            self.state.cache.keep(reference, Some(page));
        }
        Ok(())
    }

    /// Forgets every key.
    pub fn lock(self) -> Vault<Locked> {
        Vault {
            header: self.header,
            state: Locked {
                bytes: self.state.bytes,
            },
        }
    }

    /// The header as the store has it.
    pub fn header_bytes(&self) -> &[u8] {
        &self.state.bytes
    }

    pub(super) fn next_header(&self) -> Header {
        Header {
            version: VERSION,
            revision: self.header.revision.saturating_add(1),
            ..self.header.clone()
        }
    }

    pub(super) fn finish(&self, next: Next, random: &mut Random) -> Result<Prepared, VaultError> {
        let Next {
            mut header,
            rest,
            keys,
            pages,
        } = next;
        let ring = keys.as_ref().unwrap_or(&self.state.keys);
        header.state = state::seal(
            &self.state.site_secret,
            &rest,
            header.vault,
            header.revision,
            ring,
            random,
        )?;
        let changes = Changes {
            base: Some(self.header.revision),
            revision: header.revision,
            header: header.write(ring.current().key)?,
            put: pages.put,
            delete: pages.delete,
        };
        Ok(Prepared {
            changes,
            header,
            rest,
            keys,
            fresh: pages.fresh,
            inserted: pages.inserted,
        })
    }
}
