import { deepStrictEqual, equal, match, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { SITE_ERRORS, SiteError } from '../src/index.js';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
// Every other test: this one names codes that it does not provoke.
const TESTS = readdirSync(new URL('..', import.meta.url))
  .filter((name) => name.endsWith('.test.ts') && name !== 'error.test.ts')
  .map((name) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));

for (const [code, { happened, remedy }] of Object.entries(SITE_ERRORS)) {
  test(`${code} has two sentences, a line in the README and a test`, () => {
    match(code, /^[a-z]+\.[a-z_]+$/);
    match(happened, /^[A-Z].*\.$/);
    match(remedy, /^[A-Z].*\.$/);
    ok(README.includes(`| \`${code}\` |`), 'README');
    ok(
      TESTS.some((text) => text.includes(`'${code}'`)),
      'test',
    );
  });
}

test('the README lists no code that does not exist', () => {
  for (const [, code = ''] of README.matchAll(/^\| `([a-z]+\.[a-z_]+)` \|/gm)) ok(code in SITE_ERRORS, code);
});

test('an error as JSON has its code and two sentences, and neither stack nor cause', () => {
  const error = new SiteError('token.expired', { detail: 'KB-JWT', cause: new Error('inner') });
  equal(error.message, 'The token is past its end. (KB-JWT)');
  deepStrictEqual(JSON.parse(JSON.stringify(error)), {
    code: 'token.expired',
    message: 'The token is past its end. (KB-JWT)',
    remedy: 'Ask again; if it repeats, compare the clocks.',
  });
});
