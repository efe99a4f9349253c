//! A store in one SQLite file, the only file that knows SQLite.
//!
//! `meta` holds the header, as the core wrote it, and the revision it belongs to (eight bytes, big-endian: SQLite's own
//! integers are signed); `pages` holds sealed bytes by number. The file says in its `application_id` whose it is and
//! in its `user_version` which of these schemas it has.

use super::paths;
use crate::error::Failure;
use hailstone_core::id::PageId;
use hailstone_core::vault::{Changes, Store, StoreError};
use rusqlite::{
    Connection, Error, ErrorCode, OpenFlags, OptionalExtension, Row, Transaction,
    TransactionBehavior,
};
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// "HSTV", as the header begins.
const APPLICATION_ID: i64 = 0x4853_5456;
/// The schema that this version writes, and the only one so far.
const SCHEMA: i64 = 1;
/// Of SQLite's own pages: most of ours, sealed, fit into one. A change writes five or so of them as a whole.
const PAGE_SIZE: i64 = 4096;
/// How long another program may hold the file before we give up: one change takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);

/// How far from one page to the next it is faster to go through what lies between than to look the next one up.
const NEAR: u32 = 8;

/// One page, and those from one to another, both as columns `number` and `sealed`.
const ONE: &str = "SELECT number, sealed FROM pages WHERE number = ?1 AND ?1 = ?2";
const RUN: &str = "SELECT number, sealed FROM pages WHERE number BETWEEN ?1 AND ?2 ORDER BY number";

const HEADER: &str = "header";
const REVISION: &str = "revision";

/// One vault's file, open.
///
/// What SQLite does never waits for anything but the disk, so the methods are there without `async` too.
pub struct SqliteStore {
    connection: Connection,
}

impl SqliteStore {
    /// Opens the file of a vault that is there.
    ///
    /// # Errors
    /// [`Failure::VaultAbsent`], [`Failure::FolderOpen`], [`Failure::VaultNewer`]; [`StoreError::Damaged`] for a file of
    /// another program, [`StoreError::Unavailable`] for one that cannot be read.
    pub fn open(file: &Path) -> Result<Self, Failure> {
        let store = Self {
            connection: connect(&paths::settle(file)?)?,
        };
        let absent = || Failure::VaultAbsent { path: file.into() };
        if store.is_blank()? {
            return Err(absent());
        }
        store.prepare()?;
        store.header()?.ok_or_else(absent)?;
        Ok(store)
    }

    /// Whether a vault could be made in this file, for who would rather know before a person is asked for anything.
    ///
    /// # Errors
    /// As [`SqliteStore::create`].
    pub fn check_vacant(file: &Path) -> Result<(), Failure> {
        match Self::open(file) {
            Ok(_) => Err(Failure::VaultExists { path: file.into() }),
            Err(Failure::VaultAbsent { .. }) => paths::check_new(file),
            Err(failure) => Err(failure),
        }
    }

    /// Makes a file for a new vault, mode 0600, and its folder, mode 0700. A creation that broke off before the vault was
    /// written is taken up again.
    ///
    /// # Errors
    /// [`Failure::VaultExists`], [`Failure::FolderOpen`], [`Failure::File`], and as [`SqliteStore::open`].
    pub fn create(file: &Path) -> Result<Self, Failure> {
        let store = Self {
            connection: connect(&paths::make(file)?)?,
        };
        if store.is_blank()? {
            store.make_tables()?;
        }
        store.prepare()?;
        if store.header()?.is_some() {
            return Err(Failure::VaultExists { path: file.into() });
        }
        Ok(store)
    }

    /// From now on everything is read as it is at this moment, whatever others write meanwhile, until [`Self::apply`].
    ///
    /// # Errors
    /// As [`Store::header`].
    pub fn hold_still(&self) -> Result<(), StoreError> {
        if self.connection.is_autocommit() {
            self.connection
                .execute_batch("BEGIN DEFERRED")
                .map_err(reading)?;
        }
        // The moment is that of the first read.
        revision(&self.connection).map(drop)
    }

    /// [`Store::header`].
    ///
    /// # Errors
    /// As there.
    pub fn header(&self) -> Result<Option<Vec<u8>>, StoreError> {
        meta(&self.connection, HEADER)
    }

    /// The revision that the header belongs to; `None` where there is no vault yet.
    ///
    /// # Errors
    /// As [`Store::header`].
    pub fn revision(&self) -> Result<Option<u64>, StoreError> {
        revision(&self.connection)
    }

    /// A number that is another one as soon as another program has written, and the same for what was written here.
    ///
    /// # Errors
    /// As [`Store::header`].
    pub fn others(&self) -> Result<i64, StoreError> {
        let version = self
            .connection
            .pragma_query_value(None, "data_version", |row| row.get(0));
        version.map_err(reading)
    }

    /// [`Store::read`].
    ///
    /// # Errors
    /// As there.
    pub fn read(&self, pages: &[PageId]) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        let mut all = vec![None; pages.len()];
        self.read_each(pages, |place, sealed| {
            if let Some(page) = all.get_mut(place) {
                *page = sealed.map(<[u8]>::to_vec);
            }
        })?;
        Ok(all)
    }

    /// [`Store::read_each`], in the order of the numbers: those that are near each other lie near each other.
    ///
    /// # Errors
    /// As there.
    pub fn read_each(
        &self,
        pages: &[PageId],
        mut each: impl FnMut(usize, Option<&[u8]>),
    ) -> Result<(), StoreError> {
        let mut wanted: Vec<(u32, usize)> = (0..)
            .zip(pages)
            .map(|(place, page)| (page.number(), place))
            .collect();
        wanted.sort_unstable();
        for run in wanted.chunk_by(|(one, _), (next, _)| next - one <= NEAR) {
            let (Some((first, _)), Some((last, _))) = (run.first(), run.last()) else {
                continue;
            };
            let sql = if first == last { ONE } else { RUN };
            let mut query = self.connection.prepare_cached(sql).map_err(reading)?;
            let mut rows = query.query((first, last)).map_err(reading)?;
            let mut run = run.iter().peekable();
            // The row behind the last would be read for nothing.
            while run.peek().is_some() {
                let row = rows.next().map_err(reading)?;
                let found = row.map(found).transpose()?;
                let number = found.map(|(number, _)| number);
                // Those before it are not there.
                while let Some((_, place)) =
                    run.next_if(|(wanted, _)| number.is_none_or(|number| *wanted < number))
                {
                    each(*place, None);
                }
                while let Some((_, place)) = run.next_if(|(wanted, _)| Some(*wanted) == number) {
                    each(*place, found.map(|(_, sealed)| sealed));
                }
            }
        }
        Ok(())
    }

    /// [`Store::apply`]. Another writer that holds the file for longer than two seconds is a conflict too: what we hold is
    /// stale as soon as it is done.
    ///
    /// # Errors
    /// As there.
    pub fn apply(&self, changes: &Changes) -> Result<(), StoreError> {
        if !self.connection.is_autocommit() {
            self.connection.execute_batch("ROLLBACK").map_err(reading)?;
        }
        // Dropped without a commit, a transaction is rolled back.
        let transaction =
            Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)
                .map_err(writing)?;
        if revision(&transaction)? != changes.base() {
            return Err(StoreError::Conflict);
        }
        write(&transaction, changes).map_err(writing)?;
        transaction.commit().map_err(writing)
    }

    /// Removes the file of a vault that was just made and is not what it should be, with what SQLite keeps beside it.
    pub fn discard(self) {
        let file = self.connection.path().map(OsString::from);
        drop(self.connection);
        for end in ["", "-wal", "-shm"] {
            if let Some(mut file) = file.clone() {
                file.push(end);
                // It may not be there; and what matters is why the vault is not what it should be.
                drop(fs::remove_file(file));
            }
        }
    }

    /// Whether nothing was ever written in the file. A file of another program, or of a later version of ours, is refused
    /// here, before anything is written to it.
    fn is_blank(&self) -> Result<bool, Failure> {
        let number = |pragma| {
            let value = self
                .connection
                .pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
            value.map_err(reading)
        };
        let tables = || {
            let count =
                self.connection
                    .query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
                        row.get::<_, i64>(0)
                    });
            count.map_err(reading)
        };
        match (number("application_id")?, number("user_version")?) {
            (APPLICATION_ID, SCHEMA) => Ok(false),
            (APPLICATION_ID, later) if later > SCHEMA => Err(Failure::VaultNewer),
            (0, 0) if tables()? == 0 => Ok(true),
            _ => Err(StoreError::Damaged.into()),
        }
    }

    fn make_tables(&self) -> Result<(), StoreError> {
        self.connection
            .execute_batch(&format!(
                "PRAGMA page_size = {PAGE_SIZE};
                 PRAGMA journal_mode = WAL;
                 BEGIN IMMEDIATE;
                 CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
                 CREATE TABLE pages (number INTEGER NOT NULL PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
                 PRAGMA application_id = {APPLICATION_ID};
                 PRAGMA user_version = {SCHEMA};
                 COMMIT;"
            ))
            .map_err(writing)
    }

    /// What SQLite does not remember in the file: a commit returns when it is on the disk, and what is deleted is
    /// overwritten.
    fn prepare(&self) -> Result<(), StoreError> {
        let pragmas =
            "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF;";
        self.connection.execute_batch(pragmas).map_err(reading)
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SqliteStore")
    }
}

impl Store for SqliteStore {
    async fn header(&self) -> Result<Option<Vec<u8>>, StoreError> {
        Self::header(self)
    }

    async fn read(&self, pages: &[PageId]) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        Self::read(self, pages)
    }

    async fn read_each(
        &self,
        pages: &[PageId],
        each: impl FnMut(usize, Option<&[u8]>),
    ) -> Result<(), StoreError> {
        Self::read_each(self, pages, each)
    }

    async fn apply(&self, changes: &Changes) -> Result<(), StoreError> {
        Self::apply(self, changes)
    }
}

/// A path is only ever a path, never a `file:` address, and its last part no link: [`paths`] has followed those.
fn connect(real: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(real, flags).map_err(reading)?;
    connection.busy_timeout(PATIENCE).map_err(reading)?;
    Ok(connection)
}

/// The number and the bytes of a page.
fn found<'r>(row: &'r Row<'_>) -> Result<(u32, &'r [u8]), StoreError> {
    let number = row.get(0).map_err(reading)?;
    let sealed = row.get_ref(1).map_err(reading)?.as_blob();
    Ok((number, sealed.map_err(|_| StoreError::Damaged)?))
}

fn meta(connection: &Connection, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let query = connection.prepare_cached("SELECT value FROM meta WHERE key = ?1");
    let value = query.and_then(|mut query| query.query_row([key], |row| row.get(0)).optional());
    value.map_err(reading)
}

fn revision(connection: &Connection) -> Result<Option<u64>, StoreError> {
    meta(connection, REVISION)?
        .map(|bytes| {
            let bytes = bytes.try_into().map_err(|_| StoreError::Damaged)?;
            Ok(u64::from_be_bytes(bytes))
        })
        .transpose()
}

fn write(transaction: &Transaction<'_>, changes: &Changes) -> Result<(), Error> {
    let mut meta = transaction.prepare_cached("REPLACE INTO meta (key, value) VALUES (?1, ?2)")?;
    meta.execute((HEADER, changes.header()))?;
    meta.execute((REVISION, changes.revision().to_be_bytes()))?;
    let mut delete = transaction.prepare_cached("DELETE FROM pages WHERE number = ?1")?;
    for page in changes.delete() {
        delete.execute([page.number()])?;
    }
    let mut put =
        transaction.prepare_cached("REPLACE INTO pages (number, sealed) VALUES (?1, ?2)")?;
    for (page, sealed) in changes.put() {
        put.execute((page.number(), sealed))?;
    }
    Ok(())
}

/// What an error means to the one who reads.
#[allow(
    clippy::needless_pass_by_value,
    reason = "for `map_err`, which has no other use for the error"
)]
fn reading(error: Error) -> StoreError {
    match &error {
        Error::SqliteFailure(failure, _) => match failure.code {
            ErrorCode::DiskFull => StoreError::Full,
            ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt | ErrorCode::Unknown => {
                StoreError::Damaged
            }
            _ => StoreError::Unavailable,
        },
        // No file, or no memory.
        Error::InvalidPath(_) => StoreError::Unavailable,
        // Tables and columns that are not as this file made them.
        _ => StoreError::Damaged,
    }
}

/// The same for the one who writes: whoever holds the file is about to write too.
fn writing(error: Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Conflict,
        _ => reading(error),
    }
}

#[cfg(test)]
mod tests;
