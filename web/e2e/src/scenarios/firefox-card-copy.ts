/** The copy of the vault on a card, in Firefox. */
import { deepEqual, match, ok } from 'node:assert/strict';
import { until } from '../chromium.js';
import { RECORDS } from '../firefox-person.js';
import { SAMPLE } from '../products.js';
import { suite } from '../runner.js';
import { FirefoxCardHouse } from './firefox-card.js';

export const firefoxCardCopy = suite<FirefoxCardHouse>({
  name: 'firefox: a copy on a card',
  make: () => FirefoxCardHouse.start(),
  scenarios: [
    {
      name: 'is put there from the page Safety, and is the vault of a browser that has nothing',
      run: async ({ firefox, cards }) => {
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
        ok(data.length > 0);
        await firefox.click('[data-testid="tab-safety"]');
        await firefox.click('[data-testid="card-copy-look"]');
        await firefox.byTestId('card-copy-pick');
        await firefox.click('[data-testid="card-copy-pick"]');
        await firefox.byTestId('card-copy-done', '[data-left-out="0"]');
        await firefox.byTestId('card-copy-kept', '[data-behind="no"]');
        await firefox.click('[data-testid="vault-lock"]');
        await firefox.byTestId('vault', '[data-state="locked"]');

        // Nothing is left of the vault, nor of what this browser noted of it.
        await firefox.driver.executeScript(`
          return browser.storage.local.clear().then(() => indexedDB.databases()).then((all) => Promise.all(all.map(({ name }) =>
            new Promise((resolve) => { indexedDB.deleteDatabase(name).onsuccess = () => resolve(null); }))));`);
        await firefox.driver.get(firefox.url('vault.html'));
        await firefox.byTestId('vault', '[data-state="none"]');
        const asked = cards.dialogs().length;
        await firefox.click('[data-testid="card-copy-look"]');
        await firefox.byTestId('card-copy-pick');
        await firefox.click('[data-testid="card-copy-pick"]');
        await firefox.byTestId('restore-cancel');
        deepEqual(cards.dialogs().length, asked);
        await firefox.click('[data-testid="unlock-card"]');
        await firefox.byTestId('vault', '[data-state="unlocked"]');
        await until('the data is shown', async () => (await records()).length === data.length);
        deepEqual(await records(), data);
        match(cards.dialogs().at(-1) ?? '', /Firefox asks for it\./);
      },
    },
  ],
});
