import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bridge } from '../src/background/bridge.js';
import type { Core } from '../src/background/core.js';
import { cardCopyRoutes } from '../src/background/routes/card-copy.js';
import { restoreFirst } from '../src/offscreen/copies.js';
import { FaultError, faultOf, makeFault } from '../src/shared/fault.js';
import type { Wallet } from '../src/shared/wallet-api.js';

const MERGED = { came: 2, changed: 0, choices: 0, disputed: 0 };
const NOTHING = { came: 0, changed: 0, choices: 0, disputed: 0 };
const MADE = { merged: NOTHING, records: 3, leftOut: 1, length: 900, left: 100, revision: 7 };
const CARD = { card: 'openpgp:0006', name: '0006', language: 'en' } as const;

/** A vault that is open, and a card with so much room, one after the other. */
function scene(rooms: readonly number[], thrown: unknown = null, state = 'unlocked') {
  const done: unknown[] = [];
  let kept: unknown = '{"other":{"name":"O","at":1,"revision":1},"bad":{"name":2}}';
  const core = {
    call: async (type: string, takes: { room?: number }) => {
      if (type === 'status') return { state, vaultId: 'v' };
      done.push([type, takes]);
      if (type === 'restoreCopies') return null;
      if (thrown !== null) throw thrown;
      const merged = takes.room === rooms[0] ? MERGED : NOTHING;
      return { ...MADE, merged, bytes: `bytes-${takes.room}` };
    },
  } as unknown as Core;
  const bridge: Partial<Bridge> = {
    renewCopy: async (card, language, _, make) => {
      done.push(['renew', card, language]);
      for (const room of rooms) done.push(await make(['b2xk'], room));
    },
    readCopies: async (card, language) => {
      done.push(['read', card, language]);
      return ['bmV3', 'b2xk'];
    },
  };
  const routes = cardCopyRoutes({
    core,
    bridge: bridge as Bridge,
    changed: () => done.push('changed'),
    onStep: () => undefined,
    read: async () => kept,
    write: async (text) => {
      kept = text;
    },
    now: () => 1_790_000_000,
  });
  return { routes, done, kept: () => kept };
}

const handled = <T, R>(route: { readonly handle: (takes: T, ...rest: never[]) => R }, takes: T): R =>
  (route.handle as (takes: T) => R)(takes);

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => assert.fail('expected a fault'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof FaultError);
  return error.fault.code;
}

test('a copy is put on the card, what came is said once, and the card is noted beside those of other vaults', async () => {
  const { routes, done, kept } = scene([3000, 1500]);
  assert.equal(await handled(routes['card-copy'], {}), null);
  const onCard = await handled(routes['renew-card-copy'], CARD);
  assert.deepEqual(onCard, { ...MADE, merged: MERGED });
  assert.deepEqual(done, [
    ['renew', 'openpgp:0006', 'en'],
    ['renewCopy', { found: ['b2xk'], room: 3000 }],
    'bytes-3000',
    ['renewCopy', { found: ['b2xk'], room: 1500 }],
    'bytes-1500',
    'changed',
  ]);
  const note = { name: '0006', at: 1_790_000_000, revision: 7 };
  assert.deepEqual(await handled(routes['card-copy'], {}), note);
  assert.deepEqual(JSON.parse(String(kept())), { other: { name: 'O', at: 1, revision: 1 }, v: note });
});

test('what is on the card of another vault is left alone, and nothing is noted', async () => {
  for (const [thrown, code] of [
    ['vault.other_vault', 'card.copy_other'],
    ['vault.copy_newer', 'card.copy_newer'],
    ['vault.no_room', 'vault.no_room'],
  ]) {
    const { routes, done, kept } = scene([3000], makeFault(String(thrown), 'person'));
    const before = kept();
    assert.equal(await codeOf(handled(routes['renew-card-copy'], CARD)), code);
    assert.equal(kept(), before);
    assert.equal(done.at(-1), 'changed');
  }
});

test('for a vault that is not open no card is asked', async () => {
  const { routes, done } = scene([3000], null, 'locked');
  assert.equal(await codeOf(handled(routes['renew-card-copy'], CARD)), 'wallet.locked');
  assert.deepEqual(done, []);
});

test('a vault is made of what the card has', async () => {
  const { routes, done } = scene([]);
  await handled(routes['restore-from-card'], { card: 'openpgp:0006', language: 'de' });
  assert.deepEqual(done, [
    ['read', 'openpgp:0006', 'de'],
    ['restoreCopies', { copies: ['bmV3', 'b2xk'] }],
    'changed',
  ]);
});

function walletThat(codes: readonly (string | null)[]): { wallet: Wallet; tried: string[] } {
  const tried: string[] = [];
  const wallet = {
    restore: (bytes: Uint8Array) => {
      tried.push(new TextDecoder().decode(bytes));
      const code = codes[tried.length - 1] ?? null;
      if (code !== null) throw makeFault(code, 'person');
    },
  } as unknown as Wallet;
  return { wallet, tried };
}

const saying = (code: string) => (thrown: unknown) => faultOf(thrown).code === code;

test('an older generation on a card stands in for a damaged one, and for no other', () => {
  const copies = ['bmV3', 'b2xk'];
  const damaged = walletThat(['vault.backup_malformed']);
  assert.equal(restoreFirst(damaged.wallet, copies), null);
  assert.deepEqual(damaged.tried, ['new', 'old']);
  const later = walletThat(['vault.version_too_new']);
  assert.throws(() => restoreFirst(later.wallet, copies), saying('vault.version_too_new'));
  assert.deepEqual(later.tried, ['new']);
  const both = walletThat(['vault.backup_malformed', 'vault.header_malformed']);
  assert.throws(() => restoreFirst(both.wallet, copies), saying('vault.backup_malformed'));
  assert.throws(() => restoreFirst(walletThat([]).wallet, []), saying('card.copy_absent'));
});
