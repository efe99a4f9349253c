//! What a host has seen of a vault, kept outside of its store: whoever puts an older copy there is noticed.

use super::header::Header;
use super::order::{arrange, key};
use super::state::{MAX_WRITERS, Seen};
use super::unlocked::Unlocked;
use super::{Vault, VaultError};
use crate::id::VaultId;
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};

const MAGIC: &[u8; 4] = b"HSTW";
const VERSION: [u8; 2] = [0, 1];

/// How far a vault had come when it was last seen: `"HSTW" || version (2) = 0001 || postcard(Witness)`, the writers in
/// the order of their identifiers. It holds no secret; who can change it can hide a rollback, so it is not kept where the
/// vault is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    vault: VaultId,
    epoch: u32,
    revision: u64,
    writers: Vec<Seen>,
}

impl Witness {
    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`VaultError::WitnessMalformed`] and [`VaultError::VersionTooNew`].
    pub fn parse(bytes: &[u8]) -> Result<Self, VaultError> {
        let malformed = VaultError::WitnessMalformed;
        let rest = bytes.strip_prefix(MAGIC).ok_or(malformed)?;
        let (version, rest) = rest.split_first_chunk::<2>().ok_or(malformed)?;
        match *version {
            [0, 0] => return Err(malformed),
            VERSION => {}
            _ => return Err(VaultError::VersionTooNew),
        }
        let (witness, left) = postcard::take_from_bytes::<Self>(rest).map_err(|_| malformed)?;
        let in_order = witness
            .writers
            .is_sorted_by(|one, next| one.writer < next.writer);
        if left.is_empty() && in_order && witness.writers.len() <= MAX_WRITERS {
            Ok(witness)
        } else {
            Err(malformed)
        }
    }

    /// The bytes to keep.
    pub fn to_bytes(&self) -> Vec<u8> {
        let start = [MAGIC.as_slice(), &VERSION].concat();
        // A vector takes whatever is written to it.
        postcard::to_extend(self, start).unwrap_or_default()
    }

    /// The vault that was seen.
    pub const fn vault(&self) -> VaultId {
        self.vault
    }

    /// The revision that was seen.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// What both have seen.
    ///
    /// # Errors
    /// [`VaultError::OtherVault`].
    pub fn join(mut self, other: &Self) -> Result<Self, VaultError> {
        if self.vault != other.vault {
            return Err(VaultError::OtherVault);
        }
        self.epoch = self.epoch.max(other.epoch);
        self.revision = self.revision.max(other.revision);
        for seen in &other.writers {
            let place = self
                .writers
                .binary_search_by_key(&seen.writer, |known| known.writer);
            match place {
                Ok(place) => {
                    if let Some(known) = self.writers.get_mut(place) {
                        known.change = known.change.max(seen.change);
                    }
                }
                Err(place) => self.writers.insert(place, *seen),
            }
        }
        // More than a vault can have: what is dropped is not watched over, and the rest is.
        self.writers.truncate(MAX_WRITERS);
        Ok(self)
    }
}

impl fmt::Debug for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Witness")
            .field("vault", &self.vault)
            .field("revision", &self.revision)
            .field("writers", &self.writers.len())
            .finish_non_exhaustive()
    }
}

impl Vault<Unlocked> {
    /// What is seen of this vault now, to be kept by the host.
    pub fn witness(&self) -> Witness {
        let Header {
            vault,
            epoch,
            revision,
            ..
        } = self.header;
        let writers = self.state.rest.writers.clone();
        let writers = arrange(writers, |seen| key(&[seen.writer.as_bytes()]));
        Witness {
            vault,
            epoch,
            revision,
            writers,
        }
    }

    /// Whether all that was seen of this vault is still in it. The host calls it before anything is written.
    ///
    /// # Errors
    /// [`VaultError::RolledBack`] when a change that was seen is not in it, or its revision or its epoch is an earlier one;
    /// [`VaultError::OtherVault`]. Once the person has accepted the older copy, the host forgets what it had seen and goes
    /// on as a new writer: the numbers of the changes that are lost must not be given again.
    pub fn compare(&self, seen: &Witness) -> Result<(), VaultError> {
        if seen.vault != self.header.vault {
            return Err(VaultError::OtherVault);
        }
        let here = &self.state.rest.writers;
        let has = |seen: &Seen| {
            let mut here = here.iter();
            here.any(|here| here.writer == seen.writer && here.change >= seen.change)
        };
        let whole = seen.epoch <= self.header.epoch
            && seen.revision <= self.header.revision
            && seen.writers.iter().all(has);
        if whole {
            Ok(())
        } else {
            Err(VaultError::RolledBack)
        }
    }
}
