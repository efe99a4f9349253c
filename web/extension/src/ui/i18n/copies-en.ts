/** Backups, in English. */
export const copiesEn = {
  'backup.heading': 'Backup',
  'backup.intro':
    'One sealed file with everything in this vault. Whatever opens the vault today opens the file. Keep it somewhere else than on this computer.',
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
} as const;
