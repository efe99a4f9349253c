import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { DcqlQuery } from 'dcql';
import { ask, credential, QUERIES } from '../src/asking.js';

test('optional claims become every subset, the longest first', () => {
  const { claim_sets } = credential('person', 'person', ['name'], ['birthdate', 'nickname']);
  deepEqual(claim_sets, [
    ['name', 'birthdate', 'nickname'],
    ['name', 'birthdate'],
    ['name', 'nickname'],
    ['name'],
  ]);
});

test('without optional claims there are no sets', () => {
  equal(credential('person', 'person', ['name']).claim_sets, undefined);
});

for (const [name, query] of Object.entries(QUERIES)) {
  test(`npm dcql finds nothing wrong with the query ${name}`, () => {
    DcqlQuery.validate(DcqlQuery.parse(structuredClone(query) as unknown as DcqlQuery.Input));
  });
}

test('a request has a key of its own curve and a new nonce', async () => {
  const [one, two] = await Promise.all([ask(QUERIES.name, 'X25519'), ask(QUERIES.name, 'P-256')]);
  equal(one.privateKey.crv, 'X25519');
  equal(two.privateKey.crv, 'P-256');
  equal(one.nonce === two.nonce, false);
  equal(JSON.stringify(one.data).includes(String(one.privateKey.d)), false);
});
