/** A vault that is older than what was seen of it, in English. */
export const olderEn = {
  'older.hint':
    'Changes that were made since this copy was written are not in it. Go on only if the newer copy cannot be found: what you change from now on is not in that one.',
  'older.accept': 'Go on with the older copy',
  'older.accepted': 'From now on this copy counts. Unlock it to go on.',
} as const;
