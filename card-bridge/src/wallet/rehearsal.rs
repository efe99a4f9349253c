//! The rehearsal of the worst day: what lies on paper really opens the vault, or a backup of it.

use super::unlock::{self, Which};
use super::{Desk, Shut, Wallet, at_once};
use crate::clock;
use crate::entropy;
use crate::error::Failure;
use hailstone_core::time::Timestamp;
use hailstone_core::vault::{Backup, Unlocker, Vault};

impl Wallet {
    /// When a restore was last rehearsed.
    pub fn rehearsed(&self) -> Option<Timestamp> {
        self.vault.rehearsed().map(|rehearsed| rehearsed.at)
    }

    /// Opens the backup, or without one what lies in the vault's own file, with the unlocker of this label (without one: with
    /// one that is on paper), opens each of its pages, and writes down that it did. Gives the unlocker's label.
    ///
    /// # Errors
    /// [`Failure::RecoveryAbsent`], [`Failure::UnlockerUnknown`], as [`Shut::unlock`], and as [`Vault::note_rehearsal`].
    pub fn rehearse(
        &mut self,
        backup: Option<Backup>,
        by: Option<&str>,
        desk: &mut Desk<'_>,
    ) -> Result<String, Failure> {
        let copy = match backup {
            Some(backup) => backup,
            None => self.back_up()?,
        };
        let locked: Vault<_> = copy.vault()?;
        let mut known = locked.unlockers().iter();
        let chosen =
            match by {
                Some(label) => known.find(|known| known.label() == label).ok_or_else(|| {
                    Failure::UnlockerUnknown {
                        label: label.into(),
                    }
                }),
                None => known
                    .find(|known| known.kind().is_on_paper())
                    .ok_or(Failure::RecoveryAbsent),
            }?;
        let (unlocker, label) = (Unlocker::id(chosen), chosen.label().to_owned());
        let mut opened = unlock::unlock(locked, unlocker, Which::Backup, &mut None, desk)?;
        at_once(opened.back_up::<Failure>(&copy))?;
        self.vault.note_rehearsal(&opened, clock::now())?;
        let noted = self.vault.prepare_notes(entropy::seed()?)?;
        self.keep(noted)?;
        Ok(label)
    }
}

impl Shut {
    /// When a restore was last rehearsed, as far as this machine knows.
    pub fn rehearsed(&self, desk: &crate::seen::Seen) -> Option<Timestamp> {
        desk.rehearsed(self.vault.id())
    }
}
