//! The state of the wallet as JavaScript sees it, with what opens the vault.

use hailstone_core::jose::base64url;
use hailstone_core::vault::{self, UnlockerKind, Vault};
use serde::Serialize;
use tsify::Tsify;

/// The state of the wallet.
#[derive(Serialize, Tsify)]
#[serde(
    tag = "state",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum WalletStatus {
    /// There is no vault yet.
    None,
    /// There is a vault, and it is locked.
    Locked {
        /// Whether it is a backup that becomes the vault as soon as it is opened; nothing is stored yet.
        restoring: bool,
        /// The vault's identifier.
        vault_id: String,
        /// Its unlockers, in the order in which they were added.
        unlockers: Vec<Unlocker>,
    },
    /// The vault is unlocked.
    Unlocked {
        /// The vault's identifier.
        vault_id: String,
        /// Its unlockers, in the order in which they were added.
        unlockers: Vec<Unlocker>,
        /// What the vault notes of them.
        notes: Notes,
    },
}

/// What an open vault notes of its unlockers.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Notes {
    /// The unlocker that opened it.
    opened_by: String,
    /// When each was used last, in seconds since 1970, UTC, by place; `null` for one of which that is not known.
    #[tsify(type = "(number | null)[]")]
    used: Vec<Option<u64>>,
    /// When a restore was rehearsed last.
    #[tsify(type = "number | null")]
    rehearsed: Option<u64>,
    /// The number of the vault's last change.
    #[tsify(type = "number")]
    revision: u64,
    /// Whether there are changes of which this copy has only a part: the rest is in another copy.
    excerpt: bool,
}

impl Notes {
    pub(crate) fn of(vault: &Vault<vault::Unlocked>) -> Self {
        let used = vault.unlockers().iter();
        Self {
            opened_by: vault.opened_by().to_string(),
            used: used
                .map(|one| Some(vault.last_used(one.id())?.as_unix()))
                .collect(),
            rehearsed: vault.rehearsed().map(|rehearsed| rehearsed.at.as_unix()),
            revision: vault.revision(),
            excerpt: vault.is_excerpt(),
        }
    }
}

/// One of the equal means to open the vault.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Unlocker {
    id: String,
    #[tsify(type = "'passphrase' | 'card' | 'recovery' | 'passkey' | 'shares'")]
    kind: &'static str,
    label: String,
    card: Option<Card>,
    /// How many recovery shares open the vault together.
    #[tsify(type = "number | null")]
    threshold: Option<u8>,
    /// What a page asks a passkey with: its PRF's salt, 32 bytes, and the credential's identifier, base64url together.
    passkey: Option<String>,
    /// The origin in whose pages it can be asked.
    relying_party: Option<String>,
}

/// The card of an unlocker.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    #[tsify(type = "'openpgp' | 'piv' | 'hailstone'")]
    application: &'static str,
    serial: String,
}

impl From<&vault::Unlocker> for Unlocker {
    fn from(unlocker: &vault::Unlocker) -> Self {
        let kind = match unlocker.kind() {
            UnlockerKind::Passphrase { .. } => "passphrase",
            UnlockerKind::Recovery { .. } => "recovery",
            UnlockerKind::Passkey { .. } => "passkey",
            UnlockerKind::Shares { .. } => "shares",
            UnlockerKind::Card { .. } | UnlockerKind::CardKey { .. } => "card",
        };
        let card = unlocker.card().map(|key| Card {
            application: key.application.as_str(),
            serial: key.serial.into(),
        });
        let (passkey, relying_party) = match unlocker.kind() {
            UnlockerKind::Passkey {
                credential,
                relying_party,
                prf_salt,
                ..
            } => {
                let asked = [prf_salt.as_slice(), credential].concat();
                (Some(base64url::encode(&asked)), Some(relying_party.clone()))
            }
            _ => (None, None),
        };
        Self {
            id: unlocker.id().to_string(),
            kind,
            label: unlocker.label().into(),
            card,
            threshold: match unlocker.kind() {
                UnlockerKind::Shares { threshold, .. } => Some(*threshold),
                _ => None,
            },
            passkey,
            relying_party,
        }
    }
}
