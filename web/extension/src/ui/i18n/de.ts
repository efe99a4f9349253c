/** German. */
import { accessDe } from './access-de.js';
import { cardCopyDe } from './card-copy-de.js';
import { copiesDe } from './copies-de.js';
import { credentialsDe } from './credentials-de.js';
import { olderDe } from './older-de.js';
import { paperDe } from './paper-de.js';
import { trustDe } from './trust-de.js';
import type { Catalogue } from './words.js';

export const de: Catalogue = {
  ...accessDe,
  ...cardCopyDe,
  ...copiesDe,
  ...credentialsDe,
  ...olderDe,
  ...paperDe,
  ...trustDe,
  'common.loading': 'Einen Augenblick …',
  'common.again': 'Noch einmal versuchen',
  'common.or': 'oder',
  'common.cancel': 'Abbrechen',
  'common.close': 'Schließen',
  'common.open-vault': 'Tresor öffnen',
  'tries.left': '{count, plural, one {Ein Versuch bleibt.} other {# Versuche bleiben.}}',

  'vault.title': 'Hailstone: Ihr Tresor',
  'vault.heading': 'Ihr Tresor',
  'vault.lock': 'Sperren',
  'vault.nav': 'Teile des Tresors',
  'vault.tab.data': 'Ihre Daten',
  'vault.tab.history': 'Verlauf',

  'place.heading': 'Wo der Tresor liegt',
  'place.which': 'Den Tresor aufbewahren',
  'place.in.browser': 'in diesem Browser',
  'place.hint.browser': 'Nichts anderes auf diesem Computer verwendet ihn.',
  'place.in.file': 'in einer Datei auf diesem Computer',
  'place.hint.file':
    'Gemeinsam für Ihre Browser hier und das Programm hailstone. Die Datei ist versiegelt; jedes davon entsperrt sie für sich.',
  'place.now.browser': 'Dieser Tresor liegt in diesem Browser.',
  'place.now.file':
    'Dieser Tresor liegt in einer Datei auf diesem Computer, gemeinsam für Ihre Browser und das Programm hailstone.',
  'place.switch.browser': 'Den Tresor in diesem Browser verwenden',
  'place.switch.file': 'Den Tresor in der Datei verwenden',
  'place.other.browser':
    'In diesem Browser liegt noch ein anderer Tresor mit eigenen Daten. Er bleibt, wie er ist.',
  'place.other.file':
    'In der Datei auf diesem Computer liegt noch ein anderer Tresor mit eigenen Daten. Er bleibt, wie er ist.',
  'settings.language': 'Sprache',
  'settings.language.auto': 'Wie der Browser',
  'settings.language.en': 'English',
  'settings.language.de': 'Deutsch',

  'create.heading': 'Ihren Tresor anlegen',
  'create.intro':
    'Ihre Daten liegen versiegelt in diesem Browser und sonst nirgends. Websites bekommen nur, was Sie freigeben, jedes Mal aufs Neue.',
  'create.means': 'Womit soll er sich öffnen lassen?',
  'create.means.passphrase': 'Mit einer Passphrase',
  'create.means.passphrase.hint': 'Etwas, das nur Sie wissen.',
  'create.means.passkey': 'Ein Passkey',
  'create.means.passkey.hint': 'Ein Sicherheitsschlüssel, oder womit Sie dieses Gerät entsperren.',
  'create.means.card': 'Mit einer Chipkarte',
  'create.means.card.hint': 'Eine OpenPGP-, PIV- oder Hailstone-Karte, oder ein Schlüssel, der eine ist.',
  'create.passphrase': 'Passphrase',
  'create.again': 'Noch einmal dieselbe',
  'create.advice.none':
    'Vier oder mehr Wörter ohne Zusammenhang sind leicht zu merken und schwer zu erraten.',
  'create.advice.short': 'Leicht zu erraten. Nehmen Sie mehr Wörter.',
  'create.advice.fair': 'Besser. Ein Wort mehr macht sie stark.',
  'create.advice.good': 'Schwer zu erraten.',
  'create.mismatch': 'Die beiden stimmen nicht überein.',
  'create.no-way-back': 'Ohne sie gibt es keinen Weg zurück.',
  'create.no-way-back.next':
    'Niemand kann den Zugang zurücksetzen, denn niemand sonst hat Ihre Daten. Schreiben Sie sie auf und bewahren Sie sie sicher auf.',
  'create.submit': 'Tresor anlegen',
  'create.busy': 'Der Tresor wird angelegt …',
  'create.label.passphrase': 'Passphrase',
  'create.passkey.intro':
    'Der Browser bittet in einem eigenen Fenster Ihren Sicherheitsschlüssel oder dieses Gerät, einen Passkey anzulegen.',
  'create.passkey.no-way-back': 'Ohne diesen Passkey führt kein Weg zurück.',
  'create.passkey.no-way-back.next':
    'Wer ihn löscht oder das Gerät verliert, auf dem er ist, kann den Tresor nicht mehr öffnen. Niemand sonst hat Ihre Daten.',
  'create.passkey.submit': 'Tresor mit einem Passkey anlegen',
  'create.card.intro':
    'Das Programm Hailstone auf diesem Rechner spricht mit der Karte und fragt in einem eigenen Fenster nach der PIN. Keine Seite bekommt die PIN je zu sehen.',
  'create.card.look': 'Karten suchen',
  'create.card.look-again': 'Noch einmal suchen',
  'create.card.none':
    'Keine Karte gefunden. Stecken Sie sie in den Leser. Erscheint sie hier nicht, suchen Sie noch einmal.',
  'create.card.which': 'Welche Karte?',
  'create.card.no-key':
    'Diese Karte hat noch keinen Entschlüsselungsschlüssel und kann deshalb keinen Tresor öffnen.',
  'create.card.not-noted':
    'Diese Hailstone-Karte ist auf diesem Rechner nicht als Ihre vermerkt. „hailstone card init“ richtet eine neue ein, „hailstone card trust“ vermerkt eine von Ihnen.',
  'create.card.no-way-back': 'Ohne diese Karte und ihre PIN gibt es keinen Weg zurück.',
  'create.card.no-way-back.next': 'Niemand kann sie ersetzen, denn niemand sonst hat Ihre Daten.',
  'create.card.submit': 'Tresor mit dieser Karte anlegen',
  'card.pin-tries': 'PIN: {count, plural, one {ein Versuch bleibt} other {# Versuche bleiben}}',
  'card.news.none': 'Jetzt steckt keine Karte in einem Leser.',
  'card.news':
    '{count, plural, one {Jetzt steckt eine Karte in einem Leser.} other {Jetzt stecken # Karten in Lesern.}}',
  'card.name': 'Karte {name}',
  'card.busy.looking': 'Karten werden gesucht …',
  'card.busy.asking': 'Die Karte wird gefragt …',
  'card.busy.pin':
    'Geben Sie die PIN der Karte in das Fenster ein, das Hailstone geöffnet hat, oder am Leser.',
  'card.busy.working': 'Die Karte arbeitet …',

  'unlock.heading': 'Ihr Tresor ist gesperrt',
  'unlock.intro': 'Entsperren Sie ihn, um Ihre Daten zu sehen und zu ändern.',
  'unlock.which': 'Welche Passphrase',
  'unlock.passphrase': 'Passphrase',
  'unlock.submit': 'Entsperren',
  'unlock.card': 'Entsperren mit {label}',
  'unlock.card.in': 'Eine Karte steckt im Leser.',
  'unlock.card.out': 'Im Leser steckt keine Karte. Stecken Sie sie hinein, um damit zu entsperren.',
  'unlock.passkey': 'Entsperren mit {label}',
  'unlock.passkey.in-vault': 'Zur Seite des Tresors, um mit {label} zu entsperren',
  'unlock.passkey.elsewhere':
    '{label} öffnet diesen Tresor in dem Browser, in dem er angelegt wurde, oder von einem Sicherheitsschlüssel aus im Programm hailstone; hier nicht.',
  'unlock.busy.passphrase': 'Der Tresor wird entsperrt …',

  'passkey.heading': 'Passkey',
  'passkey.intro':
    'Öffnen Sie diesen Tresor mit einem Sicherheitsschlüssel, oder womit Sie dieses Gerät entsperren.',
  'passkey.one-browser':
    'Ein Passkey gehört zu Hailstone in diesem Browser; Firefox kann ihn nicht verwenden. Einer auf einem Sicherheitsschlüssel öffnet den Tresor auch im Programm hailstone. Einer auf diesem Gerät öffnet ihn nur hier, und nicht mehr, wenn Hailstone entfernt wird. Behalten Sie einen weiteren Weg in Ihren Tresor.',
  'passkey.add': 'Passkey hinzufügen',
  'passkey.label': 'Passkey {number}',
  'passkey.busy': 'Folgen Sie dem Fenster, das der Browser geöffnet hat …',
  'passkey.added': '{label} öffnet jetzt auch diesen Tresor.',

  'data.heading': 'Ihre Daten',
  'data.empty': 'In Ihrem Tresor ist noch nichts.',
  'data.empty.next':
    'Holen Sie Ihre eigene Visitenkarte herein: eine vCard-Datei (.vcf), wie sie jedes Adressbuch speichern kann.',
  'kind.person': 'Über Sie',
  'kind.email': 'E-Mail-Adressen',
  'kind.phone': 'Telefonnummern',
  'kind.address': 'Postanschriften',

  'entry.person': 'Sie',
  'entry.email': 'E-Mail-Adresse',
  'entry.phone': 'Telefonnummer',
  'entry.address': 'Postanschrift',
  'label.home': 'privat',
  'label.work': 'Arbeit',

  'import.pick': 'Aus vCard-Datei hinzufügen',
  'import.reading': 'Die Datei wird gelesen …',
  'import.preview': '{count, plural, one {Ein Eintrag käme hinzu} other {# Einträge kämen hinzu}}',
  'import.preview.next': 'Noch ist nichts hinzugefügt. Prüfen Sie, ob Sie das sind.',
  'import.add': '{count, plural, one {Einen Eintrag hinzufügen} other {# Einträge hinzufügen}}',
  'import.adding': 'Wird hinzugefügt …',
  'import.done':
    '{count, plural, one {Ein Eintrag ist hinzugekommen.} other {# Einträge sind hinzugekommen.}}',

  'history.heading': 'Verlauf',
  'history.intro':
    'Wer gefragt hat, wann, und wie es ausging. Was in den Feldern stand, wird hier nicht aufbewahrt.',
  'history.limited': 'Die neuesten {count} sind zu sehen. Die davor sind auch noch da.',
  'history.empty': 'Noch hat keine Website nach etwas gefragt.',
  'outcome.shared': 'Freigegeben',
  'outcome.refused': 'Abgelehnt',
  'outcome.closed': 'Ohne Antwort geschlossen',
  'outcome.nothing-matched': 'Nichts Passendes',
  'outcome.invalid': 'Ungültig, nichts gesendet',
  'outcome.aborted': 'Von der Website beendet',

  'type.person': 'Über Sie',
  'type.contact': 'Wie Sie erreichbar sind',
  'type.address': 'Postanschrift',
  'claim.name': 'Voller Name',
  'claim.given_name': 'Vorname',
  'claim.family_name': 'Nachname',
  'claim.middle_name': 'Zweiter Vorname',
  'claim.nickname': 'Spitzname',
  'claim.birthdate': 'Geburtsdatum',
  'claim.website': 'Website',
  'claim.email': 'E-Mail-Adresse',
  'claim.phone_number': 'Telefonnummer',
  'claim.address.formatted': 'Ganze Anschrift',
  'claim.address.street_address': 'Straße und Hausnummer',
  'claim.address.locality': 'Ort',
  'claim.address.region': 'Bundesland oder Region',
  'claim.address.postal_code': 'Postleitzahl',
  'claim.address.country': 'Land',

  'consent.title': 'Hailstone: Eine Website fragt nach Ihren Daten',
  'consent.asks': 'Diese Website fragt nach Ihren Daten',
  'consent.site-says': 'Die Website sagt:',
  'consent.no-purpose': 'Die Website sagt nicht, wofür.',
  'consent.would-go': 'Das würde gesendet',
  'consent.required': 'Nötig',
  'consent.optional': 'Freiwillig',
  'consent.stays': 'Bleibt bei Ihnen, wenn Sie es nicht anhaken.',
  'consent.include': 'Auch das senden',
  'consent.group-missing': 'In Ihrem Tresor fehlt etwas, das hierfür nötig wäre. Deshalb bleibt es weg.',
  'consent.which.person': 'Welcher Ihrer Einträge?',
  'consent.which.email': 'Welche E-Mail-Adresse?',
  'consent.which.phone': 'Welche Telefonnummer?',
  'consent.which.address': 'Welche Anschrift?',
  'consent.not-encrypted':
    'Diese Website nimmt die Antwort nicht verschlüsselt an. Jedes Skript auf ihrer Seite kann lesen, was Sie senden.',
  'consent.incomplete': 'Etwas, das die Website braucht, fehlt. So kann nichts gesendet werden.',
  'consent.damaged':
    'Einiges in Ihrem Tresor ließ sich nicht öffnen und steht deshalb hier nicht zur Wahl. Mehr sagt die Seite des Tresors.',
  'consent.share': '{count, plural, one {Eine Angabe freigeben} other {# Angaben freigeben}}',
  'consent.share.plain': 'Freigeben',
  'consent.sharing': 'Ihre Antwort wird versiegelt …',
  'consent.refuse': 'Ablehnen',
  'consent.locked.heading': 'Tresor entsperren',
  'consent.locked.next':
    'Dann sehen Sie genau, wonach die Website fragt, und entscheiden. Das Entsperren sendet nichts.',
  'consent.no-vault.what': 'Sie haben noch keinen Tresor.',
  'consent.no-vault.next': 'Legen Sie zuerst einen an; dieses Fenster wartet auf Sie.',
  'consent.no-vault.open': 'Tresor anlegen',
  'consent.nothing.what': 'In Ihrem Tresor ist nichts, das zu dieser Anfrage passt.',
  'consent.nothing.next':
    'Es wurde nichts gesendet. Die Website erfährt nicht mehr, als wenn Sie abgelehnt hätten.',
  'consent.invalid': 'Die Anfrage dieser Website ist ungültig. Es wurde nichts gesendet.',
  'consent.ended.heading': 'Diese Anfrage ist beendet',
  'consent.ended.shared': 'Ihre Antwort wurde gesendet.',
  'consent.ended.refused': 'Sie haben abgelehnt. Es wurde nichts gesendet.',
  'consent.ended.aborted':
    'Die Website hat ihre Anfrage beendet, oder ihre Seite ist nicht mehr da. Es wurde nichts gesendet.',
  'consent.ended.interrupted':
    'Hailstone wurde unterbrochen. Es wurde nichts gesendet. Sie können auf der Website noch einmal beginnen.',
  'consent.ended.unknown':
    'Hailstone wurde unterbrochen, während Ihre Antwort unterwegs war. Vielleicht wurde sie gesendet. Der Verlauf sagt, was bekannt ist.',

  'popup.none': 'Noch kein Tresor',
  'popup.locked': 'Gesperrt',
  'popup.unlocked': 'Entsperrt',
  'popup.recent': 'Zuletzt',
  'popup.create': 'Tresor anlegen',
};
