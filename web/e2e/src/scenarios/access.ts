/** Ways to open the vault: added, tried, renamed, removed, and used. */
import { deepEqual, equal, match } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { QUERIES } from '../asking.js';
import { mustBeAccessible } from '../axe.js';
import { faultOn } from '../fault.js';
import { House } from '../house.js';
import { PASSPHRASE } from '../person.js';
import { suite } from '../runner.js';

const OTHER = 'granite whistle copper meadow';

/** The words of the sheet that is shown. */
async function wordsShown(page: Page): Promise<string[]> {
  await page.getByTestId('sheet-words').waitFor();
  return page.getByTestId('sheet-words').locator('li').allInnerTexts();
}

/** Makes a sheet and types it; gives its words. */
async function makeSheet(page: Page): Promise<string[]> {
  await page.getByTestId('add-sheet').click();
  const words = await wordsShown(page);
  await page.getByTestId('sheet-on-paper').click();
  // As from paper: with numbers, in capitals, and not all of each word.
  const typed = words.map((word, at) => `${at + 1}. ${word.slice(0, 4).toUpperCase()}`).join('\n');
  await page.getByTestId('paper-words').fill(typed);
  await page.getByTestId('paper-submit').click();
  await page.getByTestId('access-done').waitFor();
  return words;
}

async function labels(page: Page): Promise<string[]> {
  return page.getByTestId('unlocker').locator('strong').allInnerTexts();
}

async function missing(page: Page): Promise<string | null> {
  const notice = page.getByTestId('safety-notice');
  return (await notice.count()) === 0 ? null : notice.getAttribute('data-missing');
}

export const access = suite<House>({
  name: 'ways to open the vault',
  make: () => House.furnished(),
  fresh: true,
  scenarios: [
    {
      name: 'the vault asks for a second way until one has opened it: a sheet is made, typed from paper, and opens it',
      run: async (house) => {
        const page = await house.person.reachVault('unlocked');
        equal(await missing(page), 'another');
        await page.getByTestId('safety-open').click();
        await page.locator('#access-heading').waitFor();
        for (const language of ['de', 'en'] as const) {
          await house.person.speak(language);
          await mustBeAccessible(page, `safety, ${language}`);
          await page.getByTestId('add-sheet').click();
          await page.getByTestId('sheet').waitFor();
          await mustBeAccessible(page, `a new sheet, ${language}`);
          await page.getByTestId('sheet-on-paper').click();
          await mustBeAccessible(page, `a sheet to be typed, ${language}`);
          await page.getByTestId('access-cancel').click();
        }
        // Nothing came of those that were cancelled.
        equal((await labels(page)).length, 1);

        await page.getByTestId('add-sheet').click();
        const words = await wordsShown(page);
        equal(words.length, 12);
        match((await page.locator('.sheet svg path').last().getAttribute('d')) ?? '', /^M4 4h1v1h-1z/);
        // On paper there is the sheet, and nothing else.
        await page.emulateMedia({ media: 'print' });
        equal(await page.getByTestId('sheet-words').isVisible(), true);
        for (const hidden of ['vault-lock', 'sheet-print', 'backup-save', 'unlocker'])
          equal(await page.getByTestId(hidden).first().isVisible(), false, hidden);
        await page.emulateMedia({ media: null });

        await page.getByTestId('sheet-on-paper').click();
        equal(await page.getByText(words.join(' ')).count(), 0);
        await page.getByTestId('paper-words').fill(words.with(6, 'hailstone').join(' '));
        await page.getByTestId('paper-submit').click();
        await faultOn(page, 'vault.recovery_word_unknown');
        match(await page.getByTestId('fault').innerText(), /It is word 7\./);
        await page
          .getByTestId('paper-words')
          .fill('letter advice cage absurd amount doctor acoustic avoid letter advice cage above');
        await page.getByTestId('paper-submit').click();
        await faultOn(page, 'sheet.other_words');
        equal((await labels(page)).length, 1);
        await page.getByTestId('paper-words').fill(words.join(' '));
        await page.getByTestId('paper-submit').click();
        await page.getByTestId('access-done').waitFor();
        equal(await missing(page), null);
        deepEqual(await labels(page), ['Passphrase', 'Recovery sheet 1']);

        const before = await house.person.data();
        await house.person.lock();
        await page.getByTestId('unlock-paper').locator('summary').click();
        await mustBeAccessible(page, 'locked, with a sheet');
        await page.getByTestId('paper-words').fill(words.toReversed().join(' '));
        await page.getByTestId('paper-submit').click();
        await page.getByTestId('fault').waitFor();
        await page.getByTestId('paper-words').fill(words.join(' '));
        await page.getByTestId('paper-submit').click();
        await house.person.reachVault('unlocked');
        deepEqual(await house.person.data(), before);

        await house.person.lock();
        const asking = await house.asks(QUERIES.person);
        await asking.window.reaches('locked');
        await asking.window.page.getByTestId('unlock-paper').locator('summary').click();
        await mustBeAccessible(asking.window.page, 'a request to a locked vault, with a sheet');
        await asking.window.page.getByTestId('paper-words').fill(words.join(' '));
        await asking.window.page.getByTestId('paper-submit').click();
        await asking.window.reaches('ready');
        await asking.window.share();
        await house.opened(asking);
      },
    },
    {
      name: 'a passphrase is added, tried and renamed; the first one is removed and opens nothing any more; the last one stays',
      run: async (house) => {
        const page = await house.person.openSafety();
        equal(await page.getByTestId('unlocker-remove').count(), 0);
        await page.getByTestId('add-passphrase').click();
        await page.getByTestId('create-passphrase').fill(OTHER);
        await page.getByTestId('create-passphrase-again').fill('something else');
        await page.getByTestId('access-submit').click();
        await page.locator('#create-mismatch').waitFor();
        await mustBeAccessible(page, 'a passphrase to be added');
        await page.getByTestId('create-passphrase-again').fill(OTHER);
        await page.getByTestId('access-submit').click();
        await page.getByTestId('access-done').waitFor();
        deepEqual(await labels(page), ['Passphrase', 'Passphrase 1']);
        equal(await missing(page), 'rehearsal');

        const added = page.getByTestId('unlocker').nth(1);
        await added.getByTestId('unlocker-rehearse').click();
        await page.getByTestId('rehearse-passphrase').fill(PASSPHRASE);
        await mustBeAccessible(page, 'a passphrase to be tried');
        await page.getByTestId('access-submit').click();
        await faultOn(page, 'vault.passphrase_wrong');
        equal(await missing(page), 'rehearsal');
        await page.getByTestId('rehearse-passphrase').fill(OTHER);
        await page.getByTestId('access-submit').click();
        await page.getByTestId('access-done').waitFor();
        equal(await missing(page), null);

        await added.getByTestId('unlocker-rename').click();
        await page.getByTestId('unlocker-label').fill('At work');
        await mustBeAccessible(page, 'a way to open the vault to be renamed');
        await page.getByTestId('access-submit').click();
        await page.getByTestId('access-done').waitFor();
        deepEqual(await labels(page), ['Passphrase', 'At work']);

        await page.getByTestId('unlocker').first().getByTestId('unlocker-remove').click();
        await mustBeAccessible(page, 'a way to open the vault to be removed');
        await page.getByTestId('access-cancel').click();
        equal((await labels(page)).length, 2);
        await page.getByTestId('unlocker').first().getByTestId('unlocker-remove').click();
        await page.getByTestId('access-submit').click();
        await page.getByTestId('access-done').waitFor();
        deepEqual(await labels(page), ['At work']);
        equal(await page.getByTestId('unlocker-remove').count(), 0);
        equal(await missing(page), 'another');

        const before = await house.person.data();
        await house.person.lock();
        await page.getByTestId('unlock-passphrase').fill(PASSPHRASE);
        await page.getByTestId('unlock-submit').click();
        await faultOn(page, 'vault.passphrase_wrong');
        await house.person.unlock(OTHER);
        deepEqual(await house.person.data(), before);
      },
    },
    {
      name: 'two ways that have each opened the vault are as good as a rehearsal, and when they did is shown',
      run: async (house) => {
        const page = await house.person.openSafety();
        await page.getByTestId('add-passphrase').click();
        await page.getByTestId('create-passphrase').fill(OTHER);
        await page.getByTestId('create-passphrase-again').fill(OTHER);
        await page.getByTestId('access-submit').click();
        await page.getByTestId('access-done').waitFor();
        equal(await missing(page), 'rehearsal');
        await house.person.lock();
        await page.getByLabel('Which passphrase').selectOption({ label: 'Passphrase 1' });
        await house.person.unlock(OTHER);
        await house.person.openSafety();
        equal(await missing(page), null);
        for (const used of await page.getByTestId('unlocker-used').allInnerTexts())
          match(used, /^Last used: /);
      },
    },
    {
      name: 'a sheet is made by keyboard alone, and the focus is always where it goes on',
      run: async (house) => {
        const page = await house.person.openSafety();
        await page.getByTestId('add-sheet').focus();
        await page.keyboard.press('Enter');
        await page.locator('#access-form:focus').waitFor();
        const words = await wordsShown(page);
        await page.getByTestId('sheet-on-paper').focus();
        await page.keyboard.press('Enter');
        await page.locator('#access-form:focus').waitFor();
        await page.keyboard.press('Tab');
        await page.keyboard.type(words.join(' '));
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await page.getByRole('status').getByTestId('access-done').waitFor();
      },
    },
    {
      name: 'a vault that only a sheet opens shows where to type it',
      run: async (house) => {
        const page = await house.person.openSafety();
        const words = await makeSheet(page);
        await page.getByTestId('unlocker').first().getByTestId('unlocker-remove').click();
        await page.getByTestId('access-submit').click();
        await page.getByTestId('access-done').waitFor();
        await house.person.lock();
        equal(await page.getByTestId('unlock-passphrase').count(), 0);
        await page.getByTestId('paper-words').fill(words.join(' '));
        await mustBeAccessible(page, 'locked, with only a sheet');
        await page.getByTestId('paper-submit').click();
        await house.person.reachVault('unlocked');
      },
    },
  ],
});
