import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CardSigning, CardTurn } from '@hailstone/protocol/cards';
import type { CardStep, CoreCall } from '@hailstone/protocol/wire';
import type { GoOn } from '../src/background/bridge.js';
import type { Core } from '../src/background/core.js';
import { signNext } from '../src/background/signing.js';
import { cardAnswers } from '../src/offscreen/cards.js';
import type { Wallet } from '../src/shared/wallet-api.js';

function scene(signing: CardSigning, turns: CardTurn[] = []) {
  const heard: unknown[] = [];
  const core: Core = {
    call: async (type: CoreCall, takes: unknown) => {
      heard.push([type, takes]);
      return (type === 'beginSigning' ? signing : (turns.shift() ?? null)) as never;
    },
  };
  const bridge = {
    sign: async (card: string, inputs: readonly string[], language: string) => {
      heard.push(['sign', card, inputs, language]);
      return 'c2lnbmVk';
    },
    carry: async (
      card: string,
      _language: string,
      _onStep: (step: CardStep) => void,
      goOn: GoOn,
      signs = false,
    ) => {
      heard.push(['carry', card, signs]);
      let turn = await goOn('dG9sZA');
      while (turn !== null) turn = await goOn('YW5zd2Vy');
      return 'R';
    },
  };
  return { heard, sign: () => signNext(core, bridge, 4, 'de', () => undefined) };
}

test('a card without a channel signs through the bridge, all at once', async () => {
  const { heard, sign } = scene({ card: 'piv:yubikey:7/9c', inputs: ['a.b', 'c.d'] });
  await sign();
  assert.deepEqual(heard, [
    ['beginSigning', { release: 4 }],
    ['sign', 'piv:yubikey:7/9c', ['a.b', 'c.d'], 'de'],
    ['goOnSigning', { brought: 'c2lnbmVk' }],
  ]);
});

test('a card with a channel is carried until the core wants nothing more', async () => {
  const { heard, sign } = scene({ card: 'hailstone:00/02', inputs: null }, [
    { type: 'pin', triesLeft: 3 },
    { type: 'carry', message: 'bQ' },
  ]);
  await sign();
  assert.deepEqual(heard, [
    ['beginSigning', { release: 4 }],
    ['carry', 'hailstone:00/02', true],
    ['goOnSigning', { brought: 'dG9sZA' }],
    ['goOnSigning', { brought: 'YW5zd2Vy' }],
    ['goOnSigning', { brought: 'YW5zd2Vy' }],
  ]);
});

test('the module says what is to be signed as lines, and its memory is freed', () => {
  let freed = 0;
  const asked = (text: string) =>
    ({
      beginSigning: () => ({
        card: 'piv:yubikey:7/9c',
        point: new TextEncoder().encode(text),
        free: () => {
          freed += 1;
        },
      }),
      goOnSigning: (brought: Uint8Array) => brought.subarray(0, 1),
    }) as unknown as Wallet;
  const begin = cardAnswers.beginSigning;
  assert.deepEqual(begin(asked('a.b\nc.d'), { release: 1 }), {
    card: 'piv:yubikey:7/9c',
    inputs: ['a.b', 'c.d'],
  });
  assert.deepEqual(begin(asked(''), { release: 1 }), { card: 'piv:yubikey:7/9c', inputs: null });
  assert.equal(freed, 2);
  assert.deepEqual(cardAnswers.goOnSigning(asked(''), { brought: 'AgMD' }), { type: 'pin', triesLeft: 2 });
});
