//! A new vault.

use super::{Desk, Wallet, passphrase, unlock};
use crate::card;
use crate::cli::patiently;
use crate::clock;
use crate::entropy;
use crate::error::Failure;
use crate::store::SqliteStore;
use hailstone_core::card::CardError;
use hailstone_core::card::openpgp::{DecryptionKey, Serial};
use hailstone_core::vault::{CardApplication, Changes, Cost, NewUnlocker, Unlocked, Vault};
use hailstone_core::wire::Language;
use std::path::Path;

/// What opens a new vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// A passphrase, which the person is asked for.
    Passphrase,
    /// The card with this serial, or the only one there is.
    Card(Option<Serial>),
}

impl Wallet {
    /// Makes a vault in this file. Nothing is written before the vault is known to open: the passphrase was given twice, or
    /// the card has opened the new header once.
    ///
    /// # Errors
    /// [`Failure::VaultExists`], [`Failure::CardsSeveral`], [`Failure::PassphraseCancelled`], and whatever card, prompt,
    /// vault and store have against it.
    pub fn create(
        file: &Path,
        first: First,
        label: Option<&str>,
        desk: &mut Desk<'_>,
    ) -> Result<Self, Failure> {
        SqliteStore::check_vacant(file)?;
        let (vault, changes) = match first {
            First::Passphrase => with_passphrase(label, desk)?,
            First::Card(serial) => with_card(serial, label, desk)?,
        };
        let store = SqliteStore::create(file)?;
        store.apply(&changes)?;
        Ok(Self { store, vault })
    }
}

fn with_passphrase(
    label: Option<&str>,
    desk: &mut Desk<'_>,
) -> Result<(Vault<Unlocked>, Changes), Failure> {
    let passphrase = passphrase::choose(desk)?;
    let (usual, working) = match desk.language {
        Language::English => ("Passphrase", "Making a key from the passphrase …"),
        Language::German => (
            "Passphrase",
            "Ein Schlüssel wird aus der Passphrase gemacht …",
        ),
    };
    let first = NewUnlocker::Passphrase {
        label: label.unwrap_or(usual),
        passphrase: &passphrase,
        cost: Cost::DEFAULT,
    };
    let seed = entropy::seed()?;
    let created = patiently(working, || Vault::create(&first, clock::now(), seed));
    Ok(created?)
}

fn with_card(
    serial: Option<Serial>,
    label: Option<&str>,
    desk: &mut Desk<'_>,
) -> Result<(Vault<Unlocked>, Changes), Failure> {
    let mut found = card::list(desk.readers)?;
    if let Some(serial) = serial {
        found.retain(|found| found.card.serial() == serial);
    }
    let card = match found.as_slice() {
        [only] => &only.card,
        [] => return Err(CardError::Other.into()),
        _ => return Err(Failure::CardsSeveral),
    };
    let serial = card.serial().to_string();
    let public_key = match card.key() {
        DecryptionKey::X25519(public_key) => public_key,
        DecryptionKey::Absent => return Err(CardError::KeyAbsent.into()),
        DecryptionKey::Other => return Err(CardError::KeyUnsupported.into()),
    };
    let usual = match desk.language {
        Language::English => format!("Card {serial}"),
        Language::German => format!("Karte {serial}"),
    };
    let first = NewUnlocker::Card {
        label: label.unwrap_or(&usual),
        application: CardApplication::Openpgp,
        serial: &serial,
        public_key,
    };
    let (vault, changes) = Vault::create(&first, clock::now(), entropy::seed()?)?;
    try_out(&changes, desk)?;
    Ok((vault, changes))
}

/// Opens the new header with the card, before it is all there is.
fn try_out(changes: &Changes, desk: &mut Desk<'_>) -> Result<(), Failure> {
    let locked = Vault::read(changes.header())?;
    let unlocker = unlock::choose(locked.unlockers(), None, desk)?;
    unlock::unlock(locked, unlocker, desk).map(drop)
}
