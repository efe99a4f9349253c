import { faultsVaultDe } from './faults-vault-de.js';
import type { FaultCatalogue } from './words.js';

export const faultsDe: FaultCatalogue = {
  ...faultsVaultDe,
  'class.retry': { what: 'Das hat gerade nicht geklappt.', next: 'Versuchen Sie es gleich noch einmal.' },
  'class.person': {
    what: 'Das hat nicht geklappt.',
    next: 'Zuerst ist etwas in Ordnung zu bringen; der Code unten sagt, was.',
  },
  'class.ours': {
    what: 'In Hailstone ist etwas schiefgegangen.',
    next: 'Ihre Daten sind sicher. Bitte melden Sie den Code unten.',
  },
  'class.hostile': {
    what: 'Was hereinkam, verletzt die Regeln seines Formats.',
    next: 'Es wurde nicht verwendet. Sollte es richtig sein, sagen Sie es denen, die es gemacht haben.',
  },

  'wallet.superseded': {
    what: 'Ein anderes Programm hat geändert, was diesen Tresor öffnet; deshalb wurde er hier gesperrt.',
    next: 'Entsperren Sie ihn noch einmal.',
  },
  'wallet.locked': {
    what: 'Der Tresor ist gesperrt.',
    next: 'Entsperren Sie ihn und versuchen Sie es noch einmal.',
  },
  'wallet.vault_exists': {
    what: 'Es gibt schon einen Tresor.',
    next: 'Laden Sie diese Seite neu, um ihn zu entsperren.',
  },
  'wallet.out_of_order': {
    what: 'Hailstone war mit etwas anderem beschäftigt.',
    next: 'Versuchen Sie es noch einmal.',
  },
  'wallet.argument_invalid': {
    what: 'Ein Teil von Hailstone hat einem anderen etwas gesagt, das dieser nicht versteht.',
    next: 'Es wurde nichts geändert. Laden Sie diese Seite neu; wenn es bleibt, melden Sie es bitte.',
  },
  'wallet.no_entropy': {
    what: 'Dieser Browser liefert keine Zufallszahlen.',
    next: 'Es wurde nichts angelegt. Nehmen Sie einen anderen Browser.',
  },
  'wallet.partly_damaged': {
    what: 'Ein Teil des hier Gespeicherten lässt sich nicht mehr öffnen.',
    next: 'Was Sie sehen, ist heil und verwendbar. Holen Sie den Rest aus einer Sicherung zurück, wenn Sie eine haben.',
  },
  'wallet.no_cryptography': {
    what: 'Dieser Browser leistet die nötige Kryptografie nicht.',
    next: 'Es wurde nichts geändert. Aktualisieren Sie den Browser, oder nehmen Sie einen anderen.',
  },

  'store.unavailable': {
    what: 'Der Speicher des Browsers ist nicht erreichbar.',
    next: 'Verlassen Sie den privaten Modus oder starten Sie den Browser neu.',
  },
  'store.full': {
    what: 'Der Speicher des Browsers ist voll.',
    next: 'Schaffen Sie Platz auf der Platte. Es ging nichts verloren.',
  },
  'store.damaged': {
    what: 'Der Speicher des Browsers ist beschädigt.',
    next: 'Stellen Sie den Tresor aus einer Kopie wieder her, falls Sie eine haben.',
  },
  'store.conflict': {
    what: 'Der Tresor wurde gleichzeitig an anderer Stelle geändert.',
    next: 'Versuchen Sie es noch einmal; es ging nichts verloren.',
  },

  'request.malformed': {
    what: 'Die Anfrage ist nicht lesbar.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.too_large': {
    what: 'Die Anfrage ist zu groß.',
    next: 'Die Website muss nach weniger auf einmal fragen.',
  },
  'request.too_deep': {
    what: 'Die Anfrage ist zu tief verschachtelt.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.limit_exceeded': {
    what: 'Die Anfrage fragt nach zu vielem auf einmal.',
    next: 'Die Website muss nach weniger fragen.',
  },
  'request.origin_invalid': {
    what: 'Die Website hat keine Adresse, an die eine Antwort gebunden werden könnte.',
    next: 'Öffnen Sie die Website unter ihrer eigenen Adresse.',
  },
  'request.protocol_unsupported': {
    what: 'Die Website spricht ein Protokoll, das Hailstone nicht spricht.',
    next: 'Hier können Sie nichts tun.',
  },
  'request.response_type_unsupported': {
    what: 'Die Website will eine Art von Antwort, die Hailstone nicht gibt.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.response_mode_unsupported': {
    what: 'Die Website will die Antwort auf einem Weg, den Hailstone nicht nimmt.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.nonce_missing': {
    what: 'Die Anfrage ist nicht als neu gekennzeichnet; eine Antwort ließe sich zweimal verwenden.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.nonce_invalid': {
    what: 'Das Kennzeichen, das die Anfrage einmalig macht, ist ungültig.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.query_missing': {
    what: 'Die Anfrage sagt nicht, wonach sie fragt.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.query_invalid': {
    what: 'Wonach die Anfrage fragt, ist nicht so geschrieben, wie der Standard es verlangt.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.metadata_invalid': {
    what: 'Was die Website über sich selbst sagt, ist ungültig.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.encryption_key_missing': {
    what: 'Die Website will eine verschlüsselte Antwort, hat aber keinen Schlüssel dafür geschickt.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.encryption_key_invalid': {
    what: 'Der Schlüssel, den die Website geschickt hat, ist ungültig.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.algorithm_unsupported': {
    what: 'Die Website will eine Verschlüsselung, die Hailstone nicht verwendet.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.format_unsupported': {
    what: 'Die Website nimmt die Art von Nachweis nicht an, die Hailstone gibt.',
    next: 'Hier können Sie nichts tun.',
  },
  'request.purpose_invalid': {
    what: 'Wofür die Website die Daten will, ist nicht lesbar.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.transaction_data_unsupported': {
    what: 'Die Website will einen Vorgang unterschreiben lassen, was Hailstone nicht tut.',
    next: 'Hier können Sie nichts tun.',
  },

  'release.incomplete': {
    what: 'Es fehlt etwas, das die Website braucht.',
    next: 'Haken Sie an, was nötig ist, oder lehnen Sie ab.',
  },
  'release.nothing_matches': {
    what: 'In Ihrem Tresor ist nichts, das zu dieser Anfrage passt.',
    next: 'Schließen Sie das Fenster; es wurde nichts gesendet.',
  },
  'release.choice_unknown': { what: 'Diese Auswahl gibt es nicht mehr.', next: 'Wählen Sie noch einmal.' },
  'release.ended': { what: 'Diese Anfrage ist beendet.', next: 'Beginnen Sie auf der Website noch einmal.' },

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

  'bridge.absent': {
    what: 'Das Programm Hailstone ist auf diesem Rechner nicht installiert.',
    next: 'Installieren Sie es und führen Sie „hailstone browser install“ aus. Karten brauchen es; eine Passphrase nicht.',
  },
  'bridge.forbidden': {
    what: 'Das Programm Hailstone auf diesem Rechner kennt diese Erweiterung nicht.',
    next: 'Führen Sie „hailstone browser install“ noch einmal aus.',
  },
  'bridge.caller_refused': {
    what: 'Das Programm Hailstone auf diesem Rechner kennt diese Erweiterung nicht.',
    next: 'Führen Sie „hailstone browser install“ noch einmal aus; bei einer eigenen Erweiterung mit ihrer Kennung.',
  },
  'bridge.not_started': {
    what: 'Das Programm Hailstone ließ sich nicht starten.',
    next: 'Führen Sie „hailstone browser install“ dort noch einmal aus, wo das Programm jetzt liegt.',
  },
  'bridge.stopped': {
    what: 'Das Programm Hailstone hat mittendrin aufgehört.',
    next: 'Versuchen Sie es noch einmal; bleibt es dabei, installieren Sie es neu.',
  },
  'bridge.silent': {
    what: 'Das Programm Hailstone antwortet nicht.',
    next: 'Versuchen Sie es noch einmal; bleibt es dabei, starten Sie den Browser neu.',
  },
  'bridge.busy': {
    what: 'Das Programm Hailstone hat zu viel zu tun.',
    next: 'Versuchen Sie es gleich noch einmal.',
  },
  'bridge.too_large': {
    what: 'Das ist zu viel, um es auf einmal zu schreiben.',
    next: 'Importieren Sie es in mehreren Teilen. Es wurde nichts geschrieben.',
  },
  'tool.folder_open': {
    what: 'Die Datei des Tresors liegt in einem Ordner, in dem andere an diesem Computer schreiben dürfen.',
    next: 'Nehmen Sie ihnen dieses Recht, und versuchen Sie es dann noch einmal.',
  },
  'bridge.version': {
    what: 'Das Programm Hailstone und diese Erweiterung haben verschiedene Versionen.',
    next: 'Aktualisieren Sie beide.',
  },
  'bridge.malformed': {
    what: 'Das Programm Hailstone hat etwas Unverständliches gesagt.',
    next: 'Aktualisieren Sie es; bleibt es dabei, melden Sie es bitte.',
  },
  'bridge.message_invalid': {
    what: 'Das Programm Hailstone versteht diese Erweiterung nicht.',
    next: 'Aktualisieren Sie beide.',
  },
  'bridge.prompt_absent': {
    what: 'Auf diesem Rechner gibt es keinen Weg, nach der PIN zu fragen.',
    next: 'Installieren Sie pinentry.',
  },
  'bridge.prompt_failed': {
    what: 'Das Fenster, das nach der PIN fragt, ging nicht auf.',
    next: 'Prüfen Sie, ob pinentry auf diesem Rechner läuft.',
  },

  'import.not_text': { what: 'Das ist keine Textdatei.', next: 'Wählen Sie eine vCard-Datei (.vcf).' },
  'import.too_large': {
    what: 'Diese Datei ist zu groß.',
    next: 'Speichern Sie aus dem Adressbuch nur Ihren eigenen Kontakt und wählen Sie diesen.',
  },
  'import.malformed': {
    what: 'Das ist keine vCard-Datei, oder sie ist beschädigt.',
    next: 'Speichern Sie den Kontakt noch einmal aus dem Adressbuch und wählen Sie diese Datei.',
  },
  'import.empty': {
    what: 'In dieser Datei ist nichts, das der Tresor aufbewahren kann.',
    next: 'Wählen Sie eine vCard-Datei (.vcf) mit einem Namen, einer Anschrift oder dergleichen.',
  },
  'import.several_people': {
    what: 'In dieser Datei ist mehr als eine Person.',
    next: 'Speichern Sie aus dem Adressbuch nur Ihren eigenen Kontakt und wählen Sie diesen.',
  },

  'core.stopped': {
    what: 'Der Kern von Hailstone wurde beendet.',
    next: 'Versuchen Sie es noch einmal. Was gespeichert war, ist nicht verloren.',
  },
  'core.unreachable': {
    what: 'Der Kern von Hailstone ist nicht angelaufen.',
    next: 'Versuchen Sie es noch einmal, oder starten Sie den Browser neu.',
  },
  'extension.restarted': {
    what: 'Die Erweiterung wurde neu gestartet.',
    next: 'Versuchen Sie es noch einmal.',
  },
  'extension.defect': {
    what: 'In Hailstone ist etwas schiefgegangen.',
    next: 'Ihre Daten sind sicher. Bitte melden Sie den Code unten.',
  },
};
