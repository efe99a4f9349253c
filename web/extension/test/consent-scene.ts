/** Requests of pages before a background whose core, window and cards are the test's. */
import assert from 'node:assert/strict';
import type { ProposalView } from '@hailstone/protocol/views';
import type { CoreCall, CoreCalls, Gives, Push, Takes } from '@hailstone/protocol/wire';
import { Consents } from '../src/background/consent.js';
import type { Core } from '../src/background/core.js';
import { FakePort } from './fake-port.js';

export const SITE = 'https://shop.example';
export const WINDOW = 50;
export const PLACE = { windowId: WINDOW, tabId: 8 };
export const REQUEST = 'a'.repeat(32);
export const PROPOSAL: ProposalView = {
  origin: SITE,
  proof: { kind: 'address' },
  purpose: [],
  encrypted: true,
  state: 'ready',
  whole: true,
  credentials: [],
  choices: [],
};

type Answers = Partial<{ [T in CoreCall]: (takes: Takes<CoreCalls, T>) => Gives<CoreCalls, T> }>;

export class FakeCore implements Core {
  readonly calls: [string, unknown][] = [];
  answers: Answers = {
    beginRelease: ({ origin }) => ({
      release: 1,
      origin,
      purpose: [],
      proof: { kind: 'address' },
      error: null,
    }),
    status: () => ({
      state: 'unlocked',
      vaultId: 'v',
      unlockers: [],
      notes: { openedBy: '', used: [], rehearsed: null, revision: 1, excerpt: false },
    }),
    propose: () => PROPOSAL,
    choose: () => PROPOSAL,
    share: () => '{"response":"jwe"}',
    endRelease: () => null,
  };

  async call<T extends CoreCall>(type: T, takes: Takes<CoreCalls, T>): Promise<Gives<CoreCalls, T>> {
    this.calls.push([type, takes]);
    const answer = this.answers[type] as ((takes: Takes<CoreCalls, T>) => Gives<CoreCalls, T>) | undefined;
    assert.ok(answer, type);
    return answer(takes);
  }

  ends(): unknown[] {
    return this.calls.filter(([type]) => type === 'endRelease').map(([, takes]) => takes);
  }
}

export function setUp() {
  const core = new FakeCore();
  const closed: (number | string)[] = [];
  const pushed: Push[] = [];
  const host = {
    sign: async (_release: number, _language: string): Promise<void> => undefined,
    closeWindow: async (windowId: number): Promise<void> => {
      closed.push(windowId);
    },
  };
  let next = 0;
  const consents = new Consents({
    core,
    sign: (release, language) => host.sign(release, language),
    openWindow: async () => WINDOW + next - 1,
    closeWindow: (windowId) => host.closeWindow(windowId),
    closeTab: async (tabId) => {
      closed.push(`tab ${tabId}`);
    },
    push: (push) => void pushed.push(push),
    makeRequestId: () => (next++).toString(16).padStart(32, 'a'),
  });
  const ask = (tabId = 7, origin = SITE): FakePort => {
    const page = new FakePort();
    consents.ask(page, origin, tabId, 'openid4vp-v1-unsigned', '{}');
    return page;
  };
  return { core, consents, host, closed, pushed, ask, request: '0'.padStart(32, 'a') };
}
