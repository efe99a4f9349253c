/** Answers that are sound in themselves but do not answer the query. A name begins with the rule. */
import { rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { verify } from '../src/index.js';
import { ADA, at, exchange, NAME_ONLY, NOW, ORIGIN, refused, refusedIssuer, SHOP } from './fixture.js';
import { disclose, discloseOnly, type IssuerDraft, makeDisclosure } from './wallet.js';

test('V3 an answer without the required type is refused', async () => {
  await refused('token.query_not_satisfied', { data: { person: { name: 'Ada' } } }, SHOP);
  await refused('token.query_not_satisfied', { data: {} });
});

test('V3 an answer with only what was optional is refused', async () => {
  await refused(
    'token.query_not_satisfied',
    { vpToken: ({ contact }) => ({ contact }) },
    { ...NAME_ONLY, contact: { optional: ['email'] } },
  );
});

test('V3 a required claim that is missing is refused', async () => {
  const drop = (name: string) => ({
    issuer: (draft: IssuerDraft) => {
      draft.disclosures = draft.disclosures.filter(
        (encoded) => JSON.parse(Buffer.from(encoded, 'base64url').toString())[1] !== name,
      );
    },
  });
  await refused('token.query_not_satisfied', { alter: { person: drop('name') } });
  await refused('token.query_not_satisfied', { alter: { person: drop('name') } }, SHOP);
  await refused('token.query_not_satisfied', { alter: { address: drop('locality') } }, SHOP);
});

test('V3 DQ-3 a claim that was not asked for is refused', async () => {
  await refusedIssuer('token.not_asked', (draft) => disclose(draft, 'birthdate', '1815-12-10'));
  await refusedIssuer('token.not_asked', ({ payload }) => {
    payload.birthdate = '1815-12-10';
  });
  await refusedIssuer('token.not_asked', ({ payload }) => {
    payload.sub = 'someone';
  });
  await refused(
    'token.not_asked',
    {
      alter: {
        address: {
          issuer: ({ payload }) => {
            Object.assign(payload.address as object, { region: 'Greater London' });
          },
        },
      },
    },
    SHOP,
  );
});

test('V3 a claim of verification in a self-asserted token is refused', async () => {
  for (const name of ['email_verified', 'phone_number_verified', 'verified_claims', 'status']) {
    await refused(
      'token.not_asked',
      {
        alter: {
          contact: {
            issuer: ({ payload }) => {
              payload[name] = true;
            },
          },
        },
      },
      SHOP,
    );
  }
});

test('V3 a set of claims that is no claim set is refused', async () => {
  const { session, credential } = await exchange(SHOP);
  const [person, ...others] = session.query.credentials;
  const onlyName = { ...person, claim_sets: [['name']] } as (typeof session.query.credentials)[number];
  const narrowed = { ...session, query: { ...session.query, credentials: [onlyName, ...others] } };
  await rejects(verify({ session: narrowed, origin: ORIGIN, credential, now: at(NOW) }), {
    code: 'token.not_asked',
  });
});

test('V3 a query that stands in no credential set was not asked for', async () => {
  const { session, credential } = await exchange({ ...NAME_ONLY, contact: { optional: ['email'] } });
  const query = { ...session.query, credential_sets: [{ options: [['person']] }] };
  await rejects(verify({ session: { ...session, query }, origin: ORIGIN, credential, now: at(NOW) }), {
    code: 'token.not_asked',
  });
});

test('V3 DQ-6 without credential_sets every query has to be answered', async () => {
  const { session, credential } = await exchange(
    { ...NAME_ONLY, contact: { optional: ['email'] } },
    { data: { person: { name: 'Ada' } } },
  );
  const { credentials } = session.query;
  await rejects(
    verify({ session: { ...session, query: { credentials } }, origin: ORIGIN, credential, now: at(NOW) }),
    { code: 'token.query_not_satisfied' },
  );
});

test('V3 a token of ours of another type than the query is refused', async () => {
  await refusedIssuer('token.query_not_satisfied', ({ payload }) => {
    payload.vct = 'urn:hailstone:contact:1';
  });
});

test('V3 two queries answered with each other’s tokens are refused', async () => {
  await refused(
    'token.query_not_satisfied',
    { vpToken: ({ person, contact, address }) => ({ person: contact, contact: person, address }) },
    SHOP,
  );
});

test('V3 DQ-4 a value that is not one of the values asked for is refused', async () => {
  await refused(
    'token.query_not_satisfied',
    {
      data: { ...ADA, address: { address: { country: 'IE' } } },
      alter: {
        address: {
          issuer: (draft) => {
            draft.payload.address = { country: 'GB' };
            draft.disclosures.length = 0;
          },
        },
      },
    },
    { ...NAME_ONLY, address: { required: ['country'], values: { country: ['IE'] } } },
  );
});

test('V3 a claim that is not text is refused', async () => {
  for (const value of [7, true, null, ['Ada'], { first: 'Ada' }]) {
    await refusedIssuer('token.claim_malformed', (draft) =>
      discloseOnly(draft, makeDisclosure('name', value)),
    );
  }
});

test('V3 14.1.2 one wrong presentation refuses the whole response', async () => {
  await refused(
    'token.nonce_mismatch',
    {
      alter: {
        contact: {
          keyBinding: ({ payload }) => {
            payload.nonce = 'another';
          },
        },
      },
    },
    SHOP,
  );
});
