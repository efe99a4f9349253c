/** A vault that is older than what was seen of it, in German. */
export const olderDe = {
  'older.hint':
    'Änderungen, die nach dieser Kopie gemacht wurden, fehlen darin. Taucht die neuere Kopie später auf, können Sie sie durch Zusammenführen noch hereinholen.',
  'older.accept': 'Mit der älteren Kopie weitermachen',
  'older.accepted': 'Von jetzt an gilt diese Kopie. Entsperren Sie sie, um weiterzumachen.',
} as const;
