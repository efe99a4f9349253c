import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReceiptView, RecordView, Unlocker, UnlockerNotes } from '@hailstone/protocol/views';
import { autoLockMinutes } from '../src/shared/auto-lock.js';
import { wordsIn } from '../src/ui/i18n/words.js';
import { freeLabel, missing, type OpenStatus } from '../src/ui/vault/access/state.js';
import { writeExport } from '../src/ui/vault/export/write.js';

function unlocker(label: string): Unlocker {
  return {
    id: label,
    kind: 'passphrase',
    label,
    card: null,
    threshold: null,
    passkey: null,
    relyingParty: null,
  };
}

function status(labels: readonly string[], notes: Partial<UnlockerNotes>): OpenStatus {
  return {
    state: 'unlocked',
    vaultId: 'v',
    unlockers: labels.map(unlocker),
    notes: {
      openedBy: 'a',
      used: labels.map(() => null),
      rehearsed: null,
      revision: 1,
      excerpt: false,
      ...notes,
    },
  };
}

test('a vault is safe when a second way to open it has done so', () => {
  assert.equal(missing(status(['a'], {})), 'another');
  // One that was rehearsed and then removed proves nothing of the one that is left.
  assert.equal(missing(status(['a'], { rehearsed: 1 })), 'another');
  assert.equal(missing(status(['a', 'b'], {})), 'rehearsal');
  assert.equal(missing(status(['a', 'b'], { used: [1, null] })), 'rehearsal');
  assert.equal(missing(status(['a', 'b'], { used: [1, 2] })), null);
  assert.equal(missing(status(['a', 'b'], { rehearsed: 1 })), null);
});

test('a new way to open the vault gets a name that no other has', () => {
  const name = (number: number): string => `Sheet ${number}`;
  assert.equal(freeLabel([], name), 'Sheet 1');
  assert.equal(freeLabel([unlocker('Sheet 1'), unlocker('Sheet 3')], name), 'Sheet 2');
});

test('what is wrong on paper is said with its place', () => {
  const w = wordsIn('en');
  const fault = { code: 'vault.recovery_word_unknown', class: 'person' } as const;
  const said = (paper: number, word: number | null): string =>
    w.fault({ ...fault, typed: { paper, word } }).what;
  assert.match(said(1, 7), / It is word 7\.$/);
  assert.match(said(2, 7), / It is word 7 of share 2\.$/);
  assert.match(said(2, null), / It is share 2\.$/);
  assert.equal(said(1, null), w.fault(fault).what);
});

test('a setting that is none is the usual time', () => {
  assert.deepEqual(['5', '60', 5, '7', undefined].map(autoLockMinutes), [5, 60, 15, 15, 15]);
});

/** The example in `docs/plain-export.md` is what is written. */
test('a plain export says everything, as it is written down', () => {
  const record: RecordView = {
    id: 'r',
    kind: 'email',
    title: 'ada@example.org',
    label: 'work',
    fields: [
      { name: 'email', value: 'ada@example.org' },
      { name: 'field-900', value: 'later' },
    ],
    choices: [{ name: 'email', values: ['ada@example.org', 'ada@example.net'] }],
    disputed: false,
  };
  const receipt: ReceiptView = {
    id: 'x',
    at: 1_790_000_000,
    origin: 'https://shop.example',
    outcome: 'shared',
    error: null,
    purpose: [{ language: 'en', text: 'To deliver' }],
    items: [{ vct: 'urn:hailstone:contact:1', claims: ['email'] }],
    subject: 's',
    tokenHash: 'AP8',
  };
  const text = writeExport('v', new Date(1_790_000_000_999), [record], [receipt]);
  assert.ok(text.endsWith('}\n'));
  assert.deepEqual(JSON.parse(text), {
    format: 'hailstone-export',
    version: 1,
    vault: 'v',
    exported: '2026-09-21T14:13:20Z',
    records: [
      {
        id: 'r',
        kind: 'email',
        fields: { label: 'work', email: 'ada@example.org', 'field-900': 'later' },
        choices: { email: ['ada@example.org', 'ada@example.net'] },
      },
      {
        id: 'x',
        kind: 'receipt',
        fields: {},
        receipt: {
          id: 'x',
          at: '2026-09-21T14:13:20Z',
          origin: 'https://shop.example',
          outcome: 'shared',
          error: null,
          purpose: [['en', 'To deliver']],
          items: [{ vct: 'urn:hailstone:contact:1', claims: ['email'] }],
          subject: 's',
          tokenHash: '00ff',
        },
      },
    ],
  });
});
