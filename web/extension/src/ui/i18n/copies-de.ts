/** Backups, other copies and exports, in German. */
export const copiesDe = {
  'backup.heading': 'Sicherung',
  'backup.intro':
    'Eine versiegelte Datei mit allem, was in diesem Tresor ist. Was den Tresor heute öffnet, öffnet die Datei. Bewahren Sie sie woanders auf als auf diesem Computer.',
  'backup.not-kept':
    'Dieser Browser hat nicht zugesagt, den Tresor zu behalten, wenn ihm der Platz ausgeht. Umso wichtiger ist eine Sicherung an einem anderen Ort.',
  'backup.save': 'Sicherungsdatei speichern',
  'backup.sealing': 'Alles wird geprüft und zusammengestellt …',
  'backup.saving': 'Wird gespeichert: {percent} % …',
  'backup.saved': 'Die Datei geht in Ihren Ordner für Downloads. Bringen Sie sie an einen sicheren Ort.',
  'restore.heading': 'Sie haben eine Sicherung?',
  'restore.intro':
    'Machen Sie daraus wieder Ihren Tresor. Ihn öffnet, was ihn öffnete, als die Datei gespeichert wurde.',
  'restore.pick': 'Sicherungsdatei',
  'restore.reading': 'Die Datei wird gelesen: {percent} % …',
  'restore.open': 'Öffnen Sie Ihre Sicherung',
  'restore.open.intro': 'Sobald sie offen ist, wird sie Ihr Tresor. Bis dahin wird nichts gespeichert.',
  'merge.heading': 'Eine andere Kopie hereinholen',
  'merge.intro':
    'Wurde dieser Tresor auch anderswo geändert? Holen Sie eine Sicherung von dort herein. Nichts geht verloren: Wo beide geändert wurden, wählen Sie.',
  'merge.pick': 'Sicherung dieses Tresors',
  'merge.locked':
    'Aus dieser Kopie wurde seither etwas entfernt, das den Tresor öffnete. Öffnen Sie sie mit einem ihrer eigenen Zugänge; mit einer Karte tut es das Programm: hailstone merge.',
  'merge.merging': 'Wird hereingeholt …',
  'merge.nothing-new': 'Es war nichts Neues darin.',
  'merge.came': '{count, plural, one {Ein Eintrag kam hinzu.} other {# Einträge kamen hinzu.}}',
  'merge.changed': '{count, plural, one {Einer wurde geändert.} other {# wurden geändert.}}',
  'merge.choices':
    '{count, plural, one {Eines steht verschieden da: Wählen Sie unter Ihren Daten.} other {# stehen verschieden da: Wählen Sie unter Ihren Daten.}}',
  'choices.heading': 'Wählen Sie, was stimmt',
  'choices.intro':
    'Zwei Kopien Ihres Tresors sagen hier Verschiedenes. Alles blieb erhalten; was Sie nicht wählen, verschwindet.',
  'choices.disputed': 'In einer Kopie wurde dieser Eintrag gelöscht, in der anderen geändert.',
  'choices.keep': 'Behalten',
  'choices.delete': 'Löschen',
  'choices.label': 'Ihr eigenes Wort dafür',
  'auto-lock.heading': 'Von selbst sperren',
  'auto-lock.intro':
    'Ihr Tresor sperrt sich, wenn eine Weile niemand Tastatur oder Zeiger berührt hat, wenn der Bildschirm gesperrt wird und wenn der Browser geschlossen wird.',
  'auto-lock.after': 'Sperren nach',
  'auto-lock.minutes': '{count, plural, one {einer Minute} other {# Minuten}}',
  'auto-lock.card': 'Sperren, wenn die Karte herausgenommen wird',
  'auto-lock.card.hint':
    'Ein Tresor, der in diesem Browser mit einer Karte geöffnet wurde, bleibt dann nur offen, solange diese Karte in ihrem Leser steckt.',
  'export.heading': 'Lesbar ausgeben',
  'export.intro': 'Alles in diesem Tresor als eine lesbare Datei, für ein anderes Programm.',
  'export.begin': 'Alles ausgeben',
  'export.warning': 'Wer diese Datei hat, kann alles darin lesen.',
  'export.warning.next':
    'Nichts schützt sie, und gelöschte Dateien lassen sich oft zurückholen. Zum Aufbewahren speichern Sie stattdessen eine Sicherung. Um weiterzumachen, wird der Tresor gesperrt, und Sie entsperren ihn noch einmal.',
  'export.go-on': 'Sperren und weiter',
  'export.unlock': 'Sobald Sie den Tresor entsperren, wird die lesbare Datei gespeichert.',
  'export.cancel': 'Nicht ausgeben',
  'export.writing': 'Die Datei wird geschrieben …',
  'export.done':
    '{count, plural, one {Ein Eintrag wurde geschrieben, für jeden lesbar.} other {# Einträge wurden geschrieben, für jeden lesbar.}}',
} as const;
