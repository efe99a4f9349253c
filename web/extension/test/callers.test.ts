import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callerOf } from '../src/background/callers.js';
import type { Sender } from '../src/platform/port.js';

const OWN = { id: 'own-id', origin: 'chrome-extension://own-id' };
const SITE: Sender = {
  extensionId: 'own-id',
  url: 'https://shop.example/cart?x=1',
  origin: 'https://shop.example',
  frameId: 0,
  tabId: 7,
  windowId: 1,
};
const SCREEN: Sender = {
  extensionId: 'own-id',
  url: 'chrome-extension://own-id/consent.html#0123',
  origin: 'chrome-extension://own-id',
  frameId: 0,
  tabId: 8,
  windowId: 2,
};

test('a content script of the top frame speaks for the origin that the browser names', () => {
  assert.deepEqual(callerOf(SITE, OWN), { kind: 'content', origin: 'https://shop.example', tabId: 7 });
  for (const origin of ['http://localhost:8080', 'http://127.0.0.1:8080', 'https://shop.example:8443']) {
    assert.equal(callerOf({ ...SITE, origin, url: `${origin}/` }, OWN)?.kind, 'content');
  }
});

test('nobody else speaks for a site', () => {
  const strangers: Partial<Sender>[] = [
    { frameId: 3 },
    { frameId: null },
    { tabId: null },
    { origin: null },
    { origin: 'null' },
    { origin: 'https://other.example' },
    { url: null },
    { url: 'nonsense' },
    { extensionId: 'another-extension' },
    { extensionId: null },
    { url: 'http://shop.example/', origin: 'http://shop.example' },
    { url: 'http://localhost.evil.example/', origin: 'http://localhost.evil.example' },
    { url: 'file:///home/a.html', origin: 'null' },
    { url: 'chrome-extension://own-id.evil/consent.html', origin: 'chrome-extension://own-id.evil' },
  ];
  for (const stranger of strangers) assert.equal(callerOf({ ...SITE, ...stranger }, OWN), null);
});

test('our own pages are known by their path, in the top frame only', () => {
  assert.deepEqual(callerOf(SCREEN, OWN), { kind: 'consent', windowId: 2, tabId: 8 });
  const at = (url: string) => callerOf({ ...SCREEN, url: `${OWN.origin}${url}` }, OWN)?.kind;
  assert.equal(at('/vault.html'), 'vault');
  assert.equal(at('/popup.html'), 'popup');
  assert.equal(at('/offscreen.html'), 'core-host');
  assert.equal(at('/other.html'), undefined);
  assert.equal(at('/x/consent.html'), undefined);
  assert.equal(callerOf({ ...SCREEN, frameId: 1 }, OWN), null);
});
