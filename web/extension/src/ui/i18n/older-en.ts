/** A vault that is older than what was seen of it, in English. */
export const olderEn = {
  'older.hint':
    'Changes that were made since this copy was written are not in it. If the newer copy turns up later, you can still bring it in by merging it.',
  'older.accept': 'Go on with the older copy',
  'older.accepted': 'From now on this copy counts. Unlock it to go on.',
} as const;
