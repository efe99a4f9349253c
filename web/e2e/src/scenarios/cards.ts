/** The vault on a card: a virtual one behind the real pcscd, through the bridge, with a pinentry that answers. */
import { deepEqual, equal, match } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { QUERIES } from '../asking.js';
import { mustBeAccessible } from '../axe.js';
import { FACTORY_PIN, PIN } from '../card.js';
import { type CardHouse, cardSuite, saysFault } from '../card-house.js';
import { blocksItself, isAdded, opensAfterAWrongPin, opensAndReleases } from '../card-stories.js';
import { until } from '../chromium.js';
import { SAMPLE } from '../products.js';
import type { Suite } from '../runner.js';

/** Waits until the list on the page has so many cards, and those who do not see it were told. */
async function listsByItself(page: Page, card: string, count: number): Promise<void> {
  const reached = async (): Promise<boolean> => (await page.getByTestId(card).count()) === count;
  await until(`the page lists ${count} cards`, reached);
  await page
    .locator(`[role="status"] [data-testid="card-news"][data-count="${count}"]`)
    .waitFor({ state: 'attached' });
}

async function cardIsSaidToBe(page: Page, there: boolean): Promise<void> {
  await page.locator(`[data-testid="card-presence"][data-card="${there}"]`).waitFor();
}

async function lockAtRemoval(house: CardHouse): Promise<Page> {
  const page = await house.person.openSafety();
  const box = page.getByRole('checkbox', { name: 'Lock when the card is taken out' });
  equal(await box.isChecked(), false);
  await box.focus();
  await page.keyboard.press('Space');
  equal(await box.isChecked(), true);
  return page;
}

export const cards: readonly Suite[] = [
  cardSuite(
    'a card',
    {},
    'makes a vault, opens it after a restart, and releases; the person is told which browser asks',
    async (house) => {
      await opensAndReleases(house);
      match(house.cards.dialogs().at(-1) ?? '', /Chrom\w+ asks for it\./);
    },
  ),
  cardSuite(
    'a card beside a passphrase',
    {},
    'is added to the vault, opens it, and then nothing is missing any more',
    async (house) => {
      const page = await isAdded(
        house,
        (page) => mustBeAccessible(page, 'a card to be added'),
        async (page) => {
          equal(await page.getByTestId('safety-notice').getAttribute('data-missing'), 'rehearsal');
        },
      );
      equal(await page.getByTestId('safety-notice').count(), 0);
      // Without the card the passphrase still opens it.
      await house.remove(0);
      await house.person.lock();
      await house.person.unlock();
    },
  ),
  cardSuite(
    'a card as it is delivered',
    { delivered: true, pins: [FACTORY_PIN, PIN] },
    'gets a PIN of its own in the same prompts, and then makes the vault',
    async (house) => {
      const data = await house.furnish();
      const said = house.cards.dialogs();
      equal(said.filter((line) => line.includes('everybody knows it')).length, 1);
      await house.person.unlockWithCard();
      deepEqual(await house.person.data(), data);
      // It was asked for three times while the vault was made, and once now.
      deepEqual(
        house.cards
          .dialogs()
          .map((line) => /prompt="(.+?):"/.exec(line)?.[1])
          .filter((prompt) => prompt !== 'Admin PIN'),
        ['PIN', 'New PIN', 'Once more', 'PIN'],
      );
    },
  ),
  cardSuite(
    'a card as it is delivered whose PIN is not changed',
    { delivered: true, pins: [FACTORY_PIN, 'cancel'] },
    'makes no vault, and says what is missing',
    async (house) => {
      const page = await house.person.lookForCards();
      await page.getByTestId('create-card').check();
      await page.getByTestId('create-card-submit').click();
      await saysFault(page, 'card.pin_factory');
      equal(await house.person.vaultState(), 'none');
    },
  ),
  cardSuite(
    'a card with a wrong PIN',
    { pins: [PIN, '999999', PIN] },
    'says how many tries are left, and opens with the right one',
    opensAfterAWrongPin,
  ),
  cardSuite(
    'a card with three wrong PINs',
    { pins: [PIN, '999999'] },
    'blocks itself as cards do, says what to do, and the vault stays whole',
    async (house) => {
      await blocksItself(house);
      equal(house.cards.dialogs().filter((line) => line.includes('last try')).length, 1);
    },
  ),
  cardSuite(
    'a card whose PIN is not typed',
    { pins: [PIN, 'cancel', PIN] },
    'stays closed, says so, and opens the next time',
    async (house) => {
      const data = await house.furnish();
      const page = await house.person.clickUnlockWithCard();
      await saysFault(page, 'card.pin_cancelled');
      equal(await house.person.vaultState(), 'locked');
      await house.person.unlockWithCard();
      deepEqual(await house.person.data(), data);
    },
  ),
  cardSuite(
    'a card that is not there',
    {},
    'is named, and the vault opens when it is back',
    async (house) => {
      const data = await house.furnish();
      await house.remove(0);
      const page = await house.person.clickUnlockWithCard();
      await saysFault(page, 'card.absent');
      equal(await house.person.vaultState(), 'locked');
      await house.cards.insert(0);
      await house.person.unlockWithCard();
      deepEqual(await house.person.data(), data);
    },
  ),
  cardSuite('a card that is pulled out', {}, 'leaves the vault whole, and says what to do', async (house) => {
    const data = await house.furnish();
    // The reader may or may not have noticed yet.
    await house.cards.remove(0);
    const page = await house.person.clickUnlockWithCard();
    await page
      .locator(
        '[data-testid="fault"][data-code="card.absent"],[data-testid="fault"][data-code="card.removed"]',
      )
      .waitFor();
    equal(await house.person.vaultState(), 'locked');
    await house.noticed();
    await house.cards.insert(0);
    await house.person.unlockWithCard();
    deepEqual(await house.person.data(), data);
  }),
  cardSuite(
    'another card',
    { cards: 2 },
    'does not open a vault that it did not make, and says so',
    async (house) => {
      await house.furnish();
      await house.remove(0);
      const page = await house.person.clickUnlockWithCard();
      await saysFault(page, 'card.other');
      equal(await house.person.vaultState(), 'locked');
    },
  ),
  cardSuite(
    'a list of cards',
    { cards: 2 },
    'follows the readers without a click, when a vault is made and when a card is added',
    async (house) => {
      const page = await house.person.reachVault('none');
      await page.getByTestId('create-means-card').check();
      await listsByItself(page, 'create-card', 2);
      await page.getByTestId('create-card').nth(1).check();
      const chosen = await page.getByTestId('create-card').nth(1).inputValue();
      await house.cards.remove(0);
      await listsByItself(page, 'create-card', 1);
      // The choice stays at the card, not at its place in the list.
      equal(await page.getByTestId('create-card').inputValue(), chosen);
      equal(await page.getByTestId('create-card').isChecked(), true);
      await house.cards.insert(0);
      await listsByItself(page, 'create-card', 2);
      equal(await page.locator('[data-testid="create-card"]:checked').inputValue(), chosen);
      await house.cards.remove(0);
      await listsByItself(page, 'create-card', 1);
      await house.cards.remove(1);
      await listsByItself(page, 'create-card', 0);
      await page.getByTestId('create-no-card').waitFor();
      await mustBeAccessible(page, 'no card to make a vault with');
      await house.picture(page, 'create-no-card');
      await house.cards.insert(1);
      await listsByItself(page, 'create-card', 1);
      await house.picture(page, 'create-card');
      await house.person.createVault();
      await house.remove(1);
      await house.person.openSafety();
      await page.getByTestId('add-card').click();
      await page.getByTestId('add-no-card').waitFor();
      await house.cards.insert(1);
      await listsByItself(page, 'card-pick', 1);
      // Who was at the button of a card that is gone begins at the heading of the list.
      await page.getByTestId('card-pick').focus();
      await house.cards.remove(1);
      await listsByItself(page, 'card-pick', 0);
      await page.locator('#access-form:focus').waitFor();
      await mustBeAccessible(page, 'no card to be added');
      await house.picture(page, 'add-no-card');
      await house.cards.insert(0);
      await listsByItself(page, 'card-pick', 1);
      await page.getByTestId('card-pick').click();
      await page.getByTestId('access-done').waitFor();
    },
  ),
  cardSuite(
    'a locked vault with a card',
    {},
    'says at once that the card is in or out, here and in the consent window, and forgets that it was missing',
    async (house) => {
      await house.furnish();
      const page = await house.person.reachVault('locked');
      await cardIsSaidToBe(page, true);
      await house.cards.remove(0);
      await cardIsSaidToBe(page, false);
      await house.picture(page, 'unlock-without-card');
      const { window } = await house.asks(QUERIES.all);
      await window.reaches('locked');
      await cardIsSaidToBe(window.page, false);
      await window.page.getByTestId('unlock-card').click();
      await saysFault(window.page, 'card.absent');
      await house.cards.insert(0);
      await cardIsSaidToBe(window.page, true);
      equal(await window.page.getByTestId('fault').count(), 0);
      await house.picture(window.page, 'consent-with-card');
      await cardIsSaidToBe(page, true);
    },
  ),
  cardSuite(
    'a card that opened the vault',
    {},
    'locks it when it is taken out, if the person wants that, and not otherwise',
    async (house) => {
      await house.person.createVaultWithCard();
      await house.person.importFile(SAMPLE);
      // Off, as it comes.
      await house.remove(0);
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      equal(await house.person.vaultState(), 'unlocked');
      await house.cards.insert(0);
      await house.person.lock();
      await house.person.unlockWithCard();
      const page = await lockAtRemoval(house);
      await mustBeAccessible(page, 'the setting to lock at removal');
      await house.picture(page, 'lock-at-removal');
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      equal(await house.person.vaultState(), 'unlocked');
      const removed = performance.now();
      await house.cards.remove(0);
      await house.person.reachVault('locked');
      console.log(`    locked ${(performance.now() - removed).toFixed(0)} ms after the removal`);
      await house.cards.insert(0);
      await house.person.unlockWithCard();
      // The setting is remembered, and the watch begins with the unlock.
      await house.person.data();
      await house.cards.remove(0);
      await house.person.reachVault('locked');
    },
  ),
  cardSuite(
    'a card beside a passphrase that opened the vault',
    {},
    'may be taken out, whatever the setting says',
    async (house) => {
      await house.person.createVault();
      await lockAtRemoval(house);
      await house.cards.remove(0);
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      equal(await house.person.vaultState(), 'unlocked');
    },
  ),
  cardSuite(
    'a card that is taken out while the background is stopped',
    {},
    'locks the vault when the background starts again',
    async (house) => {
      await house.person.createVaultWithCard();
      await lockAtRemoval(house);
      await (await house.person.vault()).close();
      await house.browser.stopServiceWorker();
      await house.cards.remove(0);
      await house.noticed();
      await house.person.reachVault('locked');
    },
  ),
  cardSuite(
    'two cards',
    { cards: 2 },
    'are both listed, and the chosen one makes the vault and opens it without the other',
    async (house) => {
      const page = await house.person.lookForCards();
      await page.getByTestId('create-card').first().waitFor();
      equal(await page.getByTestId('create-card').count(), 2);
      await house.person.createVaultWithCard(1);
      await house.person.lock();
      await house.remove(0);
      await house.person.unlockWithCard();
    },
  ),
];
