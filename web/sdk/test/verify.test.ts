import { deepStrictEqual, equal, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { verify } from '../src/index.js';
import { ADA, at, exchange, NAME_ONLY, NOW, ORIGIN, SHOP, verified } from './fixture.js';
import { makeHolder } from './wallet.js';

for (const encryption of ['P-256', 'X25519'] as const) {
  for (const enc of ['A256GCM', 'A128GCM']) {
    test(`an honest answer is accepted: ${encryption}, ${enc}`, async () => {
      const holder = makeHolder();
      const result = await verified({ ...SHOP, encryption }, { holder, enc });
      equal(result.subject, holder.did);
      deepStrictEqual(result.person, { name: 'Ada Lovelace', birthdate: '1815-12-10' });
      deepStrictEqual(result.contact, ADA.contact);
      deepStrictEqual(result.address, ADA.address?.address);
      deepStrictEqual(
        result.presentations.map(({ id, vct, iat, exp }) => ({ id, vct, iat, exp })),
        ['person', 'contact', 'address'].map((id) => ({
          id,
          vct: `urn:hailstone:${id}:1`,
          iat: NOW,
          exp: NOW + 600,
        })),
      );
    });
  }
}

test('optional claims may stay away', async () => {
  const result = await verified(SHOP, {
    data: { ...ADA, person: { name: 'Ada' }, contact: { email: 'a@example.org' } },
  });
  deepStrictEqual(result.person, { name: 'Ada' });
  deepStrictEqual(result.contact, { email: 'a@example.org' });
});

test('an optional type may stay away', async () => {
  const input = { ...NAME_ONLY, contact: { optional: ['email', 'phone_number'] } } as const;
  const without = await verified(input, { data: { person: { name: 'Ada' } } });
  deepStrictEqual(without.person, { name: 'Ada' });
  equal(without.contact, undefined);
  const part = await verified(input, {
    data: { person: { name: 'Ada' }, contact: { phone_number: '+1 555 0100' } },
  });
  deepStrictEqual(part.contact, { phone_number: '+1 555 0100' });
});

test('a claim may stand in the clear instead of in a disclosure', async () => {
  const result = await verified(NAME_ONLY, {
    alter: {
      person: {
        issuer: (draft) => {
          draft.payload.name = 'Ada';
          delete draft.payload._sd;
          delete draft.payload._sd_alg;
          draft.disclosures.length = 0;
        },
      },
    },
  });
  deepStrictEqual(result.person, { name: 'Ada' });
});

test('SJ-V2 an absent _sd_alg means sha-256, and decoy digests are ignored', async () => {
  const result = await verified(NAME_ONLY, {
    alter: {
      person: {
        issuer: ({ payload }) => {
          delete payload._sd_alg;
          payload._sd = [...(payload._sd as string[]), 'decoy-decoy-decoy-decoy-decoy-decoy-decoy-12'];
        },
      },
    },
  });
  deepStrictEqual(result.person, { name: 'Ada Lovelace' });
});

test('DQ-4 a claim with one of the values asked for is accepted', async () => {
  const result = await verified({
    ...NAME_ONLY,
    address: { required: ['country'], values: { country: ['IE', 'GB'] } },
  });
  deepStrictEqual(result.address, { country: 'GB' });
});

test('clocks may differ by the tolerance', async () => {
  const { session, credential } = await exchange(NAME_ONLY, { now: NOW + 50 });
  await verify({ session, origin: ORIGIN, credential, now: at(NOW) });
  await rejects(verify({ session, origin: ORIGIN, credential, now: at(NOW), clockTolerance: 10 }), {
    code: 'token.not_yet_valid',
  });
});

test('the built package answers by its own name, with nothing but jose', async () => {
  const site: typeof import('../src/index.js') = await import('@hailstone/site');
  const page: typeof import('../src/page.js') = await import('@hailstone/site/page');
  const { options, session } = await site.request(NAME_ONLY);
  equal(options.digital.requests.length, 1);
  equal(session.version, 1);
  equal(typeof page.ask, 'function');
});
