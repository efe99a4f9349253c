import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CardLock } from '../src/background/card-lock.js';
import type { Sight } from '../src/background/card-watch.js';
import { SessionKey } from '../src/background/session-key.js';
import { locksAtRemoval } from '../src/shared/card-lock.js';
import { settle } from './fake-port.js';
import { fakeTimers } from './timers.js';

/** A lock over readers that the test plays. */
class Scene {
  locked = 0;
  wanted = false;
  #sight: Sight;

  readonly lock = new CardLock({
    sight: () => this.#sight,
    want: (wanted) => {
      this.wanted = wanted;
    },
    lock: async () => {
      this.locked += 1;
      this.lock.opened(null);
    },
  });

  see(sight: Sight): void {
    this.#sight = sight;
    this.lock.look();
  }
}

const IN = [
  { reader: 'other', hasCard: false },
  { reader: 'R', hasCard: true },
];
const OUT = [
  { reader: 'other', hasCard: true },
  { reader: 'R', hasCard: false },
];

function opened(setting = 'on'): Scene {
  const scene = new Scene();
  scene.lock.choose(setting);
  scene.lock.opened('R');
  return scene;
}

test('it is off until the person turns it on', () => {
  assert.deepEqual([undefined, null, true, 'yes', 'off', 'on'].map(locksAtRemoval), [
    false,
    false,
    false,
    false,
    false,
    true,
  ]);
});

test('the vault is locked when the reader of the card that opened it is empty, or gone', () => {
  for (const gone of [OUT, [{ reader: 'other', hasCard: true }], []]) {
    const scene = opened();
    assert.equal(scene.wanted, true);
    scene.see(IN);
    assert.equal(scene.locked, 0);
    scene.see(gone);
    assert.deepEqual([scene.locked, scene.wanted], [1, false]);
  }
});

test('a card that was taken out while nobody looked is missed at the first look', () => {
  const scene = opened();
  scene.see(OUT);
  assert.equal(scene.locked, 1);
});

test('it stays open with the setting off, and when something else opened it', () => {
  const off = opened('off');
  off.see(OUT);
  const other = new Scene();
  other.lock.choose('on');
  other.see(OUT);
  assert.deepEqual([off.locked, off.wanted, other.locked, other.wanted], [0, false, 0, false]);
});

test('a setting that is turned on later counts from then on', () => {
  const scene = opened('off');
  scene.lock.choose('on');
  scene.see(IN);
  scene.see(OUT);
  assert.equal(scene.locked, 1);
});

test('a service or a bridge that is started anew is waited for, and not for ever', (context) => {
  const timers = fakeTimers(context);
  const scene = opened();
  scene.see(IN);
  scene.see(null);
  timers.tick(3_000);
  // It is back, and has not found its readers yet.
  scene.see([]);
  scene.see(OUT);
  timers.tick(3_000);
  scene.see(IN);
  timers.tick(60_000);
  assert.equal(scene.locked, 0);
  scene.see(null);
  timers.tick(6_999);
  assert.equal(scene.locked, 0);
  timers.tick(1);
  assert.equal(scene.locked, 1);
});

test('a vault that was stopped goes on only if its card is seen', async () => {
  const there = opened();
  const asked = there.lock.allows();
  there.see(null);
  there.see(IN);
  assert.equal(await asked, true);
  const gone = opened();
  const refused = gone.lock.allows();
  gone.see(OUT);
  assert.equal(await refused, false);
  const off = opened('off');
  assert.equal(await off.lock.allows(), true);
});

test('a vault that was stopped is not waited for longer than a moment', async (context) => {
  const { mock } = context as unknown as {
    mock: { timers: { enable(options: object): void; tick(ms: number): void } };
  };
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const scene = opened();
  const asked = scene.lock.allows();
  await settle();
  mock.timers.tick(3_000);
  assert.equal(await asked, false);
});

test('what is noted of an unlock is noted only while the vault is unlocked', async () => {
  const noted: string[] = [];
  let kept: string | null = null;
  const key = new SessionKey({
    read: async () => kept,
    write: async (value) => {
      kept = value;
    },
    remove: async () => {
      kept = null;
    },
    isSomebodyThere: async () => true,
  });
  const note = async (): Promise<void> => void noted.push('R');
  assert.equal(await key.whileKept(note), false);
  await key.toPark();
  assert.equal(await key.whileKept(note), true);
  const locked = key.lock(async () => undefined);
  assert.equal(await key.whileKept(note), false);
  await locked;
  assert.deepEqual(noted, ['R']);
});
