/** The vault page, and the consent window of somebody whose vault is locked or is not there. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { QUERIES } from '../asking.js';
import { House } from '../house.js';
import { PASSPHRASE } from '../person.js';
import { SAMPLE } from '../products.js';
import { suite } from '../runner.js';

export const vault = suite<House>({
  name: 'the vault',
  make: () => House.furnished(),
  scenarios: [
    {
      name: 'after the browser was closed the data is there and locked',
      run: async (house) => {
        const before = await house.person.data();
        await house.browser.reopen();
        equal(await house.person.vaultState(), 'locked');
        equal(await (await house.person.vault()).getByTestId('vault-record').count(), 0);
        await house.person.unlock();
        deepEqual(await house.person.data(), before);
      },
    },
    {
      name: 'after the page was loaded again the vault is as it was',
      run: async (house) => {
        const before = await house.person.data();
        await (await house.person.vault()).reload();
        equal(await house.person.vaultState(), 'unlocked');
        deepEqual(await house.person.data(), before);
      },
    },
    {
      name: 'a wrong passphrase says so, loses nothing, and the right one opens',
      run: async (house) => {
        const before = await house.person.data();
        await house.person.lock();
        const page = await house.person.vault();
        for (let time = 0; time < 2; time += 1) {
          await page.getByTestId('unlock-passphrase').fill('not the passphrase');
          await page.getByTestId('unlock-submit').click();
          await page.locator('[data-testid="fault"][data-code="vault.passphrase_wrong"]').waitFor();
          equal(await house.person.vaultState(), 'locked');
        }
        await house.person.unlock();
        deepEqual(await house.person.data(), before);
      },
    },
    {
      name: 'a locked vault is unlocked in the consent window, and a wrong passphrase there sends nothing',
      run: async (house) => {
        await house.person.lock();
        const asking = await house.asks(QUERIES.person);
        await asking.window.reaches('locked');
        equal(await asking.window.purpose(), 'To test the whole chain.');
        deepEqual(await asking.window.shown(), []);
        await asking.window.unlock('not the passphrase');
        await asking.window.page
          .locator('[data-testid="fault"][data-code="vault.passphrase_wrong"]')
          .waitFor();
        await asking.window.unlock(PASSPHRASE);
        await asking.window.reaches('ready');
        equal(await asking.bare.endCount(), 0);
        await asking.window.share();
        await house.opened(asking);
      },
    },
    {
      name: 'a locked vault that stays locked gives the site the same as a refusal, and the receipt is written at the next unlock',
      run: async (house) => {
        await house.person.lock();
        const asking = await house.asks(QUERIES.person);
        await asking.window.reaches('locked');
        await asking.window.refuse();
        equal((await asking.bare.error()).name, 'NotAllowedError');
        await house.person.unlock();
        await house.receiptSays(asking.origin, 'refused');
      },
    },
    {
      name: 'a file that is no vCard is refused with a reason',
      run: async (house) => {
        const file = join(house.browser.profile, 'notes.vcf');
        writeFileSync(file, 'Dear diary,\n');
        const page = await house.person.reachVault('unlocked');
        await page.getByTestId('tab-data').click();
        await page.getByTestId('vault-import-file').setInputFiles(file);
        await page.locator('[data-testid="fault"][data-code^="import."]').waitFor();
        await house.person.data();
      },
    },
    {
      name: 'the small window of the toolbar says what is, lists the latest, and locks',
      run: async (house) => {
        const asking = await house.asks(QUERIES.name);
        await asking.window.share();
        await house.opened(asking);
        const popup = await house.browser.context.newPage();
        await popup.goto(house.browser.url('popup.html'));
        await popup.locator('[data-testid="popup-status"][data-state="unlocked"]').waitFor();
        await popup.getByTestId('popup-receipt').first().waitFor();
        await popup.getByTestId('popup-lock').click();
        await popup.locator('[data-testid="popup-status"][data-state="locked"]').waitFor();
        equal(await house.person.vaultState(), 'locked');
      },
    },
  ],
});

export const firstRun = suite<House>({
  name: 'the first run',
  make: () => House.empty(),
  fresh: true,
  scenarios: [
    {
      name: 'somebody without a vault makes one while the site waits, and answers',
      run: async (house) => {
        const asking = await house.asks(QUERIES.name);
        await asking.window.reaches('no-vault');
        const [opened] = await Promise.all([
          house.browser.context.waitForEvent('page'),
          asking.window.page.getByTestId('consent-open-vault').click(),
        ]);
        await opened.getByTestId('create-passphrase').waitFor();
        await opened.close();
        await house.person.createVault();
        await asking.window.reaches('nothing-matches');
        await house.person.importFile(SAMPLE);
        await asking.window.reaches('ready');
        await asking.window.share();
        await house.opened(asking);
      },
    },
    {
      name: 'somebody without a vault refuses, and the site gets the same as from anybody',
      run: async (house) => {
        const asking = await house.asks(QUERIES.name);
        await asking.window.reaches('no-vault');
        await asking.window.refuse();
        equal((await asking.bare.error()).name, 'NotAllowedError');
      },
    },
    {
      name: 'while a passphrase is being worked on the page answers whoever speaks to it',
      run: async (house) => {
        await house.person.typeNewPassphrase();
        const page = await house.person.vault();
        let answers = await answersUntil(house, page.getByTestId('create-submit'), 'unlocked');
        ok(answers > 5, `${answers} answers while the vault was made`);
        await house.person.lock();
        await page.getByTestId('unlock-passphrase').fill(PASSPHRASE);
        answers = await answersUntil(house, page.getByTestId('unlock-submit'), 'unlocked');
        ok(answers > 5, `${answers} answers while the vault was opened`);
      },
    },
    {
      name: 'two passphrases that differ make no vault',
      run: async (house) => {
        const page = await house.person.reachVault('none');
        await page.getByTestId('create-passphrase').fill('one long passphrase');
        await page.getByTestId('create-passphrase-again').fill('another passphrase');
        await page.getByTestId('create-submit').click();
        await page.locator('#create-mismatch').waitFor();
        equal(await house.person.vaultState(), 'none');
      },
    },
    {
      name: 'without the bridge a card says bridge.absent, and what to do',
      run: async (house) => {
        const page = await house.person.lookForCards();
        const fault = page.locator('[data-testid="fault"][data-code="bridge.absent"]');
        await fault.waitFor();
        equal(await fault.getByText('Install it').count(), 1);
        equal(await house.person.vaultState(), 'none');
      },
    },
  ],
});

/** Clicks, and counts how often the page's own script answers before the vault is in that state. One that is frozen answers once, at the end. */
async function answersUntil(house: House, button: Locator, state: string): Promise<number> {
  const page = await house.person.vault();
  await button.click();
  const isThere = page.locator(`[data-testid="vault"][data-state="${state}"]`);
  let answers = 0;
  while ((await isThere.count()) === 0) answers += 1;
  return answers;
}
