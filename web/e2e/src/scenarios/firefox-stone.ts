/** A card with our own application, in Firefox: the core in the event page speaks with the card itself. */
import { deepEqual, equal } from 'node:assert/strict';
import { ask, QUERIES } from '../asking.js';
import { until } from '../chromium.js';
import { RECORDS } from '../firefox-person.js';
import { asks, endOf, inSite } from '../firefox-site.js';
import { SAMPLE } from '../products.js';
import { suite } from '../runner.js';
import { FirefoxCardHouse } from './firefox-card.js';
import { passedSealed } from './stone.js';

export const firefoxStone = suite<FirefoxCardHouse>({
  name: 'firefox: a Hailstone card',
  make: () => FirefoxCardHouse.start({ stone: true, meddled: true }),
  scenarios: [
    {
      name: 'makes a vault, opens it, and answers a request; what passes on the way is sealed, and what is changed there opens nothing',
      run: async (house) => {
        const { firefox, cards } = house;
        const records = (): Promise<string[]> => firefox.driver.executeScript(RECORDS);
        await firefox.openTab(firefox.url('vault.html'));
        await firefox.click('[data-testid="create-means-card"]');
        await firefox.byTestId('create-card');
        await firefox.click('[data-testid="create-card-submit"]');
        await firefox.byTestId('vault', '[data-state="unlocked"]');
        await (await firefox.byTestId('vault-import-file')).sendKeys(SAMPLE);
        await firefox.click('[data-testid="import-add"]');
        await firefox.byTestId('import-done');
        const data = await records();
        await firefox.click('[data-testid="vault-lock"]');
        await firefox.byTestId('vault', '[data-state="locked"]');

        cards.play('flip');
        await firefox.click('[data-testid="unlock-card"]');
        await firefox.byTestId('fault', '[data-code="card.channel_broken"]');
        await firefox.byTestId('vault', '[data-state="locked"]');
        cards.play('none');
        await house.unlock();
        await until('the data is shown', async () => (await records()).length === data.length);
        deepEqual(await records(), data);
        await firefox.click('[data-testid="vault-lock"]');
        await firefox.byTestId('vault', '[data-state="locked"]');

        await inSite(firefox, async (site) => {
          const { page } = await asks(firefox, site, (await ask(QUERIES.name)).data);
          await firefox.byTestId('consent', '[data-state="locked"]');
          await firefox.click('[data-testid="unlock-card"]');
          await firefox.byTestId('consent', '[data-state="ready"]');
          await firefox.click('[data-testid="consent-share"][aria-disabled="false"]');
          equal('got' in (await endOf(firefox, page)), true);
        });
        passedSealed(cards);
      },
    },
  ],
});
