/** Backups, other copies and exports, in English. */
export const copiesEn = {
  'backup.heading': 'Backup',
  'backup.intro':
    'One sealed file with everything in this vault. Whatever opens the vault today opens the file. Keep it somewhere else than on this computer.',
  'backup.not-kept':
    'This browser has not promised to keep the vault when it runs out of room. A backup in another place is all the more important.',
  'backup.save': 'Save a backup file',
  'backup.sealing': 'Checking and gathering everything …',
  'backup.saving': 'Saving: {percent} % …',
  'backup.saved': 'The file is on its way to your downloads. Move it to a safe place.',
  'restore.heading': 'You have a backup?',
  'restore.intro': 'Make your vault of it again. It opens with whatever opened it when the file was saved.',
  'restore.pick': 'Backup file',
  'restore.reading': 'Reading the file: {percent} % …',
  'restore.open': 'Open your backup',
  'restore.open.intro': 'As soon as it is open, it becomes your vault. Until then nothing is stored.',
  'merge.heading': 'Bring in another copy',
  'merge.intro':
    'Was this vault changed in another place, too? Bring in a backup from there. Nothing is dropped: where both were changed, you choose.',
  'merge.pick': 'Backup of this vault',
  'merge.locked':
    'Something that opened the vault was removed from this copy since. Open it with one of its own ways; with a card, the program does it: hailstone merge.',
  'merge.merging': 'Bringing it in …',
  'merge.nothing-new': 'There was nothing new in it.',
  'merge.came': '{count, plural, one {One entry came.} other {# entries came.}}',
  'merge.changed': '{count, plural, one {One was changed.} other {# were changed.}}',
  'merge.choices':
    '{count, plural, one {One thing is said differently: choose under Your data.} other {# things are said differently: choose under Your data.}}',
  'choices.heading': 'Choose what is right',
  'choices.intro':
    'Two copies of your vault say different things here. Everything was kept; what you do not choose goes.',
  'choices.disputed': 'One copy has deleted this entry, and the other has changed it.',
  'choices.keep': 'Keep it',
  'choices.delete': 'Delete it',
  'choices.label': 'Your own word for it',
  'auto-lock.heading': 'Locking by itself',
  'auto-lock.intro':
    'Your vault locks itself when nobody has touched keyboard or pointer for a while, when the screen is locked, and when the browser is closed.',
  'auto-lock.after': 'Lock after',
  'auto-lock.minutes': '{count, plural, one {one minute} other {# minutes}}',
  'auto-lock.card': 'Lock when the card is taken out',
  'auto-lock.card.hint':
    'A vault that was opened with a card in this browser then stays open only as long as that card is in its reader.',
  'export.heading': 'Export in the clear',
  'export.intro': 'Everything in this vault as one readable file, for another program.',
  'export.begin': 'Export everything',
  'export.warning': 'Whoever has this file can read everything in it.',
  'export.warning.next':
    'Nothing protects it, and deleted files can often be brought back. For safekeeping, save a backup instead. To go on, the vault is locked, and you unlock it once more.',
  'export.go-on': 'Lock, and go on',
  'export.unlock': 'As soon as you unlock the vault, the readable file is saved.',
  'export.cancel': 'Do not export',
  'export.writing': 'Writing the file …',
  'export.done':
    '{count, plural, one {One entry was written, readable by anybody.} other {# entries were written, readable by anybody.}}',
} as const;
