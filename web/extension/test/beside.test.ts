import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beside } from '../src/offscreen/beside.js';
import type { ModuleBeside, Wallet } from '../src/shared/wallet-api.js';

function setUp(): {
  readonly steps: string[];
  readonly keys: Uint8Array[];
  readonly wallet: Wallet;
  readonly open: (key: Uint8Array, parked: Uint8Array) => Promise<ModuleBeside>;
} {
  const steps: string[] = [];
  const keys: Uint8Array[] = [];
  const wallet: Partial<Wallet> = {
    refresh: async () => void steps.push('refresh'),
    park: (key) => {
      steps.push('park');
      keys.push(key);
      assert.ok(key.some((byte) => byte !== 0));
      return Uint8Array.of(7);
    },
  };
  const open = async (key: Uint8Array, parked: Uint8Array): Promise<ModuleBeside> => {
    assert.deepEqual([key === keys[0], [...parked]], [true, [7]]);
    steps.push('open');
    return { free: () => void steps.push('free') } as ModuleBeside;
  };
  return { steps, keys, wallet: wallet as Wallet, open };
}

test('the wallet looks before and after, and nothing stays open or known beside it, whatever happens', async () => {
  const failing = async (): Promise<never> => {
    throw new Error('no');
  };
  for (const use of [async () => 1, failing]) {
    const { steps, keys, wallet, open } = setUp();
    await beside(wallet, open, use).catch(() => 0);
    assert.deepEqual(steps, ['refresh', 'park', 'open', 'free', 'refresh']);
    assert.deepEqual(
      keys.map((key) => [...new Set(key)]),
      [[0]],
    );
  }
});

test('a key that opened nothing is wiped, too, and a wallet that cannot go on opens nothing', async () => {
  const { keys, wallet } = setUp();
  await assert.rejects(
    beside(
      wallet,
      async () => Promise.reject(new Error('stale')),
      async () => 1,
    ),
  );
  assert.deepEqual(
    keys.map((key) => [...new Set(key)]),
    [[0]],
  );
  const gone = { ...wallet, refresh: async () => Promise.reject(new Error('gone')) } as Wallet;
  const open = async (): Promise<ModuleBeside> => assert.fail('opened');
  await assert.rejects(
    beside(gone, open, async () => 1),
    /gone/,
  );
});
