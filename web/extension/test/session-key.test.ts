import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SessionKey } from '../src/background/session-key.js';

function setUp() {
  const scene = {
    kept: undefined as unknown,
    there: async (): Promise<boolean> => true,
    steps: [] as string[],
  };
  const key = new SessionKey({
    read: async () => scene.kept,
    write: async (made) => {
      scene.steps.push('write');
      scene.kept = made;
    },
    remove: async () => {
      scene.steps.push('remove');
      scene.kept = undefined;
    },
    isSomebodyThere: () => scene.there(),
  });
  return { scene, key };
}

test('a key is made once, of 32 bytes, and given again until it is dropped', async () => {
  const { scene, key } = setUp();
  assert.equal(await key.toResume(), null);
  assert.equal(await key.isKept(), false);
  const [one, two] = await Promise.all([key.toPark(), key.toPark()]);
  assert.match(one ?? '', /^[A-Za-z0-9_-]{43}$/);
  assert.equal(two, one);
  assert.equal(await key.toResume(), one);
  assert.equal(await key.isKept(), true);
  await key.drop();
  assert.equal(await key.toResume(), null);
  assert.notEqual(await key.toPark(), one);
  assert.deepEqual(scene.steps, ['write', 'remove', 'write']);
});

test('nobody goes on where nobody is, or where that cannot be told', async () => {
  const { scene, key } = setUp();
  await key.toPark();
  scene.there = async () => false;
  assert.equal(await key.toResume(), null);
  scene.there = () => Promise.reject(new Error('no'));
  assert.equal(await key.toResume(), null);
});

test('a lock drops the key first, and gives none until the core has locked', async () => {
  const { scene, key } = setUp();
  await key.toPark();
  let finish = (): void => undefined;
  const locked = key.lock(() => {
    scene.steps.push('core');
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  });
  // An unlock that was under way parks its root before the core comes to the lock.
  assert.equal(await key.toPark(), null);
  assert.equal(await key.toResume(), null);
  assert.deepEqual(scene.steps, ['write', 'remove', 'core']);
  finish();
  await locked;
  assert.equal(typeof (await key.toPark()), 'string');
});

test('a lock drops the key of a core that is gone, and locks the core where the key cannot be dropped', async () => {
  const { scene, key } = setUp();
  await key.toPark();
  await assert.rejects(key.lock(() => Promise.reject(new Error('gone'))));
  assert.equal(await key.isKept(), false);

  let locked = 0;
  const stuck = new SessionKey({
    read: async () => 'key',
    write: async () => undefined,
    remove: () => Promise.reject(new Error('no')),
    isSomebodyThere: async () => true,
  });
  await assert.rejects(
    stuck.lock(async () => {
      locked += 1;
    }),
  );
  assert.equal(locked, 1);
  assert.deepEqual(scene.steps, ['write', 'remove']);
});
