import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Switchboard } from '../src/offscreen/switchboard.js';
import { FakePort } from './fake-port.js';

test('a reply goes to the background that asked, under the number that it gave', () => {
  const core = new FakePort();
  const board = new Switchboard(core);
  const one = new FakePort();
  board.join(one);
  one.say({ id: 1, type: 'share', takes: { release: 7 } });
  one.hangUp();

  const other = new FakePort();
  board.join(other);
  other.say({ id: 1, type: 'status', takes: {} });
  board.tell('endAllReleases', {});
  const [late, asked, told] = core.posted as { id: number; type: string }[];
  assert.deepEqual([late?.type, asked?.type, told?.type], ['share', 'status', 'endAllReleases']);
  core.say({ id: late?.id, gives: 'the answer for another page' });
  core.say({ id: told?.id, gives: null });
  core.say({ id: asked?.id, gives: { state: 'none' } });
  core.say({ id: asked?.id, gives: 'twice' });
  core.say('no frame');
  assert.deepEqual(one.posted, []);
  assert.deepEqual(other.posted, [{ id: 1, gives: { state: 'none' } }]);
});
