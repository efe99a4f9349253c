/** Credentials from issuers: a key for one, the credential taken in, and shown to a site beside own data. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CredentialQuery, credential, type Query } from '../asking.js';
import { mustBeAccessible } from '../axe.js';
import { House } from '../house.js';
import { DEGREE, degree, ISSUER, ISSUER_JWK } from '../issuer.js';
import { suite } from '../runner.js';
import { makeScratch } from '../scratch.js';
import { given } from './chain.js';

const ASKED: CredentialQuery = {
  id: 'degree',
  format: 'dc+sd-jwt',
  meta: { vct_values: [DEGREE] },
  claims: [
    { id: 'degree', path: ['degree'] },
    { id: 'city', path: ['place', 'city'] },
  ],
  claim_sets: [['degree', 'city'], ['degree']],
};

/** The degree or, where there is none, the person's word for their name; and how to reach them. */
export const BESIDE: Query = {
  credentials: [ASKED, credential('person', 'person', ['name']), credential('contact', 'contact', ['email'])],
  credential_sets: [{ options: [['degree'], ['person']] }, { options: [['contact']] }],
};

async function makeKey(house: House, label: string): Promise<string> {
  const page = await house.person.vault();
  await page.getByTestId('credential-make-key').locator('summary').click();
  await page.getByTestId('credential-key-label').fill(label);
  await page.getByTestId('credential-key-submit').click();
  await page.locator('[data-testid="credentials-done"][data-done="key"]').waitFor();
  const waiting = page.locator('[data-testid="credential"][data-waiting="yes"]', { hasText: label });
  return waiting.getByTestId('credential-key').innerText();
}

/** The same token in JSON, flattened (RFC 9901 §8.1): some issuers hand it out so. */
function inJson(token: string): string {
  const [jws = '', ...disclosures] = token.split('~').slice(0, -1);
  const [header, payload, signature] = jws.split('.');
  return JSON.stringify({ payload, protected: header, signature, header: { disclosures } }, null, 2);
}

/** Opens what is folded. */
async function unfold(house: House): Promise<void> {
  const form = (await house.person.vault()).getByTestId('credential-add');
  if ((await form.getAttribute('open')) === null) await form.locator('summary').click();
}

export async function add(house: House, token: string, issuerKey = ''): Promise<void> {
  const page = await house.person.vault();
  await unfold(house);
  await page.getByTestId('credential-token').fill(token);
  await page.getByTestId('credential-issuer-key').fill(issuerKey);
  await page.getByTestId('credential-submit').click();
}

export const credentials = suite<House>({
  name: 'credentials from issuers',
  make: () => House.furnished(),
  scenarios: [
    {
      name: 'a key is made for an issuer, and the credential that is bound to it is checked and kept',
      run: async (house) => {
        const page = await house.person.vault();
        const key = await makeKey(house, 'University');
        const token = await degree(key);
        await mustBeAccessible(page, 'a key that waits for its credential');
        await add(house, token);
        await page.locator('[data-code="credential.issuer_key_unknown"]').waitFor();
        await add(house, token.replace('~', 'A~'), JSON.stringify(ISSUER_JWK));
        await page.locator('[data-code="credential.signature_invalid"]').waitFor();
        await add(house, inJson(token), JSON.stringify(ISSUER_JWK));
        await page.locator('[data-testid="credentials-done"][data-done="added"]').waitFor();
        const kept = page.locator('[data-testid="credential"][data-waiting="no"]');
        await kept.waitFor({ timeout: 5_000 });
        equal(await page.locator('[data-testid="credential"][data-waiting="yes"]').count(), 0);
        equal(await kept.getByTestId('credential-issuer').innerText(), ISSUER);
        const text = await kept.innerText();
        match(text, /University/);
        match(text, /Nobody else vouches for it/);
        match(text, /always sent\s+1840/);
        await mustBeAccessible(page, 'a credential of an issuer');
      },
    },
    {
      name: 'one from a file that is there already is not taken in twice, and one for somebody else not at all',
      run: async (house) => {
        const page = await house.person.vault();
        const own = await page.getByTestId('credential-key').first().textContent();
        const path = join(makeScratch('credentials'), 'degree.txt');
        writeFileSync(path, await degree(own ?? '', 'Augusta'));
        await unfold(house);
        await page.getByTestId('credential-file').setInputFiles(path);
        await page.getByTestId('credential-issuer-key').fill(JSON.stringify(ISSUER_JWK));
        await page.getByTestId('credential-submit').click();
        await page.locator('[data-testid="credentials-done"][data-done="added"]').waitFor();
        await page.getByTestId('credential-file').setInputFiles(path);
        await page.getByTestId('credential-issuer-key').fill(JSON.stringify(ISSUER_JWK));
        await page.getByTestId('credential-submit').click();
        await page.locator('[data-testid="credentials-done"][data-done="known"]').waitFor();
        await add(house, await degree(JSON.stringify(ISSUER_JWK)), JSON.stringify(ISSUER_JWK));
        await page.locator('[data-code="credential.key_not_ours"]').waitFor();
        equal(await page.getByTestId('credential').count(), 2);
      },
    },
    {
      name: 'a site gets what the issuer said beside what the person says, and nothing that was not ticked',
      run: async (house) => {
        const asking = await house.asks(BESIDE);
        await asking.window.reaches('ready');
        const { page } = asking.window;
        const issued = page.getByTestId('consent-issued-degree');
        match(await issued.getByTestId('consent-issuer').innerText(), /Issued by https:\/\/uni\.example/);
        await mustBeAccessible(page, 'a credential in the consent window');
        const answers = page.getByTestId('consent-answers-degree').getByRole('radio');
        equal(await answers.count(), 2);
        await asking.window.tick('place.city');
        const promised = await asking.window.sent();
        deepEqual(Object.keys(promised).sort(), [
          'contact.email',
          'degree.awarded',
          'degree.degree',
          'degree.place.city',
          'degree.place.country',
        ]);
        await asking.window.share();
        const opened = await house.opened(asking);
        deepEqual(opened.claims.degree, {
          degree: 'Doctor of Letters',
          place: { city: 'London', country: 'GB' },
          awarded: 1840,
        });
        equal(opened.claims.contact?.email, promised['contact.email']);
        await house.receiptSays(asking.origin, 'shared');
      },
    },
    {
      name: 'the person takes another of the combinations that the site takes, and no credential goes out',
      run: async (house) => {
        const asking = await house.asks(BESIDE);
        await asking.window.reaches('ready');
        const { page } = asking.window;
        await page.getByTestId('consent-choice-0').locator('[data-option="1"]').click();
        await page.getByTestId('consent-group-person').waitFor();
        equal(await page.getByTestId('consent-issued-degree').count(), 0);
        const promised = await asking.window.sent();
        await asking.window.share();
        const opened = await house.opened(asking);
        ok(!('degree' in opened.claims));
        deepEqual(given(opened), promised);
      },
    },
    {
      name: 'of two credentials the person takes the other, and with a removed one it is as if it had never been',
      run: async (house) => {
        const { claim_sets: _, ...asked } = ASKED;
        const query: Query = { credentials: [{ ...asked, claims: [{ path: ['name'] }] }] };
        const asking = await house.asks(query);
        await asking.window.reaches('ready');
        const before = (await asking.window.sent())['degree.name'];
        const answers = asking.window.page.getByTestId('consent-answers-degree');
        await answers.getByRole('radio', { checked: false }).click();
        const other = before === 'Augusta' ? 'Ada Lovelace' : 'Augusta';
        await asking.window.page.getByText(other, { exact: true }).waitFor();
        await asking.window.share();
        equal((await house.opened(asking)).claims.degree?.name, other);

        const vault = await house.person.vault();
        await vault.getByTestId('tab-data').click();
        for (const left of [1, 0]) {
          await vault.getByTestId('credential-remove').first().click();
          await vault.waitForFunction(
            (count) => document.querySelectorAll('[data-testid="credential"]').length === count,
            left,
          );
        }
        const nothing = await house.asks(query);
        await nothing.window.reaches('nothing-matches');
        await nothing.window.closeByButton();
      },
    },
  ],
});
