//! Of cards, in German.

use super::{key, pair};
use hailstone_core::card::CardError as Card;

pub(super) fn explain(error: Card) -> (String, String) {
    match error {
        Card::ServiceAbsent => pair(
            "Der Smartcard-Dienst läuft nicht.",
            "Installieren und starten Sie pcscd (unter Debian: apt install pcscd).",
        ),
        Card::ReaderAbsent => pair(
            "Es ist kein Kartenleser angeschlossen.",
            "Schließen Sie einen Leser an oder einen Schlüssel, der einer ist.",
        ),
        Card::Absent => pair(
            "In keinem Leser steckt eine Karte.",
            "Stecken Sie die Karte ein.",
        ),
        Card::InUse => pair(
            "Ein anderes Programm hält die Karte.",
            "Beenden Sie es (bei GnuPG: gpgconf --kill scdaemon) und versuchen Sie es noch einmal.",
        ),
        Card::Removed => pair(
            "Die Karte wurde zu früh herausgenommen oder verlor den Strom.",
            "Stecken Sie sie ein und lassen Sie sie stecken, bis dies fertig ist.",
        ),
        Card::Other => pair(
            "Das ist eine andere Karte als die verlangte.",
            "Stecken Sie die richtige Karte ein.",
        ),
        Card::ApplicationAbsent => pair(
            "Die Karte hat keine OpenPGP-Anwendung.",
            "Nehmen Sie eine Karte, die eine hat, oder schalten Sie sie mit dem Werkzeug des Herstellers ein.",
        ),
        Card::Terminated => pair(
            "Die Karte wurde herausgenommen, während sie zurückgesetzt wurde. Es ist nichts mehr darauf.",
            "Bringen Sie es mit `hailstone card reset` zu Ende.",
        ),
        Card::KeyAbsent => pair(
            "Die Karte hat keinen Entschlüsselungsschlüssel.",
            "Legen Sie mit `hailstone card init` einen an.",
        ),
        Card::KeyPresent => pair(
            "Die Karte hat schon einen Entschlüsselungsschlüssel. Er blieb, wie er war.",
            "Ist es ein Schlüssel auf Curve25519 oder P-256, können Sie die Karte so benutzen; sonst nehmen Sie eine andere.",
        ),
        Card::KeyUnsupported => pair(
            "Der Schlüssel der Karte liegt auf einer Kurve, die Hailstone nicht benutzt, oder sie kann keinen passenden haben.",
            "Nehmen Sie eine Karte mit einem Schlüssel auf Curve25519 (X25519) oder NIST P-256.",
        ),
        Card::KeyRsa => pair(
            "Der Entschlüsselungsschlüssel der Karte ist ein RSA-Schlüssel. Er entschlüsselt Mail, aber ein Tresor braucht einen, der ein Geheimnis vereinbart.",
            "Nehmen Sie eine Karte mit einem Schlüssel auf Curve25519 (X25519) oder NIST P-256. Der RSA-Schlüssel blieb, wie er war.",
        ),
        Card::SignatureKeyAbsent => pair(
            "Die Karte hat dort keinen Schlüssel für Unterschriften.",
            "Auf einer Hailstone-Karte legen Sie einen mit `hailstone credential key --card --make` an; auf anderen Karten mit dem Programm des Herstellers oder mit GnuPG, auf NIST P-256.",
        ),
        Card::SignatureKeyUnsupported => pair(
            "Der Schlüssel der Karte für Unterschriften ist von anderer Art als NIST P-256, etwa RSA oder Ed25519. Er unterschreibt E-Mail, aber hier lässt sich kein Nachweis an ihn binden.",
            "Verwenden Sie eine Karte mit einem Schlüssel für Unterschriften auf NIST P-256, oder einen Schlüssel des Tresors: `hailstone credential key`.",
        ),
        Card::KeyOther => pair(
            "Die Karte hat einen anderen Schlüssel als den, der diesen Tresor öffnet.",
            "Ihr Schlüssel wurde ersetzt. Öffnen Sie den Tresor auf andere Weise, mit --with.",
        ),
        Card::PinWrong { tries_left: 1 } => pair(
            "Die PIN war falsch; nach einer weiteren falschen ist die Karte gesperrt.",
            "Suchen Sie erst die richtige PIN heraus.",
        ),
        Card::PinWrong { tries_left } => pair(
            format!(
                "Die PIN war falsch; nach {tries_left} weiteren falschen ist die Karte gesperrt."
            ),
            "Suchen Sie erst die richtige PIN heraus.",
        ),
        Card::PinFactory => pair(
            "Die Karte hat noch die PIN, mit der sie ausgeliefert wurde, und die kennen alle.",
            "Wählen Sie mit `hailstone card pin change` eine andere.",
        ),
        Card::PinBlocked => pair(
            "Die PIN ist nach zu vielen falschen gesperrt.",
            "Geben Sie ihr mit `hailstone card pin unblock` einen neuen Wert, durch die PUK oder die Admin-PIN.",
        ),
        Card::PukWrong => pair(
            "Die PUK war falsch. Die Karte sagt nicht, wie viele Versuche bleiben; wenige falsche sperren sie.",
            "Suchen Sie erst die richtige PUK heraus.",
        ),
        Card::PukBlocked => pair(
            "Die PUK oder die Admin-PIN ist nach zu vielen falschen gesperrt: Einer gesperrten PIN dieser Karte hilft nun nichts mehr.",
            "Solange ihre PIN geht, öffnet die Karte, was sie öffnete: Machen Sie jetzt eine Ersatzkarte (`hailstone card spare`). `hailstone card reset` macht sie neu und löscht ihre Schlüssel.",
        ),
        Card::PinLength { least, most } => pair(
            format!("Die PIN hat {least} bis {most} Zeichen. Diese wurde nicht versucht."),
            "Versuchen Sie es noch einmal.",
        ),
        Card::ManagementKeyWrong => pair(
            "Das ist nicht der Verwaltungsschlüssel der Karte.",
            "Suchen Sie den Schlüssel heraus, mit dem die Karte eingerichtet wurde. Ein falscher kostet keinen Versuch.",
        ),
        Card::SlotsTaken => pair(
            "Jeder Platz der Karte für einen Schlüssel von uns ist belegt. Es wurde nichts geändert.",
            "Nehmen Sie eine andere Karte.",
        ),
        Card::NoPlace => pair(
            "Diese Karte hat keinen Platz für Daten, nur für Schlüssel.",
            "Sie öffnet den Tresor wie bisher. Nehmen Sie für eine Kopie der Daten eine andere Karte.",
        ),
        Card::ObjectTaken => pair(
            "Wo unsere Daten hinsollten, hat ein anderes Programm die seinen. Sie blieben, wie sie waren.",
            "Nehmen Sie eine andere Karte, oder löschen Sie jene Daten mit dem Programm, das sie schrieb.",
        ),
        Card::Full => pair(
            "Die Karte hat keinen Platz mehr.",
            "Löschen Sie etwas darauf, oder nehmen Sie eine Karte mit mehr Platz.",
        ),
        Card::ObjectAbsent => pair(
            "Das gibt es auf der Karte nicht.",
            "`hailstone card list` zeigt, was darauf ist.",
        ),
        Card::PinNeeded => pair(
            "Dafür verlangt die Karte ihre PIN.",
            "Versuchen Sie es noch einmal; bleibt es so, ist es ein Fehler von Hailstone.",
        ),
        Card::Memory => pair(
            "Der Speicher der Karte hat versagt, oder etwas darin ist beschädigt.",
            "Nehmen Sie die Karte heraus und versuchen Sie es noch einmal. Bleibt es so, ist sie verschlissen: Nehmen Sie eine andere, eine Ersatzkarte oder das Wiederherstellungsblatt.",
        ),
        Card::ChannelBroken => pair(
            "Was zurückkam, hat die Karte nicht gesendet, oder sie ist nicht die, für die sie sich ausgibt. Preisgegeben wurde nichts.",
            "Schließen Sie den Leser neu an und versuchen Sie es noch einmal. Bleibt es so, trauen Sie diesem Leser oder dieser Karte nicht.",
        ),
        Card::PinCancelled => pair(
            "Es wurde keine PIN eingegeben.",
            "Versuchen Sie es noch einmal, wenn Sie so weit sind.",
        ),
        Card::PinUnset
        | Card::PinPaused
        | Card::CredentialAbsent
        | Card::CredentialPresent
        | Card::PrfAbsent
        | Card::Forbidden
        | Card::Ctap(_) => key::explain(error),
        Card::TouchMissing => pair(
            "Die Karte wartete auf eine Berührung.",
            "Versuchen Sie es noch einmal und berühren Sie sie, wenn sie blinkt.",
        ),
        Card::Unsupported(what) => pair(
            format!("Die Karte verlangt etwas, das wir nicht können: {what}."),
            "Bitte melden Sie das mit der Marke der Karte.",
        ),
        Card::Status(status) => pair(
            format!("Die Karte antwortete {status}, was hier nicht vorgesehen ist."),
            "Bitte melden Sie das mit der Marke der Karte.",
        ),
        Card::Malformed(expected) => pair(
            format!("Die Antwort der Karte ist unverständlich; erwartet war: {expected}."),
            "Versuchen Sie es noch einmal; bleibt es dabei, nehmen Sie eine andere Karte.",
        ),
        Card::Reader => pair(
            "Der Leser versagte.",
            "Nehmen Sie die Karte heraus, stecken Sie sie wieder ein und versuchen Sie es noch einmal.",
        ),
    }
}
