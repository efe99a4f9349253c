// A stand-in for the import module: always the same person, whatever the file says. Never shipped.
const RECORDS = [
  {
    kind: 'person',
    title: 'Ada Lovelace',
    fields: [
      { name: 'name', value: 'Ada Lovelace' },
      { name: 'given_name', value: 'Ada' },
      { name: 'family_name', value: 'Lovelace' },
      { name: 'birthdate', value: '1815-12-10' },
    ],
  },
  {
    kind: 'email',
    title: 'ada@example.org',
    label: 'home',
    fields: [{ name: 'email', value: 'ada@example.org' }],
  },
  {
    kind: 'email',
    title: 'augusta.ada.king.countess.of.lovelace@analytical-engines.example',
    label: 'work',
    fields: [{ name: 'email', value: 'augusta.ada.king.countess.of.lovelace@analytical-engines.example' }],
  },
  { kind: 'phone', title: '+43 660 1234567', fields: [{ name: 'phone_number', value: '+43 660 1234567' }] },
  {
    kind: 'address',
    title: '12 St James’s Square, SW1Y 4LB, London',
    fields: [
      { name: 'address.street_address', value: '12 St James’s Square\nFirst floor' },
      { name: 'address.locality', value: 'London' },
      { name: 'address.postal_code', value: 'SW1Y 4LB' },
      { name: 'address.country', value: 'GB' },
    ],
  },
];

export default async function initialise() {}

export function readVcard(text) {
  if (!text.startsWith('BEGIN:VCARD')) {
    throw Object.assign(new Error(), { code: 'import.malformed', class: 'hostile', triesLeft: null });
  }
  return {
    bytes: new TextEncoder().encode(JSON.stringify(RECORDS)),
    preview: RECORDS.map(({ kind, title, fields }) => ({
      kind,
      title,
      fields: fields.map((one) => one.name),
      free() {},
    })),
    free() {},
  };
}

const WORDS = 'letter advice cage absurd amount doctor acoustic avoid letter advice cage above'.split(' ');

export const Sheet = {
  make: () => ({
    words: WORDS,
    secret: new Uint8Array(16).fill(0x80),
    path: 'M4 4h1v1h-1z',
    size: 9,
    free() {},
  }),
};

export function readPaper([typed]) {
  const words = typed.split(/[^a-z]+/i).filter((word) => word !== '');
  const wrong = words.findIndex((word, at) => WORDS[at]?.startsWith(word) !== true);
  if (wrong === -1 && words.length === WORDS.length) return new Uint8Array(16).fill(0x80);
  const code = wrong === -1 ? 'vault.recovery_words_count' : 'vault.recovery_word_unknown';
  throw Object.assign(new Error(), {
    code,
    class: 'person',
    triesLeft: null,
    paper: 1,
    ...(wrong === -1 ? {} : { word: wrong + 1 }),
  });
}
