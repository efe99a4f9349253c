import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CoreHost } from '../src/offscreen/core-host.js';
import type { Wallet } from '../src/shared/wallet-api.js';
import { passphraseSecret } from '../src/ui/parts/secret.js';

function walletWith(parts: Partial<Record<keyof Wallet, unknown>>): Wallet {
  return parts as unknown as Wallet;
}

test('calls run one after another, in the order in which they came', async () => {
  const steps: string[] = [];
  let finish = (): void => undefined;
  const wallet = walletWith({
    unlock: () => {
      steps.push('unlock begins');
      return new Promise<void>((resolve) => {
        finish = () => {
          steps.push('unlock ends');
          resolve();
        };
      });
    },
    records: async () => {
      steps.push('records');
      return [];
    },
  });
  const host = new CoreHost(async () => wallet);
  const unlocked = host.call('unlock', { unlocker: 'u', secret: 'cA' });
  const records = host.call('records', {});
  await new Promise((resolve) => setImmediate(resolve));
  finish();
  await Promise.all([unlocked, records]);
  assert.deepEqual(steps, ['unlock begins', 'unlock ends', 'records']);
});

test('a call that fails does not stop those behind it', async () => {
  const host = new CoreHost(async () =>
    walletWith({
      records: () => {
        throw new Error('no');
      },
      status: () => ({ state: 'none' }),
    }),
  );
  await assert.rejects(host.call('records', {}));
  assert.deepEqual(await host.call('status', {}), { state: 'none' });
});

test('without an open wallet nothing is opened to lock it, and after a move another one is', async () => {
  const steps: string[] = [];
  let opened = 0;
  const host = new CoreHost(
    async () => {
      opened += 1;
      return walletWith({
        status: () => ({ state: opened === 1 ? 'unlocked' : 'none' }),
        lock: () => steps.push('lock'),
        free: () => steps.push('free'),
        refresh: async () => steps.push('refresh'),
      });
    },
    {
      openOwn: async () =>
        walletWith({ status: () => ({ state: 'locked' }), free: () => steps.push('own free') }),
    },
  );
  for (const call of ['lock', 'refresh', 'reopen']) assert.equal(await host.call(call, {}), null);
  assert.equal(await host.call('isUnlocked', {}), false);
  assert.equal(await host.call('holdsOwn', {}), true);
  assert.equal(opened, 0);
  assert.deepEqual(await host.call('status', {}), { state: 'unlocked' });
  assert.equal(await host.call('isUnlocked', {}), true);
  await host.call('refresh', {});
  await host.call('reopen', {});
  assert.deepEqual(await host.call('status', {}), { state: 'none' });
  assert.deepEqual(steps, ['own free', 'refresh', 'lock', 'free']);
});

test('a wallet that could not be opened is tried again', async () => {
  let tries = 0;
  const host = new CoreHost(async () => {
    tries += 1;
    if (tries === 1) throw new Error('busy');
    return walletWith({ status: () => ({ state: 'none' }) });
  });
  await assert.rejects(host.call('status', {}));
  assert.deepEqual(await host.call('status', {}), { state: 'none' });
});

test('releases whose background is gone are ended as aborted, each once', async () => {
  const ended: unknown[] = [];
  let last = 0;
  const host = new CoreHost(async () =>
    walletWith({
      beginRelease: (origin: string) => ({ release: ++last, origin }),
      share: async () => '{}',
      endRelease: async (...args: unknown[]) => void ended.push(args),
    }),
  );
  for (let i = 0; i < 3; i += 1)
    await host.call('beginRelease', { origin: 'https://a', protocol: '', data: '' });
  await host.call('share', { release: 1 });
  await host.call('endRelease', { release: 2, outcome: 'refused' });
  await host.call('endAllReleases', {});
  await host.call('endAllReleases', {});
  assert.deepEqual(ended, [
    [2, 'refused'],
    [3, 'aborted'],
  ]);
});

test('what a card agreed on is wiped after use, and what the core wants next is read', async () => {
  let seen: Uint8Array | undefined;
  const next = [[], [3], [1, 2]];
  const host = new CoreHost(async () =>
    walletWith({
      goOnWithCard: async (bytes: Uint8Array) => {
        seen = bytes;
        assert.deepEqual([...bytes], [1, 2, 3]);
        return new Uint8Array(next.shift() ?? []);
      },
    }),
  );
  const expected = [null, { type: 'pin', triesLeft: 3 }, { type: 'carry', message: 'AQI' }];
  for (const turn of expected) assert.deepEqual(await host.call('goOnWithCard', { brought: 'AQID' }), turn);
  assert.deepEqual([...(seen ?? [])], [0, 0, 0]);
});

test('a card with a channel is asked for no point', async () => {
  let freed = 0;
  const points = [new Uint8Array(), new Uint8Array([1, 2, 3])];
  const host = new CoreHost(async () =>
    walletWith({
      beginWithCard: (...asked: unknown[]) => {
        assert.deepEqual(asked, ['unlock', 'u', '', new Uint8Array()]);
        return { card: 'c', point: points.shift(), free: () => (freed += 1) };
      },
    }),
  );
  const work = { purpose: 'unlock', id: 'u', label: '', publicKey: '' };
  assert.deepEqual(await host.call('beginWithCard', work), { card: 'c', point: null });
  assert.deepEqual(await host.call('beginWithCard', work), { card: 'c', point: 'AQID' });
  assert.equal(freed, 2);
});

test('a choice is handed to the core part by part', async () => {
  const chosen: unknown[] = [];
  const host = new CoreHost(async () => walletWith({ choose: (...args: unknown[]) => chosen.push(args) }));
  const credential = 'c';
  for (const choice of [
    { type: 'include', credential, included: false },
    { type: 'tick', credential, claim: 'email', ticked: true },
    { type: 'record', credential, slot: 2, record: 'r' },
  ])
    await host.call('choose', { release: 1, choice });
  assert.deepEqual(chosen, [
    [1, 'include', 'c', '', 0],
    [1, 'tick', 'c', 'email', 1],
    [1, 'record', 'c', 'r', 2],
  ]);
});

test('what is not a call is refused', async () => {
  const host = new CoreHost(async () => walletWith({}));
  for (const type of ['free', 'constructor', '']) await assert.rejects(host.call(type, {}));
});

test('a passphrase is the same however its accents are typed', async () => {
  const taken: string[] = [];
  const take = async (_: string, passphrase: string): Promise<void> => {
    taken.push(passphrase);
  };
  const host = new CoreHost(async () =>
    walletWith({
      createWithPassphrase: take,
      unlock: (id: string, secret: Uint8Array) => take(id, new TextDecoder().decode(secret)),
    }),
  );
  await host.call('createWithPassphrase', { label: 'l', passphrase: 'Zoe\u0308' });
  for (const typed of ['Zo\u00eb', 'Zoe\u0308'])
    await host.call('unlock', { unlocker: 'u', secret: passphraseSecret(typed) });
  assert.deepEqual(taken, ['Zo\u00eb', 'Zo\u00eb', 'Zo\u00eb']);
});

test('a signed request is examined first, and what is wrong with its signature is for the person to see', async () => {
  const begun: unknown[] = [];
  const start = (...args: unknown[]) => {
    begun.push(args);
    return { release: begun.length };
  };
  const host = new CoreHost(
    async () =>
      walletWith({
        beginRelease: (...args: unknown[]) => start('unsigned', ...args),
        beginExamined: (...args: unknown[]) => start('examined', ...args),
        beginRefused: (...args: unknown[]) => start('refused', ...args),
      }),
    {
      signatures: {
        examine: async (protocol, _origin, data) => {
          if (data === 'bad') throw Object.assign(new Error(), { code: 'request.expired', class: 'hostile' });
          return `${protocol} ${data}`;
        },
      },
    },
  );
  const ask = (protocol: string, data: string) =>
    host.call('beginRelease', { origin: 'https://a', protocol, data });
  await ask('openid4vp-v1-unsigned', 'x');
  await ask('openid4vp-v1-signed', 'good');
  await ask('openid4vp-v1-multisigned', 'bad');
  assert.deepEqual(begun, [
    ['unsigned', 'https://a', 'openid4vp-v1-unsigned', 'x'],
    ['examined', 'https://a', 'openid4vp-v1-signed good'],
    ['refused', 'https://a', 'request.expired', 'hostile'],
  ]);
});
