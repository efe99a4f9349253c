//! The vault: all of one person's sealed data, wherever it is stored.
//!
//! A vault is opened by any of its equal [`Unlocker`]s and moves through states that consume each other:
//! [`Vault<Locked>`] → ([`Vault<Agreeing>`] when a card takes part) → [`Vault<Unlocked>`].
//!
//! Records lie in sealed pages, and an index over them in sealed pages of its own (`docs/vault-format.md`); opening a vault
//! reads none of them. The vault never reads or writes anything itself: a step that needs pages says which
//! ([`Blocked::Pages`]) and is fed them by its host, and a write leaves as one [`Changes`] value that a [`Store`] applies
//! whole or not at all.
//!
//! ```
//! use hailstone_core::data::{Field, Kind, Record};
//! use hailstone_core::entropy::Seed;
//! use hailstone_core::id::WriterId;
//! use hailstone_core::secret::SecretBytes;
//! use hailstone_core::time::Timestamp;
//! use hailstone_core::vault::{Content, Cost, Edit, NewUnlocker, Query, Vault};
//!
//! # fn seed(n: u8) -> Seed { Seed::take(&mut [n; 32]) }
//! let passphrase = SecretBytes::from(String::from("correct horse battery staple"));
//! let first = NewUnlocker::Passphrase { label: "At home", passphrase: &passphrase, cost: Cost::FLOOR };
//! let (mut vault, created) = Vault::create(&first, Timestamp::from_unix(1_790_000_000), seed(1))?;
//!
//! let email = Record::new(Kind::Email).with(Field::Email, "ada@example.org");
//! let writer = WriterId::from_bytes([1; 16]);
//! let prepared = vault.prepare(&[Edit::Insert(Content::Data(email))], writer, seed(2)).expect("an empty vault needs no page");
//! // … a store applies `created` and then `prepared.changes()` …
//! # let header = prepared.changes().header().to_vec();
//! vault.commit(prepared)?;
//!
//! let found = vault.query(&Query { matches: Some(&|title| title.starts_with("ada@")), ..Query::default() }).expect("the page is at hand");
//! assert_eq!(found.records[0].title(), "ada@example.org");
//!
//! let locked = Vault::read(&header)?;
//! let unlocker = locked.unlockers()[0].id();
//! let vault = locked.unlock_with_passphrase(unlocker, &passphrase).map_err(|refused| refused.error)?;
//! assert_eq!(vault.revision(), 2);
//! # Ok::<(), hailstone_core::vault::VaultError>(())
//! ```

mod access;
mod agreement;
mod ahead;
mod backup;
mod bulk;
mod cache;
mod card_key;
mod changes;
mod cost;
mod create;
mod decode;
mod envelope;
mod error;
mod excerpt;
mod few;
mod follow;
mod header;
mod keyring;
mod kind;
mod merge;
mod merged;
mod opening;
mod order;
mod page;
mod parked;
mod passkey;
mod read;
mod reader;
mod recovery;
mod renewal;
mod row;
mod rows;
mod scan;
mod shares;
mod state;
mod store;
mod unlocked;
mod unlocker;
mod warm_up;
mod weight;
mod whole;
mod witness;
mod words;
mod write;

pub use backup::{BACKUP_VERSION, Backup};
pub use bulk::{CHUNK_LENGTH, CONTENT_MAX, Chunk, ContentKey, ContentRef};
pub use cache::{Blocked, Needed};
pub use card_key::CardKey;
pub use changes::Changes;
pub use cost::Cost;
pub use create::NewUnlocker;
pub use error::{StoreError, VaultError};
pub use excerpt::Excerpt;
pub use header::VERSION;
pub use kind::UnlockerKind;
pub use merge::{MergeBlocked, Standing};
pub use merged::Merged;
pub use opening::{Agreeing, Locked, Refused};
#[cfg(any(test, feature = "testkit"))]
pub use page::reencode_page;
pub use read::{FieldVersion, Found, Located, Opened, Query, Shelf, Summary, Taken};
pub use recovery::{RECOVERY_WORDS, RecoveryKey};
pub use renewal::{Renewed, Wishes};
pub use row::Content;
pub use scan::Seen;
pub use shares::{Paper, RecoveryShare, RecoveryShares, SHARE_WORDS};
pub use state::Rehearsal;
pub use store::Store;
pub use unlocked::{Edit, Prepared, Unlocked};
pub use unlocker::Unlocker;
pub use warm_up::warm_up;
pub use witness::Witness;

use crate::id::VaultId;
use header::Header;

/// A vault in one of its states. The header is readable in all of them; what it says is authentic only
/// when it is [`Unlocked`].
#[derive(Debug)]
pub struct Vault<S> {
    header: Header,
    state: S,
}

impl<S> Vault<S> {
    /// The vault's identifier.
    pub const fn id(&self) -> VaultId {
        self.header.vault
    }

    /// The unlockers, in the order in which they were added.
    pub fn unlockers(&self) -> &[Unlocker] {
        &self.header.unlockers
    }

    /// The number of the root key. It grows by one when an unlocker is removed.
    pub const fn epoch(&self) -> u32 {
        self.header.epoch
    }

    /// The number of the last change. It grows by one with every [`Changes`].
    pub const fn revision(&self) -> u64 {
        self.header.revision
    }
}
