//! A passkey: its authenticator gives thirty-two bytes for a salt (the PRF extension, WebAuthn Level 3 §10.1.4), and
//! these seal the unlocker's private half. A page of the extension has them from the browser, the tool from a security key by
//! [`fido2`](crate::card::fido2).

use super::VaultError;
use super::kind::UnlockerKind;
use super::unlocker::{Root, SealedHalf, Unlocker};
use crate::entropy::Random;
use crate::hazmat::x25519;
use crate::id::VaultId;
use crate::label::Label;
use crate::secret::Secret32;

const LABELS: (Label, Label) = (Label::PasskeyPrivateKey, Label::PasskeyPrivateHalf);

/// WebAuthn Level 3 §4, "Credential ID": at most 1023 bytes.
const LONGEST_CREDENTIAL: usize = 1023;
/// Longer than the origin of any extension's pages.
const LONGEST_RELYING_PARTY: usize = 255;

/// What a new unlocker is made from.
pub(super) struct Passkey<'a> {
    pub(super) credential: &'a [u8],
    pub(super) relying_party: &'a str,
    pub(super) prf_salt: [u8; 32],
    pub(super) output: &'a Secret32,
}

/// Whether a header may hold such a passkey.
pub(super) fn check(credential: &[u8], relying_party: &str) -> Result<(), VaultError> {
    let good = (1..=LONGEST_CREDENTIAL).contains(&credential.len())
        && (1..=LONGEST_RELYING_PARTY).contains(&relying_party.len())
        && relying_party.bytes().all(|byte| byte.is_ascii_graphic());
    if good {
        Ok(())
    } else {
        Err(VaultError::PasskeyInvalid)
    }
}

impl Unlocker {
    /// An unlocker for a passkey: a fresh key pair, its private half sealed.
    pub(super) fn for_passkey(
        vault: VaultId,
        label: &str,
        passkey: &Passkey<'_>,
        root: Root<'_>,
        random: &mut Random,
    ) -> Result<Self, VaultError> {
        check(passkey.credential, passkey.relying_party)?;
        let salt = random.make();
        let half = SealedHalf::make(vault, passkey.output, &salt, LABELS, random)?;
        let kind = UnlockerKind::Passkey {
            salt,
            credential: passkey.credential.into(),
            relying_party: passkey.relying_party.into(),
            prf_salt: passkey.prf_salt,
            private_half: half.sealed,
        };
        Self::wrapped(vault, half.id, label, half.public_key, kind, root, random)
    }

    /// The private half of a passkey's key pair.
    pub(super) fn passkey_private_half(
        &self,
        vault: VaultId,
        output: &Secret32,
    ) -> Result<x25519::SecretKey, VaultError> {
        let UnlockerKind::Passkey {
            salt, private_half, ..
        } = self.kind()
        else {
            return Err(VaultError::UnlockerUnknown);
        };
        self.open_half(vault, output, salt, LABELS, private_half)
            .map_err(|_| VaultError::PasskeyWrong)
    }
}
