//! What opens a vault: listed, added, renamed and removed, each by its label.

use super::means::{Means, free};
use super::{Desk, Wallet, at_once, unlock};
use crate::entropy;
use crate::error::Failure;
use crate::prompt::Occasion;
use hailstone_core::id::UnlockerId;
use hailstone_core::time::Timestamp;
use hailstone_core::vault::{Prepared, Unlocker};

impl Wallet {
    /// What opens the vault, in the order in which it was added, and when each last did, as far as that is known.
    pub fn unlockers(&self) -> impl Iterator<Item = (&Unlocker, Option<Timestamp>)> {
        let unlockers = self.vault.unlockers().iter();
        unlockers.map(|unlocker| (unlocker, self.vault.last_used(unlocker.id())))
    }

    /// Adds an unlocker and gives its label. Nothing is written before it is known to open the vault: the passphrase was
    /// given twice, or the card has opened the new header once.
    ///
    /// # Errors
    /// [`Failure::LabelTaken`], [`Failure::CardsSeveral`], [`Failure::PassphraseCancelled`], and whatever card, prompt,
    /// vault and store have against it.
    pub fn add_unlocker(
        &mut self,
        means: Means,
        label: Option<&str>,
        desk: &mut Desk<'_>,
    ) -> Result<String, Failure> {
        let new = means.fetch(label, self.vault.unlockers(), Occasion::Another, desk)?;
        let prepared = new.make(desk, |new, seed| self.vault.prepare_unlocker(new, seed))?;
        if new.is_untried() {
            unlock::try_newest(prepared.changes().header(), desk)?;
        }
        self.keep(prepared)?;
        Ok(new.label().into())
    }

    /// Gives the unlocker with this label another one. Where several have it, that is the one that was added first.
    ///
    /// # Errors
    /// [`Failure::UnlockerUnknown`], [`Failure::LabelTaken`], and what vault and store have against it.
    pub fn rename_unlocker(&mut self, label: &str, new: &str) -> Result<(), Failure> {
        let (id, _) = self.labelled(label)?;
        let others = self.vault.unlockers().iter();
        let new = free(new, others.filter(|other| other.id() != id))?;
        let prepared = self.vault.prepare_renaming(id, &new, entropy::seed()?)?;
        self.keep(prepared)
    }

    /// Removes the unlocker with this label: it opens nothing that is written from now on.
    ///
    /// # Errors
    /// [`Failure::UnlockerUnknown`], [`Failure::LabelShared`], and what vault and store have against it.
    pub fn remove_unlocker(&mut self, label: &str) -> Result<(), Failure> {
        let (id, shared) = self.labelled(label)?;
        if shared {
            let label = label.into();
            return Err(Failure::LabelShared { label });
        }
        let prepared = self.vault.prepare_removal(id, entropy::seed()?)?;
        self.keep(prepared)
    }

    /// The first unlocker with this label, and whether there are more: other programs may not mind.
    fn labelled(&self, label: &str) -> Result<(UnlockerId, bool), Failure> {
        let unlockers = self.vault.unlockers().iter();
        let mut labelled = unlockers.filter(|unlocker| unlocker.label() == label);
        match (labelled.next(), labelled.next()) {
            (Some(only), another) => Ok((only.id(), another.is_some())),
            (None, _) => {
                let label = label.into();
                Err(Failure::UnlockerUnknown { label })
            }
        }
    }

    pub(super) fn keep(&mut self, prepared: Prepared) -> Result<(), Failure> {
        let Self { store, vault, .. } = self;
        at_once(vault.keep::<Failure>(store, prepared))?;
        self.remember();
        Ok(())
    }
}
