import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CredentialView, IssuedView, ProposalView, ReceiptView } from '@hailstone/protocol/views';
import type { ConsentView } from '@hailstone/protocol/wire';
import { nothing, type TemplateResult } from 'lit';
import { GUARD_MS, Guard } from '../src/ui/consent/guard.js';
import { answersView, choicesView, issuedView } from '../src/ui/consent/issued.js';
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
      multiple: false,
      own: true,
      issued: [],
    },
  ],
  choices: [],
};

const DEGREE: IssuedView = {
  record: 'r',
  label: 'University',
  vct: 'https://uni.example/degree',
  issuer: 'https://uni.example',
  proof: 'key',
  until: null,
  card: null,
  chosen: true,
  satisfied: true,
  claims: [
    { claim: 'degree', slot: 0, value: 'Doctor', required: true, ticked: true, sent: true },
    { claim: 'awarded', slot: 0, value: '1840', required: false, ticked: false, sent: false },
  ],
  open: [{ claim: 'registrar', value: 'R' }],
};

test('a credential of an issuer stands apart, with who issued it and what goes along', () => {
  const [contact] = PROPOSAL.credentials;
  assert.ok(contact);
  const credential: CredentialView = {
    ...contact,
    id: 'degree',
    own: null,
    slots: [],
    claims: [],
    issued: [DEGREE],
  };
  const proposalWith = (issued: readonly IssuedView[], own: boolean | null = null): ProposalView => ({
    ...PROPOSAL,
    credentials: [{ ...credential, issued, own }],
  });
  assert.equal(sentCount(proposalWith([DEGREE])), 2, 'what goes along counts');
  assert.equal(sentCount(proposalWith([{ ...DEGREE, chosen: false }])), 0);
  const w = wordsIn('en');
  const boxes = { off: false, waiting: false };
  const actions = { choose: () => undefined };
  const text = written(issuedView(w, credential, boxes, actions));
  assert.match(text, /Issued by https:\/\/uni\.example/);
  assert.match(text, /Nobody else vouches for it/);
  for (const claim of ['degree', 'awarded', 'registrar'])
    assert.match(text, new RegExp(`consent-claim-${claim}`));
  assert.match(text, /Goes with it/);
  assert.equal(answersView(w, credential, boxes, actions), nothing, 'one answer is no choice');
  const [own] = proposalWith([DEGREE], false).credentials;
  assert.ok(own);
  assert.match(written(answersView(w, own, boxes, actions)), /What you say yourself/);
  const choices = choicesView(
    w,
    {
      ...PROPOSAL,
      choices: [
        { set: 0, options: [{ option: 0, chosen: true, types: [DEGREE.vct, 'urn:hailstone:person:1'] }] },
      ],
    },
    boxes,
    actions,
  );
  assert.match(written(choices), /https:\/\/uni\.example\/degree \+ About you/);
});

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
