import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AutoLock } from '../src/background/auto-lock.js';

function setUp(lock: () => Promise<void> = async () => undefined) {
  const seconds: number[] = [];
  let locked = 0;
  const autoLock = new AutoLock({
    lock: () => {
      locked += 1;
      return lock();
    },
    setIdleSeconds: (value) => void seconds.push(value),
  });
  return { autoLock, seconds, locked: () => locked };
}

test('the vault is locked when nobody is there, and when the screen is locked', () => {
  const { autoLock, locked } = setUp();
  autoLock.heard('active');
  assert.equal(locked(), 0);
  autoLock.heard('idle');
  autoLock.heard('locked');
  assert.equal(locked(), 2);
});

test('a core that is gone has nothing to lock', async () => {
  const { autoLock } = setUp(() => Promise.reject(new Error('gone')));
  autoLock.heard('idle');
  await new Promise((resolve) => setImmediate(resolve));
});

test('the time is one of those that can be chosen, fifteen minutes otherwise', () => {
  const { autoLock, seconds } = setUp();
  for (const setting of ['5', '60', undefined, '7', 5, 'never', null]) autoLock.choose(setting);
  assert.deepEqual(seconds, [300, 3600, 900, 900, 900, 900, 900]);
});
