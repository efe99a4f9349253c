/** The copy of the vault on a card: put there from the page Safety, renewed, and at another first run all that is left. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { mustBeAccessible } from '../axe.js';
import { STONE_PIN } from '../card.js';
import { type CardHouse, cardSuite, saysFault } from '../card-house.js';
import { until } from '../chromium.js';
import { SAMPLE } from '../products.js';
import type { Suite } from '../runner.js';

/** Puts a copy on the only card, by keyboard. */
async function put(house: CardHouse): Promise<Page> {
  const page = await house.person.openSafety();
  await page.getByTestId('card-copy-look').press('Enter');
  await page.locator('#card-copy-form:focus').waitFor();
  await page.getByTestId('card-copy-pick').press('Enter');
  return page;
}

async function isPut(page: Page): Promise<{ records: number; leftOut: number; came: number }> {
  const done = page.getByTestId('card-copy-done');
  await done.waitFor();
  const said = async (name: string): Promise<number> => Number(await done.getAttribute(`data-${name}`));
  return { records: await said('records'), leftOut: await said('left-out'), came: await said('came') };
}

async function isBehind(page: Page): Promise<boolean> {
  return (await page.getByTestId('card-copy-kept').getAttribute('data-behind')) === 'yes';
}

/** Nothing is left of the vault, nor of what this browser noted of it. */
async function another(house: CardHouse): Promise<Page> {
  const page = await house.person.vault();
  const session = await house.browser.context.newCDPSession(page);
  await page.evaluate(() => (globalThis as unknown as Extension).chrome.storage.local.clear());
  await house.browser.endSession();
  const origin = await page.evaluate(() => location.origin);
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await page.reload();
  return house.person.reachVault('none');
}
interface Extension {
  readonly chrome: { readonly storage: { readonly local: { clear(): Promise<void> } } };
}

async function read(page: Page): Promise<void> {
  await page.getByTestId('card-copy-look').press('Enter');
  await page.getByTestId('card-copy-pick').press('Enter');
  await page.getByTestId('restore-cancel').waitFor();
}

export const cardCopies: readonly Suite[] = [
  cardSuite(
    'a copy on a card',
    {},
    'is put there, falls behind, is renewed, and at the first run of another browser it is the vault',
    async (house) => {
      await house.person.createVaultWithCard();
      await house.person.importFile(SAMPLE);
      let page = await put(house);
      const first = await isPut(page);
      ok(first.records > 0);
      equal(await isBehind(page), false);
      for (const language of ['de', 'en'] as const) {
        await house.person.speak(language);
        await mustBeAccessible(page, `a copy on a card, ${language}`);
        await house.picture(page, `copy-put-${language}`);
      }
      // A change, and the next copy has it.
      await house.person.importFile(SAMPLE);
      const data = await house.person.data();
      page = await house.person.openSafety();
      equal(await isBehind(page), true);
      await house.picture(page, 'copy-behind');
      await put(house);
      const second = await isPut(page);
      equal(second.records + second.leftOut, 2 * (first.records + first.leftOut));
      equal(await isBehind(page), false);

      page = await another(house);
      await page.getByTestId('card-copy-look').press('Enter');
      await page.getByTestId('card-copy-pick').waitFor();
      for (const language of ['de', 'en'] as const) {
        await house.person.speak(language);
        await mustBeAccessible(page, `a vault that is on a card, ${language}`);
        await house.picture(page, `copy-restore-${language}`);
      }
      const asked = house.cards.dialogs().length;
      await page.getByTestId('card-copy-pick').press('Enter');
      await page.getByTestId('restore-cancel').waitFor();
      // Everybody may read it on this kind of card, and nobody can open it.
      equal(house.cards.dialogs().length, asked);
      await house.person.unlockWithCard();
      const restored = await house.person.data();
      equal(restored.length, data.length - second.leftOut);
      for (const record of restored) ok(data.includes(record), record);
      // It is stored.
      await house.person.lock();
      await page.reload();
      await house.person.unlockWithCard();
      deepEqual(await house.person.data(), restored);
    },
  ),
  cardSuite(
    'a card that is pulled out before its copy is written',
    { meddled: true },
    'is said to be gone, vault and card stay as they are, and the next copy is put there',
    async (house) => {
      await house.person.createVaultWithCard();
      await house.person.importFile(SAMPLE);
      await put(house).then(isPut);
      await house.person.importFile(SAMPLE);
      const data = await house.person.data();
      house.cards.play('hold');
      let page = await put(house);
      const written = (): number =>
        house.cards.passed().filter(({ message }) => JSON.stringify(message).includes('"copy-write"')).length;
      await until('the copy is about to be written', () => written() === 2);
      await house.remove(0);
      house.cards.play('none');
      await saysFault(page, 'card.removed');
      await mustBeAccessible(page, 'a card that is gone before its copy is written');
      equal(await isBehind(page), true);
      deepEqual(await house.person.data(), data);
      await house.cards.insert(0);
      page = await put(house);
      await isPut(page);
      equal(await isBehind(page), false);
      // Of the vault itself nothing passed that is not sealed.
      ok(!JSON.stringify(house.cards.passed()).includes('Ada'));
    },
  ),
  cardSuite('a copy of another vault on a card', {}, 'is left alone, and said', async (house) => {
    await house.person.createVaultWithCard();
    await house.person.importFile(SAMPLE);
    const data = await house.person.data();
    await put(house).then(isPut);
    await another(house);
    await house.person.createVaultWithCard();
    const page = await put(house);
    match(await saysFault(page, 'card.copy_other'), /another vault/);
    await another(house);
    await read(page);
    await house.person.unlockWithCard();
    deepEqual(await house.person.data(), data);
  }),
  cardSuite(
    'a vault that only a passphrase opens',
    {},
    'has no copy on a card, and is told what it takes; a card without a copy makes no vault',
    async (house) => {
      let page = await house.person.reachVault('none');
      await page.getByTestId('card-copy-look').click();
      await page.getByTestId('card-copy-pick').click();
      await saysFault(page, 'card.copy_absent');
      equal(await house.person.vaultState(), 'none');
      await house.person.createVault();
      page = await house.person.openSafety();
      await page.getByTestId('card-copy-no-key').waitFor();
      equal(await page.getByTestId('card-copy-look').count(), 0);
    },
  ),
  cardSuite(
    'a copy on a Hailstone card',
    { stone: true, meddled: true },
    'takes the PIN, has room for everything, and is the vault of another browser',
    async (house) => {
      await house.person.createVaultWithCard();
      await house.person.importFile(SAMPLE);
      const data = await house.person.data();
      const page = await put(house);
      equal((await isPut(page)).leftOut, 0);
      await another(house);
      const asked = house.cards.dialogs().length;
      await read(page);
      equal(house.cards.dialogs().length, asked + 1);
      await house.person.unlockWithCard();
      deepEqual(await house.person.data(), data);
      ok(!JSON.stringify(house.cards.passed()).includes(STONE_PIN));
    },
  ),
];
