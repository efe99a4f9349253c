//! A locked vault, opened with what JavaScript holds.

use hailstone_core::id::UnlockerId;
use hailstone_core::secret::{Secret32, SecretBytes};
use hailstone_core::vault::{
    Locked, RecoveryKey, Refused, Unlocked, UnlockerKind, Vault, VaultError,
};

/// Opens a vault with anything but a card. `secret` is what this kind of unlocker needs: the passphrase in UTF-8 (Unicode
/// Normalization Form C), the sixteen bytes that the words of a recovery sheet or of enough shares say, or the 32 bytes that a passkey's PRF
/// gave for the unlocker's salt.
///
/// # Errors
/// `vault.passphrase_wrong`, `vault.recovery_wrong`, `vault.passkey_wrong`, `vault.unlocker_unknown`, other `vault.*`, with the vault as it
/// was.
pub fn open_with(
    vault: Vault<Locked>,
    unlocker: &str,
    secret: &SecretBytes,
) -> Result<Vault<Unlocked>, Refused> {
    let id = UnlockerId::parse(unlocker);
    let known = vault.unlockers().iter().find(|one| Some(one.id()) == id);
    let kind = known.map(|one| (one.id(), one.kind()));
    let error = match kind {
        Some((id, UnlockerKind::Passphrase { .. })) => {
            return vault.unlock_with_passphrase(id, secret);
        }
        Some((id, UnlockerKind::Recovery { .. })) => match RecoveryKey::read(secret) {
            Some(key) => return vault.unlock_with_recovery(id, &key),
            None => VaultError::RecoveryWrong,
        },
        Some((id, UnlockerKind::Shares { .. })) => match RecoveryKey::read(secret) {
            Some(key) => return vault.unlock_with_joined(id, &key),
            None => VaultError::RecoveryWrong,
        },
        Some((id, UnlockerKind::Passkey { .. })) => match Secret32::read(secret) {
            Some(output) => return vault.unlock_with_passkey(id, &output),
            None => VaultError::PasskeyWrong,
        },
        _ => VaultError::UnlockerUnknown,
    };
    Err(Refused {
        vault: Box::new(vault),
        error,
    })
}
