/** What can be wrong with a card, its reader and the way to it, in German. */
export const faultsCardDe = {
  'card.service_absent': {
    what: 'Der Smartcard-Dienst dieses Rechners läuft nicht.',
    next: 'Installieren und starten Sie pcscd (unter Debian: apt install pcscd).',
  },
  'card.reader_absent': {
    what: 'Es ist kein Kartenleser angeschlossen.',
    next: 'Schließen Sie einen Leser an oder einen Schlüssel, der einer ist.',
  },
  'card.reader': {
    what: 'Der Leser hat versagt.',
    next: 'Nehmen Sie die Karte heraus, stecken Sie sie wieder ein und versuchen Sie es noch einmal.',
  },
  'card.absent': {
    what: 'Die Karte steckt in keinem Leser.',
    next: 'Stecken Sie sie ein und versuchen Sie es noch einmal.',
  },
  'card.other': {
    what: 'Das ist eine andere Karte als die verlangte.',
    next: 'Stecken Sie die richtige Karte ein und versuchen Sie es noch einmal.',
  },
  'card.in_use': {
    what: 'Ein anderes Programm benutzt die Karte.',
    next: 'Schließen Sie es oder warten Sie kurz, und versuchen Sie es noch einmal.',
  },
  'card.removed': {
    what: 'Die Karte wurde zu früh herausgenommen.',
    next: 'Stecken Sie sie ein und lassen Sie sie stecken, bis alles fertig ist.',
  },
  'card.application_absent': {
    what: 'Die Karte hat keine OpenPGP-Anwendung.',
    next: 'Nehmen Sie eine Karte, die eine hat, oder schalten Sie sie mit dem Werkzeug des Herstellers ein.',
  },
  'card.terminated': {
    what: 'Die Karte wurde herausgenommen, während sie zurückgesetzt wurde; es ist nichts mehr darauf.',
    next: 'Bringen Sie es mit „hailstone card reset“ zu Ende, oder nehmen Sie eine andere Karte.',
  },
  'card.key_absent': {
    what: 'Die Karte hat keinen Entschlüsselungsschlüssel.',
    next: 'Erzeugen Sie einen mit „hailstone card init“, oder nehmen Sie eine andere Karte.',
  },
  'card.key_present': {
    what: 'Die Karte hat schon einen Entschlüsselungsschlüssel; er blieb, wie er war.',
    next: 'Benutzen Sie die Karte so, wie sie ist.',
  },
  'card.key_unsupported': {
    what: 'Der Schlüssel der Karte ist nicht von einer Art, die Hailstone benutzt.',
    next: 'Nehmen Sie eine Karte mit einem Schlüssel auf Curve25519 (X25519) oder NIST P-256.',
  },
  'card.key_rsa': {
    what: 'Der Schlüssel der Karte ist ein RSA-Schlüssel. Er entschlüsselt Mail, aber ein Tresor braucht einen, der ein Geheimnis vereinbart.',
    next: 'Nehmen Sie eine Karte mit einem Schlüssel auf Curve25519 (X25519) oder NIST P-256. Der RSA-Schlüssel blieb, wie er war.',
  },
  'card.signature_key_absent': {
    what: 'Die Karte hat dort, wo der Nachweis es sagt, keinen Schlüssel für Unterschriften.',
    next: 'Verwenden Sie die Karte, die den Schlüssel hatte, als Sie ihn dem Aussteller gaben.',
  },
  'card.signature_key_unsupported': {
    what: 'Der Schlüssel der Karte für Unterschriften ist von anderer Art als NIST P-256, etwa RSA oder Ed25519.',
    next: 'Verwenden Sie die Karte, die den Schlüssel hatte, als Sie ihn dem Aussteller gaben.',
  },
  'card.key_other': {
    what: 'Die Karte hat einen anderen Schlüssel als den, der diesen Tresor öffnet.',
    next: 'Ihr Schlüssel wurde ersetzt. Öffnen Sie den Tresor auf andere Weise.',
  },
  'card.pin_wrong': {
    what: 'Die PIN war falsch.',
    next: 'Versuchen Sie es mit Bedacht noch einmal: Nach wenigen falschen PINs sperrt sich die Karte.',
  },
  'card.pin_factory': {
    what: 'Die Karte hat noch die PIN, mit der sie ausgeliefert wurde, und die kennen alle.',
    next: 'Versuchen Sie es noch einmal und wählen Sie eine andere, wenn Sie gefragt werden, oder nehmen Sie „hailstone card pin change“.',
  },
  'card.pin_blocked': {
    what: 'Die PIN der Karte ist nach zu vielen falschen gesperrt.',
    next: 'Geben Sie ihr mit „hailstone card pin unblock“ einen neuen Wert, durch die PUK oder die Admin-PIN.',
  },
  'card.puk_wrong': {
    what: 'Die PUK war falsch; die Karte sagt nicht, wie viele Versuche bleiben.',
    next: 'Suchen Sie erst die richtige PUK heraus.',
  },
  'card.puk_blocked': {
    what: 'Die PUK der Karte oder ihre Admin-PIN ist nach zu vielen falschen gesperrt.',
    next: 'Solange ihre PIN geht, machen Sie mit „hailstone card spare“ eine Ersatzkarte. „hailstone card reset“ macht die Karte neu.',
  },
  'card.pin_length': {
    what: 'So lang ist keine PIN dieser Karte. Sie wurde nicht versucht.',
    next: 'Versuchen Sie es noch einmal.',
  },
  'card.management_key_wrong': {
    what: 'Das ist nicht der Verwaltungsschlüssel der Karte.',
    next: 'Suchen Sie den Schlüssel heraus, mit dem die Karte eingerichtet wurde. Ein falscher kostet keinen Versuch.',
  },
  'card.slots_taken': {
    what: 'Jeder Platz der Karte für einen Schlüssel von Hailstone ist belegt; es wurde nichts geändert.',
    next: 'Nehmen Sie eine andere Karte.',
  },
  'card.object_taken': {
    what: 'Wo die Daten von Hailstone hinsollten, hat ein anderes Programm die seinen; sie blieben, wie sie waren.',
    next: 'Nehmen Sie eine andere Karte, oder löschen Sie jene Daten mit dem Programm, das sie schrieb.',
  },
  'card.no_place': {
    what: 'Diese Karte hat keinen Platz für Daten, nur für Schlüssel.',
    next: 'Sie öffnet den Tresor wie bisher. Nehmen Sie für eine Kopie der Daten eine andere Karte.',
  },
  'card.copy_absent': {
    what: 'Auf dieser Karte ist keine Kopie eines Tresors.',
    next: 'Nehmen Sie die Karte, auf der eine ist. Angelegt wird sie vom offenen Tresor aus, unter Sicherheit.',
  },
  'card.copy_other': {
    what: 'Auf dieser Karte ist die Kopie eines anderen Tresors; sie blieb, wie sie ist.',
    next: 'Nehmen Sie eine andere Karte. „hailstone card put --replace“ überschreibt, was auf dieser ist.',
  },
  'card.copy_newer': {
    what: 'Aus der Kopie auf dieser Karte wurde seither etwas entfernt, das den Tresor öffnete; sie blieb, wie sie ist.',
    next: 'Speichern Sie sie mit „hailstone card get --file DATEI“, und holen Sie diese Datei herein: „Eine andere Kopie hereinholen“.',
  },
  'card.full': {
    what: 'Die Karte hat keinen Platz mehr.',
    next: 'Löschen Sie etwas darauf, oder nehmen Sie eine Karte mit mehr Platz.',
  },
  'card.unknown': {
    what: 'Diese Hailstone-Karte ist auf diesem Rechner nicht als Ihre vermerkt, also bekommt sie Ihre PIN nicht.',
    next: 'Ist sie Ihre, vergleichen Sie ihren Fingerabdruck und vermerken Sie sie mit „hailstone card trust“.',
  },
  'card.pin_unset': {
    what: 'Der Sicherheitsschlüssel hat keine PIN und prüft deshalb niemanden.',
    next: 'Geben Sie ihm eine in den Einstellungen Ihres Browsers, oder mit „hailstone unlocker add --fido2“.',
  },
  'card.pin_paused': {
    what: 'Nach mehreren falschen PINs hintereinander nimmt der Sicherheitsschlüssel vorerst keine mehr.',
    next: 'Ziehen Sie ihn ab, stecken Sie ihn wieder ein und suchen Sie erst die richtige PIN: Es bleiben wenige Versuche.',
  },
  'card.credential_absent': {
    what: 'Der Sicherheitsschlüssel hat den Passkey nicht, der diesen Tresor öffnet.',
    next: 'Schließen Sie den richtigen Schlüssel an, oder öffnen Sie den Tresor anders.',
  },
  'card.credential_present': {
    what: 'Dieser Sicherheitsschlüssel öffnet diesen Tresor schon; nichts wurde geändert.',
    next: 'Um einen weiteren hinzuzufügen, schließen Sie den anderen an.',
  },
  'card.prf_absent': {
    what: 'Dieser Sicherheitsschlüssel kann keinen Tresor öffnen: Er gibt keine Geheimnisse heraus (hmac-secret), oder er nimmt keine PIN.',
    next: 'Nehmen Sie einen mit FIDO2 und PIN.',
  },
  'card.forbidden': {
    what: 'Ein Sicherheitsschlüssel ist angeschlossen, aber das System lässt Ihr Konto nicht an ihn heran.',
    next: 'Installieren Sie unter Linux libfido2 oder das Paket des Herstellers, und stecken Sie den Schlüssel neu ein.',
  },
  'card.ctap': {
    what: 'Der Sicherheitsschlüssel antwortete etwas, das hier nicht vorgesehen ist.',
    next: 'Bitte melden Sie das mit der Marke des Schlüssels.',
  },
  'card.object_absent': {
    what: 'Das gibt es auf der Karte nicht.',
    next: 'Nehmen Sie die Karte, auf der es ist.',
  },
  'card.pin_needed': {
    what: 'Dafür verlangt die Karte ihre PIN.',
    next: 'Versuchen Sie es noch einmal; bleibt es so, ist es ein Fehler von Hailstone.',
  },
  'card.memory': {
    what: 'Der Speicher der Karte hat versagt, oder etwas darin ist beschädigt.',
    next: 'Nehmen Sie die Karte heraus und versuchen Sie es noch einmal. Bleibt es so, ist sie verschlissen: Öffnen Sie den Tresor auf andere Weise.',
  },
  'card.channel_broken': {
    what: 'Was zurückkam, hat die Karte nicht gesendet, oder sie ist nicht die, für die sie sich ausgibt. Preisgegeben wurde nichts.',
    next: 'Schließen Sie den Leser neu an und versuchen Sie es noch einmal. Bleibt es so, trauen Sie diesem Leser oder dieser Karte nicht.',
  },
  'card.pin_cancelled': {
    what: 'Es wurde keine PIN eingegeben.',
    next: 'Versuchen Sie es noch einmal, wenn Sie so weit sind.',
  },
  'card.touch_missing': {
    what: 'Die Karte hat auf eine Berührung gewartet.',
    next: 'Versuchen Sie es noch einmal und berühren Sie sie, wenn sie blinkt.',
  },
  'card.unsupported': {
    what: 'Die Karte verlangt etwas, das Hailstone nicht kann.',
    next: 'Nehmen Sie eine andere Karte; bitte melden Sie die Marke dieser Karte.',
  },
  'card.status': {
    what: 'Die Karte hat eine Antwort gegeben, die hier nicht vorgesehen ist.',
    next: 'Versuchen Sie es noch einmal; bleibt es dabei, melden Sie bitte die Marke der Karte.',
  },
  'card.malformed': {
    what: 'Die Antwort der Karte ergibt keinen Sinn.',
    next: 'Versuchen Sie es noch einmal; bleibt es dabei, nehmen Sie eine andere Karte.',
  },
} as const;
