/** What every kind of card has to do in a browser, whoever speaks with it. */
import { deepEqual, equal, match } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { QUERIES } from './asking.js';
import { type CardHouse, saysFault } from './card-house.js';
import { SAMPLE } from './products.js';

/** A vault that the card makes is there after a restart, and is opened from the consent window. */
export async function opensAndReleases(house: CardHouse): Promise<void> {
  const data = await house.furnish();
  await house.browser.reopen();
  equal(await house.person.vaultState(), 'locked');
  await house.person.unlockWithCard();
  deepEqual(await house.person.data(), data);
  await house.person.lock();
  const asking = await house.asks(QUERIES.all);
  await asking.window.reaches('locked');
  await asking.window.page.getByTestId('unlock-card').click();
  await asking.window.reaches('ready');
  await asking.window.share();
  await house.opened(asking);
  match(house.cards.dialogs().at(-1) ?? '', /prompt="PIN/);
}

/** A card is added beside a passphrase, and opens the vault; `listed` sees the page before it is picked, `added` when it was. */
export async function isAdded(
  house: CardHouse,
  listed: (page: Page) => Promise<void>,
  added: (page: Page) => Promise<void>,
): Promise<Page> {
  await house.person.createVault();
  await house.person.importFile(SAMPLE);
  const data = await house.person.data();
  const page = await house.person.openSafety();
  await page.getByTestId('add-card').click();
  await page.getByTestId('card-pick').waitFor();
  await listed(page);
  await page.getByTestId('card-pick').click();
  await page.getByTestId('access-done').waitFor();
  await added(page);
  await house.person.lock();
  await house.person.unlockWithCard();
  deepEqual(await house.person.data(), data);
  return page;
}

/** The second PIN that is typed is wrong, the third is right. */
export async function opensAfterAWrongPin(house: CardHouse): Promise<void> {
  const data = await house.furnish();
  const page = await house.person.clickUnlockWithCard();
  await house.person.reachVault('unlocked');
  deepEqual(await house.person.data(), data);
  equal(await page.getByTestId('fault').count(), 0);
  // The pinentry asked again, and said why.
  match(house.cards.dialogs().at(-1) ?? '', /Wrong PIN, 2 tries left/);
}

/** Every PIN but the first is wrong. */
export async function blocksItself(house: CardHouse): Promise<void> {
  await house.furnish();
  const page = await house.person.clickUnlockWithCard();
  await saysFault(page, 'card.pin_blocked');
  equal(await house.person.vaultState(), 'locked');
}
