//! The cards among what opens a vault: found by what is in the readers, tried, and taken away.

use super::unlock::{self, Which};
use super::{Desk, Shut, Wallet, at_once};
use crate::card;
use crate::clock;
use crate::entropy;
use crate::error::Failure;
use hailstone_core::card::CardRef;
use hailstone_core::id::UnlockerId;
#[cfg(doc)]
use hailstone_core::vault::Vault;
use hailstone_core::vault::{Unlocker, VaultError};

/// A card that opens a vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardUnlocker {
    /// Which unlocker it is.
    pub id: UnlockerId,
    /// Its label.
    pub label: String,
    /// Its key.
    pub card: CardRef,
}

impl Shut {
    /// Every card that opens the vault.
    pub fn cards(&self) -> Vec<CardUnlocker> {
        self.vault.unlockers().iter().filter_map(of).collect()
    }

    /// The card that is named, or the first of the vault's that is in a reader.
    ///
    /// # Errors
    /// [`Failure::CardOpensNothing`] where it is none of the vault's; what stands in the way of finding one of them.
    pub fn card(
        &self,
        wanted: Option<&CardRef>,
        desk: &mut Desk<'_>,
    ) -> Result<CardUnlocker, Failure> {
        let cards = self.cards();
        let found = match wanted {
            Some(wanted) => cards
                .into_iter()
                .find(|known| card::is_same(&known.card, wanted)),
            None => {
                // What stands in the way is said before that none of the cards is one.
                desk.readers.with_card()?;
                cards
                    .into_iter()
                    .find(|known| card::is_there(desk.readers, &known.card))
            }
        };
        found.ok_or(Failure::CardOpensNothing)
    }

    /// Opens the vault with anything but this card, chosen as in [`Self::unlock`].
    ///
    /// # Errors
    /// [`VaultError::UnlockerLast`] where nothing else opens it, found out before anybody is asked, and as [`Self::unlock`].
    pub fn unlock_without(
        self,
        card: &CardUnlocker,
        desk: &mut Desk<'_>,
    ) -> Result<Wallet, Failure> {
        let others = self.vault.unlockers().iter();
        let others: Vec<Unlocker> = others.filter(|one| one.id() != card.id).cloned().collect();
        if others.is_empty() {
            return Err(VaultError::UnlockerLast.into());
        }
        let other = unlock::choose(&others, None, desk)?;
        let mut vault = unlock::unlock(self.vault, other, Which::Vault, &mut None, desk)?;
        desk.seen.check(&vault)?;
        vault.note_use(other, clock::now());
        Ok(Wallet::new(self.store, vault, desk))
    }

    /// Opens the vault with this card, and each of its pages, and writes down that it did.
    ///
    /// # Errors
    /// As [`Shut::unlock`].
    pub fn try_card(self, card: &CardUnlocker, desk: &mut Desk<'_>) -> Result<Wallet, Failure> {
        let mut vault = unlock::unlock(self.vault, card.id, Which::Vault, &mut None, desk)?;
        desk.seen.check(&vault)?;
        vault.note_use(card.id, clock::now());
        let mut wallet = Wallet::new(self.store, vault, desk);
        at_once(wallet.vault.back_up::<Failure>(&wallet.store))?;
        let noted = wallet.vault.prepare_notes(entropy::seed()?)?;
        wallet.keep(noted)?;
        Ok(wallet)
    }
}

impl Wallet {
    /// Takes this card from what opens the vault, and begins a new root: what is written from now on, it does not open.
    ///
    /// # Errors
    /// As [`Vault::prepare_removal`], and what the store has against it.
    pub fn retire(&mut self, card: &CardUnlocker) -> Result<(), Failure> {
        let prepared = self.vault.prepare_removal(card.id, entropy::seed()?)?;
        self.keep(prepared)
    }
}

fn of(unlocker: &Unlocker) -> Option<CardUnlocker> {
    Some(CardUnlocker {
        id: unlocker.id(),
        label: unlocker.label().into(),
        card: unlocker.card()?.card().ok()?,
    })
}
