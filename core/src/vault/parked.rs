//! A root that is put away for a moment: the process of an open vault may end before the vault is to be locked, and the next
//! one goes on with a key that only lives as long as the session.

use super::envelope::{self, Purpose};
use super::header::Header;
use super::unlocked::Unlocked;
use super::unlocker::secret32;
use super::{Vault, VaultError};
use crate::entropy::Seed;
use crate::id::UnlockerId;
use crate::label::Label;
use crate::secret::{Secret32, SecretBytes};
use alloc::vec::Vec;

impl Vault<Unlocked> {
    /// Seals the root under the key of a session, for [`Vault::resume`]: `salt (24) || AES-256-GCM(unlocker (16) || root)`.
    /// It opens this vault until its next epoch, so the host keeps the key in memory and deletes both when it locks.
    ///
    /// # Errors
    /// [`VaultError::Full`], for no vault that there is.
    pub fn park(&self, key: &Secret32, seed: Seed) -> Result<Vec<u8>, VaultError> {
        let root = self.state.keys.current();
        let mut plaintext = Vec::with_capacity(48);
        plaintext.extend_from_slice(self.state.by.as_bytes());
        plaintext.extend_from_slice(root.key.expose());
        let plaintext = SecretBytes::new(plaintext);
        let salt: [u8; 24] = seed.expand().make();
        let sealed = envelope::seal(key, &salt, &purpose(&self.header), plaintext.expose());
        let sealed = sealed.map_err(|_| VaultError::Full)?;
        Ok([salt.as_slice(), &sealed].concat())
    }
}

/// The root, and the unlocker that had opened the vault.
pub(super) fn open(
    header: &Header,
    key: &Secret32,
    parked: &[u8],
) -> Result<(Secret32, UnlockerId), VaultError> {
    let stale = VaultError::ParkedStale;
    let (salt, sealed) = parked.split_first_chunk::<24>().ok_or(stale)?;
    let opened = envelope::open(key, salt, &purpose(header), sealed).map_err(|_| stale)?;
    let (by, root) = opened.expose().split_first_chunk::<16>().ok_or(stale)?;
    let root = SecretBytes::new(root.into());
    Ok((
        secret32(&root).map_err(|_| stale)?,
        UnlockerId::from_bytes(*by),
    ))
}

fn purpose(header: &Header) -> Purpose {
    let epoch = header.epoch.to_be_bytes();
    let place: [&[u8]; 2] = [header.vault.as_bytes(), &epoch];
    Purpose::new(Label::ParkedRootKey, Label::ParkedRoot, &place)
}
