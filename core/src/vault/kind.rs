//! The kinds of unlockers, as a header has them.

use super::card_key::CardKey;
use super::cost::Cost;
use crate::card::{Application, Curve};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};

/// What kind of unlocker it is, with what that kind needs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnlockerKind {
    /// A passphrase seals the private half.
    Passphrase {
        /// Salt of the derivation.
        #[serde(with = "crate::octets")]
        salt: [u8; 16],
        /// Cost of the derivation.
        cost: Cost,
        /// The private half, sealed.
        private_half: Vec<u8>,
    },
    /// A card with an X25519 key is its own key pair: the private half never leaves it. It is read, and not made any more.
    Card {
        /// The application on the card.
        application: Application,
        /// The application's serial number, as the card writes it.
        serial: String,
    },
    /// The words of a recovery sheet seal the private half.
    Recovery {
        /// Salt of the derivation.
        #[serde(with = "crate::octets")]
        salt: [u8; 16],
        /// The private half, sealed.
        private_half: Vec<u8>,
    },
    /// A passkey seals the private half, by what its PRF extension gives (WebAuthn Level 3 §10.1.4), which is CTAP's `hmac-secret`.
    Passkey {
        /// Salt of the derivation.
        #[serde(with = "crate::octets")]
        salt: [u8; 16],
        /// The credential's identifier: 1 to 1023 bytes (WebAuthn Level 3 §4, "Credential ID").
        credential: Vec<u8>,
        /// The relying party, which is an installation of the extension: the origin of its own pages.
        relying_party: String,
        /// What the PRF is asked for (`eval.first`).
        #[serde(with = "crate::octets")]
        prf_salt: [u8; 32],
        /// The private half, sealed.
        private_half: Vec<u8>,
    },
    /// So many of several recovery shares seal the private half together.
    Shares {
        /// How many of them open the vault.
        threshold: u8,
        /// How many there are.
        count: u8,
        /// What stands on every share of the set.
        set: [u8; 2],
        /// Salt of the derivation.
        #[serde(with = "crate::octets")]
        salt: [u8; 16],
        /// The private half, sealed.
        private_half: Vec<u8>,
    },
    /// What a card agrees on seals the private half, with a secret of the host's where one was asked for.
    CardKey {
        /// The application on the card.
        application: Application,
        /// The application's own name for the card.
        serial: String,
        /// The application's own number of the key; 0 where it has one only.
        slot: u8,
        /// The key's curve.
        curve: Curve,
        /// The public half of the card's key: a u coordinate (RFC 7748 §5), or the x coordinate of a point of P-256.
        #[serde(with = "crate::octets")]
        card_key: [u8; 32],
        /// The public half of the key that it agrees with, likewise.
        #[serde(with = "crate::octets")]
        ephemeral: [u8; 32],
        /// Whether a secret of the host's is needed, too.
        local: bool,
        /// Salt of the derivation.
        #[serde(with = "crate::octets")]
        salt: [u8; 16],
        /// The private half, sealed.
        private_half: Vec<u8>,
    },
}

impl UnlockerKind {
    /// The key on a card, where it is one; but for [`Self::Card`], whose key is the unlocker's own.
    pub(super) fn card(&self) -> Option<CardKey<'_>> {
        match self {
            Self::CardKey {
                application,
                serial,
                slot,
                curve,
                card_key,
                ..
            } => Some(CardKey {
                application: *application,
                serial,
                slot: *slot,
                curve: *curve,
                public_key: *card_key,
            }),
            _ => None,
        }
    }

    /// Whether it waits on paper for the day on which the others are lost.
    pub const fn is_on_paper(&self) -> bool {
        matches!(self, Self::Recovery { .. } | Self::Shares { .. })
    }

    /// The version of the header that brought this kind.
    pub(super) const fn since(&self) -> u16 {
        match self {
            Self::Passphrase { .. } | Self::Card { .. } | Self::Recovery { .. } => 1,
            Self::Passkey { .. } | Self::Shares { .. } => 2,
            Self::CardKey { .. } => 3,
        }
    }
}

impl fmt::Debug for UnlockerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passphrase { cost, .. } => f
                .debug_struct("Passphrase")
                .field("cost", cost)
                .finish_non_exhaustive(),
            Self::Card { application, .. } => f
                .debug_struct("Card")
                .field("application", application)
                .finish_non_exhaustive(),
            Self::CardKey {
                application,
                curve,
                local,
                ..
            } => f
                .debug_struct("CardKey")
                .field("application", application)
                .field("curve", curve)
                .field("local", local)
                .finish_non_exhaustive(),
            Self::Recovery { .. } => f.debug_struct("Recovery").finish_non_exhaustive(),
            Self::Passkey { .. } => f.debug_struct("Passkey").finish_non_exhaustive(),
            Self::Shares {
                threshold, count, ..
            } => f
                .debug_struct("Shares")
                .field("threshold", threshold)
                .field("count", count)
                .finish_non_exhaustive(),
        }
    }
}
