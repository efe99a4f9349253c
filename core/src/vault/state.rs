//! What a header keeps to itself: where the index begins, who has written, and the keys of earlier epochs.

use super::ahead::{self, Ahead};
use super::envelope::{self, Purpose};
use super::header::Header;
use super::keyring::Keyring;
use super::page::{PageRef, decode};
use super::{VaultError, row::Dot};
use crate::entropy::Random;
use crate::id::{PageId, RecordId, UnlockerId, VaultId, WriterId};
use crate::label::Label;
use crate::secret::{Secret32, SecretBytes};
use crate::time::Timestamp;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// The most programs that may have written to one vault.
pub(super) const MAX_WRITERS: usize = 1024;
/// The most records that an excerpt remembers to have been asked for.
pub(super) const MAX_CHOSEN: usize = 1024;

/// `site secret (32) || count of earlier epochs (2, big-endian) || each as epoch (4) || root (32) || postcard(Rest)`.
#[derive(Debug)]
pub(super) struct State {
    /// The secret from which the pairwise key for each site is derived; it survives a new root.
    pub(super) site_secret: Secret32,
    pub(super) rest: Rest,
}

/// The part of it that is no key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Rest {
    /// The top of the index; `None` while there is no record.
    pub(super) index: Option<PageRef>,
    /// The number that the next new page gets.
    pub(super) next_page: u32,
    /// Every program that has written, and up to which of its changes they are in this copy.
    pub(super) writers: Vec<Seen>,
    /// When each unlocker last opened the vault, as far as it was written down.
    pub(super) used: Vec<(UnlockerId, Timestamp)>,
    /// Since version 2 of the header: when a restore was last rehearsed.
    pub(super) rehearsed: Option<Rehearsal>,
    /// Since version 4: records that go further than the list of writers says.
    pub(super) ahead: Vec<Ahead>,
    /// Since version 4: the records that an excerpt was asked for, the most wanted first.
    pub(super) chosen: Vec<RecordId>,
}

/// An unlocker that was kept for the worst day has really opened the vault, or a backup of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rehearsal {
    /// Which one.
    pub unlocker: UnlockerId,
    /// When.
    pub at: Timestamp,
}

/// How much of a writer's doing a copy has in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seen {
    pub(super) writer: WriterId,
    pub(super) change: u64,
}

impl Rest {
    pub(super) const fn new() -> Self {
        Self {
            index: None,
            next_page: 0,
            writers: Vec::new(),
            used: Vec::new(),
            rehearsed: None,
            ahead: Vec::new(),
            chosen: Vec::new(),
        }
    }

    /// The number of a page that there was not before.
    pub(super) fn make_page(&mut self) -> Result<PageId, VaultError> {
        let id = PageId::from_number(self.next_page);
        self.next_page = self.next_page.checked_add(1).ok_or(VaultError::Full)?;
        Ok(id)
    }

    /// Notes a change by a writer, and gives the dot of everything that it writes.
    pub(super) fn write(&mut self, writer: WriterId, change: u64) -> Result<Dot, VaultError> {
        let place = match self.writers.iter().position(|seen| seen.writer == writer) {
            Some(place) => place,
            None if self.writers.len() < MAX_WRITERS => {
                self.writers.push(Seen { writer, change });
                self.writers.len().saturating_sub(1)
            }
            None => return Err(VaultError::Full),
        };
        if let Some(seen) = self.writers.get_mut(place) {
            seen.change = change;
        }
        let writer = u16::try_from(place).map_err(|_| VaultError::Full)?;
        Ok(Dot { change, writer })
    }
}

fn purpose(vault: VaultId, epoch: u32, revision: u64) -> Purpose {
    let epoch = epoch.to_be_bytes();
    let revision = revision.to_be_bytes();
    let place: [&[u8]; 3] = [vault.as_bytes(), &epoch, &revision];
    Purpose::new(Label::HeaderStateKey, Label::HeaderState, &place)
}

/// Seals the state of one revision: `salt (24) || AES-256-GCM`.
pub(super) fn seal(
    site_secret: &Secret32,
    rest: &Rest,
    vault: VaultId,
    revision: u64,
    keys: &Keyring,
    random: &mut Random,
) -> Result<Vec<u8>, VaultError> {
    let root = keys.current();
    let count = u16::try_from(keys.previous().count()).map_err(|_| VaultError::Full)?;
    let rest = postcard::to_allocvec(rest).map_err(|_| VaultError::Full)?;
    // One allocation of the final size: a vector that grew would leave secrets behind.
    let length = usize::from(count)
        .saturating_mul(36)
        .saturating_add(34)
        .saturating_add(rest.len());
    let mut plaintext = Vec::with_capacity(length);
    plaintext.extend_from_slice(site_secret.expose());
    plaintext.extend_from_slice(&count.to_be_bytes());
    for (epoch, root) in keys.previous() {
        plaintext.extend_from_slice(&epoch.to_be_bytes());
        plaintext.extend_from_slice(root.expose());
    }
    plaintext.extend_from_slice(&rest);
    let plaintext = SecretBytes::new(plaintext);
    let salt: [u8; 24] = random.make();
    let purpose = purpose(vault, root.epoch, revision);
    let sealed = envelope::seal(root.key, &salt, &purpose, plaintext.expose());
    let sealed = sealed.map_err(|_| VaultError::Full)?;
    Ok([salt.as_slice(), &sealed].concat())
}

/// Opens the state of one revision, and the keys of earlier epochs that are in it.
pub(super) fn open(header: &Header, root: Secret32) -> Result<(State, Keyring), VaultError> {
    let (vault, epoch, revision) = (header.vault, header.epoch, header.revision);
    let (salt, sealed) = header
        .state
        .split_first_chunk::<24>()
        .ok_or(VaultError::Tampered)?;
    let opened = envelope::open(&root, salt, &purpose(vault, epoch, revision), sealed);
    let opened = opened.map_err(|_| VaultError::Tampered)?;
    let mut keys = Keyring::new(epoch, root);
    let mut left = opened.expose();
    let site_secret = take_secret(&mut left)?;
    let count = u16::from_be_bytes(take(&mut left)?);
    for _ in 0..count {
        let epoch = u32::from_be_bytes(take(&mut left)?);
        keys.remember(epoch, take_secret(&mut left)?);
    }
    // What later versions added stands at the end, and is not there: no rehearsal, no records that are ahead, none chosen.
    let none: &[u8] = match header.version {
        0 | 1 => &[0, 0, 0],
        2 | 3 => &[0, 0],
        _ => &[],
    };
    let rest: Rest = decode(&[left, none].concat())?;
    if rest.writers.len() > MAX_WRITERS || rest.chosen.len() > MAX_CHOSEN {
        return Err(VaultError::Tampered);
    }
    ahead::check(&rest.ahead, &rest.writers)?;
    Ok((State { site_secret, rest }, keys))
}

fn take<const N: usize>(left: &mut &[u8]) -> Result<[u8; N], VaultError> {
    let (taken, rest) = left.split_first_chunk::<N>().ok_or(VaultError::Tampered)?;
    *left = rest;
    Ok(*taken)
}

fn take_secret(left: &mut &[u8]) -> Result<Secret32, VaultError> {
    let mut bytes = take::<32>(left)?;
    let secret = Secret32::take(&mut bytes);
    bytes.zeroize();
    Ok(secret)
}
