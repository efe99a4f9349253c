import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Joint } from '../src/offscreen/joint.js';
import { FakePort } from './fake-port.js';

function setUp() {
  const core = new FakePort();
  const joint = new Joint(core);
  const background = (): FakePort => {
    const port = new FakePort();
    joint.add(port);
    return port;
  };
  return { core, background };
}

test('a reply goes to the background that asked, under its own number', () => {
  const { core, background } = setUp();
  const one = background();
  one.say({ id: 1, type: 'status', takes: {} });
  one.say({ id: 2, type: 'records', takes: {} });
  assert.deepEqual(core.posted, [
    { id: 1, type: 'status', takes: {} },
    { id: 2, type: 'records', takes: {} },
  ]);
  core.say({ id: 2, gives: [] });
  core.say({ id: 1, fault: { code: 'core.stopped', class: 'retry', triesLeft: null } });
  core.say({ id: 1, gives: 'again' });
  core.say({ id: 9, gives: 'to nobody' });
  assert.deepEqual(one.posted, [
    { id: 2, gives: [] },
    { id: 1, fault: { code: 'core.stopped', class: 'retry', triesLeft: null } },
  ]);
});

test('what one background asked, the next one never gets, though both count from 1', () => {
  const { core, background } = setUp();
  const before = background();
  before.say({ id: 1, type: 'share', takes: { release: 1 } });
  before.hangUp();
  const after = background();
  after.say({ id: 1, type: 'status', takes: {} });
  core.say({ id: 1, gives: 'the answer of another release' });
  assert.deepEqual(after.posted, []);
  core.say({ id: 3, gives: { state: 'none' } });
  assert.deepEqual(after.posted, [{ id: 1, gives: { state: 'none' } }]);
  assert.deepEqual(before.posted, []);
});

test('what the core asks goes to the background that came last, and is answered when that one is gone', () => {
  const { core, background } = setUp();
  core.say({ ask: 1, type: 'place', takes: {} });
  const gone = (ask: number): object => ({
    answer: ask,
    fault: { code: 'bridge.stopped', class: 'retry', triesLeft: null },
  });
  assert.deepEqual(core.posted, [gone(1)]);
  const before = background();
  const after = background();
  core.say({ ask: 2, type: 'place', takes: {} });
  assert.deepEqual(after.posted, [{ ask: 2, type: 'place', takes: {} }]);
  before.say({ answer: 2, gives: 'of one who was not asked' });
  after.say({ answer: 2, gives: 'file' });
  after.say({ answer: 2, gives: 'again' });
  assert.deepEqual(core.posted.slice(1), [{ answer: 2, gives: 'file' }]);
  core.say({ ask: 3, type: 'storeHeader', takes: {} });
  after.hangUp();
  assert.deepEqual(core.posted.slice(2, 3), [gone(3)]);
  assert.deepEqual(before.posted, []);
});

test('when a background is gone its releases are ended, and what is no call is not passed on', () => {
  const { core, background } = setUp();
  const one = background();
  for (const message of [null, 1, { id: '1', type: 'status' }, { id: 1 }]) one.say(message);
  one.hangUp();
  assert.deepEqual(core.posted, [{ id: 1, type: 'endAllReleases', takes: {} }]);
  core.say({ id: 1, gives: null });
  assert.deepEqual(one.posted, []);
});
