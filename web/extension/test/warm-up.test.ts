import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WarmUp } from '../src/offscreen/warm-up.js';

test("the module is warmed up once, after somebody was told that the vault is locked, and what comes of it is nobody's concern", () => {
  let runs = 0;
  const waiting: (() => void)[] = [];
  const warming = new WarmUp(
    () => {
      runs += 1;
      throw new Error('no memory');
    },
    (run) => waiting.push(run),
  );
  warming.answered('status', { state: 'none' });
  warming.answered('status', { state: 'unlocked' });
  warming.answered('records', { state: 'locked' });
  assert.equal(waiting.length, 0);
  warming.answered('status', { state: 'locked' });
  warming.answered('status', { state: 'locked' });
  assert.deepEqual([waiting.length, runs], [1, 0]);
  waiting[0]?.();
  assert.equal(runs, 1);
});
