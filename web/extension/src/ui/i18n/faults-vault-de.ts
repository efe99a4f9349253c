/** What can be wrong with a vault and with what opens it, in German. */
export const faultsVaultDe = {
  'vault.passphrase_wrong': {
    what: 'Diese Passphrase öffnet den Tresor nicht.',
    next: 'Achten Sie auf Großschreibung und Tastaturbelegung und geben Sie sie noch einmal ein.',
  },
  'vault.passphrase_empty': { what: 'Es gibt noch keine Passphrase.', next: 'Geben Sie eine ein.' },
  'vault.card_wrong': {
    what: 'Diese Karte öffnet den Tresor nicht.',
    next: 'Stecken Sie die Karte ein, mit der der Tresor angelegt wurde.',
  },
  'vault.local_secret_missing': {
    what: 'Diese Karte öffnet den Tresor nur in dem Browser oder auf dem Rechner, mit dem sie eingerichtet wurde.',
    next: 'Öffnen Sie den Tresor dort oder auf andere Weise.',
  },
  'sheet.other_words': {
    what: 'Das sind nicht die Wörter des neuen Blatts.',
    next: 'Vergleichen Sie das Papier mit dem, was zu sehen war. Stimmt es nicht, brechen Sie ab und machen Sie ein anderes Blatt.',
  },
  'vault.recovery_word_unknown': {
    what: 'Eines davon ist kein Wort, das auf einem Wiederherstellungsblatt stehen kann.',
    next: 'Prüfen Sie die Wörter, und ob eines fehlt.',
  },
  'vault.recovery_words_count': {
    what: 'Ein Wiederherstellungsblatt hat zwölf Wörter, ein Teilblatt fünfzehn.',
    next: 'Geben Sie alle ein, mit Leerzeichen dazwischen.',
  },
  'vault.recovery_words_wrong': {
    what: 'Diese Wörter gehören nicht zusammen: Eines ist ein anderes, oder zwei sind vertauscht.',
    next: 'Vergleichen Sie jedes mit dem Blatt, in der Reihenfolge der Nummern.',
  },
  'vault.recovery_wrong': {
    what: 'Was auf diesem Papier steht, öffnet den Tresor nicht.',
    next: 'Es gehört zu einem anderen oder wurde entfernt. Nehmen Sie ein anderes Blatt oder eine Sicherung von vorher.',
  },
  'vault.witness_malformed': {
    what: 'Die Notiz, wie weit dieser Tresor gekommen war, ist beschädigt.',
    next: 'Es wurde nichts geschrieben. Wissen Sie, dass diese Kopie die neueste ist, machen Sie mit ihr weiter.',
  },
  'vault.passkey_wrong': {
    what: 'Dieser Passkey öffnet den Tresor nicht.',
    next: 'Nehmen Sie den, der für ihn angelegt wurde, oder entsperren Sie auf andere Weise.',
  },
  'vault.passkey_invalid': {
    what: 'Was der Browser über den Passkey sagt, kann nicht sein.',
    next: 'Es wurde nichts geändert. Bitte melden Sie den Code unten.',
  },
  'passkey.cancelled': {
    what: 'Es wurde kein Passkey verwendet: Es wurde abgebrochen, hat zu lange gedauert, oder dieser Browser erreicht ihn nicht.',
    next: 'Versuchen Sie es noch einmal, oder nehmen Sie einen anderen Weg.',
  },
  'passkey.no_prf': {
    what: 'Dieser Authentifikator kann keinen Tresor öffnen: Ihm fehlt die PRF-Erweiterung.',
    next: 'Nehmen Sie einen anderen, oder einen anderen Weg. Ein Passkey, den er eben angelegt hat, nützt nichts und kann dort gelöscht werden.',
  },
  'passkey.already': {
    what: 'Auf diesem Authentifikator ist schon ein Passkey für diesen Tresor.',
    next: 'Verwenden Sie ihn, oder nehmen Sie einen anderen Authentifikator.',
  },
  'passkey.unavailable': {
    what: 'Der Browser gibt Hailstone hier keine Passkeys.',
    next: 'Nehmen Sie einen anderen Weg.',
  },
  'vault.shares_out_of_range': {
    what: 'Es gibt zwei bis acht Teilblätter, und mindestens zwei davon öffnen den Tresor.',
    next: 'Wählen Sie andere Zahlen.',
  },
  'vault.share_other': {
    what: 'Ein Teilblatt gehört zu einem anderen Satz als das erste.',
    next: 'Legen Sie es weg und nehmen Sie eines mit derselben Satznummer.',
  },
  'vault.share_twice': {
    what: 'Ein Teilblatt wurde zweimal eingegeben.',
    next: 'Nehmen Sie ein anderes desselben Satzes.',
  },
  'vault.shares_missing': {
    what: 'Es fehlen noch Teilblätter.',
    next: 'Fragen Sie die, die die anderen aufbewahren.',
  },
  'vault.rolled_back': {
    what: 'Dieser Tresor ist älter als damals, als er hier zuletzt geöffnet wurde: Änderungen, die darin waren, fehlen.',
    next: 'Es wurde nichts geschrieben. Suchen Sie zuerst die neuere Kopie; ist sie verloren, machen Sie mit dieser weiter.',
  },
  'vault.rehearsal_same': {
    what: 'Zur Probe gehört ein anderer Öffner als der, der den Tresor jeden Tag öffnet.',
    next: 'Nehmen Sie das Wiederherstellungsblatt, die Teilblätter oder einen anderen Öffner.',
  },
  'vault.parked_stale': {
    what: 'Der Tresor wurde inzwischen gesperrt.',
    next: 'Entsperren Sie ihn noch einmal.',
  },
  'vault.agreement_invalid': {
    what: 'Die Antwort der Karte ergibt keinen Sinn.',
    next: 'Nehmen Sie die Karte heraus, stecken Sie sie wieder ein und versuchen Sie es noch einmal.',
  },
  'vault.unlocker_unknown': {
    what: 'Der Tresor kennt diesen Zugang nicht mehr.',
    next: 'Laden Sie diese Seite neu und wählen Sie einen anderen.',
  },
  'vault.unlockers_full': {
    what: 'Der Tresor hat so viele Zugänge, wie er haben kann.',
    next: 'Entfernen Sie einen, den Sie nicht mehr brauchen.',
  },
  'vault.unlocker_last': {
    what: 'Nichts anderes öffnet diesen Tresor.',
    next: 'Fügen Sie erst einen anderen Zugang hinzu.',
  },
  'vault.kind_mismatch': {
    what: 'Ein Eintrag kann keiner von anderer Art werden, und ein Beleg ändert sich nie.',
    next: 'Es wurde nichts geändert. Bitte melden Sie das; es ist ein Fehler von uns.',
  },
  'vault.full': {
    what: 'Der Tresor hat eine Grenze seines Formats erreicht.',
    next: 'Es wurde nichts geändert. Legen Sie einen neuen an und übernehmen Sie, was Sie brauchen.',
  },
  'vault.no_room': {
    what: 'Nicht einmal das, was jede Kopie des Tresors enthält, hat Platz.',
    next: 'Es wurde nichts geschrieben. Wählen Sie eine Karte mit mehr Platz.',
  },
  'vault.key_missing': {
    what: 'Eine Kopie auf einer Karte wird mit einem Schlüssel geöffnet; diesen Tresor öffnet nur eine Passphrase.',
    next: 'Fügen Sie die Karte oder ein Wiederherstellungsblatt zu dem hinzu, was den Tresor öffnet.',
  },
  'vault.other_vault': {
    what: 'Das sind nicht zwei Kopien desselben Tresors.',
    next: 'Es wurde nichts geändert. Wählen Sie eine Kopie dieses Tresors.',
  },
  'vault.copy_newer': {
    what: 'Aus dieser Kopie wurde seither etwas entfernt, das den Tresor öffnete.',
    next: 'Öffnen Sie die Kopie mit einem ihrer eigenen Zugänge.',
  },
  'vault.label_invalid': { what: 'Dieser Name geht nicht.', next: 'Wählen Sie einen kürzeren.' },
  'vault.tampered': {
    what: 'Was gespeichert ist, ist nicht das, was versiegelt wurde.',
    next: 'Es wurde nicht verwendet. Stellen Sie den Tresor aus einer Kopie wieder her, falls Sie eine haben.',
  },
  'vault.header_malformed': {
    what: 'Der gespeicherte Tresor ist nicht lesbar.',
    next: 'Stellen Sie ihn aus einer Kopie wieder her, falls Sie eine haben.',
  },
  'vault.backup_malformed': {
    what: 'Diese Datei ist keine Sicherung eines Tresors, oder sie ist beschädigt.',
    next: 'Es wurde nichts geändert. Wählen Sie eine andere Kopie der Sicherung.',
  },
  'vault.version_too_new': {
    what: 'Der Tresor stammt von einem neueren Hailstone.',
    next: 'Aktualisieren Sie diese Erweiterung.',
  },
  'vault.cost_out_of_range': {
    what: 'Der gespeicherte Tresor verlangt mehr Arbeit, als dieser Browser leisten darf.',
    next: 'Aktualisieren Sie diese Erweiterung oder stellen Sie den Tresor aus einer Kopie wieder her.',
  },
  'vault.derivation_failed': {
    what: 'Zum Entsperren war nicht genug Speicher frei.',
    next: 'Schließen Sie einige Tabs und versuchen Sie es noch einmal.',
  },
  'vault.record_unknown': { what: 'Diesen Eintrag gibt es nicht mehr.', next: 'Laden Sie diese Seite neu.' },
  'vault.record_too_large': { what: 'Dieser Eintrag ist zu groß für den Tresor.', next: 'Kürzen Sie ihn.' },
  'vault.changes_stale': {
    what: 'Der Tresor wurde gleichzeitig an anderer Stelle geändert.',
    next: 'Versuchen Sie es noch einmal; es ging nichts verloren.',
  },
} as const;
