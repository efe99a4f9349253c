/** A credential that is bound to the signature key of an OpenPGP card, in Firefox: the bridge has the card sign, and nothing but that. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { join } from 'node:path';
import { ask } from '../asking.js';
import { asks, endOf, inSite } from '../firefox-site.js';
import { degree, ISSUER_JWK } from '../issuer.js';
import { open } from '../oracle.js';
import { SAMPLE } from '../products.js';
import { suite } from '../runner.js';
import { BESIDE } from './credentials.js';
import { FirefoxCardHouse } from './firefox-card.js';

export const firefoxSigning = suite<FirefoxCardHouse>({
  name: 'firefox: a credential on an OpenPGP card',
  make: () => FirefoxCardHouse.start({ signing: true }),
  scenarios: [
    {
      name: 'is signed by the card for a site beside own data, with one PIN, and the site verifies both',
      run: async ({ firefox, cards }) => {
        await firefox.openTab(firefox.url('vault.html'));
        await firefox.byTestId('place-browser');
        await firefox.click('[data-testid="place-file"]');
        await firefox.wait('[data-testid="place-file"]:not(:disabled)');
        await firefox.wait('div:not([inert]) > section #create-passphrase');
        await firefox.click('[data-testid="create-means-card"]');
        await firefox.byTestId('create-card');
        await firefox.click('[data-testid="create-card-submit"]');
        await firefox.byTestId('vault', '[data-state="unlocked"]');
        await (await firefox.byTestId('vault-import-file')).sendKeys(SAMPLE);
        await firefox.click('[data-testid="import-add"]');
        await firefox.byTestId('import-done');

        const home = join(firefox.downloads, '..');
        const person = { env: { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config') } };
        const key = ['credential', 'key', '--card', '--label', 'University'];
        const jwk = (await cards.bridge(person, ...key)).trim();
        await firefox.byTestId('credential', '[data-waiting="yes"]');
        await firefox.click('[data-testid="credential-add"] summary');
        await (await firefox.byTestId('credential-token')).sendKeys(await degree(jwk));
        await (await firefox.byTestId('credential-issuer-key')).sendKeys(JSON.stringify(ISSUER_JWK));
        await firefox.click('[data-testid="credential-submit"]');
        await firefox.byTestId('credentials-done', '[data-done="added"]');

        await inSite(firefox, async (site) => {
          const asked = await ask(BESIDE);
          const { page } = await asks(firefox, site, asked.data);
          await firefox.byTestId('consent', '[data-state="ready"]');
          match(
            await (await firefox.byTestId('consent-card')).getText(),
            /^Card [0-9A-F]{4}:[0-9A-F]{8} has to sign/,
          );
          await firefox.click('[data-testid="consent-share"][aria-disabled="false"]');
          const end = await endOf(firefox, page);
          if (!('got' in end)) throw new Error(`the site got ${end.error.name}: ${end.error.message}`);
          const { claims } = await open(asked, site.origin, end.got.data);
          deepEqual(claims.degree, { degree: 'Doctor of Letters', awarded: 1840 });
          equal(typeof claims.contact?.email, 'string');
          const said = cards.dialogs().filter((line) => line.includes('to sign what goes to '));
          equal(said.length, 1, cards.dialogs().join('\n'));
        });
      },
    },
  ],
});
