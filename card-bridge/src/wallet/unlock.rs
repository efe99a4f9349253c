//! With what a vault is opened, and how.

mod recovery;

pub use recovery::NewShares;

use super::{Desk, passkey, passphrase};
use crate::card::{self, Known};
use crate::cli::patiently;
use crate::entropy;
use crate::error::Failure;
use crate::prompt::{Occasion, PassphraseMistake};
use hailstone_core::id::UnlockerId;
use hailstone_core::secret::SecretBytes;
use hailstone_core::vault::{Locked, Unlocked, Unlocker, UnlockerKind, Vault, VaultError};
use hailstone_core::wire::Language;

/// How often a passphrase may be wrong before the program gives up. It is no protection, only manners: whoever has the file
/// can try for ever.
const TRIES: usize = 3;

/// The unlocker with this label. Without one: a card of the vault that is in a reader, or a passkey on a security key that is
/// connected, else the first passphrase, else the first card, else the first passkey, else what is on paper.
pub(super) fn choose(
    unlockers: &[Unlocker],
    with: Option<&str>,
    desk: &mut Desk<'_>,
) -> Result<UnlockerId, Failure> {
    let chosen = match with {
        Some(label) => unlockers.iter().find(|unlocker| unlocker.label() == label),
        None => inserted(unlockers, desk)
            .or_else(|| {
                unlockers
                    .iter()
                    .find(|known| passkey::is_there(known, desk))
            })
            .or_else(|| unlockers.iter().find(|unlocker| is_passphrase(unlocker)))
            .or_else(|| unlockers.iter().find(|unlocker| is_card(unlocker)))
            .or_else(|| unlockers.iter().find(|unlocker| is_passkey(unlocker)))
            .or(unlockers.first()),
    };
    chosen
        .map(Unlocker::id)
        .ok_or_else(|| Failure::UnlockerUnknown {
            label: with.unwrap_or_default().into(),
        })
}

/// The first card of the vault that is in a reader. Each is asked for by its name: to see all that is on a card can take seconds.
fn inserted<'u>(unlockers: &'u [Unlocker], desk: &mut Desk<'_>) -> Option<&'u Unlocker> {
    unlockers.iter().find(|unlocker| {
        let card = unlocker.card().and_then(|key| key.card().ok());
        card.is_some_and(|card| card::is_there(desk.readers, &card))
    })
}

const fn is_passphrase(unlocker: &Unlocker) -> bool {
    matches!(unlocker.kind(), UnlockerKind::Passphrase { .. })
}

const fn is_passkey(unlocker: &Unlocker) -> bool {
    matches!(unlocker.kind(), UnlockerKind::Passkey { .. })
}

fn is_card(unlocker: &Unlocker) -> bool {
    unlocker.card().is_some()
}

fn find(vault: &Vault<Locked>, id: UnlockerId) -> Option<&Unlocker> {
    vault.unlockers().iter().find(|known| known.id() == id)
}

/// Opens a header that is not stored yet with the unlocker that was added last.
pub(super) fn try_newest(header: &[u8], desk: &mut Desk<'_>) -> Result<(), Failure> {
    let locked = Vault::read(header)?;
    let newest = locked.unlockers().last().map(Unlocker::id);
    let newest = newest.ok_or(VaultError::UnlockerUnknown)?;
    unlock(locked, newest, Which::Vault, &mut None, desk).map(drop)
}

/// What is opened, as the person sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    Vault,
    Backup,
}

/// Opens the vault with this unlocker. A passphrase that was entered for another copy of it is tried before the person is
/// asked, and the one that opened this copy is left in its place.
pub(super) fn unlock(
    vault: Vault<Locked>,
    unlocker: UnlockerId,
    which: Which,
    entered: &mut Option<SecretBytes>,
    desk: &mut Desk<'_>,
) -> Result<Vault<Unlocked>, Failure> {
    match find(&vault, unlocker).map(Unlocker::kind) {
        Some(UnlockerKind::Passphrase { .. }) => {
            by_passphrase(vault, unlocker, which, entered, desk)
        }
        Some(UnlockerKind::Card { .. } | UnlockerKind::CardKey { .. }) => {
            by_card(vault, unlocker, desk)
        }
        Some(UnlockerKind::Recovery { .. } | UnlockerKind::Shares { .. }) => {
            recovery::by_sheet(vault, unlocker, entered, desk)
        }
        Some(UnlockerKind::Passkey { .. }) => passkey::unlock(vault, unlocker, desk),
        None => Err(VaultError::UnlockerUnknown.into()),
    }
}

fn by_passphrase(
    mut vault: Vault<Locked>,
    unlocker: UnlockerId,
    which: Which,
    entered: &mut Option<SecretBytes>,
    desk: &mut Desk<'_>,
) -> Result<Vault<Unlocked>, Failure> {
    let several = vault
        .unlockers()
        .iter()
        .filter(|u| is_passphrase(u))
        .count()
        > 1;
    let label = find(&vault, unlocker)
        .filter(|_| several)
        .map(|known| known.label().to_owned());
    let occasion = match which {
        Which::Vault => Occasion::Open { label },
        Which::Backup => Occasion::OpenBackup { label },
    };
    let working = match desk.language {
        Language::English => "Checking the passphrase …",
        Language::German => "Die Passphrase wird geprüft …",
    };
    let mut mistake = None;
    let mut tries = 0;
    while tries < TRIES {
        let known = entered.take();
        let was_known = known.is_some();
        let passphrase = match known {
            Some(passphrase) => passphrase,
            None => {
                tries += 1;
                passphrase::ask(occasion.clone(), mistake, desk)?
            }
        };
        if passphrase.expose().is_empty() {
            mistake = Some(PassphraseMistake::Empty);
            continue;
        }
        match patiently(working, || {
            vault.unlock_with_passphrase(unlocker, &passphrase)
        }) {
            Ok(vault) => {
                *entered = Some(passphrase);
                return Ok(vault);
            }
            Err(refused) if refused.error == VaultError::PassphraseWrong => {
                // It was right for the other copy: nothing that the person did wrong.
                mistake = (!was_known).then_some(PassphraseMistake::Wrong);
                vault = *refused.vault;
            }
            Err(refused) => return Err(refused.error.into()),
        }
    }
    Err(VaultError::PassphraseWrong.into())
}

fn by_card(
    vault: Vault<Locked>,
    unlocker: UnlockerId,
    desk: &mut Desk<'_>,
) -> Result<Vault<Unlocked>, Failure> {
    let agreeing = vault
        .agree_with_card(unlocker, entropy::seed()?)
        .map_err(|refused| refused.error)?;
    let key = agreeing.card().ok_or(VaultError::UnlockerUnknown)?;
    let card = key.card()?;
    let mut progress = desk.card_progress();
    let shared = card::agree(
        desk.readers,
        desk.prompt,
        &mut progress,
        &Known::read()?,
        &card,
        agreeing.point(),
        desk.language,
    )?;
    agreeing
        .reply(shared.expose(), None)
        .map_err(|refused| refused.error.into())
}
