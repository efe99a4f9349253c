import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Limits, likeDelay } from '../src/background/limits.js';

test('a site whose last windows all ended without a yes has to wait', () => {
  const limits = new Limits();
  for (const at of [0, 1000, 1200, 1400, 1600, 2000]) {
    assert.equal(limits.mayAsk('https://a.example', 1, [], at), true);
    limits.ended('https://a.example', false, at);
  }
  assert.equal(limits.mayAsk('https://a.example', 1, [], 3000), false);
  assert.equal(limits.mayAsk('https://b.example', 1, [], 3000), true);
  assert.equal(limits.mayAsk('https://a.example', 1, [], 60_500), true);
});

test('a yes wipes the slate', () => {
  const limits = new Limits();
  for (const at of [0, 1, 2, 3, 4, 5]) limits.ended('https://a.example', false, at);
  limits.ended('https://a.example', true, 6);
  assert.equal(limits.mayAsk('https://a.example', 1, [], 7), true);
});

test('the delay is that of a person', () => {
  assert.ok(likeDelay(0) >= 1000);
  assert.ok(likeDelay(1) <= 4000);
});
