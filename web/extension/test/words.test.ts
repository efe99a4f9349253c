import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { de } from '../src/ui/i18n/de.js';
import { en } from '../src/ui/i18n/en.js';
import { faultsDe } from '../src/ui/i18n/faults-de.js';
import { faultsEn } from '../src/ui/i18n/faults-en.js';
import { placeholders } from '../src/ui/i18n/format.js';
import { wordsIn } from '../src/ui/i18n/words.js';
import { typeName } from '../src/ui/parts/common.js';

const root = process.env.HAILSTONE_EXTENSION ?? '.';

test('both catalogues are complete, and every key is used', async () => {
  const check = await import(pathToFileURL(join(root, 'scripts', 'check-words.mjs')).href);
  assert.deepEqual(await check.checkWords(), []);
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    assert.deepEqual(placeholders(de[key]), placeholders(en[key]), key);
  }
  assert.deepEqual(Object.keys(faultsDe).sort(), Object.keys(faultsEn).sort());
});

test('a claim, a type, a kind or an outcome without words fails the check, and so do words for none', async () => {
  const { listed } = await import(pathToFileURL(join(root, 'scripts', 'check-words.mjs')).href);
  const vocabulary =
    'vct: "urn:hailstone:person:1" claim(&["name"], Field::Name), claim(&["a", "b"], Field::B)';
  const lists = { RECORD_KINDS: ['person'], OUTCOMES: ['shared'] };
  const keys = ['type.person', 'claim.name', 'claim.a.b', 'kind.person', 'entry.person', 'outcome.shared'];
  const words = (some: readonly string[]) => new Map(some.map((key) => [key, 'words']));
  assert.deepEqual(listed(words(keys), vocabulary, lists), []);
  for (const key of keys) {
    const others = keys.filter((one) => one !== key);
    assert.deepEqual(listed(words(others), vocabulary, lists), [`en.ts: no '${key}'`]);
  }
  assert.equal(listed(words([...keys, 'claim.b']), vocabulary, lists).length, 1);
  assert.equal(listed(words(keys), 'nothing', lists).length, 1);
});

test('numbers take the form of the language', () => {
  assert.equal(wordsIn('en').t('tries.left', { count: 1 }), 'One try is left.');
  assert.equal(wordsIn('en').t('tries.left', { count: 2 }), '2 tries are left.');
  assert.equal(wordsIn('de').t('tries.left', { count: 0 }), '0 Versuche bleiben.');
  assert.equal(wordsIn('de').t('card.name', { name: '0006' }), 'Karte 0006');
});

test('only our own types have names for people', () => {
  const w = wordsIn('en');
  assert.equal(typeName(w, 'urn:hailstone:person:1'), 'About you');
  for (const vct of [
    'urn:evil:person:1',
    'urn:hailstone:person:2',
    'urn:hailstone:person:1:more',
    'https://evil.example/?urn:hailstone:person:1',
    'urn:hailstone:passport:1',
    'constructor',
    '',
  ])
    assert.equal(typeName(w, vct), vct);
});

test('an error has what and what to do, with the tries that are left', () => {
  const { what, next } = wordsIn('en').fault({ code: 'card.pin_wrong', class: 'person', triesLeft: 1 });
  assert.equal(what, 'The PIN was wrong. One try is left.');
  assert.notEqual(next, '');
});

test('an error that has no words of its own has those of its class', () => {
  assert.equal(
    wordsIn('en').fault({ code: 'card.something_new', class: 'retry' }).what,
    faultsEn['class.retry'].what,
  );
  assert.equal(wordsIn('en').fault({ code: 'toString', class: 'ours' }).what, faultsEn['class.ours'].what);
});

test("a site's sentence is chosen by the person's language", () => {
  const texts = [
    { language: 'en', text: 'parcel' },
    { language: 'de-AT', text: 'Packerl' },
  ];
  assert.equal(wordsIn('de').choose(texts)?.text, 'Packerl');
  assert.equal(wordsIn('en').choose(texts)?.text, 'parcel');
  assert.equal(wordsIn('de').choose([{ language: 'fr', text: 'colis' }])?.text, 'colis');
  assert.equal(wordsIn('de').choose([]), null);
});
