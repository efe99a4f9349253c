//! The vault: all of one person's sealed data, wherever it is stored.
//!
//! A vault is opened by any of its equal [`Unlocker`]s and moves through states that consume each other:
//! [`Vault<Locked>`] → ([`Vault<Agreeing>`] when a card takes part) → [`Vault<Opening>`] → [`Vault<Unlocked>`].
//! It never reads or writes anything itself: a host hands it the sealed bytes it asks for, and takes every write away
//! as one [`Changes`] value that a [`Store`] applies whole or not at all.
//!
//! ```
//! use hailstone_core::data::{Field, Kind, Record};
//! use hailstone_core::entropy::Seed;
//! use hailstone_core::secret::SecretBytes;
//! use hailstone_core::time::Timestamp;
//! use hailstone_core::vault::{Content, Cost, Edit, INDEX, NewUnlocker, Vault};
//!
//! # fn seed(n: u8) -> Seed { Seed::take(&mut [n; 32]) }
//! let passphrase = SecretBytes::from(String::from("correct horse battery staple"));
//! let first = NewUnlocker::Passphrase { label: "At home", passphrase: &passphrase, cost: Cost::FLOOR };
//! let (mut vault, created) = Vault::create(&first, Timestamp::from_unix(1_790_000_000), seed(1))?;
//!
//! let email = Record::new(Kind::Email).with(Field::Email, "ada@example.org");
//! let prepared = vault.prepare(vec![Edit::Insert(Content::Data(email))], seed(2))?;
//! // … a store applies `created` and then `prepared.changes()` …
//! # let header = prepared.changes().header().to_vec();
//! # let index = prepared.changes().put().iter().find(|(id, _)| *id == INDEX).unwrap().1.clone();
//! vault.commit(prepared)?;
//!
//! let locked = Vault::read(&header)?;
//! let unlocker = locked.unlockers()[0].id();
//! let opening = locked.unlock_with_passphrase(unlocker, &passphrase).map_err(|refused| refused.error)?;
//! let vault = opening.index(&index).map_err(|refused| refused.error)?;
//! assert_eq!(vault.entries().count(), 1);
//! # Ok::<(), hailstone_core::vault::VaultError>(())
//! ```

mod changes;
mod create;
mod envelope;
mod error;
mod header;
mod index;
mod opening;
mod store;
mod unlocked;
mod unlocker;

pub use changes::Changes;
pub use create::NewUnlocker;
pub use error::{StoreError, VaultError};
pub use header::VERSION;
pub use index::INDEX;
pub use opening::{Agreeing, Locked, Opening, Refused};
pub use store::Store;
pub use unlocked::{Content, Edit, Prepared, Unlocked};
pub use unlocker::{CardApplication, Cost, Unlocker, UnlockerKind};

use crate::id::VaultId;
use header::Header;

/// A vault in one of its states. The header is readable in all of them; what it says is authentic only from
/// [`Opening`] on.
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

    /// The number of the last change. It grows by one with every [`Changes`].
    pub const fn revision(&self) -> u64 {
        self.header.revision
    }
}
