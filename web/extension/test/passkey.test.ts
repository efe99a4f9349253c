import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Core } from '../src/background/core.js';
import { passkeyRoutes } from '../src/background/routes/passkey.js';
import { CoreHost } from '../src/offscreen/core-host.js';
import type { Wallet } from '../src/shared/wallet-api.js';

test('what a passkey gives is wiped after use, whether it opens the vault or not', async () => {
  const seen: Uint8Array[] = [];
  const take = (bytes: Uint8Array): void => {
    assert.deepEqual([...bytes], [1, 2, 3]);
    seen.push(bytes);
  };
  const wallet: Partial<Wallet> = {
    enrollPasskey: async (label, credential, relyingParty, prfSalt, output) => {
      assert.deepEqual([label, [...credential], relyingParty, [...prfSalt]], ['l', [0], 'o', [4]]);
      take(output);
    },
    unlockWithPasskey: async (_, output) => {
      take(output);
      throw new Error('not this one');
    },
  };
  const host = new CoreHost(async () => wallet as Wallet);
  const output = 'AQID';
  await host.call('enrollPasskey', {
    label: 'l',
    credential: 'AA',
    relyingParty: 'o',
    prfSalt: 'BA',
    output,
  });
  await assert.rejects(host.call('unlockWithPasskey', { unlocker: 'u', output }));
  assert.deepEqual(
    seen.map((bytes) => [...bytes]),
    [
      [0, 0, 0],
      [0, 0, 0],
    ],
  );
});

test('the relying party is what the background is, whatever the message says, and only the vault page may bring a passkey', async () => {
  const calls: unknown[] = [];
  const core = { call: async (...call: unknown[]) => void calls.push(call) } as unknown as Core;
  const routes = passkeyRoutes(core, 'chrome-extension://own', () => undefined);
  const { from, parse, handle } = routes['enroll-passkey'];
  const said = { label: 'l', credential: 'AA', prfSalt: 'BA', output: 'AQID' };
  const takes = parse({ ...said, relyingParty: 'https://evil.example' });
  await handle(takes, { kind: 'vault', windowId: null, tabId: null });
  assert.deepEqual(calls, [['enrollPasskey', { ...said, relyingParty: 'chrome-extension://own' }]]);
  assert.deepEqual([from, routes['unlock-with-passkey'].from], [['vault'], ['vault']]);
});
