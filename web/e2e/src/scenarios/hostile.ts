/** Requests that break a rule: nothing is released, the site learns nothing, the person is told why. */
import { equal } from 'node:assert/strict';
import { ask, QUERIES } from '../asking.js';
import { House } from '../house.js';
import { suite } from '../runner.js';

type Data = Record<string, unknown>;

function withKey(data: Data, change: Data): Data {
  const metadata = data.client_metadata as { jwks: { keys: Data[] } };
  const keys = metadata.jwks.keys.map((key) => ({ ...key, ...change }));
  return { ...data, client_metadata: { ...metadata, jwks: { keys } } };
}

/** Depth of JSON, as text, because no object of this depth is wanted here. */
function nested(depth: number): string {
  return `${'['.repeat(depth)}${']'.repeat(depth)}`;
}

/** The point (1, 1) is on no NIST curve. */
const ONE = Buffer.from([...new Uint8Array(31), 1]).toString('base64url');
const ZERO = Buffer.from(new Uint8Array(32)).toString('base64url');

interface Hostile {
  readonly what: string;
  readonly code: string;
  readonly spoil: (data: Data) => Data | string;
  readonly curve?: 'X25519';
}

const HOSTILE: readonly Hostile[] = [
  { what: 'without a nonce', code: 'request.nonce_missing', spoil: ({ nonce: _, ...data }) => data },
  {
    what: 'with a nonce of forbidden characters',
    code: 'request.nonce_invalid',
    spoil: (data) => ({ ...data, nonce: 'not a nonce' }),
  },
  { what: 'without a query', code: 'request.query_missing', spoil: ({ dcql_query: _, ...data }) => data },
  {
    what: 'with a query that asks for nothing',
    code: 'request.query_invalid',
    spoil: (data) => ({ ...data, dcql_query: { credentials: [] } }),
  },
  {
    what: 'with a query of the wrong form',
    code: 'request.query_invalid',
    spoil: (data) => ({
      ...data,
      dcql_query: { credentials: [{ id: 'a b', format: 'dc+sd-jwt', meta: {} }] },
    }),
  },
  {
    what: 'with sets of claims that do not exist',
    code: 'request.query_invalid',
    spoil: (data) => ({
      ...data,
      dcql_query: { credentials: [{ ...QUERIES.name.credentials[0], claim_sets: [['nobody']] }] },
    }),
  },
  {
    what: 'of more than 64 KiB',
    code: 'request.too_large',
    spoil: (data) => ({ ...data, padding: 'x'.repeat(70_000) }),
  },
  {
    what: 'of more than the extension passes on',
    code: 'request.too_large',
    spoil: (data) => ({ ...data, padding: 'x'.repeat(300_000) }),
  },
  {
    what: 'nested too deeply',
    code: 'request.too_deep',
    spoil: (data) => `${JSON.stringify(data).slice(0, -1)},"deep":${nested(500)}}`,
  },
  {
    what: 'with a key that is not on the curve',
    code: 'request.encryption_key_invalid',
    spoil: (data) => withKey(data, { x: ONE, y: ONE }),
  },
  {
    what: 'with an X25519 key of zeros',
    code: 'request.encryption_key_invalid',
    curve: 'X25519',
    spoil: (data) => withKey(data, { x: ZERO }),
  },
  {
    what: 'with no key to encrypt to',
    code: 'request.encryption_key_missing',
    spoil: ({ client_metadata: _, ...data }) => ({ ...data, client_metadata: { vp_formats_supported: {} } }),
  },
  {
    what: 'with transaction data',
    code: 'request.transaction_data_unsupported',
    spoil: (data) => ({ ...data, transaction_data: ['e30'] }),
  },
];

export const hostile = suite<House>({
  name: 'bad requests',
  make: () => House.furnished(),
  scenarios: [
    ...HOSTILE.map(({ what, code, spoil, curve }) => ({
      name: `a request ${what} releases nothing, and the person is told: ${code}`,
      run: async (house: House) => {
        const bare = await house.bare();
        const { data } = await ask(QUERIES.name, curve);
        await bare.prepare(spoil(data));
        const window = await house.person.consentAfter(() => bare.click());
        await window.reaches('invalid');
        equal(await window.page.getByTestId('consent-invalid').getAttribute('data-code'), code);
        equal(await window.shareButton().count(), 0);
        equal(await bare.endCount(), 0);
        await window.closeByButton();
        equal((await bare.error()).name, 'NotAllowedError');
        await house.receiptSays(bare.origin, 'invalid');
      },
    })),
    {
      name: 'a call that Web IDL refuses gets a TypeError at once, and no window',
      run: async (house) => {
        const bare = await house.bare();
        for (const [index, options] of ['{"digital":{}}', '{"digital":{"requests":[{}]}}'].entries()) {
          await bare.prepareRaw(options);
          await house.browser.noConsentDuring(async () => {
            await bare.click();
            equal((await bare.error(index)).name, 'TypeError');
          });
        }
      },
    },
  ],
});
