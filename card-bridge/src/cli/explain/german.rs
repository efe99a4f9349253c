//! In German.

mod card;
mod credential;
mod key;
mod request;
mod vault;

use super::{of_request, pair, plain};
use crate::error::{Argument, Failure};
use hailstone_core::vault::StoreError as Store;
use hailstone_core::wire::BridgeError as Bridge;
use hailstone_interchange::ImportError as Import;

pub(super) fn explain(failure: &Failure) -> (String, String) {
    match failure {
        Failure::Card(error) => card::explain(*error),
        Failure::Bridge(error) => bridge(*error),
        Failure::Vault(error) => vault::explain(*error),
        Failure::Store(error) => store(*error),
        Failure::Import(error) => import(*error),
        Failure::Credential(error) => credential::explain(*error),
        Failure::Request(error) => of_request(*error, request::words(*error)),
        Failure::Authority { path, error } => {
            let (what, remedy) = request::certificate(*error);
            pair(format!("{}: {what}", path.display()), remedy)
        }
        Failure::Site(fault) => request::site(*fault),
        Failure::NothingMatches => pair("In Ihrem Tresor ist nichts, das zu dieser Anfrage passt; es wurde nichts gesendet.", "Fügen Sie mit `hailstone import` hinzu, wonach gefragt wird, oder lassen Sie es."),
        Failure::SignatureWrong => pair(
            "Was die Karte unterschrieben hat, ist nicht von dem Schlüssel, an den der Nachweis gebunden ist. Es wurde nichts gesendet.",
            "Ihr Schlüssel wurde ersetzt, oder es ist eine andere Karte gleichen Namens. Verwenden Sie die Karte, die den Schlüssel hatte, als Sie ihn dem Aussteller gaben.",
        ),
        Failure::Release { .. } => pair("In Hailstone ist etwas schiefgegangen; es wurde nichts gesendet.", "Bitte melden Sie den Code unten."),
        Failure::NotVerified => pair(
            "Nicht alles gilt, oder nicht alles ließ sich prüfen.",
            "Verlassen Sie sich nicht darauf, ehe jede Regel oben gilt; bei jeder steht, was zu tun ist.",
        ),
        Failure::NotShared => pair("Es wurde nichts gesendet.", "Sie können den Link noch einmal versuchen oder zur Website zurückgehen."),
        Failure::RecordsTampered { count: 1 } => pair(
            "Ein Eintrag ist nicht so, wie der Tresor ihn schrieb; er wurde ausgelassen.",
            "Jemand oder etwas hat die Datei des Tresors verändert. Nehmen Sie den Eintrag aus einer Kopie, der Sie trauen.",
        ),
        Failure::RecordsTampered { count } => pair(
            format!(
                "{count} Einträge sind nicht so, wie der Tresor sie schrieb; sie wurden ausgelassen."
            ),
            "Jemand oder etwas hat die Datei des Tresors verändert. Nehmen Sie die Einträge aus einer Kopie, der Sie trauen.",
        ),
        Failure::IndexTampered => pair(
            "Ein Teil des Verzeichnisses im Tresor ist nicht so, wie der Tresor ihn schrieb; Einträge können fehlen.",
            "Jemand oder etwas hat die Datei des Tresors verändert. Nehmen Sie die Datei aus einer Kopie, der Sie trauen.",
        ),
        Failure::VaultExists { path } => pair(
            format!(
                "In {} liegt schon ein Tresor. Er blieb, wie er war.",
                path.display()
            ),
            "Benutzen Sie ihn oder nennen Sie mit --vault eine andere Datei.",
        ),
        Failure::FileExists { path } => pair(
            format!(
                "Die Datei {} gibt es schon. Sie blieb, wie sie war.",
                path.display()
            ),
            "Nennen Sie eine Datei, die es noch nicht gibt.",
        ),
        Failure::VaultAbsent { path } => pair(
            format!("In {} liegt kein Tresor.", path.display()),
            "Legen Sie mit `hailstone create` einen an oder nennen Sie mit --vault seine Datei.",
        ),
        Failure::VaultNewer => pair(
            "Die Datei des Tresors stammt von einer späteren Version dieses Programms.",
            "Aktualisieren Sie dieses Programm.",
        ),
        Failure::FolderOpen { path } => pair(
            format!(
                "In {} dürfen auf diesem Rechner auch andere schreiben.",
                path.display()
            ),
            "Legen Sie den Tresor in einen eigenen Ordner oder nehmen Sie das Recht weg: chmod go-w.",
        ),
        Failure::PassphraseCancelled => pair(
            "Es wurde keine Passphrase eingegeben.",
            "Versuchen Sie es noch einmal, wenn Sie so weit sind.",
        ),
        Failure::ManagementKeyCancelled => pair(
            "Es wurde kein Verwaltungsschlüssel eingegeben.",
            "Versuchen Sie es noch einmal, wenn Sie ihn haben. Es wurde nichts geändert.",
        ),
        Failure::RecoveryCancelled => pair(
            "Es wurden keine Wörter des Wiederherstellungsblatts eingegeben.",
            "Versuchen Sie es noch einmal, wenn Sie das Blatt zur Hand haben. Es wurde nichts geschrieben.",
        ),
        Failure::KeyAbsent => pair(
            "Kein Sicherheitsschlüssel mit FIDO2 ist angeschlossen.",
            "Schließen Sie ihn an USB an, oder legen Sie ihn auf den Leser.",
        ),
        Failure::KeysSeveral => pair(
            "Mehrere Sicherheitsschlüssel sind angeschlossen.",
            "Lassen Sie den gemeinten stecken und ziehen Sie die anderen ab.",
        ),
        Failure::KeyBlocked => pair(
            "Die PIN des Sicherheitsschlüssels ist nach zu vielen falschen gesperrt.",
            "Nur ein Zurücksetzen des Schlüssels hilft, und das löscht alles darauf: Öffnen Sie den Tresor auf andere Weise, mit --with.",
        ),
        Failure::ChoiceUnknown => pair(
            "Diese Wahl gibt es nicht.",
            "`hailstone choices` nennt alle, jede mit dem Befehl, der sie trifft.",
        ),
        Failure::ExportInTheClear => pair(
            "Ein Export enthält alles im Klartext: Wer die Datei hat, kann sie lesen.",
            "Es wurde nichts geschrieben. Für eine eigene Kopie nehmen Sie `hailstone backup`; soll sie lesbar sein, fügen Sie --in-the-clear an.",
        ),
        Failure::RecoveryAbsent => pair(
            "Der Tresor hat kein Wiederherstellungsblatt.",
            "`hailstone status` nennt, was ihn öffnet.",
        ),
        Failure::RehearsalFailed => pair(
            "Die eingegebenen Wörter sind nicht die des neuen Blatts.",
            "Vernichten Sie das Blatt: Es öffnet nichts. Machen Sie dann ein neues.",
        ),
        Failure::SheetNowhere => pair(
            "Die Wörter sind nur für die Augen eines Menschen, und hier ist kein Terminal, um sie zu zeigen.",
            "Starten Sie dies in einem Terminal oder nennen Sie mit --html eine neue Datei für eine Seite zum Ausdrucken.",
        ),
        Failure::UnlockerUnknown { label } => pair(
            format!(
                "Nichts, was diesen Tresor öffnet, heißt „{}“.",
                plain(label)
            ),
            "`hailstone status` nennt, was ihn öffnet.",
        ),
        Failure::LabelTaken { label } => pair(
            format!("Im Tresor heißt schon etwas „{}“.", plain(label)),
            "Wählen Sie eine andere Bezeichnung. Es wurde nichts geschrieben.",
        ),
        Failure::LabelShared { label } => pair(
            format!(
                "Mehreres, was diesen Tresor öffnet, heißt „{}“.",
                plain(label)
            ),
            "Benennen Sie erst eines davon um: `hailstone unlocker rename`. Es wurde nichts geschrieben.",
        ),
        Failure::LockSilent { count } => pair(
            match count {
                1 => "Ein Browser, der die Datei des Tresors verwendet, hat nicht gemeldet, dass er ihn gesperrt hat.".into(),
                count => format!("{count} Browser, die die Datei des Tresors verwenden, haben nicht gemeldet, dass sie ihn gesperrt haben."),
            },
            "Sehen Sie nach, welche Browser offen sind, und sperren Sie den Tresor dort; führen Sie dies dann noch einmal aus.",
        ),
        Failure::EntropyAbsent => pair(
            "Das System gibt keine Zufallszahlen her.",
            "Versuchen Sie es noch einmal; bleibt es dabei, melden Sie bitte, welches System Sie benutzen.",
        ),
        Failure::CardLast { label } => pair(
            format!(
                "Nur die Karte „{}“ öffnet den Tresor.",
                plain(label)
            ),
            "Es wurde nichts getan. Fügen Sie erst etwas anderes hinzu, mit `hailstone unlocker add`; oder sagen Sie --even-if-last und verlieren Sie den Tresor.",
        ),
        Failure::CardOpensAlready { label } => pair(
            format!("Diese Karte öffnet den Tresor schon, als „{}“.", plain(label)),
            "Es wurde nichts getan. Stecken Sie eine andere Karte ein.",
        ),
        Failure::SpareAbsent => pair(
            "Es wurde keine andere Karte eingesteckt.",
            "Es wurde nichts geschrieben. Versuchen Sie es noch einmal, wenn Sie die neue Karte zur Hand haben, mit mehr Zeit durch --wait SEKUNDEN.",
        ),
        Failure::CardOpensNothing => pair(
            "Diese Karte öffnet den Tresor nicht.",
            "`hailstone status` nennt, was ihn öffnet; `hailstone unlocker add --card` fügt diese Karte hinzu.",
        ),
        Failure::ConfirmationAbsent => pair(
            "Dies zerstört etwas, und es gibt kein Terminal, um Sie zu fragen, ob Sie es so meinen.",
            "Es wurde nichts getan. Rufen Sie dies in einem Terminal auf oder fügen Sie --yes hinzu.",
        ),
        Failure::NotConfirmed => pair(
            "Was eingegeben wurde, ist nicht der Name der Karte.",
            "Es wurde nichts getan.",
        ),
        Failure::CardUnknown => pair(
            "Diese Hailstone-Karte ist auf diesem Rechner nicht als Ihre vermerkt, also bekommt sie Ihre PIN nicht.",
            "Ist sie Ihre, vergleichen Sie ihren Fingerabdruck und vermerken Sie sie mit `hailstone card trust`.",
        ),
        Failure::CardsSeveral => pair(
            "Es sind mehrere Karten da.",
            "Sagen Sie mit der Seriennummer, welche gemeint ist; `hailstone card list` nennt sie.",
        ),
        Failure::File { path, reason } => pair(
            format!(
                "{} ließ sich nicht lesen oder schreiben: {reason}.",
                path.display()
            ),
            "Prüfen Sie den Pfad und wer dort schreiben darf.",
        ),
        Failure::HomeAbsent => pair(
            "Ihr persönlicher Ordner ist nicht bekannt.",
            "Setzen Sie HOME und versuchen Sie es noch einmal.",
        ),
        Failure::SystemUnknown => pair(
            "Wo Browser auf diesem System nach dem Programm suchen, wissen wir nicht.",
            "Bitte melden Sie, welches System und welchen Browser Sie benutzen.",
        ),
        Failure::ArgumentInvalid(Argument::ExtensionId) => pair(
            "Das ist keine Kennung einer Erweiterung für diesen Browser.",
            "Kopieren Sie die Kennung von der Seite der Erweiterungen im Browser.",
        ),
        Failure::ArgumentInvalid(Argument::BrowserNeeded) => pair(
            "Einen Profilordner benutzen nur Browser von der Art Chromiums.",
            "Fügen Sie `--browser chromium` hinzu oder lassen Sie --profile weg.",
        ),
        Failure::ArgumentInvalid(Argument::Key) => pair(
            "Was mit --key angegeben wurde, ist kein JWK.",
            "Geben Sie eine Datei mit einem Schlüssel als JSON an (RFC 7517).",
        ),
        Failure::ArgumentInvalid(Argument::Slot) => pair(
            "Die Karte hat keinen Schlüssel für Unterschriften mit dieser Nummer.",
            "PIV-Karten unterschreiben mit 9a und 9c, Hailstone-Karten mit 02 bis 04, OpenPGP-Karten mit b6; ohne --slot ist es der übliche.",
        ),
        Failure::ArgumentInvalid(Argument::Record) => pair(
            "Keine oder mehr als eine Eintragskennung beginnt so.",
            "`hailstone show --json` und `hailstone card list --records` zeigen die Kennungen.",
        ),
        Failure::CardCopyAbsent => pair(
            "Auf dieser Karte ist keine Kopie eines Tresors.",
            "`hailstone card put` legt eine an.",
        ),
        Failure::ArgumentInvalid(Argument::Card) => pair(
            "Das ist keine Seriennummer einer Karte.",
            "Schreiben Sie sie wie `hailstone card list`, etwa openpgp:000F:A1B2C3D4.",
        ),
    }
}

fn bridge(error: Bridge) -> (String, String) {
    match error {
        Bridge::MessageInvalid => pair(
            "Was der Browser sagte, ist keine Nachricht für dieses Programm.",
            "Aktualisieren Sie die Erweiterung und dieses Programm.",
        ),
        Bridge::Version => pair(
            "Die Erweiterung und dieses Programm haben verschiedene Versionen.",
            "Aktualisieren Sie beide.",
        ),
        Bridge::CallerRefused => pair(
            "Wer dies gestartet hat, ist keine Erweiterung, die es benutzen darf.",
            "Für eine eigene Erweiterung: `hailstone browser install --extension-id ID`.",
        ),
        Bridge::Busy => pair("Zu viele Anfragen warten.", "Versuchen Sie es noch einmal."),
        Bridge::TooLarge => pair(
            "Das ist zu viel, um es auf einmal zu schreiben.",
            "Importieren Sie es in mehreren Teilen. Es wurde nichts geschrieben.",
        ),
        Bridge::PromptAbsent => pair(
            "Es gibt keinen Weg, nach der PIN oder der Passphrase zu fragen.",
            "Installieren Sie pinentry oder starten Sie dies in einem Terminal.",
        ),
        Bridge::PromptFailed => pair(
            "Die Abfrage der PIN oder der Passphrase versagte.",
            "Prüfen Sie, ob `pinentry` hier läuft: Es braucht ein Fenstersystem oder ein Terminal.",
        ),
    }
}

fn store(error: Store) -> (String, String) {
    match error {
        Store::Conflict => pair(
            "Ein anderes Programm schreibt oder schrieb inzwischen in den Tresor. Es wurde nichts geschrieben.",
            "Versuchen Sie es noch einmal.",
        ),
        Store::Full => pair(
            "Der Datenträger ist voll. Es wurde nichts geschrieben.",
            "Schaffen Sie Platz und versuchen Sie es noch einmal.",
        ),
        Store::Unavailable => pair(
            "Die Datei des Tresors ist nicht erreichbar.",
            "Prüfen Sie, ob der Datenträger da ist und Sie die Datei und ihren Ordner lesen und beschreiben dürfen.",
        ),
        Store::Damaged => pair(
            "Die Datei ist beschädigt oder gar kein Tresor.",
            "Prüfen Sie ihren Namen; ist es Ihr Tresor, nehmen Sie ihn aus einer Kopie, der Sie trauen.",
        ),
    }
}

fn import(error: Import) -> (String, String) {
    match error {
        Import::TooLarge => pair(
            "Die Datei ist größer als 16 MB.",
            "Exportieren Sie nur Ihre eigene Karte.",
        ),
        Import::Malformed => pair(
            "Die Datei ist keine vCard, oder sie bricht ab.",
            "Exportieren Sie sie noch einmal.",
        ),
        Import::Empty => pair(
            "In der Datei steht nichts, was ein Tresor aufbewahrt.",
            "Prüfen Sie, ob es die richtige ist.",
        ),
        Import::SeveralPeople => pair(
            "Die Datei enthält die Karten mehrerer Personen.",
            "Exportieren Sie nur Ihre eigene Karte.",
        ),
    }
}
