import { equal, throws } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { claimName } from '../src/consent-window.js';
import { extensionId } from '../src/extension-id.js';
import { median, percentile } from '../src/statistics.js';

test('the name of the extension is made from its key as Chromium makes it', () => {
  const path = new URL('../../../extension/identity.json', import.meta.url);
  const { chromiumId, chromiumKey } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  equal(extensionId(chromiumKey ?? ''), chromiumId);
});

test('a percentile is a value that was measured', () => {
  equal(median([3, 1, 2]), 2);
  equal(median([4, 1, 2, 3]), 2);
  equal(percentile([...Array(100).keys()], 95), 94);
  equal(percentile([7], 95), 7);
  throws(() => median([]));
});

test('a part of an address has one name, whatever the query calls its credential', () => {
  equal(claimName('home', 'address.locality'), 'address.locality');
  equal(claimName('contact', 'email'), 'contact.email');
});
