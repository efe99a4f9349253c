import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Seen } from '../src/background/seen.js';
import { CoreHost } from '../src/offscreen/core-host.js';
import type { Wallet } from '../src/shared/wallet-api.js';

function seenIn(kept: { text: unknown }): Seen {
  return new Seen({
    read: async () => kept.text,
    write: async (text) => {
      kept.text = text;
    },
  });
}

test('each vault has what was seen of it last, until it is forgotten', async () => {
  const seen = seenIn({ text: undefined });
  assert.deepEqual(await seen.all(), []);
  await seen.keep('a', 'AAAA');
  await seen.keep('b', 'BBBB');
  await seen.keep('a', 'AAAB');
  assert.deepEqual([...(await seen.all())].sort(), ['AAAB', 'BBBB']);
  await seen.keep('a', null);
  assert.deepEqual(await seen.all(), ['BBBB']);
});

test('what somebody else has written there says nothing of a vault', async () => {
  for (const text of ['{', '[]', '"x"', 'null', 7, '{"a":1}']) {
    const seen = seenIn({ text });
    assert.deepEqual(await seen.all(), []);
    await seen.keep('b', 'BBBB');
    assert.deepEqual(await seen.all(), ['BBBB']);
  }
});

test('a wallet is told what was seen before its first call, and what it sees is kept after each', async () => {
  const kept: { text: unknown } = { text: '{"v":"AQ","w":"no text of ours"}' };
  const seen = seenIn(kept);
  const steps: string[] = [];
  let newly: Uint8Array | undefined;
  const wallet = {
    recall: (witness: Uint8Array) => steps.push(`recall ${witness}`),
    newlySeen: () => newly,
    status: () => ({
      state: 'unlocked',
      vaultId: 'v',
      unlockers: [],
      notes: { openedBy: '', used: [], rehearsed: null, revision: 1, excerpt: false },
    }),
    records: async () => {
      steps.push('records');
      return [];
    },
    acceptOlder: async () => steps.push('accept'),
  };
  const open = async () => wallet as unknown as Wallet;
  const host = new CoreHost(open, { memory: seen });
  await host.call('records', {});
  assert.deepEqual(steps, ['recall 1', 'records']);
  assert.equal(kept.text, '{"v":"AQ","w":"no text of ours"}');
  newly = Uint8Array.of(2);
  await host.call('records', {});
  assert.deepEqual(await seen.all(), ['no text of ours', 'Ag']);
  newly = undefined;
  await host.call('acceptOlder', {});
  assert.deepEqual(await seen.all(), ['no text of ours']);
});
