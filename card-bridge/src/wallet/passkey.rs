//! What a security key has to do with a vault.

use super::Desk;
use crate::card::fido2::{self, Passkey, Person};
use crate::cli::note;
use crate::error::Failure;
use crate::host::caller::CHROMIUM_ID;
use hailstone_core::id::UnlockerId;
use hailstone_core::vault::{Locked, Unlocked, Unlocker, UnlockerKind, Vault, VaultError};
use hailstone_core::wire::Language;

/// The relying party of a passkey that is made here: that of the extension in browsers of Chromium's kind, so that one passkey
/// opens the vault in both (docs/decisions/0012-fido2-in-the-tool.md).
fn relying_party() -> String {
    format!("chrome-extension://{CHROMIUM_ID}")
}

/// Makes a passkey on the security key that is connected, which has none that opens this vault already.
pub(super) fn enrol(
    label: &str,
    known: &[Unlocker],
    desk: &mut Desk<'_>,
) -> Result<Passkey, Failure> {
    let wanted = relying_party();
    let known = known.iter().filter_map(|known| match known.kind() {
        UnlockerKind::Passkey {
            credential,
            relying_party,
            ..
        } if *relying_party == wanted => Some(credential.as_slice()),
        _ => None,
    });
    let known: Vec<&[u8]> = known.collect();
    let mut touch = touch(desk.language);
    let mut person = Person {
        prompt: desk.prompt,
        language: desk.language,
        touch: &mut touch,
    };
    fido2::enrol(desk.readers, &mut person, wanted, &known, label)
}

/// Opens the vault with a passkey of a security key that is connected.
pub(super) fn unlock(
    vault: Vault<Locked>,
    unlocker: UnlockerId,
    desk: &mut Desk<'_>,
) -> Result<Vault<Unlocked>, Failure> {
    let known = vault
        .unlockers()
        .iter()
        .find(|known| known.id() == unlocker);
    let Some(UnlockerKind::Passkey {
        credential,
        relying_party,
        prf_salt,
        ..
    }) = known.map(Unlocker::kind)
    else {
        return Err(VaultError::UnlockerUnknown.into());
    };
    let mut touch = touch(desk.language);
    let mut person = Person {
        prompt: desk.prompt,
        language: desk.language,
        touch: &mut touch,
    };
    let output = fido2::evaluate(
        desk.readers,
        &mut person,
        credential,
        relying_party,
        prf_salt,
    )?;
    vault
        .unlock_with_passkey(unlocker, &output)
        .map_err(|refused| refused.error.into())
}

/// Whether a security key says that it has this passkey.
pub(super) fn is_there(unlocker: &Unlocker, desk: &mut Desk<'_>) -> bool {
    match unlocker.kind() {
        UnlockerKind::Passkey {
            credential,
            relying_party,
            ..
        } => fido2::is_there(desk.readers, credential, relying_party),
        _ => false,
    }
}

fn touch(language: Language) -> impl FnMut() {
    let line = match language {
        Language::English => "Touch your security key now, if it blinks.",
        Language::German => "Berühren Sie jetzt Ihren Sicherheitsschlüssel, wenn er blinkt.",
    };
    move || note(line)
}
