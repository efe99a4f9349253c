import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Core } from '../src/background/core.js';
import { unlockerRoutes } from '../src/background/routes/unlockers.js';
import { CoreHost } from '../src/offscreen/core-host.js';
import type { ModuleBeside, Wallet } from '../src/shared/wallet-api.js';

test('what opens a vault is wiped after use, whether it opens it or not', async () => {
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
    unlock: async (_, secret) => {
      take(secret);
      throw new Error('not this one');
    },
    changeUnlockers: async (change, id, label, secret) => {
      assert.deepEqual([change, id, label], ['rehearse', 'u', '']);
      take(secret);
    },
    refresh: async () => undefined,
    park: () => new Uint8Array(),
  };
  const vault: Partial<ModuleBeside> = {
    merge: async (file, id, secret) => {
      assert.deepEqual([[...file], id], [[], 'u']);
      take(secret);
      return { came: 1, changed: 0, choices: 0, disputed: 0 };
    },
    free: () => undefined,
  };
  const open = async (): Promise<Wallet> => wallet as Wallet;
  const host = new CoreHost(open, { openBeside: async () => vault as ModuleBeside });
  const output = 'AQID';
  await host.call('enrollPasskey', {
    label: 'l',
    credential: 'AA',
    relyingParty: 'o',
    prfSalt: 'BA',
    output,
  });
  await assert.rejects(host.call('unlock', { unlocker: 'u', secret: output }));
  await host.call('changeUnlockers', { change: 'rehearse', unlocker: 'u', label: '', secret: output });
  const merged = await host.call('merge', { unlocker: 'u', secret: output });
  assert.deepEqual(merged, { came: 1, changed: 0, choices: 0, disputed: 0 });
  assert.deepEqual(
    seen.map((bytes) => [...bytes]),
    [
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ],
  );
});

test('the relying party is what the background is, whatever the message says, and only the vault page may bring a passkey', async () => {
  const calls: unknown[] = [];
  const core = { call: async (...call: unknown[]) => void calls.push(call) } as unknown as Core;
  const routes = unlockerRoutes(core, 'chrome-extension://own', () => undefined);
  const { from, parse, handle } = routes['enroll-passkey'];
  const said = { label: 'l', credential: 'AA', prfSalt: 'BA', output: 'AQID' };
  const takes = parse({ ...said, relyingParty: 'https://evil.example' });
  await handle(takes, { kind: 'vault', windowId: null, tabId: null });
  assert.deepEqual(calls, [['enrollPasskey', { ...said, relyingParty: 'chrome-extension://own' }]]);
  assert.deepEqual(from, ['vault']);
});
