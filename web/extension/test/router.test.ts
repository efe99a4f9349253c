import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bridge } from '../src/background/bridge.js';
import type { Caller } from '../src/background/callers.js';
import { Consents } from '../src/background/consent.js';
import type { Core } from '../src/background/core.js';
import { FileStore } from '../src/background/file-store.js';
import { type CallerKind, type Routes, route } from '../src/background/router.js';
import { cardRoutes } from '../src/background/routes/card.js';
import { cardCopyRoutes } from '../src/background/routes/card-copy.js';
import { consentRoutes } from '../src/background/routes/consent.js';
import { copiesRoutes } from '../src/background/routes/copies.js';
import { credentialRoutes } from '../src/background/routes/credentials.js';
import { placeRoutes } from '../src/background/routes/place.js';
import { unlockerRoutes } from '../src/background/routes/unlockers.js';
import { vaultRoutes } from '../src/background/routes/vault.js';
import { windowRoutes } from '../src/background/routes/window.js';
import { FaultError } from '../src/shared/fault.js';

/** Who may call what. A new route has to be written down here too. */
const TABLE: Record<keyof Routes, readonly CallerKind[]> = {
  status: ['vault', 'consent', 'popup'],
  'create-with-passphrase': ['vault'],
  'create-with-card': ['vault'],
  unlock: ['vault', 'consent'],
  'unlock-with-card': ['vault', 'consent'],
  lock: ['vault', 'popup'],
  'accept-older': ['vault'],
  'list-cards': ['vault'],
  place: ['vault'],
  'use-place': ['vault'],
  records: ['vault'],
  'check-whole': ['vault'],
  receipts: ['vault', 'popup'],
  'insert-drafts': ['vault'],
  'enroll-passkey': ['vault'],
  'change-unlockers': ['vault'],
  'add-card': ['vault'],
  'begin-backup': ['vault'],
  'backup-part': ['vault'],
  'restore-part': ['vault'],
  restore: ['vault'],
  'backup-unlockers': ['vault'],
  merge: ['vault'],
  settle: ['vault'],
  'card-copy': ['vault'],
  'renew-card-copy': ['vault'],
  'restore-from-card': ['vault'],
  'change-credentials': ['vault'],
  'consent-state': ['consent'],
  'consent-choose': ['consent'],
  'consent-share': ['consent'],
  'consent-end': ['consent'],
  'open-vault': ['vault', 'consent', 'popup'],
  'still-here': ['vault', 'consent', 'popup'],
};
const EVERYBODY: readonly Caller[] = [
  { kind: 'content', origin: 'https://shop.example', tabId: 1 },
  { kind: 'core-host' },
  { kind: 'vault', windowId: 1, tabId: 11 },
  { kind: 'consent', windowId: 2, tabId: 12 },
  { kind: 'popup', windowId: null, tabId: null },
];

const core: Core = { call: () => Promise.reject(new Error('reached the core')) };
const bridge = new Bridge(() => assert.fail('reached the bridge'));
const file = new FileStore({
  connect: () => assert.fail('reached the bridge'),
  changed: () => undefined,
  lock: async () => undefined,
  answered: () => undefined,
  readSeen: async () => null,
  writeSeen: async () => undefined,
});
const routes: Routes = {
  ...cardCopyRoutes({
    core,
    bridge,
    changed: () => undefined,
    onStep: () => undefined,
    read: async () => null,
    write: async () => undefined,
    now: () => 0,
  }),
  ...placeRoutes({
    core,
    bridge,
    file,
    read: async () => 'browser',
    write: async () => undefined,
    moved: () => undefined,
  }),
  ...vaultRoutes(
    core,
    () => undefined,
    async () => undefined,
  ),
  ...cardRoutes(
    core,
    bridge,
    () => undefined,
    () => undefined,
    async () => undefined,
  ),
  ...consentRoutes(
    new Consents({
      core,
      sign: async () => undefined,
      openWindow: async () => null,
      closeWindow: async () => undefined,
      closeTab: async () => undefined,
      push: () => undefined,
      makeRequestId: () => '',
    }),
  ),
  ...unlockerRoutes(core, 'chrome-extension://id', () => undefined),
  ...copiesRoutes(core, () => undefined),
  ...credentialRoutes(core, () => undefined),
  ...windowRoutes(async () => undefined),
};

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'answered',
    (error: unknown) => (error instanceof FaultError ? error.fault.code : 'handled'),
  );
}

test('each route answers exactly those who are named for it', async () => {
  assert.deepEqual(Object.keys(routes).sort(), Object.keys(TABLE).sort());
  for (const [type, allowed] of Object.entries(TABLE)) {
    for (const caller of EVERYBODY) {
      const code = await codeOf(route(routes, caller, type, null));
      assert.equal(
        code !== 'extension.not_allowed',
        allowed.includes(caller.kind),
        `${type} by ${caller.kind}`,
      );
    }
  }
});

test('a type that no route declares is refused, inherited names too', async () => {
  const [, , vault] = EVERYBODY;
  assert.ok(vault);
  for (const type of ['share', 'constructor', '__proto__', 'toString', '']) {
    assert.equal(await codeOf(route(routes, vault, type, {})), 'extension.not_allowed');
  }
});

test('arguments are parsed at the door', async () => {
  const consent = EVERYBODY[3];
  const vault = EVERYBODY[2];
  assert.ok(consent && vault);
  const malformed: [Caller, string, unknown][] = [
    [vault, 'create-with-passphrase', { label: 'x' }],
    [vault, 'create-with-passphrase', { label: 'x', passphrase: 1 }],
    [vault, 'receipts', { limit: -1 }],
    [vault, 'change-unlockers', { change: 'add-card', unlocker: '', label: '', secret: '' }],
    [vault, 'unlock', { unlocker: 'u', secret: 'A'.repeat(16_385) }],
    [vault, 'merge', { unlocker: 'u' }],
    [vault, 'settle', { record: 'r', field: 'f', value: null }],
    [vault, 'insert-drafts', 'AAAA'],
    [consent, 'unlock-with-card', { unlocker: 'u', language: 'fr' }],
    [consent, 'consent-state', { request: '../vault' }],
    [consent, 'consent-choose', { request: '0'.repeat(32), choice: { type: 'all' } }],
    [
      consent,
      'consent-choose',
      { request: '0'.repeat(32), choice: { type: 'tick', credential: 'a', claim: 'b' } },
    ],
    [consent, 'consent-share', { request: '0'.repeat(32) }],
    [consent, 'consent-end', { request: '0'.repeat(32), reason: 'shared' }],
  ];
  for (const [caller, type, takes] of malformed) {
    assert.equal(await codeOf(route(routes, caller, type, takes)), 'extension.malformed', type);
  }
});
