use super::card_key::CardKey;
use super::cost::Cost;
use super::header::{Header, VERSION};
use super::keyring::Keyring;
use super::recovery::RecoveryKey;
use super::shares::RecoveryShares;
use super::state::{self, Rest, State};
use super::unlocked::Unlocked;
use super::unlocker::{Root, Unlocker};
use super::{Changes, Vault, VaultError, passkey};
use crate::entropy::{Random, Seed};
use crate::id::VaultId;
use crate::secret::{Secret32, SecretBytes};
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
    /// A key on a card.
    Card {
        /// The person's name for it.
        label: &'a str,
        /// Which key.
        key: CardKey<'a>,
        /// A random secret that the host keeps, without which the card does not open the vault.
        local: Option<&'a Secret32>,
    },
    /// A recovery sheet.
    Recovery {
        /// The person's name for it.
        label: &'a str,
        /// What its words say.
        key: &'a RecoveryKey,
    },
    /// A passkey whose authenticator has the PRF extension (WebAuthn Level 3 §10.1.4).
    Passkey {
        /// The person's name for it.
        label: &'a str,
        /// The credential's identifier.
        credential: &'a [u8],
        /// For which it was made: the origin of the extension's own pages.
        relying_party: &'a str,
        /// What the PRF was asked for (`eval.first`): fresh random bytes.
        prf_salt: [u8; 32],
        /// What it gave for them (`results.first`).
        output: &'a Secret32,
    },
    /// Recovery shares, some of which open the vault together.
    Shares {
        /// The person's name for them.
        label: &'a str,
        /// The whole set.
        shares: &'a RecoveryShares,
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
            Self::Card { label, key, local } => {
                Unlocker::for_card_key(vault, label, &key, local, root, random)
            }
            Self::Recovery { label, key } => {
                Unlocker::for_recovery(vault, label, key, root, random)
            }
            Self::Passkey {
                label,
                credential,
                relying_party,
                prf_salt,
                output,
            } => {
                let passkey = passkey::Passkey {
                    credential,
                    relying_party,
                    prf_salt,
                    output,
                };
                Unlocker::for_passkey(vault, label, &passkey, root, random)
            }
            Self::Shares { label, shares } => {
                Unlocker::for_shares(vault, label, shares, root, random)
            }
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
    /// [`VaultError::DerivationFailed`] and, for a card's key of small order or off its curve, [`VaultError::AgreementInvalid`].
    pub fn create(
        first: &NewUnlocker<'_>,
        now: Timestamp,
        seed: Seed,
    ) -> Result<(Self, Changes), VaultError> {
        let mut random = seed.expand();
        let vault = VaultId::make(&mut random);
        let epoch = 0;
        let revision = 1;
        let keys = Keyring::new(epoch, random.make_secret());
        let unlocker = first.make(vault, keys.current(), &mut random)?;
        let state = State {
            site_secret: random.make_secret(),
            rest: Rest::new(),
        };
        let secret = &state.site_secret;
        let by = unlocker.id();
        let header = Header {
            version: VERSION,
            vault,
            created: now,
            epoch,
            revision,
            unlockers: vec![unlocker],
            state: state::seal(secret, &state.rest, vault, revision, &keys, &mut random)?,
        };
        let bytes = header.write(keys.current().key)?;
        let changes = Changes {
            base: None,
            revision,
            header: bytes.clone(),
            put: vec![],
            delete: vec![],
        };
        let state = Unlocked::new(bytes, keys, state, by);
        Ok((Self { header, state }, changes))
    }
}
