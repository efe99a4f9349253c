/** The rules of `navigator.credentials.get`, in Firefox, where the interface is the extension's own. */
import { equal } from 'node:assert/strict';
import { ask, QUERIES } from '../asking.js';
import { until } from '../chromium.js';
import { RULES } from '../credential-rules.js';
import { Firefox } from '../firefox.js';
import { ready } from '../firefox-person.js';
import { asks, inSite } from '../firefox-site.js';
import { suite } from '../runner.js';
import { withRule } from './rules.js';

/** In a page: what a credential looks like from outside. */
const LOOKS = `
const credential = window.got;
return [
  Object.prototype.toString.call(credential), credential instanceof DigitalCredential, credential instanceof Credential,
  credential.type, credential.id, Object.keys(credential.toJSON()).join(), credential.data === credential.data,
].join(' ');`;

export const firefoxRules = suite<Firefox>({
  name: 'firefox: navigator.credentials.get',
  make: () => Firefox.start(),
  scenarios: [
    ...RULES.filter(({ only }) => only !== 'chromium').map((rule) => ({
      name: rule.id,
      run: (firefox: Firefox) =>
        withRule(rule, async (address) => {
          const tab = await firefox.openTab(address);
          if (rule.press === 'one') await firefox.click('#press');
          await firefox.show(tab);
          const outcome = (): Promise<string> =>
            firefox.driver.executeScript('return document.getElementById("outcome").textContent');
          await until('the rule’s page is done', async () => (await outcome()) !== '');
          equal(await outcome(), rule.expected);
          await firefox.show((await firefox.driver.getAllWindowHandles())[0] ?? '');
        }),
    })),
    {
      name: 'what comes back is a DigitalCredential, and says no more than protocol and data',
      run: async (firefox) => {
        await ready(firefox);
        await inSite(firefox, async (site) => {
          const { data } = await ask(QUERIES.name);
          const { page } = await asks(firefox, site, data);
          await firefox.byTestId('consent', '[data-state="ready"]');
          await firefox.click('[data-testid="consent-share"][aria-disabled="false"]');
          await firefox.show(page);
          const looks = (): Promise<string> => firefox.driver.executeScript(LOOKS);
          await until('the page has it', () => firefox.driver.executeScript('return "got" in window'));
          const expected = '[object DigitalCredential] true true digital  protocol,data true';
          equal(await looks(), expected);
        });
      },
    },
  ],
});
