use super::kind::UnlockerKind;
use super::unlocker::Unlocker;
use super::{VaultError, passkey, shares, unlocker};
use crate::hazmat::hash;
use crate::id::VaultId;
use crate::label::Label;
use crate::secret::Secret32;
use crate::time::Timestamp;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// The format version that this version of Hailstone writes; it reads every version up to this one.
pub const VERSION: u16 = 4;

const MAGIC: &[u8; 4] = b"HSTV";
const MAC_LENGTH: usize = 32;
const MAX_LENGTH: usize = 262_144;
pub(super) const MAX_UNLOCKERS: usize = 64;

/// What a vault's header says: `magic (4) || version (2, big-endian) || postcard(Header) || HMAC-SHA-256 (32)`, the
/// code keyed from the root key and covering all that stands before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    /// The version that it was read in; it is written in [`VERSION`].
    #[serde(skip)]
    pub(super) version: u16,
    pub(super) vault: VaultId,
    pub(super) created: Timestamp,
    /// Number of the root key; a new root starts when an unlocker is removed.
    pub(super) epoch: u32,
    /// Number of the last change.
    pub(super) revision: u64,
    pub(super) unlockers: Vec<Unlocker>,
    /// What the header keeps to itself: [`super::state`].
    pub(super) state: Vec<u8>,
}

impl Header {
    /// The bytes to store.
    pub(super) fn write(&self, root: &Secret32) -> Result<Vec<u8>, VaultError> {
        let mut bytes = Vec::from(MAGIC);
        bytes.extend_from_slice(&VERSION.to_be_bytes());
        let mut bytes = postcard::to_extend(self, bytes).map_err(|_| VaultError::Full)?;
        let mac = hash::hmac_sha256(&mac_key(root, self.vault), &bytes);
        bytes.extend_from_slice(&mac);
        if bytes.len() > MAX_LENGTH {
            Err(VaultError::Full)
        } else {
            Ok(bytes)
        }
    }

    /// Reads a header without being able to authenticate it yet.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, VaultError> {
        if bytes.len() > MAX_LENGTH {
            return Err(VaultError::HeaderMalformed);
        }
        let rest = bytes
            .strip_prefix(MAGIC)
            .ok_or(VaultError::HeaderMalformed)?;
        let (version, rest) = rest
            .split_first_chunk::<2>()
            .ok_or(VaultError::HeaderMalformed)?;
        let version = u16::from_be_bytes(*version);
        match version {
            0 => return Err(VaultError::HeaderMalformed),
            1..=VERSION => {}
            _ => return Err(VaultError::VersionTooNew),
        }
        let (body, _mac) = rest
            .split_last_chunk::<MAC_LENGTH>()
            .ok_or(VaultError::HeaderMalformed)?;
        let (header, left) =
            postcard::take_from_bytes::<Self>(body).map_err(|_| VaultError::HeaderMalformed)?;
        if !left.is_empty() {
            return Err(VaultError::HeaderMalformed);
        }
        Self { version, ..header }.check()
    }

    /// Whether the header was written by somebody who knows the root key.
    pub(super) fn is_authentic(bytes: &[u8], vault: VaultId, root: &Secret32) -> bool {
        bytes
            .split_last_chunk::<MAC_LENGTH>()
            .is_some_and(|(covered, mac)| {
                hash::hmac_sha256_matches(&mac_key(root, vault), covered, mac)
            })
    }

    fn check(self) -> Result<Self, VaultError> {
        if self.unlockers.is_empty() || self.unlockers.len() > MAX_UNLOCKERS {
            return Err(VaultError::HeaderMalformed);
        }
        for unlocker in &self.unlockers {
            unlocker::check_label(unlocker.label()).map_err(|_| VaultError::HeaderMalformed)?;
            let kind = unlocker.kind();
            let good = match kind {
                UnlockerKind::Passphrase { cost, .. } => cost.check().map(|_| true)?,
                UnlockerKind::Recovery { .. } => true,
                UnlockerKind::Card { serial, .. } | UnlockerKind::CardKey { serial, .. } => {
                    unlocker::check_label(serial).is_ok()
                }
                UnlockerKind::Passkey {
                    credential,
                    relying_party,
                    ..
                } => passkey::check(credential, relying_party).is_ok(),
                UnlockerKind::Shares {
                    threshold, count, ..
                } => shares::check(*threshold, *count).is_ok(),
            };
            if !good || kind.since() > self.version {
                return Err(VaultError::HeaderMalformed);
            }
        }
        Ok(self)
    }
}

pub(super) fn mac_key(root: &Secret32, vault: VaultId) -> Secret32 {
    hash::derive_key(Label::HeaderMac, vault.as_bytes(), root, &[])
}
