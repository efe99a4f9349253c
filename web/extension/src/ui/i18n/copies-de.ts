/** Backups, in German. */
export const copiesDe = {
  'backup.heading': 'Sicherung',
  'backup.intro':
    'Eine versiegelte Datei mit allem, was in diesem Tresor ist. Was den Tresor heute öffnet, öffnet die Datei. Bewahren Sie sie woanders auf als auf diesem Computer.',
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
} as const;
