import { deepEqual, equal } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { readToken } from '../src/token.js';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
const jwt = (header: object, payload: object): string => `${encode(header)}.${encode(payload)}.c2ln`;

test('disclosures are found at the top, in objects, and in one another; an unreferenced one is no claim', () => {
  const name = encode(['salt', 'name', 'Ada']);
  const town = encode(['salt', 'locality', 'London']);
  const street = encode(['salt', 'street_address', '12 Square']);
  const whole = encode(['salt', 'work', { _sd: [digest(street)] }]);
  const stray = encode(['salt', 'nickname', 'Countess']);
  const payload = { iss: 'x', _sd: [digest(name), digest(whole)], address: { _sd: [digest(town)] } };
  const token = readToken(
    [
      jwt({ typ: 'dc+sd-jwt' }, payload),
      name,
      town,
      street,
      whole,
      stray,
      jwt({ typ: 'kb+jwt' }, { nonce: 'n' }),
    ].join('~'),
  );
  deepEqual(token.claims, { name: 'Ada', 'work.street_address': '12 Square', 'address.locality': 'London' });
  equal(token.disclosures.length, 5);
  equal(token.binding?.payload.nonce, 'n');
});

test('a token without key binding says so', () => {
  equal(readToken(`${jwt({}, {})}~`).binding, null);
});
