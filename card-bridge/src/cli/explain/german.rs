//! In German.

mod vault;

use super::{pair, plain};
use crate::error::{Argument, Failure};
use hailstone_core::card::CardError as Card;
use hailstone_core::vault::StoreError as Store;
use hailstone_core::wire::BridgeError as Bridge;
use hailstone_interchange::ImportError as Import;

pub(super) fn explain(failure: &Failure) -> (String, String) {
    match failure {
        Failure::Card(error) => card(*error),
        Failure::Bridge(error) => bridge(*error),
        Failure::Vault(error) => vault::explain(*error),
        Failure::Store(error) => store(*error),
        Failure::Import(error) => import(*error),
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
        Failure::RecoveryCancelled => pair(
            "Es wurden keine Wörter des Wiederherstellungsblatts eingegeben.",
            "Versuchen Sie es noch einmal, wenn Sie das Blatt zur Hand haben. Es wurde nichts geschrieben.",
        ),
        Failure::PasskeyElsewhere => pair(
            "Ein Passkey öffnet den Tresor nur in dem Browser, in dem er angelegt wurde.",
            "Öffnen Sie ihn auf andere Weise, mit --with.",
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
        Failure::ArgumentInvalid(Argument::Card) => pair(
            "Das ist keine Seriennummer einer Karte.",
            "Schreiben Sie sie wie `hailstone card list`, etwa openpgp:000F:A1B2C3D4.",
        ),
    }
}

fn card(error: Card) -> (String, String) {
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
        Card::PinBlocked => pair(
            "Die PIN ist nach zu vielen falschen gesperrt.",
            "Entsperren Sie sie mit dem Rücksetzcode oder der Admin-PIN.",
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
