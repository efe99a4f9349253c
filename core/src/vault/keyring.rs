use super::VaultError;
use super::unlocker::Root;
use crate::secret::Secret32;
use alloc::vec::Vec;

/// The root keys: the one of the current epoch, and those before it, under which older pages still lie.
#[derive(Debug)]
pub(super) struct Keyring {
    epoch: u32,
    root: Secret32,
    previous: Vec<(u32, Secret32)>,
}

impl Keyring {
    pub(super) const fn new(epoch: u32, root: Secret32) -> Self {
        Self {
            epoch,
            root,
            previous: Vec::new(),
        }
    }

    /// Adds the root of an earlier epoch.
    pub(super) fn remember(&mut self, epoch: u32, root: Secret32) {
        self.previous.push((epoch, root));
    }

    /// Starts a new epoch with this root.
    pub(super) fn turn(&mut self, root: Secret32) -> Result<(), VaultError> {
        let epoch = self.epoch.checked_add(1).ok_or(VaultError::Full)?;
        let old = core::mem::replace(&mut self.root, root);
        self.previous.push((self.epoch, old));
        self.epoch = epoch;
        Ok(())
    }

    /// The root that new pages are sealed under.
    pub(super) const fn current(&self) -> Root<'_> {
        Root {
            key: &self.root,
            epoch: self.epoch,
        }
    }

    /// The root of an epoch.
    pub(super) fn of(&self, epoch: u32) -> Option<&Secret32> {
        if epoch == self.epoch {
            return Some(&self.root);
        }
        let mut previous = self.previous.iter();
        previous
            .find(|(number, _)| *number == epoch)
            .map(|(_, root)| root)
    }

    /// The roots of earlier epochs, oldest first.
    pub(super) fn previous(&self) -> impl Iterator<Item = (u32, &Secret32)> {
        self.previous.iter().map(|(epoch, root)| (*epoch, root))
    }

    /// A second ring with the same keys, for a write that is not committed yet.
    pub(super) fn copy(&self) -> Self {
        Self {
            epoch: self.epoch,
            root: self.root.copy(),
            previous: self
                .previous()
                .map(|(epoch, root)| (epoch, root.copy()))
                .collect(),
        }
    }
}
