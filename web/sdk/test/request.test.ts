import { deepStrictEqual, equal, match, notEqual, ok, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { DcqlQuery } from 'dcql';
import { type RequestInput, request } from '../src/index.js';
import { ADA, NAME_ONLY, SHOP } from './fixture.js';

async function dataOf(input: RequestInput) {
  const { options, session } = await request(input);
  const [digital] = options.digital.requests;
  ok(digital);
  return { data: digital.data, session };
}

async function fails(code: string, input: unknown) {
  await rejects(request(input as RequestInput), { name: 'SiteError', code });
}

test('DC-1 only parameters of the Digital Credentials API profile are sent', async () => {
  const { options } = await request(SHOP);
  deepStrictEqual(Object.keys(options), ['mediation', 'digital']);
  equal(options.digital.requests.length, 1);
  equal(options.digital.requests[0]?.protocol, 'openid4vp-v1-unsigned');
  deepStrictEqual(Object.keys(options.digital.requests[0]?.data ?? {}).sort(), [
    'client_metadata',
    'dcql_query',
    'nonce',
    'response_mode',
    'response_type',
    'verifier_info',
  ]);
});

test('V1 the nonce has 256 bits, is fresh, and stands in the session', async () => {
  const [a, b] = [await dataOf(NAME_ONLY), await dataOf(NAME_ONLY)];
  match(a.data.nonce, /^[A-Za-z0-9_-]{43}$/);
  notEqual(a.data.nonce, b.data.nonce);
  equal(a.session.nonce, a.data.nonce);
});

for (const encryption of ['P-256', 'X25519'] as const) {
  test(`V4 the ${encryption} key is fresh, public, and has kid, use and alg`, async () => {
    const [a, b] = [await dataOf({ ...NAME_ONLY, encryption }), await dataOf({ ...NAME_ONLY, encryption })];
    const { data, session } = a;
    equal(data.client_metadata.jwks.keys.length, 1);
    const [key] = data.client_metadata.jwks.keys;
    ok(key);
    deepStrictEqual(
      { kty: key.kty, crv: key.crv, use: key.use, alg: key.alg, kid: key.kid },
      {
        kty: encryption === 'P-256' ? 'EC' : 'OKP',
        crv: encryption,
        use: 'enc',
        alg: 'ECDH-ES',
        kid: session.key.kid,
      },
    );
    ok(!('d' in key));
    notEqual(key.x, b.data.client_metadata.jwks.keys[0]?.x);
    deepStrictEqual(data.client_metadata.encrypted_response_enc_values_supported, ['A256GCM', 'A128GCM']);
    deepStrictEqual(data.client_metadata.vp_formats_supported, {
      'dc+sd-jwt': { 'sd-jwt_alg_values': ['ES256'], 'kb-jwt_alg_values': ['ES256'] },
    });
  });
}

test('the session ends ten minutes after the request unless it says otherwise', async () => {
  const { session } = await request(NAME_ONLY);
  equal(session.expiresAt - session.createdAt, 600);
  const short = await request({ ...NAME_ONLY, lifetime: 30 });
  equal(short.session.expiresAt - short.session.createdAt, 30);
});

test('purposes stand in verifier_info, for the request and for a type', async () => {
  const { data } = await dataOf({
    ...SHOP,
    contact: { required: ['email'], purpose: 'To tell you when it arrives.' },
  });
  deepStrictEqual(data.verifier_info, [
    { format: 'urn:hailstone:purpose:1', data: { purpose: SHOP.purpose } },
    {
      format: 'urn:hailstone:purpose:1',
      data: { purpose: 'To tell you when it arrives.' },
      credential_ids: ['contact'],
    },
  ]);
});

test('DQ-2 required claims only: no claim_sets, all claims', async () => {
  const { data } = await dataOf({ purpose: 'A test.', address: ['locality', 'country'] });
  deepStrictEqual(data.dcql_query, {
    credentials: [
      {
        id: 'address',
        format: 'dc+sd-jwt',
        meta: { vct_values: ['urn:hailstone:address:1'] },
        claims: [
          { id: 'locality', path: ['address', 'locality'] },
          { id: 'country', path: ['address', 'country'] },
        ],
      },
    ],
    credential_sets: [{ options: [['address']], required: true }],
  });
});

test('DQ-2 optional claims become claim_sets, the most first, then in the order they were named', async () => {
  const { data } = await dataOf({
    purpose: 'A test.',
    person: { required: ['name'], optional: ['birthdate', 'nickname', 'website'] },
  });
  deepStrictEqual(data.dcql_query.credentials[0]?.claim_sets, [
    ['name', 'birthdate', 'nickname', 'website'],
    ['name', 'birthdate', 'nickname'],
    ['name', 'birthdate', 'website'],
    ['name', 'nickname', 'website'],
    ['name', 'birthdate'],
    ['name', 'nickname'],
    ['name', 'website'],
    ['name'],
  ]);
});

test('DQ-6 a type without required claims is optional as a whole', async () => {
  const { data } = await dataOf({
    purpose: 'A test.',
    person: ['name'],
    contact: { optional: ['email', 'phone_number'] },
    address: ['country'],
  });
  deepStrictEqual(data.dcql_query.credential_sets, [
    { options: [['person', 'address']], required: true },
    { options: [['contact']], required: false },
  ]);
  deepStrictEqual(data.dcql_query.credentials[1]?.claim_sets, [
    ['email', 'phone_number'],
    ['email'],
    ['phone_number'],
  ]);
});

const QUERIES: Readonly<Record<string, RequestInput>> = {
  'a whole shop': SHOP,
  'one required claim': NAME_ONLY,
  'all optional': { purpose: 'A test.', contact: { optional: ['email', 'phone_number'] } },
  values: { purpose: 'A test.', address: { required: ['country'], values: { country: ['GB', 'IE'] } } },
  'six optional claims': {
    purpose: 'A test.',
    person: {
      required: ['name'],
      optional: ['given_name', 'family_name', 'middle_name', 'nickname', 'birthdate', 'website'],
    },
  },
};
for (const [name, input] of Object.entries(QUERIES)) {
  test(`DQ-1 npm dcql parses, validates and can answer the query: ${name}`, async () => {
    const { data } = await dataOf(input);
    const query = DcqlQuery.parse(JSON.parse(JSON.stringify(data.dcql_query)));
    DcqlQuery.validate(query);
    const result = DcqlQuery.query(
      query,
      data.dcql_query.credentials.map(({ id, meta }) => ({
        credential_format: 'dc+sd-jwt' as const,
        cryptographic_holder_binding: true,
        vct: meta.vct_values[0] ?? '',
        claims: JSON.parse(JSON.stringify(ADA[id])),
      })),
    );
    equal(result.can_be_satisfied, true);
  });
}

test('a request that asks for nothing is refused', async () => {
  await fails('request.nothing_asked', undefined);
  await fails('request.nothing_asked', { purpose: 'A test.' });
  await fails('request.nothing_asked', { purpose: 'A test.', person: [] });
  await fails('request.nothing_asked', { purpose: 'A test.', person: 'name' });
});

test('a request for what we do not know is refused', async () => {
  await fails('request.type_unknown', { purpose: 'A test.', passport: ['number'] });
  await fails('request.claim_unknown', { purpose: 'A test.', person: ['email'] });
  await fails('request.claim_unknown', { purpose: 'A test.', person: ['constructor'] });
  await fails('request.claim_unknown', {
    purpose: 'A test.',
    address: { required: ['country'], values: { region: ['Tyrol'] } },
  });
});

test('a claim named twice is refused', async () => {
  await fails('request.claim_repeated', { purpose: 'A test.', person: ['name', 'name'] });
  await fails('request.claim_repeated', {
    purpose: 'A test.',
    person: { required: ['name'], optional: ['name'] },
  });
});

test('more than six optional claims of a type are refused', async () => {
  await fails('request.too_many_optional', {
    purpose: 'A test.',
    person: {
      optional: ['name', 'given_name', 'family_name', 'middle_name', 'nickname', 'birthdate', 'website'],
    },
  });
});

test('a request without a readable purpose is refused', async () => {
  for (const purpose of [undefined, '', '  ', 7, {}, { en: '' }, { 'not a tag': 'Text.' }, 'x'.repeat(301)]) {
    await fails('request.purpose_invalid', { purpose, person: ['name'] });
  }
  await fails('request.purpose_invalid', { purpose: 'A test.', person: { required: ['name'], purpose: '' } });
});

test('an option out of range is refused', async () => {
  await fails('request.option_invalid', { ...NAME_ONLY, encryption: 'P-521' });
  await fails('request.option_invalid', { ...NAME_ONLY, lifetime: 0 });
  await fails('request.option_invalid', { ...NAME_ONLY, lifetime: Number.NaN });
  await fails('request.option_invalid', { ...NAME_ONLY, now: new Date(Number.NaN) });
  await fails('request.option_invalid', {
    purpose: 'A test.',
    address: { required: ['country'], values: { country: [] } },
  });
});
