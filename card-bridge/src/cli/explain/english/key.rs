//! What a security key (FIDO2) has against it, in English.

use super::pair;
use hailstone_core::card::CardError;

pub(super) fn explain(error: CardError) -> (String, String) {
    match error {
        CardError::PinUnset => pair(
            "The security key has no PIN, so it verifies nobody.",
            "Give it one: `hailstone unlocker add --fido2` does it, and so do browsers in their settings.",
        ),
        CardError::PinPaused => pair(
            "After several wrong PINs in a row the security key takes none for now.",
            "Take it out, insert it again, and find the right PIN before you go on: few tries are left.",
        ),
        CardError::CredentialAbsent => pair(
            "The security key does not have the passkey that opens this vault.",
            "Connect the right key. One that was reset has lost it, and a passkey of a phone or of a computer opens only in its browser: open the vault in another way then, with --with.",
        ),
        CardError::CredentialPresent => pair(
            "This security key opens this vault already. Nothing was changed.",
            "To add another key, connect that one.",
        ),
        CardError::PrfAbsent => pair(
            "This security key cannot open a vault: it gives no secrets (hmac-secret), or takes no PIN.",
            "Use one with FIDO2 and a PIN. Keys that have U2F only are too old.",
        ),
        CardError::Forbidden => pair(
            "A security key is connected, but the system does not let your account use it.",
            "On Linux a rule of udev gives you the right; install libfido2 or the package of the key's maker, and insert the key again.",
        ),
        CardError::Ctap(status) => pair(
            format!("The security key answered {status:02X}, which is not expected here."),
            "Please report this with the make of the key.",
        ),
        _ => pair(
            "The security key failed.",
            "Take it out, insert it again, and try once more.",
        ),
    }
}
