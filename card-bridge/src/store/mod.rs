//! Where a vault lies on this machine: one file, which holds sealed bytes only. Its backups are files, too.

pub mod backup;
mod paths;
mod sqlite;

pub use paths::default_file;
pub use sqlite::SqliteStore;
