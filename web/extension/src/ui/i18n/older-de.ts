/** A vault that is older than what was seen of it, in German. */
export const olderDe = {
  'older.hint':
    'Änderungen, die nach dieser Kopie gemacht wurden, fehlen darin. Machen Sie nur weiter, wenn die neuere Kopie nicht zu finden ist: Was Sie von jetzt an ändern, fehlt in jener.',
  'older.accept': 'Mit der älteren Kopie weitermachen',
  'older.accepted': 'Von jetzt an gilt diese Kopie. Entsperren Sie sie, um weiterzumachen.',
} as const;
