import { faultsCardDe } from './faults-card-de.js';
import { faultsCredentialDe } from './faults-credential-de.js';
import { faultsRequestDe } from './faults-request-de.js';
import { faultsVaultDe } from './faults-vault-de.js';
import type { FaultCatalogue } from './words.js';

export const faultsDe: FaultCatalogue = {
  ...faultsVaultDe,
  ...faultsCardDe,
  ...faultsCredentialDe,
  ...faultsRequestDe,
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

  'release.incomplete': {
    what: 'Es fehlt etwas, das die Website braucht.',
    next: 'Haken Sie an, was nötig ist, oder lehnen Sie ab.',
  },
  'release.nothing_matches': {
    what: 'In Ihrem Tresor ist nichts, das zu dieser Anfrage passt.',
    next: 'Schließen Sie das Fenster; es wurde nichts gesendet.',
  },
  'release.signature_wrong': {
    what: 'Was die Karte unterschrieben hat, ist nicht von dem Schlüssel, an den der Nachweis gebunden ist. Es wurde nichts gesendet.',
    next: 'Verwenden Sie die Karte, die den Schlüssel hatte, als Sie ihn dem Aussteller gaben, oder lassen Sie den Nachweis weg.',
  },
  'release.card_needed': {
    what: 'Ein Nachweis ist an einen Schlüssel auf einer Karte gebunden, die nicht unterschrieben hat. Es wurde nichts gesendet.',
    next: 'Teilen Sie noch einmal, mit der Karte im Leser, oder lassen Sie den Nachweis weg.',
  },
  'release.choice_unknown': { what: 'Diese Auswahl gibt es nicht mehr.', next: 'Wählen Sie noch einmal.' },
  'release.ended': { what: 'Diese Anfrage ist beendet.', next: 'Beginnen Sie auf der Website noch einmal.' },

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
