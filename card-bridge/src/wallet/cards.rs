//! The cards among what opens a vault: found by what is in the readers, tried, and taken away.

use super::unlock::{self, Which};
use super::{Desk, Shut, Wallet, at_once};
use crate::card;
use crate::clock;
use crate::entropy;
use crate::error::Failure;
use hailstone_core::card::CardRef;
use hailstone_core::id::UnlockerId;
use hailstone_core::vault::Unlocker;

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
            Some(wanted) => cards.into_iter().find(|known| is_same(&known.card, wanted)),
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

fn of(unlocker: &Unlocker) -> Option<CardUnlocker> {
    Some(CardUnlocker {
        id: unlocker.id(),
        label: unlocker.label().into(),
        card: unlocker.card()?.card().ok()?,
    })
}

/// Whether two names are of the same application of the same card, whichever its keys.
pub fn is_same(one: &CardRef, other: &CardRef) -> bool {
    one.application() == other.application() && one.serial() == other.serial()
}
