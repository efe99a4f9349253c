/** The copy of the vault on a card, in English. */
export const cardCopyEn = {
  'card-copy.heading': 'Copy on a card',
  'card-copy.intro':
    'A sealed copy of this vault on a card that you carry, as much of it as there is room for. What the card has and this vault has not is brought in first.',
  'card-copy.never': 'No copy was put on a card from this browser yet.',
  'card-copy.last': 'On card {name}, since {time}.',
  'card-copy.behind': 'The vault has changed since.',
  'card-copy.put': 'Put a copy on a card',
  'card-copy.renew': 'Renew the copy on a card',
  'card-copy.which': 'Which card?',
  'card-copy.put-here': 'Put it here',
  'card-copy.done':
    '{records} of {all} entries are on the card, receipts and deleted ones with them, in {bytes} bytes; {left} bytes are left.',
  'card-copy.left-out':
    '{count, plural, one {One entry had no room there: it is in the vault alone.} other {# entries had no room there: they are in the vault alone.}}',
  'card-copy.restore.heading': 'Your vault is on a card?',
  'card-copy.restore.intro':
    'Read the copy on the card, and make your vault of it. The card itself opens it, or a passkey, or a recovery sheet; a passphrase does not.',
  'card-copy.restore.look': 'Look for cards',
  'card-copy.restore.read': 'Read this card',
  'card-copy.excerpt':
    'This vault has only a part of another copy, as a card had not room for everything. Bring that copy in when you have it, under Safety.',
} as const;
