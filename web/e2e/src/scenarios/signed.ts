/** Requests that a site signs: what was proved about it stands in the window, and the answer is the same. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { ask, QUERIES } from '../asking.js';
import { mustBeAccessible } from '../axe.js';
import { type Asking, House } from '../house.js';
import { suite } from '../runner.js';
import { AUTHORITY, CLIENT_BY_HASH, multisigned, NO_CERTIFICATE, signed } from '../signer.js';
import { given } from './chain.js';

type Sign = typeof signed;

async function asksSigned(
  house: House,
  protocol: string,
  sign: (data: Record<string, unknown>, origin: string) => Promise<object>,
): Promise<Asking> {
  const bare = await house.bare();
  const asked = await ask(QUERIES.person);
  const data = (await sign(asked.data, bare.origin)) as Record<string, unknown>;
  const asking = await house.asksOn(bare, bare.origin, { ...asked, data }, protocol);
  return { ...asking, asked };
}

const byHash: Sign = (data, origin) => signed(data, origin, CLIENT_BY_HASH);

async function proof(asking: Asking): Promise<[string | null, string]> {
  const line = asking.window.page.getByTestId('consent-proof');
  return [await line.getAttribute('data-proof'), await line.innerText()];
}

/** As a person does it, under Safety. */
async function add(house: House, path: string): Promise<void> {
  const page = await house.person.openSafety();
  await page.getByTestId('authorities-file').setInputFiles(path);
}

async function shareAndVerify(house: House, asking: Asking): Promise<void> {
  await asking.window.reaches('ready');
  const promised = await asking.window.sent();
  await asking.window.share();
  deepEqual(given(await house.opened(asking)), promised);
  await house.receiptSays(asking.origin, 'shared');
}

export const signedRequests = suite<House>({
  name: 'signed requests',
  make: () => House.furnished(),
  scenarios: [
    {
      name: 'a request without a signature: the address is all that is known',
      run: async (house) => {
        const asking = await house.asks(QUERIES.name);
        equal((await proof(asking))[0], 'address');
        await asking.window.refuse();
      },
    },
    {
      name: 'a signer for whom nobody vouches is said to be unknown, and can be answered',
      run: async (house) => {
        const asking = await asksSigned(house, 'openid4vp-v1-signed', signed);
        const [kind, words] = await proof(asking);
        equal(kind, 'unknown-signer');
        match(words, /unknown signer.*shop\.example/i);
        await mustBeAccessible(asking.window.page, 'a signed request of an unknown signer');
        await shareAndVerify(house, asking);
      },
    },
    {
      name: 'a file that is no certificate is refused, and says so',
      run: async (house) => {
        await add(house, NO_CERTIFICATE);
        const page = await house.person.vault();
        await page.locator('[data-testid="authorities"] [data-code="certificate.malformed"]').waitFor();
        equal(await page.getByTestId('authority').count(), 0);
      },
    },
    {
      name: 'with the authority that the person added the window says whose certificate it was',
      run: async (house) => {
        await add(house, AUTHORITY);
        const page = await house.person.vault();
        await page.getByTestId('authority').waitFor();
        equal(await page.getByTestId('authorities-added').innerText(), 'Added: Example Authority');
        await mustBeAccessible(page, 'the authorities under Safety');

        for (const [protocol, sign, name] of [
          ['openid4vp-v1-signed', signed, 'shop.example'],
          ['openid4vp-v1-signed', byHash, 'Shop Ltd'],
          ['openid4vp-v1-multisigned', multisigned, 'shop.example'],
        ] as const) {
          const asking = await asksSigned(house, protocol, sign);
          const [kind, words] = await proof(asking);
          equal(kind, 'certificate');
          match(words, new RegExp(`${name}, from Example Authority`));
          await shareAndVerify(house, asking);
        }
      },
    },
    {
      name: 'when the authority is removed, the signer is unknown again',
      run: async (house) => {
        const page = await house.person.openSafety();
        await page.getByTestId('authority').getByRole('button').click();
        await page.getByTestId('authority').waitFor({ state: 'detached' });
        const asking = await asksSigned(house, 'openid4vp-v1-signed', signed);
        equal((await proof(asking))[0], 'unknown-signer');
        await asking.window.refuse();
      },
    },
    ...(
      [
        [
          'that was signed for another origin',
          'request.origin_unexpected',
          (data) => signed(data, 'https://other.example'),
        ],
        [
          'whose name is not that of the certificate',
          'request.client_invalid',
          (data, origin) => signed(data, origin, 'x509_san_dns:other.example'),
        ],
        [
          'whose name nobody can check',
          'request.client_unsupported',
          (data, origin) => signed(data, origin, 'https://shop.example'),
        ],
        [
          'whose signature is not good',
          'jose.signature_invalid',
          async (data, origin) => {
            const [one, other] = [await signed(data, origin), await signed(data, origin)];
            const parts = one.request.split('.');
            return {
              request: [...parts.slice(0, 2), other.request.split('.')[2]?.replace(/^../, 'AA')].join('.'),
            };
          },
        ],
      ] as readonly [string, string, (data: Record<string, unknown>, origin: string) => Promise<object>][]
    ).map(([what, code, sign]) => ({
      name: `a signed request ${what} releases nothing: ${code}`,
      run: async (house: House) => {
        const { window, bare, origin } = await asksSigned(house, 'openid4vp-v1-signed', sign);
        await window.reaches('invalid');
        equal(await window.page.getByTestId('consent-invalid').getAttribute('data-code'), code);
        await window.closeByButton();
        equal((await bare.error()).name, 'NotAllowedError');
        await house.receiptSays(origin, 'invalid');
      },
    })),
  ],
});
