/** Credentials from issuers, in Firefox. */
import { deepEqual, equal } from 'node:assert/strict';
import { ask } from '../asking.js';
import { Firefox } from '../firefox.js';
import { ready } from '../firefox-person.js';
import { asks, endOf, inSite } from '../firefox-site.js';
import { degree, ISSUER_JWK } from '../issuer.js';
import { open } from '../oracle.js';
import { suite } from '../runner.js';
import { BESIDE } from './credentials.js';

export const firefoxCredentials = suite<Firefox>({
  name: 'firefox: credentials from issuers',
  make: () => Firefox.start(),
  scenarios: [
    {
      name: 'a credential is taken in, and a site gets it beside what the person says',
      run: async (firefox) => {
        await ready(firefox);
        await firefox.click('[data-testid="credential-make-key"] summary');
        await (await firefox.byTestId('credential-key-label')).sendKeys('University');
        await firefox.click('[data-testid="credential-key-submit"]');
        const key = await (await firefox.byTestId('credential-key')).getText();
        await firefox.click('[data-testid="credential-add"] summary');
        await (await firefox.byTestId('credential-token')).sendKeys(await degree(key));
        await (await firefox.byTestId('credential-issuer-key')).sendKeys(JSON.stringify(ISSUER_JWK));
        await firefox.click('[data-testid="credential-submit"]');
        await firefox.byTestId('credentials-done', '[data-done="added"]');
        await inSite(firefox, async (site) => {
          const asked = await ask(BESIDE);
          const { page } = await asks(firefox, site, asked.data);
          await firefox.byTestId('consent', '[data-state="ready"]');
          await firefox.byTestId('consent-issued-degree');
          await firefox.click('[data-testid="consent-share"][aria-disabled="false"]');
          const end = await endOf(firefox, page);
          if (!('got' in end)) throw new Error(`the site got ${end.error.name}: ${end.error.message}`);
          const { claims } = await open(asked, site.origin, end.got.data);
          deepEqual(claims.degree, { degree: 'Doctor of Letters', awarded: 1840 });
          equal(typeof claims.contact?.email, 'string');
        });
      },
    },
  ],
});
