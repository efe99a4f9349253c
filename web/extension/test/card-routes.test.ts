import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CardAgreement, CardTurn, CardWork } from '@hailstone/protocol/cards';
import type { Bridge, BridgeCard } from '../src/background/bridge.js';
import type { Core } from '../src/background/core.js';
import { cardRoutes } from '../src/background/routes/card.js';

const STONE = 'hailstone:00/01';

interface Scene {
  readonly routes: ReturnType<typeof cardRoutes>;
  /** What was done, in order. */
  readonly done: unknown[];
}

/** A core that wants this of a card, and a bridge that has one. */
function scene(agreement: CardAgreement, turns: CardTurn[] = []): Scene {
  const done: unknown[] = [];
  const core = {
    call: async (type: string, takes: unknown) => {
      done.push([type, takes]);
      return type === 'beginWithCard' ? agreement : (turns.shift() ?? null);
    },
  } as unknown as Core;
  const card: BridgeCard = {
    reader: 'R',
    card: agreement.card,
    application: 'hailstone',
    name: '0000 0000',
    publicKey: 'cHVibGlj',
    usable: true,
    pinTriesLeft: null,
  };
  const bridge: Partial<Bridge> = {
    listCards: async () => [card],
    agree: async (...[card, point, language]) => {
      done.push(['agree', card, point, language]);
      return { shared: 'c2hhcmVk', reader: 'R' };
    },
    carry: async (card, language, _, goOn) => {
      done.push(['carry', card, language]);
      await goOn('dG9sZA');
      return 'R';
    },
  };
  const routes = cardRoutes(
    core,
    bridge as Bridge,
    () => done.push('changed'),
    () => undefined,
    async (reader) => void done.push(['opened in', reader]),
  );
  return { routes, done };
}

const handled = <T, R>(route: { readonly handle: (takes: T, ...rest: never[]) => R }, takes: T): R =>
  (route.handle as (takes: T) => R)(takes);

test('a card with a channel is asked through it, and never for a bare agreement', async () => {
  const { routes, done } = scene({ card: STONE, point: null });
  await handled(routes['unlock-with-card'], { unlocker: 'u', language: 'de' });
  const work: CardWork = { purpose: 'unlock', id: 'u', label: '', publicKey: '' };
  assert.deepEqual(done, [
    ['beginWithCard', work],
    ['carry', STONE, 'de'],
    ['goOnWithCard', { brought: 'dG9sZA' }],
    ['opened in', 'R'],
    'changed',
  ]);
});

test('any other card agrees on the blinded point', async () => {
  const { routes, done } = scene({ card: 'piv:00/82', point: 'cG9pbnQ' });
  await handled(routes['create-with-card'], { label: 'l', card: 'piv:00/82', language: 'en' });
  assert.deepEqual(done.slice(1), [
    ['agree', 'piv:00/82', 'cG9pbnQ', 'en'],
    ['goOnWithCard', { brought: 'c2hhcmVk' }],
    ['opened in', 'R'],
    'changed',
  ]);
});

test('a card that is added has to do its part, and has not opened the vault by that', async () => {
  const { routes, done } = scene({ card: STONE, point: null });
  await handled(routes['add-card'], { label: 'l', card: STONE, language: 'en' });
  const work: CardWork = { purpose: 'add', id: STONE, label: 'l', publicKey: 'cHVibGlj' };
  assert.deepEqual(done, [
    ['beginWithCard', work],
    ['carry', STONE, 'en'],
    ['goOnWithCard', { brought: 'dG9sZA' }],
    'changed',
  ]);
});
