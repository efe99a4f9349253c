import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FileStore } from '../src/background/file-store.js';
import { FaultError } from '../src/shared/fault.js';
import { FakePort, settle } from './fake-port.js';
import { fakeTimers } from './timers.js';

interface Message {
  readonly id: number;
  readonly request: { readonly type: string; readonly [member: string]: unknown };
}

/** A file whose bridge the test plays. */
class Scene {
  readonly told: string[] = [];
  readonly ports: FakePort[] = [];
  seen: number | null = null;
  /** The number of the watch of the last pipe. */
  watch = 0;
  absent = false;
  answer: (request: Message['request']) => object = () => ({
    response: { type: 'store-header', header: null },
  });
  lockFails = false;

  readonly store = new FileStore({
    connect: () => this.#connect(),
    changed: () => this.told.push('changed'),
    lock: async () => {
      if (this.lockFails) throw new Error('no');
      this.told.push('lock');
    },
    answered: () => this.told.push('answered'),
    readSeen: async () => this.seen,
    writeSeen: async (seen) => {
      this.seen = seen;
    },
  });

  get port(): FakePort {
    return this.ports.at(-1) ?? assert.fail('no pipe');
  }

  event(event: object): void {
    this.port.say({ id: this.watch, event });
  }

  #connect(): FakePort {
    const port = new FakePort();
    this.ports.push(port);
    if (this.absent) queueMicrotask(() => port.hangUp('Specified native messaging host not found.'));
    port.onPosted = (message) => queueMicrotask(() => this.#reply(port, message as Message));
    return port;
  }

  #reply(port: FakePort, { id, request }: Message): void {
    const says = (part: object): void => port.say({ id, ...part });
    if (request.type === 'hello') {
      says({ response: { type: 'hello', protocol: 7, version: '0.1.0' } });
    } else if (request.type === 'store-watch') {
      this.watch = id;
      says({ event: { type: 'store-watching', locks: request.seen ?? 7 } });
    } else if (request.type === 'store-locked') {
      this.told.push('said');
      says({ response: { type: 'store-noted' } });
    } else {
      says(this.answer(request));
    }
  }
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => assert.fail('expected a fault'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof FaultError);
  return error.fault.code;
}

test('one pipe serves all requests, and listens', async () => {
  const scene = new Scene();
  assert.equal(await scene.store.header(), null);
  await scene.store.wake();
  scene.answer = () => ({ response: { type: 'store-pages', lengths: [3, null] } });
  assert.deepEqual(await scene.store.read([1, 2]), { parts: [], lengths: [3, null] });
  assert.equal(scene.ports.length, 1);
  assert.equal(scene.seen, 7);
  assert.deepEqual(scene.told, ['changed']);
  scene.event({ type: 'store-changed', revision: 9 });
  assert.deepEqual(scene.told, ['changed', 'changed']);
});

test('a call to lock is followed, then said to be; one that fails is not', async () => {
  const scene = new Scene();
  await scene.store.wake();
  scene.told.length = 0;
  scene.event({ type: 'store-lock', locks: 8 });
  await settle();
  assert.deepEqual([scene.told, scene.seen], [['lock', 'said', 'answered'], 8]);
  scene.lockFails = true;
  scene.event({ type: 'store-lock', locks: 9 });
  await settle();
  assert.deepEqual([scene.told, scene.seen], [['lock', 'said', 'answered', 'answered'], 8]);
});

test('the number that was followed last is told to the next bridge', async () => {
  const scene = new Scene();
  scene.seen = 3;
  await scene.store.wake();
  const watch = scene.port.posted.map((message) => (message as Message).request).at(-1);
  assert.deepEqual(watch, { type: 'store-watch', seen: 3 });
});

test('an answer that is none is a fault, and so is the bridge that says one', async () => {
  const scene = new Scene();
  scene.answer = () => ({ response: { type: 'store-pages', lengths: [3] } });
  assert.equal(await codeOf(scene.store.read([1, 2])), 'bridge.malformed');
  assert.equal(await codeOf(scene.store.header()), 'bridge.malformed');
  assert.equal(await codeOf(scene.store.apply(0, '')), 'bridge.malformed');
  scene.answer = () => ({ error: { code: 'store.conflict', class: 'retry', triesLeft: null } });
  assert.equal(await codeOf(scene.store.apply(0, '')), 'store.conflict');
});

test('when the bridge goes away in the middle, that is said, and the next request finds the new one', async () => {
  const scene = new Scene();
  await scene.store.wake();
  scene.answer = () => {
    scene.port.hangUp();
    return {};
  };
  assert.equal(await codeOf(scene.store.apply(0, '')), 'bridge.stopped');
  scene.answer = () => ({ response: { type: 'store-header', header: 'AQ' } });
  assert.equal(await scene.store.header(), 'AQ');
  assert.equal(scene.ports.length, 2);
  scene.store.close();
});

test('a bridge that does not come back has the vault locked; one that nobody wants is let go', async (t) => {
  const timers = fakeTimers(t);
  const scene = new Scene();
  await scene.store.wake();
  scene.told.length = 0;
  scene.absent = true;
  scene.port.hangUp();
  for (let time = 0; time < 3; time += 1) {
    await settle();
    timers.tick(4_000);
  }
  await settle();
  await settle();
  assert.deepEqual([scene.told, scene.ports.length], [['lock'], 4]);
  assert.equal(await codeOf(scene.store.header()), 'bridge.absent');

  const unwanted = new Scene();
  await unwanted.store.wake();
  unwanted.store.close();
  await settle();
  assert.ok(unwanted.port.closed);
  timers.tick(60_000);
  await settle();
  assert.deepEqual(unwanted.told, ['changed']);
});
