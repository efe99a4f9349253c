import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProposalView, ReceiptView } from '@hailstone/protocol/views';
import type { ConsentView } from '@hailstone/protocol/wire';
import type { TemplateResult } from 'lit';
import { GUARD_MS, Guard } from '../src/ui/consent/guard.js';
import { groupsOf, isOwnChoice, sentCount } from '../src/ui/consent/model.js';
import { wordsIn } from '../src/ui/i18n/words.js';
import { historyView } from '../src/ui/vault/history.js';
import { adviceOn, HISTORY_SHOWN } from '../src/ui/vault/state.js';

const PROPOSAL: ProposalView = {
  origin: 'https://shop.example',
  proof: { kind: 'address' },
  purpose: [],
  encrypted: true,
  state: 'ready',
  whole: true,
  credentials: [
    {
      id: 'contact',
      vct: 'urn:hailstone:contact:1',
      required: true,
      included: true,
      satisfied: true,
      purpose: [],
      slots: [
        {
          kind: 'email',
          chosen: 'a',
          alternatives: [
            { id: 'a', title: 'a@example.org', label: null },
            { id: 'b', title: 'b@example.org', label: 'work' },
          ],
        },
        { kind: 'phone', chosen: 'p', alternatives: [{ id: 'p', title: '+43 1', label: null }] },
      ],
      claims: [
        { claim: 'email', slot: 0, value: 'a@example.org', required: true, ticked: true, sent: true },
        { claim: 'phone_number', slot: 1, value: '+43 1', required: false, ticked: false, sent: false },
      ],
    },
  ],
};

test('claims stand under the record that they come from, and a choice is offered only where there is one', () => {
  const [group] = groupsOf(PROPOSAL);
  assert.ok(group);
  assert.deepEqual(
    group.slots.map(({ kind, choice, claims }) => [
      kind,
      choice?.slot ?? null,
      claims.map(({ claim }) => claim),
    ]),
    [
      ['email', 0, ['email']],
      ['phone', null, ['phone_number']],
    ],
  );
  assert.equal(sentCount(PROPOSAL), 1);
});

test('a view is by the own choice only where it is the very next revision', () => {
  const shown = (revision: number): ConsentView => ({
    state: 'proposal',
    origin: PROPOSAL.origin,
    revision,
    proposal: PROPOSAL,
  });
  assert.equal(isOwnChoice(shown(1), shown(2)), true);
  assert.equal(isOwnChoice(shown(1), shown(1)), false);
  assert.equal(isOwnChoice(shown(1), shown(3)), false);
  assert.equal(isOwnChoice(null, shown(1)), false);
  assert.equal(
    isOwnChoice({ state: 'no-vault', origin: '', proof: { kind: 'address' }, purpose: [] }, shown(1)),
    false,
  );
  assert.equal(isOwnChoice(shown(1), { state: 'ended', reason: 'aborted' }), false);
});

test('the guard holds for its time after the last raise', () => {
  const timers = new Map<number, () => void>();
  let next = 0;
  const seen: boolean[] = [];
  const guard = new Guard(
    {
      setTimeout: (work, ms) => {
        assert.equal(ms, GUARD_MS);
        timers.set(++next, work);
        return next;
      },
      clearTimeout: (timer) => void timers.delete(timer as number),
    },
    (guarded) => seen.push(guarded),
  );
  guard.raise();
  guard.raise();
  assert.equal(timers.size, 1);
  for (const work of timers.values()) work();
  assert.deepEqual(seen, [true, true, false]);
});

test('a history of more receipts than the page lists says so', () => {
  const receipt: ReceiptView = {
    id: 'r',
    at: 0,
    origin: 'https://shop.example',
    outcome: 'refused',
    error: null,
    purpose: [],
    items: [],
    subject: null,
    tokenHash: null,
  };
  const shown = (count: number): string => written(historyView(wordsIn('en'), Array(count).fill(receipt)));
  const listed = (text: string): number => text.split('data-testid="receipt"').length - 1;
  assert.equal(listed(shown(HISTORY_SHOWN)), HISTORY_SHOWN);
  assert.doesNotMatch(shown(HISTORY_SHOWN), /The latest/);
  assert.equal(listed(shown(HISTORY_SHOWN + 1)), HISTORY_SHOWN);
  assert.match(shown(HISTORY_SHOWN + 1), /The latest 500 are shown/);
});

/** The text of a template and of what is in it, without a document. */
function written(part: unknown): string {
  if (Array.isArray(part)) return part.map(written).join('');
  const { strings, values } = part as Partial<TemplateResult>;
  if (strings === undefined || values === undefined) return typeof part === 'symbol' ? '' : String(part);
  return strings.map((text, index) => text + (index < values.length ? written(values[index]) : '')).join('');
}

test('advice goes by length, not by signs', () => {
  assert.equal(adviceOn(''), 'none');
  assert.equal(adviceOn('P@ssw0rd!'), 'short');
  assert.equal(adviceOn('aaaaaaaaaaaaaaaaaaaaaaaa'), 'short');
  assert.equal(adviceOn('hailstone vault'), 'fair');
  assert.equal(adviceOn('seven grey stones fall'), 'good');
});
