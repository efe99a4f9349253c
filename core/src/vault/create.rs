use super::header::Header;
use super::index::{INDEX, Index};
use super::unlocked::Unlocked;
use super::unlocker::{CardApplication, Cost, Root, Unlocker};
use super::{Changes, Vault, VaultError};
use crate::entropy::{Random, Seed};
use crate::id::VaultId;
use crate::secret::SecretBytes;
use crate::time::Timestamp;
use alloc::vec;

/// What to make an unlocker from.
#[derive(Debug)]
pub enum NewUnlocker<'a> {
    /// A passphrase. The host has brought it to Unicode Normalization Form C.
    Passphrase {
        /// The person's name for it.
        label: &'a str,
        /// The passphrase.
        passphrase: &'a SecretBytes,
        /// The cost of deriving a key from it.
        cost: Cost,
    },
    /// A card with an X25519 key.
    Card {
        /// The person's name for it.
        label: &'a str,
        /// The application on the card.
        application: CardApplication,
        /// The application's serial number.
        serial: &'a str,
        /// The card's public key.
        public_key: [u8; 32],
    },
}

impl NewUnlocker<'_> {
    pub(super) fn make(
        &self,
        vault: VaultId,
        root: Root<'_>,
        random: &mut Random,
    ) -> Result<Unlocker, VaultError> {
        match *self {
            Self::Passphrase {
                label,
                passphrase,
                cost,
            } => Unlocker::for_passphrase(vault, label, passphrase, cost, root, random),
            Self::Card {
                label,
                application,
                serial,
                public_key,
            } => Unlocker::for_card(vault, label, application, serial, public_key, root, random),
        }
    }
}

impl Vault<Unlocked> {
    /// Creates a vault with one unlocker, and the changes that write it to an empty store. For a card, the host
    /// opens the new header with the card once before it lets the store have it: a card that cannot open the vault
    /// must not be its only unlocker.
    ///
    /// # Errors
    /// [`VaultError::PassphraseEmpty`], [`VaultError::LabelInvalid`], [`VaultError::CostOutOfRange`],
    /// [`VaultError::DerivationFailed`] and, for a card's key of small order, [`VaultError::AgreementInvalid`].
    pub fn create(
        first: &NewUnlocker<'_>,
        now: Timestamp,
        seed: Seed,
    ) -> Result<(Self, Changes), VaultError> {
        let mut random = seed.expand();
        let vault = VaultId::make(&mut random);
        let root = random.make_secret();
        let epoch = 0;
        let unlocker = first.make(vault, Root { key: &root, epoch }, &mut random)?;
        let header = Header {
            vault,
            created: now,
            epoch,
            revision: 1,
            unlockers: vec![unlocker],
        };
        let index = Index::make(&mut random);
        let sealed_index = Index::seal(
            &index.site_secret,
            &index.entries,
            &header,
            &root,
            &mut random,
        )?;
        let changes = Changes {
            base: None,
            revision: header.revision,
            header: header.write(&root)?,
            put: vec![(INDEX, sealed_index)],
            delete: vec![],
        };
        Ok((
            Self {
                header,
                state: Unlocked { root, index },
            },
            changes,
        ))
    }
}
