import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CardWatch, type Sight } from '../src/background/card-watch.js';
import { Cards } from '../src/background/cards.js';
import { FakePort, settle } from './fake-port.js';
import { fakeTimers } from './timers.js';

interface Message {
  readonly id: number;
  readonly request: { readonly type: string; readonly [member: string]: unknown };
}

/** Pipes to a bridge that the test plays. */
class Pipes {
  readonly all: FakePort[] = [];
  readonly asked: string[] = [];
  absent = false;
  /** The number of the watch of the last pipe. */
  #watch = 0;

  readonly connect = (): FakePort => {
    const port = new FakePort();
    this.all.push(port);
    if (this.absent) queueMicrotask(() => port.hangUp('Specified native messaging host not found.'));
    port.onPosted = (message) => {
      const { id, request } = message as Message;
      this.asked.push(request.type);
      this.#watch = id;
      if (request.type === 'hello')
        queueMicrotask(() => port.say({ id, response: { type: 'hello', protocol: 7, version: '0.1.0' } }));
    };
    return port;
  };

  get last(): FakePort {
    return this.all.at(-1) ?? assert.fail('no pipe');
  }

  tell(event: object): void {
    this.last.say({ id: this.#watch, event });
  }

  tellReaders(hasCard: boolean): void {
    this.tell({ type: 'card-readers', readers: [{ reader: 'R', hasCard }] });
  }
}

function scene() {
  const pipes = new Pipes();
  const seen: Sight[] = [];
  const watch = new CardWatch({ connect: pipes.connect, seen: () => seen.push(watch.sight) });
  return { pipes, seen, watch };
}

test('a watch is one request that tells every change, and ends when nobody wants it', async () => {
  const { pipes, seen, watch } = scene();
  watch.want(true);
  watch.want(true);
  await settle();
  assert.deepEqual(pipes.asked, ['hello', 'card-watch']);
  pipes.tellReaders(true);
  pipes.tell({ type: 'card-service-absent' });
  pipes.tellReaders(false);
  assert.deepEqual(seen, [[{ reader: 'R', hasCard: true }], null, [{ reader: 'R', hasCard: false }]]);
  watch.want(false);
  await settle();
  assert.equal(pipes.last.closed, true);
  assert.equal(watch.sight, undefined);
  pipes.tellReaders(true);
  assert.equal(seen.length, 3);
  assert.equal(pipes.all.length, 1);
});

test('an event that is none says nothing', async () => {
  const { pipes, seen, watch } = scene();
  watch.want(true);
  await settle();
  for (const readers of [1, [1], [{ reader: 'R' }], [{ reader: 1, hasCard: true }]])
    pipes.tell({ type: 'card-readers', readers });
  pipes.tell({ type: 'something-new' });
  assert.deepEqual(seen, []);
});

test('a bridge that goes away is looked for again, a few times', async (context) => {
  const timers = fakeTimers(context);
  const { pipes, seen, watch } = scene();
  watch.want(true);
  await settle();
  pipes.tellReaders(true);
  pipes.last.hangUp();
  await settle();
  assert.deepEqual(seen.at(-1), null);
  timers.tick(1_000);
  await settle();
  pipes.tellReaders(true);
  assert.deepEqual(seen.at(-1), [{ reader: 'R', hasCard: true }]);
  for (const ms of [1_000, 2_000, 4_000, 60_000]) {
    pipes.last.hangUp();
    await settle();
    timers.tick(ms);
    await settle();
  }
  assert.equal(pipes.all.length, 5);
  // Whoever wants it then begins anew.
  watch.want(true);
  await settle();
  assert.equal(pipes.all.length, 6);
});

test('a bridge that is not there is not looked for again', async (context) => {
  const timers = fakeTimers(context);
  const { pipes, seen, watch } = scene();
  pipes.absent = true;
  watch.want(true);
  await settle();
  timers.tick(60_000);
  await settle();
  assert.deepEqual([pipes.all.length, seen], [1, [null]]);
});

test('nobody looks for nobody: only for screens that show cards, and for the lock', async () => {
  const pipes = new Pipes();
  let locked = 0;
  const cards = new Cards({
    connect: pipes.connect,
    lock: async () => {
      locked += 1;
      cards.lock.opened(null);
    },
  });
  await settle();
  assert.equal(pipes.all.length, 0);
  const screen = new FakePort();
  cards.accept(screen);
  await settle();
  pipes.tellReaders(true);
  const second = new FakePort();
  cards.accept(second);
  const frame = { readers: [{ reader: 'R', hasCard: true }] };
  assert.deepEqual([screen.posted, second.posted], [[frame], [frame]]);
  screen.hangUp();
  assert.equal(pipes.last.closed, false);
  second.hangUp();
  assert.equal(pipes.last.closed, true);
  cards.lock.opened('R');
  assert.equal(pipes.all.length, 1);
  cards.lock.choose('on');
  await settle();
  assert.equal(pipes.all.length, 2);
  pipes.tellReaders(true);
  assert.equal(locked, 0);
  pipes.tellReaders(false);
  assert.equal(locked, 1);
  assert.equal(pipes.last.closed, true);
});
