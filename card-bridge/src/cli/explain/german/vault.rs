//! What a vault has against something, in German.

use super::super::pair;
use hailstone_core::vault::VaultError as Vault;

pub(super) fn explain(error: Vault) -> (String, String) {
    match error {
        Vault::HeaderMalformed => pair(
            "Der Kopf des Tresors ist keiner, den dieses Programm schrieb.",
            "Nehmen Sie die Datei des Tresors aus einer Kopie, der Sie trauen.",
        ),
        Vault::BackupMalformed => pair(
            "Die Datei ist keine Sicherung eines Tresors, oder sie ist beschädigt oder bricht ab.",
            "Prüfen Sie ihren Namen oder nehmen Sie eine andere Kopie. Es wurde nichts geschrieben.",
        ),
        Vault::VersionTooNew => pair(
            "Der Tresor wurde von einer späteren Version von Hailstone geschrieben.",
            "Aktualisieren Sie dieses Programm.",
        ),
        Vault::CostOutOfRange => pair(
            "Der Tresor verlangt eine viel zu billige oder viel zu teure Prüfung der Passphrase.",
            "Nehmen Sie die Datei des Tresors aus einer Kopie, der Sie trauen.",
        ),
        Vault::DerivationFailed => pair(
            "Der Speicher reichte nicht, um die Passphrase zu prüfen.",
            "Schließen Sie andere Programme und versuchen Sie es noch einmal.",
        ),
        Vault::PassphraseEmpty => pair("Eine Passphrase kann nicht leer sein.", "Wählen Sie eine."),
        Vault::LabelInvalid => pair(
            "Eine Bezeichnung hat 1 bis 100 Zeichen, alle in einer Zeile.",
            "Wählen Sie eine andere Bezeichnung.",
        ),
        Vault::UnlockerUnknown => pair(
            "Der Tresor hat nichts von dieser Art, womit er sich öffnen ließe.",
            "`hailstone status` nennt, was ihn öffnet.",
        ),
        Vault::UnlockersFull => pair(
            "Der Tresor lässt sich schon auf so viele Weisen öffnen, wie er fasst.",
            "Entfernen Sie erst eine davon.",
        ),
        Vault::UnlockerLast => pair(
            "Nichts anderes öffnet diesen Tresor.",
            "Fügen Sie erst etwas anderes hinzu.",
        ),
        Vault::KindMismatch => pair(
            "Ein Eintrag kann keiner von anderer Art werden, und ein Beleg ändert sich nie.",
            "Das ist ein Fehler in Hailstone; bitte melden Sie ihn. Es wurde nichts geschrieben.",
        ),
        Vault::Full => pair(
            "Der Tresor hat eine Grenze seines Formats erreicht.",
            "Es wurde nichts geschrieben. Legen Sie einen neuen an und übernehmen Sie, was Sie brauchen.",
        ),
        Vault::NoRoom => pair(
            "Nicht einmal das, was jede Kopie des Tresors enthält, hat Platz: was ihn öffnet.",
            "Es wurde nichts geschrieben. Nehmen Sie eine Karte mit mehr Platz.",
        ),
        Vault::KeyMissing => pair(
            "Eine Kopie auf einer Karte wird mit einem Schlüssel geöffnet; diesen Tresor öffnet nur eine Passphrase.",
            "Es wurde nichts geschrieben. Fügen Sie erst die Karte hinzu (`hailstone unlocker add --card`) oder ein Wiederherstellungsblatt.",
        ),
        Vault::OtherVault => pair(
            "Die beiden Dateien sind nicht Kopien desselben Tresors.",
            "Es wurde nichts geschrieben. Nennen Sie zwei Kopien desselben Tresors.",
        ),
        Vault::CopyNewer => pair(
            "Aus dieser Kopie des Tresors wurde etwas entfernt, das ihn öffnete.",
            "Es wurde nichts geschrieben. Öffnen Sie die Kopie mit etwas, das sie selbst öffnet.",
        ),
        Vault::PassphraseWrong => pair(
            "Die Passphrase öffnet diesen Tresor nicht.",
            "Suchen Sie die richtige und versuchen Sie es noch einmal; es gibt keine Grenze.",
        ),
        Vault::CardWrong => pair(
            "Die Karte hat die richtige Seriennummer, aber ihr Schlüssel öffnet diesen Tresor nicht.",
            "Ihr Schlüssel wurde ersetzt. Öffnen Sie den Tresor auf andere Weise, mit --with.",
        ),
        Vault::LocalSecretMissing => pair(
            "Diese Karte öffnet den Tresor nur auf dem Rechner oder in dem Browser, mit dem sie eingerichtet wurde.",
            "Öffnen Sie den Tresor dort oder auf andere Weise, mit --with.",
        ),
        Vault::RecoveryWordUnknown { place } => pair(
            format!(
                "Wort {place} ist keines, das auf einem Wiederherstellungs- oder Teilblatt stehen kann."
            ),
            "Prüfen Sie es, und ob davor eines fehlt.",
        ),
        Vault::RecoveryWordsCount => pair(
            "Ein Wiederherstellungsblatt hat zwölf Wörter, ein Teilblatt fünfzehn.",
            "Geben Sie alle ein, mit Leerzeichen dazwischen.",
        ),
        Vault::RecoveryWordsWrong => pair(
            "Diese Wörter gehören nicht zusammen: Eines ist ein anderes, oder zwei sind vertauscht.",
            "Vergleichen Sie jedes mit dem Blatt, in der Reihenfolge der Nummern.",
        ),
        Vault::RecoveryWrong => pair(
            "Was auf diesem Papier steht, öffnet den Tresor nicht.",
            "Es gehört zu einem anderen, wurde entfernt, oder ein Teilblatt ist falsch abgeschrieben. Nehmen Sie ein anderes Blatt oder eine Sicherung von vorher.",
        ),
        Vault::WitnessMalformed => pair(
            "Die Notiz, wie weit dieser Tresor gekommen war, ist beschädigt.",
            "Es wurde nichts geschrieben. Wissen Sie, dass die Datei die neueste ist, rufen Sie `hailstone accept-older` auf.",
        ),
        Vault::PasskeyWrong => pair(
            "Dieser Passkey öffnet den Tresor nicht.",
            "Nehmen Sie den, der für ihn angelegt wurde, oder öffnen Sie den Tresor auf andere Weise.",
        ),
        Vault::PasskeyInvalid => pair(
            "Was der Browser über den Passkey sagt, kann nicht sein.",
            "Bitte melden Sie das: Es wurde nichts geändert.",
        ),
        Vault::SharesOutOfRange => pair(
            "Es gibt zwei bis acht Teilblätter, und mindestens zwei davon öffnen den Tresor.",
            "Nennen Sie zwei Zahlen, etwa --shares 2/3.",
        ),
        Vault::ShareOther { place } => pair(
            format!("Teilblatt {place} gehört zu einem anderen Satz als das erste."),
            "Legen Sie es weg und nehmen Sie eines mit derselben Satznummer.",
        ),
        Vault::ShareTwice { place } => pair(
            format!("Teilblatt {place} wurde schon eingegeben."),
            "Nehmen Sie ein anderes Teilblatt desselben Satzes.",
        ),
        Vault::SharesMissing { missing: 1 } => pair(
            "Es fehlt noch ein Teilblatt.",
            "Fragen Sie die, die die anderen aufbewahren.",
        ),
        Vault::SharesMissing { missing } => pair(
            format!("Es fehlen noch {missing} Teilblätter."),
            "Fragen Sie die, die die anderen aufbewahren.",
        ),
        Vault::RolledBack => pair(
            "Dieser Tresor ist älter als damals, als er hier zuletzt geöffnet wurde: Änderungen, die darin waren, fehlen.",
            "Es wurde nichts geschrieben. Suchen Sie die neuere Datei und nehmen Sie diese, oder führen Sie beide zusammen. Ist die neuere verloren, rufen Sie `hailstone accept-older` auf.",
        ),
        Vault::RehearsalSame => pair(
            "Zur Probe gehört ein anderer Öffner als der, der den Tresor jeden Tag öffnet.",
            "Nehmen Sie das Wiederherstellungsblatt, die Teilblätter oder einen anderen Öffner.",
        ),
        Vault::ParkedStale => pair(
            "Der Tresor wurde inzwischen gesperrt.",
            "Öffnen Sie ihn noch einmal.",
        ),
        Vault::AgreementInvalid => pair(
            "Der Schlüssel der Karte oder ihre Antwort ist wertlos.",
            "Versuchen Sie es noch einmal; bleibt es dabei, nehmen Sie eine andere Karte.",
        ),
        Vault::Tampered => pair(
            "Was in der Datei des Tresors liegt, hat der Tresor dort nicht geschrieben.",
            "Jemand oder etwas hat sie verändert. Nehmen Sie die Datei aus einer Kopie, der Sie trauen.",
        ),
        Vault::RecordUnknown => pair(
            "Einen solchen Eintrag gibt es nicht.",
            "`hailstone show` nennt die, die es gibt.",
        ),
        Vault::RecordTooLarge => pair(
            "Ein Eintrag ist größer, als ein Tresor ihn fasst.",
            "Kürzen Sie ihn auf weniger als ein Megabyte.",
        ),
        Vault::ChangesStale => pair(
            "Der Tresor hat sich inzwischen geändert. Es wurde nichts geschrieben.",
            "Versuchen Sie es noch einmal.",
        ),
    }
}
