import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CoreHost } from '../src/offscreen/core-host.js';
import type { Wallet } from '../src/shared/wallet-api.js';

/** What outlives the core: the vault with its root, the key, and what is parked. */
class Scene {
  epoch = 1;
  key: string | null = null;
  parked: Uint8Array | undefined;
  /** The background says nothing. */
  silent = false;
  mayPark = true;
  readonly steps: string[] = [];

  /** A core that starts anew. */
  host(): CoreHost {
    return new CoreHost(async () => this.#wallet(), {
      memory: { all: async () => [], keep: async () => null },
      parking: {
        parkingKey: () => this.#asked(() => this.#keyToPark()),
        resumingKey: () => this.#asked(() => this.key),
        dropKey: () =>
          this.#asked(() => {
            this.steps.push('drop');
            this.key = null;
            return null;
          }),
        place: {
          read: async () => this.parked,
          write: async (parked) => {
            this.steps.push('park');
            this.parked = parked;
          },
          remove: async () => {
            this.steps.push('remove');
            this.parked = undefined;
          },
        },
      },
    });
  }

  async #asked<T>(answer: () => T): Promise<T> {
    if (this.silent) throw new Error('nobody answers');
    return answer();
  }

  #keyToPark(): string | null {
    if (this.mayPark) this.key ??= 'AQID';
    return this.mayPark ? this.key : null;
  }

  #wallet(): Wallet {
    let open: number | undefined;
    const parts: Partial<Record<keyof Wallet, unknown>> = {
      recall: () => undefined,
      newlySeen: () => undefined,
      status: () => ({ state: open === undefined ? 'locked' : 'unlocked' }),
      openEpoch: () => open,
      unlock: async () => {
        open = this.epoch;
      },
      // Stands for every call that makes a new root.
      insertDrafts: async () => {
        this.epoch += 1;
        open = this.epoch;
        return 0;
      },
      // Another program has removed what opened the vault.
      records: async () => {
        open = undefined;
        throw new Error('wallet.superseded');
      },
      lock: () => {
        open = undefined;
      },
      refresh: async () => undefined,
      free: () => undefined,
      park: (key: Uint8Array) => Uint8Array.of(this.epoch, ...key),
      resume: (key: Uint8Array, parked: Uint8Array) => {
        if (String(parked) !== String([this.epoch, ...key])) throw new Error('vault.parked_stale');
        open = this.epoch;
      },
    };
    return parts as unknown as Wallet;
  }
}

const UNLOCK = { unlocker: 'u', secret: 'cA' };

async function stateOf(host: CoreHost): Promise<string> {
  return ((await host.call('status', {})) as { state: string }).state;
}

async function unlocked(scene: Scene): Promise<CoreHost> {
  const host = scene.host();
  await host.call('unlock', UNLOCK);
  scene.steps.length = 0;
  return host;
}

test('a core that is stopped while the vault is unlocked comes back unlocked, and so again', async () => {
  const scene = new Scene();
  await unlocked(scene);
  for (let time = 0; time < 2; time += 1) assert.equal(await stateOf(scene.host()), 'unlocked');
  assert.deepEqual(scene.steps, []);
});

test('what is parked is parked anew when there is another root, and only then', async () => {
  const scene = new Scene();
  const host = await unlocked(scene);
  await host.call('status', {});
  await host.call('refresh', {});
  assert.deepEqual(scene.steps, []);
  await host.call('insertDrafts', { drafts: '' });
  assert.deepEqual(scene.steps, ['park']);
  assert.equal(await stateOf(scene.host()), 'unlocked');
});

test('after a lock nothing is left, and a core that starts anew is locked', async () => {
  const scene = new Scene();
  await (await unlocked(scene)).call('lock', {});
  assert.deepEqual(scene.steps, ['drop', 'remove']);
  assert.deepEqual([scene.key, scene.parked], [null, undefined]);
  assert.equal(await stateOf(scene.host()), 'locked');
});

test('a lock before any other call opens nothing, and leaves nothing', async () => {
  const scene = new Scene();
  await unlocked(scene);
  const host = scene.host();
  await host.call('lock', {});
  assert.deepEqual(scene.steps, ['drop', 'remove']);
  assert.equal(await stateOf(host), 'locked');
});

test('a vault that locks itself, and another place, leave nothing', async () => {
  for (const [call, fails] of [
    ['records', true],
    ['reopen', false],
  ] as const) {
    const scene = new Scene();
    const called = (await unlocked(scene)).call(call, {});
    if (fails) await assert.rejects(called);
    else await called;
    assert.deepEqual(scene.steps, ['drop', 'remove'], call);
    assert.equal(await stateOf(scene.host()), 'locked');
  }
});

test('what does not open, or has no key any more, is thrown away', async () => {
  for (const spoil of [
    (scene: Scene) => {
      scene.epoch = 7;
    },
    (scene: Scene) => {
      scene.key = null;
    },
    (scene: Scene) => {
      scene.key = 'no base64url!';
    },
    (scene: Scene) => {
      scene.parked = undefined;
    },
  ]) {
    const scene = new Scene();
    await unlocked(scene);
    spoil(scene);
    assert.equal(await stateOf(scene.host()), 'locked');
    assert.deepEqual([scene.key, scene.parked], [null, undefined]);
  }
});

test('where the background is away nothing is decided: the next call goes on, or parks, or forgets', async () => {
  const scene = new Scene();
  await unlocked(scene);
  const host = scene.host();
  scene.silent = true;
  await assert.rejects(host.call('status', {}));
  scene.silent = false;
  assert.equal(await stateOf(host), 'unlocked');

  scene.silent = true;
  await host.call('insertDrafts', { drafts: '' });
  assert.deepEqual(scene.steps, []);
  scene.silent = false;
  await host.call('status', {});
  assert.deepEqual(scene.steps, ['park']);

  scene.silent = true;
  await host.call('lock', {});
  assert.equal(scene.parked, undefined);
  scene.silent = false;
  await host.call('status', {});
  assert.equal(scene.key, null);
  // The same root, parked again.
  await host.call('unlock', UNLOCK);
  assert.equal(await stateOf(scene.host()), 'unlocked');
});

test('an unlock that a lock waits for parks nothing', async () => {
  const scene = new Scene();
  scene.mayPark = false;
  const host = await unlocked(scene);
  assert.deepEqual([scene.key, scene.parked], [null, undefined]);
  scene.mayPark = true;
  assert.equal(await stateOf(host), 'unlocked');
  assert.notEqual(scene.parked, undefined);
});
