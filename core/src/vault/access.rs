//! Who opens the vault: unlockers are added, renamed and removed while it is open.

use super::create::NewUnlocker;
use super::header::{Header, MAX_UNLOCKERS};
use super::state::Rehearsal;
use super::unlocked::{Next, Pages, Prepared, Unlocked};
use super::{Vault, VaultError};
use crate::entropy::Seed;
use crate::id::UnlockerId;
use crate::time::Timestamp;

impl Vault<Unlocked> {
    /// Works out the write that adds an unlocker. The others need not be present.
    ///
    /// # Errors
    /// As [`Vault::create`], and [`VaultError::UnlockersFull`].
    pub fn prepare_unlocker(
        &self,
        new: &NewUnlocker<'_>,
        seed: Seed,
    ) -> Result<Prepared, VaultError> {
        if self.header.unlockers.len() >= MAX_UNLOCKERS {
            return Err(VaultError::UnlockersFull);
        }
        let mut random = seed.expand();
        let mut header = self.next_header();
        let root = self.state.keys.current();
        header
            .unlockers
            .push(new.make(header.vault, root, &mut random)?);
        self.finish(self.header_only(header), &mut random)
    }

    /// Works out the write that gives an unlocker another name.
    ///
    /// # Errors
    /// [`VaultError::UnlockerUnknown`] and [`VaultError::LabelInvalid`].
    pub fn prepare_renaming(
        &self,
        unlocker: UnlockerId,
        label: &str,
        seed: Seed,
    ) -> Result<Prepared, VaultError> {
        let mut header = self.next_header();
        header
            .unlockers
            .iter_mut()
            .find(|known| known.id() == unlocker)
            .ok_or(VaultError::UnlockerUnknown)?
            .rename(label)?;
        self.finish(self.header_only(header), &mut seed.expand())
    }

    /// Works out the write that removes an unlocker. It starts a new root, wrapped to the public halves of those that
    /// remain, which need not be present: what is written from then on, the removed one does not open.
    ///
    /// # Errors
    /// [`VaultError::UnlockerUnknown`], and [`VaultError::UnlockerLast`] for the only one.
    pub fn prepare_removal(
        &self,
        unlocker: UnlockerId,
        seed: Seed,
    ) -> Result<Prepared, VaultError> {
        let mut random = seed.expand();
        let mut header = self.next_header();
        let before = header.unlockers.len();
        header.unlockers.retain(|known| known.id() != unlocker);
        match header.unlockers.len() {
            remaining if remaining == before => return Err(VaultError::UnlockerUnknown),
            0 => return Err(VaultError::UnlockerLast),
            _ => {}
        }
        let mut keys = self.state.keys.copy();
        keys.turn(random.make_secret())?;
        let root = keys.current();
        header.epoch = root.epoch;
        let vault = header.vault;
        for remaining in &mut header.unlockers {
            remaining.wrap_anew(vault, root, &mut random)?;
        }
        let mut next = self.header_only(header);
        next.rest.used.retain(|(known, _)| *known != unlocker);
        next.rest
            .rehearsed
            .take_if(|rehearsed| rehearsed.unlocker == unlocker);
        next.keys = Some(keys);
        self.finish(next, &mut random)
    }

    /// When an unlocker last opened the vault, as far as it was written down: see [`Vault::note_use`].
    pub fn last_used(&self, unlocker: UnlockerId) -> Option<Timestamp> {
        let mut used = self.state.rest.used.iter();
        used.find(|(known, _)| *known == unlocker)
            .map(|(_, at)| *at)
    }

    /// Notes that an unlocker opened the vault. It is written down with the next change. One that is on paper has been
    /// rehearsed by that.
    pub fn note_use(&mut self, unlocker: UnlockerId, now: Timestamp) {
        let mut known = self.header.unlockers.iter();
        let known = known.find(|known| known.id() == unlocker);
        if known.is_some_and(|known| known.kind().is_on_paper()) {
            self.state.rest.rehearsed = Some(Rehearsal { unlocker, at: now });
        }
        let used = &mut self.state.rest.used;
        used.retain(|(known, _)| *known != unlocker);
        used.push((unlocker, now));
    }

    /// The unlocker that opened this vault.
    pub const fn opened_by(&self) -> UnlockerId {
        self.state.by
    }

    /// When a restore was last rehearsed, and with which unlocker; `None` until one succeeded, and again after that
    /// unlocker was removed.
    pub const fn rehearsed(&self) -> Option<Rehearsal> {
        self.state.rest.rehearsed
    }

    /// Notes that a restore was rehearsed: `opened` is what was opened for it, this vault once more or a backup of it, with
    /// another unlocker than the one that is used now. It is written down with the next change.
    ///
    /// # Errors
    /// [`VaultError::OtherVault`]; [`VaultError::RehearsalSame`] when it was the same unlocker, which proves nothing new;
    /// [`VaultError::UnlockerUnknown`] when this vault has that unlocker no more.
    pub fn note_rehearsal(&mut self, opened: &Self, now: Timestamp) -> Result<(), VaultError> {
        let unlocker = opened.state.by;
        if self.header.vault != opened.header.vault {
            return Err(VaultError::OtherVault);
        }
        if unlocker == self.state.by {
            return Err(VaultError::RehearsalSame);
        }
        if !self
            .header
            .unlockers
            .iter()
            .any(|known| known.id() == unlocker)
        {
            return Err(VaultError::UnlockerUnknown);
        }
        self.state.rest.rehearsed = Some(Rehearsal { unlocker, at: now });
        Ok(())
    }

    /// Works out the write of nothing but what was noted.
    ///
    /// # Errors
    /// [`VaultError::Full`].
    pub fn prepare_notes(&self, seed: Seed) -> Result<Prepared, VaultError> {
        self.finish(self.header_only(self.next_header()), &mut seed.expand())
    }

    fn header_only(&self, header: Header) -> Next {
        Next {
            header,
            rest: self.state.rest.clone(),
            keys: None,
            pages: Pages::default(),
        }
    }
}
