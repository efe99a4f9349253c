//! The store's side of the host: sealed bytes in and out of the one vault file, and news of it. It holds no key.

use crate::error::Failure;
use crate::locks::{Locks, Watcher};
use crate::store::SqliteStore;
use hailstone_core::id::PageId;
use hailstone_core::vault::{Changes, StoreError, VaultError};
use hailstone_core::wire::{
    BridgeError, Bytes, Event, LARGEST_WRITE, Outgoing, PAGES, PART, Request, Response,
};
use std::fs;
use std::path::{Path, PathBuf};

/// What store requests are answered from.
#[derive(Debug)]
pub struct StoreDesk {
    file: PathBuf,
    locks: Locks,
    open: Option<Open>,
    /// The parts of a write that have come.
    parts: Vec<u8>,
    watch: Option<Watch>,
}

#[derive(Debug)]
struct Open {
    identity: Identity,
    store: SqliteStore,
}

#[derive(Debug)]
struct Watch {
    /// The request that every event answers.
    id: u64,
    watcher: Watcher,
    locks: u64,
    sight: Sight,
}

/// What tells whether somebody else has written: which file it is, and SQLite's own count; `None` where there is no vault.
type Sight = Option<(Identity, i64)>;

/// Which file it is, whatever its name: another one may be put in its place.
type Identity = (u64, u64);

impl StoreDesk {
    /// Over the vault in this file, which need not be there yet.
    pub const fn new(file: PathBuf, locks: Locks) -> Self {
        Self {
            file,
            locks,
            open: None,
            parts: Vec::new(),
            watch: None,
        }
    }

    /// Whether it is for this desk.
    pub const fn takes(request: &Request) -> bool {
        match request {
            Request::StoreHeader {}
            | Request::StoreRead { .. }
            | Request::StorePart { .. }
            | Request::StoreApply { .. }
            | Request::StoreWatch { .. }
            | Request::StoreLocked {} => true,
            Request::Hello { .. }
            | Request::ListCards {}
            | Request::CardWatch {}
            | Request::Agree { .. }
            | Request::Sign { .. }
            | Request::ChannelOpen { .. }
            | Request::ChannelFrame { .. }
            | Request::ChannelPin { .. }
            | Request::ChannelClose {}
            | Request::CopyRead { .. }
            | Request::CopyOpen { .. }
            | Request::CopyWrite { .. }
            | Request::CopyClose {} => false,
        }
    }

    /// Answers one request, to the end; a watch at its beginning.
    pub fn handle(&mut self, id: u64, request: Request, send: &mut dyn FnMut(&Outgoing)) {
        match self.answer(id, request, send) {
            Ok(Some(response)) => send(&Outgoing::response(id, response)),
            Ok(None) => {}
            Err(failure) => send(&Outgoing::error(id, &failure)),
        }
    }

    /// Looks whether there is news for who watches.
    pub fn look(&mut self, send: &mut dyn FnMut(&Outgoing)) {
        let Some(mut watch) = self.watch.take() else {
            return;
        };
        let last = self.locks.last();
        if last != watch.locks {
            watch.locks = last;
            send(&Outgoing::event(watch.id, Event::StoreLock { locks: last }));
        }
        // What cannot be read now is told to who asks for it.
        if let Ok(sight) = self.sight()
            && sight != watch.sight
        {
            watch.sight = sight;
            let revision = self.store().and_then(|store| match store {
                Some(store) => Ok(store.revision()?),
                None => Ok(None),
            });
            let revision = revision.unwrap_or(None);
            send(&Outgoing::event(watch.id, Event::StoreChanged { revision }));
        }
        self.watch = Some(watch);
    }

    fn answer(
        &mut self,
        id: u64,
        request: Request,
        send: &mut dyn FnMut(&Outgoing),
    ) -> Result<Option<Response>, Failure> {
        match request {
            Request::StoreHeader {} => {
                let header = match self.store()? {
                    Some(store) => store.header()?,
                    None => None,
                };
                let header = header.map(Bytes);
                Ok(Some(Response::StoreHeader { header }))
            }
            Request::StoreRead { pages } => self.read(id, &pages, send).map(Some),
            Request::StorePart { at, bytes } => {
                self.collect(at, bytes)?;
                Ok(Some(Response::StoreTaken {}))
            }
            Request::StoreApply { at, bytes } => {
                self.collect(at, bytes)?;
                let parts = std::mem::take(&mut self.parts);
                let changes = Changes::read(&parts).ok_or(BridgeError::MessageInvalid)?;
                drop(parts);
                self.apply(&changes)?;
                Ok(Some(Response::StoreApplied {}))
            }
            Request::StoreWatch { seen } => {
                let last = self.locks.last();
                let watcher = match self.watch.take() {
                    Some(watch) => watch.watcher,
                    None => self.locks.watch()?,
                };
                let sight = self.sight().unwrap_or(None);
                self.watch = Some(Watch {
                    id,
                    watcher,
                    locks: seen.unwrap_or(last),
                    sight,
                });
                let locks = seen.unwrap_or(last);
                send(&Outgoing::event(id, Event::StoreWatching { locks }));
                self.look(send);
                Ok(None)
            }
            Request::StoreLocked {} => {
                if let Some(watch) = &mut self.watch {
                    watch.watcher.followed(watch.locks)?;
                }
                Ok(Some(Response::StoreNoted {}))
            }
            Request::Hello { .. }
            | Request::ListCards {}
            | Request::CardWatch {}
            | Request::Agree { .. }
            | Request::Sign { .. }
            | Request::ChannelOpen { .. }
            | Request::ChannelFrame { .. }
            | Request::ChannelPin { .. }
            | Request::ChannelClose {}
            | Request::CopyRead { .. }
            | Request::CopyOpen { .. }
            | Request::CopyWrite { .. }
            | Request::CopyClose {} => Err(BridgeError::MessageInvalid.into()),
        }
    }

    /// Sends the pages as they come from the file, so that not all of them are held at once.
    fn read(
        &mut self,
        id: u64,
        pages: &[u32],
        send: &mut dyn FnMut(&Outgoing),
    ) -> Result<Response, Failure> {
        if pages.len() > PAGES {
            return Err(BridgeError::TooLarge.into());
        }
        let store = self.store()?;
        let mut lengths = Vec::with_capacity(pages.len());
        let mut part = Vec::new();
        for page in pages {
            let sealed = match store {
                Some(store) => store.read(&[PageId::from_number(*page)])?.pop().flatten(),
                None => None,
            };
            lengths.push(sealed.as_ref().map(Vec::len));
            part.extend(sealed.unwrap_or_default());
            while part.len() > PART {
                let rest = part.split_off(PART);
                let bytes = Bytes(std::mem::replace(&mut part, rest));
                send(&Outgoing::event(id, Event::StorePart { bytes }));
            }
        }
        if !part.is_empty() {
            send(&Outgoing::event(
                id,
                Event::StorePart { bytes: Bytes(part) },
            ));
        }
        Ok(Response::StorePages { lengths })
    }

    fn collect(&mut self, at: u64, bytes: Bytes) -> Result<(), BridgeError> {
        if at == 0 {
            self.parts = Vec::new();
        }
        let fits = u64::try_from(self.parts.len()) == Ok(at) && bytes.0.len() <= PART;
        if fits && self.parts.len() <= LARGEST_WRITE - bytes.0.len() {
            self.parts.extend(bytes.0);
            return Ok(());
        }
        self.parts = Vec::new();
        Err(if fits {
            BridgeError::TooLarge
        } else {
            BridgeError::MessageInvalid
        })
    }

    fn apply(&mut self, changes: &Changes) -> Result<(), Failure> {
        if let Some(store) = self.store()? {
            return Ok(store.apply(changes)?);
        }
        if changes.base().is_some() {
            return Err(StoreError::Conflict.into());
        }
        let created = SqliteStore::create(&self.file).map_err(|failure| match failure {
            Failure::VaultExists { .. } => StoreError::Conflict.into(),
            failure => understood(failure),
        })?;
        created.apply(changes)?;
        drop(created);
        // That the vault is there now is no news to who made it.
        let sight = self.sight()?;
        if let Some(watch) = &mut self.watch {
            watch.sight = sight;
        }
        Ok(())
    }

    /// The file, opened anew where it is another one than before; `None` where there is no vault.
    fn store(&mut self) -> Result<Option<&SqliteStore>, Failure> {
        let identity = identity(&self.file);
        if self.open.as_ref().map(|open| open.identity) != identity {
            self.open = None;
        }
        if let (None, Some(identity)) = (&self.open, identity) {
            self.open = match SqliteStore::open(&self.file) {
                Ok(store) => Some(Open { identity, store }),
                Err(Failure::VaultAbsent { .. }) => None,
                Err(failure) => return Err(understood(failure)),
            };
        }
        Ok(self.open.as_ref().map(|open| &open.store))
    }

    fn sight(&mut self) -> Result<Sight, Failure> {
        self.store()?;
        match &self.open {
            Some(Open { identity, store }) => Ok(Some((*identity, store.others()?))),
            None => Ok(None),
        }
    }
}

/// As the extension has words for it.
fn understood(failure: Failure) -> Failure {
    match failure {
        Failure::VaultNewer => VaultError::VersionTooNew.into(),
        Failure::Vault(_) | Failure::Store(_) | Failure::FolderOpen { .. } => failure,
        _ => StoreError::Unavailable.into(),
    }
}

#[cfg(unix)]
fn identity(file: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let metadata = fs::metadata(file).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

/// Other systems do not let a file be replaced that somebody has open.
#[cfg(not(unix))]
fn identity(file: &Path) -> Option<Identity> {
    fs::metadata(file).ok().map(|_| (0, 0))
}
