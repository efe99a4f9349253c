/** Nachweise von Ausstellern, im Tresor und im Fenster der Einwilligung. */
export const credentialsDe = {
  'credentials.heading': 'Nachweise von Ausstellern',
  'credentials.intro':
    'Was andere über Sie sagen und signieren: ein Abschluss, eine Mitgliedschaft, ein Ausweis. Eine Seite bekommt ihn nur, wenn Sie zustimmen, und nur die Teile, nach denen sie fragt.',
  'credentials.one': 'Nachweis eines Ausstellers',
  'credentials.none': 'Es gibt noch keine.',
  'credentials.issuer': 'Aussteller',
  'credentials.proof.key': 'Nach dem Schlüssel, den Sie angegeben haben. Niemand sonst bürgt dafür.',
  'credentials.proof.did': 'Nur durch seinen Schlüssel benannt. So einen kann jeder machen.',
  'credentials.proof.certificate': 'Eine Stelle, der Sie vertrauen, bürgt für diesen Namen.',
  'credentials.until': 'Gültig bis {time}',
  'credentials.invalid': 'Er gilt zurzeit nicht, darum wird er niemandem angeboten.',
  'credentials.unreadable':
    'Er lässt sich nicht lesen. Entfernen Sie ihn, und fügen Sie ihn noch einmal hinzu.',
  'credentials.waiting': 'Ein Schlüssel, der auf seinen Nachweis wartet',
  'credentials.waiting.next':
    'Geben Sie diesen öffentlichen Schlüssel dem Aussteller, der den Nachweis daran bindet. Dann fügen Sie den Nachweis hier hinzu.',
  'credentials.key.public': 'Öffentlicher Schlüssel',
  'credentials.open': 'geht immer mit',
  'credentials.card':
    'Gebunden an einen Schlüssel auf der Karte {card}, die jedes Mal unterschreiben muss, mit ihrer PIN.',
  'credentials.remove': 'Entfernen',
  'credentials.remove.name': '{name} entfernen',
  'credentials.add': 'Nachweis hinzufügen',
  'credentials.add.token':
    'Der Nachweis, wie der Aussteller ihn geschickt hat: eine lange Zeile mit „~“ darin',
  'credentials.add.file': 'Oder seine Datei',
  'credentials.add.key': 'Der Schlüssel des Ausstellers (ein JWK), falls Sie einen bekommen haben',
  'credentials.add.label': 'Ihr Name dafür, wenn Sie mögen',
  'credentials.add.submit': 'Prüfen und hinzufügen',
  'credentials.busy': 'Wird geprüft …',
  'credentials.done.added': 'Der Nachweis ist geprüft und hinzugefügt.',
  'credentials.done.known': 'Dieser Nachweis war schon da.',
  'credentials.done.key': 'Der Schlüssel ist gemacht. Er steht in der Liste.',
  'credentials.done.removed': 'Er ist entfernt.',
  'credentials.key': 'Schlüssel für einen Aussteller machen',
  'credentials.key.intro':
    'Die meisten Nachweise sind an einen Schlüssel gebunden, damit niemand anders sie vorzeigen kann. Jeder Aussteller bekommt einen eigenen.',
  'credentials.key.for': 'Wofür er ist',
  'credentials.key.submit': 'Schlüssel machen',
  'consent.issued': 'Ausgestellt von {issuer}',
  'consent.issued.nameless': 'Ausgestellt von jemandem ohne Namen',
  'consent.which.answer': 'Welcher davon?',
  'consent.which.answers': 'Welche davon? Die Seite nimmt mehrere.',
  'consent.card-signs':
    'Das muss die Karte {card} unterschreiben, mit ihrer PIN. Stecken Sie sie vor dem Teilen in einen Leser.',
  'consent.own': 'Was Sie selbst sagen',
  'consent.goes-along': 'Geht mit',
  'consent.choices': 'Eines davon genügt',
} as const;
