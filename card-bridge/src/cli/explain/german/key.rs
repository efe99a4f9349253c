//! What a security key (FIDO2) has against it, in German.

use super::pair;
use hailstone_core::card::CardError;

pub(super) fn explain(error: CardError) -> (String, String) {
    match error {
        CardError::PinUnset => pair(
            "Der Sicherheitsschlüssel hat keine PIN und prüft deshalb niemanden.",
            "Geben Sie ihm eine: `hailstone unlocker add --fido2` tut das, und Browser in ihren Einstellungen auch.",
        ),
        CardError::PinPaused => pair(
            "Nach mehreren falschen PINs hintereinander nimmt der Sicherheitsschlüssel vorerst keine mehr.",
            "Ziehen Sie ihn ab, stecken Sie ihn wieder ein und suchen Sie erst die richtige PIN: Es bleiben wenige Versuche.",
        ),
        CardError::CredentialAbsent => pair(
            "Der Sicherheitsschlüssel hat den Passkey nicht, der diesen Tresor öffnet.",
            "Schließen Sie den richtigen Schlüssel an. Ein zurückgesetzter hat ihn verloren, und ein Passkey eines Telefons oder Rechners öffnet nur in seinem Browser: Öffnen Sie den Tresor dann anders, mit --with.",
        ),
        CardError::CredentialPresent => pair(
            "Dieser Sicherheitsschlüssel öffnet diesen Tresor schon. Nichts wurde geändert.",
            "Um einen weiteren hinzuzufügen, schließen Sie den anderen an.",
        ),
        CardError::PrfAbsent => pair(
            "Dieser Sicherheitsschlüssel kann keinen Tresor öffnen: Er gibt keine Geheimnisse heraus (hmac-secret), oder er nimmt keine PIN.",
            "Nehmen Sie einen mit FIDO2 und PIN. Schlüssel, die nur U2F haben, sind zu alt.",
        ),
        CardError::Forbidden => pair(
            "Ein Sicherheitsschlüssel ist angeschlossen, aber das System lässt Ihr Konto nicht an ihn heran.",
            "Unter Linux gibt eine Regel von udev das Recht dazu; installieren Sie libfido2 oder das Paket des Herstellers und stecken Sie den Schlüssel neu ein.",
        ),
        CardError::Ctap(status) => pair(
            format!(
                "Der Sicherheitsschlüssel antwortete {status:02X}, was hier nicht vorgesehen ist."
            ),
            "Bitte melden Sie das mit der Marke des Schlüssels.",
        ),
        _ => pair(
            "Der Sicherheitsschlüssel versagte.",
            "Ziehen Sie ihn ab, stecken Sie ihn wieder ein und versuchen Sie es noch einmal.",
        ),
    }
}
