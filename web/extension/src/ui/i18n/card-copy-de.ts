/** Die Kopie des Tresors auf einer Karte, auf Deutsch. */
export const cardCopyDe = {
  'card-copy.heading': 'Kopie auf einer Karte',
  'card-copy.intro':
    'Eine versiegelte Kopie dieses Tresors auf einer Karte, die Sie bei sich tragen, so viel davon, wie Platz hat. Was die Karte hat und dieser Tresor nicht, wird vorher hereingeholt.',
  'card-copy.never': 'Von diesem Browser aus wurde noch keine Kopie auf eine Karte gelegt.',
  'card-copy.last': 'Auf der Karte {name}, seit {time}.',
  'card-copy.behind': 'Der Tresor wurde seither geändert.',
  'card-copy.put': 'Eine Kopie auf eine Karte legen',
  'card-copy.renew': 'Die Kopie auf einer Karte erneuern',
  'card-copy.which': 'Welche Karte?',
  'card-copy.put-here': 'Hierhin legen',
  'card-copy.done':
    '{records} von {all} Einträgen sind auf der Karte, Belege und gelöschte mitgezählt, in {bytes} Byte; {left} Byte sind frei.',
  'card-copy.left-out':
    '{count, plural, one {Ein Eintrag hatte dort keinen Platz: Er ist nur im Tresor.} other {# Einträge hatten dort keinen Platz: Sie sind nur im Tresor.}}',
  'card-copy.restore.heading': 'Ihr Tresor ist auf einer Karte?',
  'card-copy.restore.intro':
    'Lesen Sie die Kopie von der Karte und machen Sie daraus Ihren Tresor. Ihn öffnet die Karte selbst, ein Passkey oder ein Wiederherstellungsblatt; eine Passphrase nicht.',
  'card-copy.restore.look': 'Karten suchen',
  'card-copy.restore.read': 'Diese Karte lesen',
  'card-copy.excerpt':
    'Dieser Tresor hat nur einen Teil einer anderen Kopie, weil auf einer Karte nicht alles Platz hatte. Holen Sie jene unter Sicherheit herein, wenn Sie sie haben.',
} as const;
