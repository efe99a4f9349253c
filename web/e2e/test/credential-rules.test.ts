import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { RULES } from '../src/credential-rules.js';

test('every rule of the interface stands in the document for people, and no other', () => {
  // From where the test is built to.
  const profile = readFileSync(new URL('../../../../docs/release-profile.md', import.meta.url), 'utf8');
  const [, after = ''] = profile.split('\n## As the browser does it\n');
  const [section = ''] = after.split('\n## ');
  const written = [...section.matchAll(/^\| ([^|]+?) \| (?:Chromium|Firefox|both) \|/gm)];
  const rules = new Set(RULES.map(({ id }) => id.replace(/: .*/, '')));
  assert.deepEqual(new Set(written.map(([, rule]) => rule)), rules);
});
