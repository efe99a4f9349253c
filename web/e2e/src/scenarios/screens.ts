/** The screens themselves: for everybody, by keyboard alone, and not to be clicked through. */
import { equal, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { ask, inTheClear, QUERIES } from '../asking.js';
import { mustBeAccessible } from '../axe.js';
import type { ConsentWindow } from '../consent-window.js';
import { faultOn } from '../fault.js';
import { House } from '../house.js';
import { PASSPHRASE } from '../person.js';
import { SAMPLE } from '../products.js';
import { suite } from '../runner.js';

/** Presses Tab until the keyboard is there. */
async function tabTo(page: Page, testId: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    const at = await page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    if (at === testId) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not reach ${testId}`);
}

/** Those who do not see the page begin at the heading of what is new. */
async function focusIsOn(page: Page, heading: string | RegExp): Promise<void> {
  const focused = page.getByRole('heading', { name: heading }).and(page.locator(':focus'));
  await focused.waitFor();
}

interface Reached {
  readonly what: string;
  readonly state: string;
  readonly reach: (house: House) => Promise<ConsentWindow>;
}

async function spoilt(
  house: House,
  spoil: (data: Record<string, unknown>) => object,
): Promise<ConsentWindow> {
  const bare = await house.bare();
  await bare.prepare(spoil((await ask(QUERIES.name)).data));
  return house.person.consentAfter(() => bare.click());
}

/** Each state that the window can be in, but for those that have scenarios of their own: no vault, and failed. */
const STATES: readonly Reached[] = [
  {
    what: 'a proposal',
    state: 'ready',
    reach: async (house) => {
      const { window } = await house.asks(QUERIES.all);
      await window.readyToShare();
      return window;
    },
  },
  {
    what: 'a proposal with a tick',
    state: 'ready',
    reach: async (house) => {
      const { window } = await house.asks(QUERIES.all);
      await window.tick('birthdate');
      return window;
    },
  },
  {
    what: 'a proposal that is not encrypted',
    state: 'ready',
    reach: async (house) => {
      const window = await spoilt(house, inTheClear);
      await window.page.getByTestId('consent-not-encrypted').waitFor();
      return window;
    },
  },
  {
    what: 'a proposal of which nothing is chosen',
    state: 'incomplete',
    reach: async (house) => (await house.asks(QUERIES.onlyOptional)).window,
  },
  {
    what: 'an answer that is being sealed',
    state: 'ready',
    reach: async (house) => {
      const { window } = await house.asks(QUERIES.all);
      await window.stayAtSharing();
      return window;
    },
  },
  {
    what: 'nothing that matches',
    state: 'nothing-matches',
    reach: async (house) => (await house.asks(QUERIES.nothing)).window,
  },
  {
    what: 'a request that is not valid',
    state: 'invalid',
    reach: (house) => spoilt(house, (data) => ({ ...data, nonce: '' })),
  },
  {
    what: 'a request that is over',
    state: 'ended',
    reach: async (house) => {
      const { bare, window } = await house.asks(QUERIES.name);
      await bare.page.close();
      return window;
    },
  },
  {
    what: 'a locked vault',
    state: 'locked',
    reach: async (house) => {
      await house.person.lock();
      return (await house.asks(QUERIES.name)).window;
    },
  },
  {
    what: 'a locked vault and a wrong passphrase',
    state: 'locked',
    reach: async (house) => {
      await house.person.lock();
      const { window } = await house.asks(QUERIES.name);
      await window.unlock('not the passphrase');
      await faultOn(window.page, 'vault.passphrase_wrong');
      return window;
    },
  },
];

export const emptyScreens = suite<House>({
  name: 'screens of the first run',
  make: () => House.empty(),
  scenarios: [
    {
      name: 'making a vault breaks no rule of accessibility',
      run: async (house) => {
        const page = await house.person.reachVault('none');
        await mustBeAccessible(page, 'make a vault with a passphrase');
        const looking = await house.person.lookForCards();
        await looking.getByTestId('fault').waitFor();
        await mustBeAccessible(page, 'make a vault with a card');
        const popup = await house.browser.context.newPage();
        await popup.goto(house.browser.url('popup.html'));
        await popup.getByTestId('popup-status').waitFor();
        await mustBeAccessible(popup, 'small window without a vault');
        const { window } = await house.asks(QUERIES.name);
        await window.reaches('no-vault');
        await mustBeAccessible(window.page, 'consent without a vault');
      },
    },
    {
      name: 'a vault is made, filled and locked by keyboard alone',
      run: async (house) => {
        const page = await house.person.reachVault('none');
        await page.reload();
        await house.person.reachVault('none');
        await tabTo(page, 'create-passphrase');
        await page.keyboard.type(PASSPHRASE);
        await tabTo(page, 'create-passphrase-again');
        await page.keyboard.type(PASSPHRASE);
        await page.keyboard.press('Enter');
        await house.person.reachVault('unlocked');
        await focusIsOn(page, 'Your data');
        await mustBeAccessible(page, 'empty vault');
        await tabTo(page, 'vault-import-file');
        const [chooser] = await Promise.all([
          page.waitForEvent('filechooser'),
          // The key takes a shorter way into the page than the wish to be told of the dialog, which must be there first.
          page.evaluate(() => undefined).then(() => page.keyboard.press('Enter')),
        ]);
        await chooser.setFiles(SAMPLE);
        await page.getByTestId('import-preview').waitFor();
        await focusIsOn(page, /entries would be added/);
        await mustBeAccessible(page, 'what a file holds');
        await tabTo(page, 'import-cancel');
        await page.keyboard.press('Enter');
        await focusIsOn(page, 'Your data');
        await page.getByTestId('vault-import-file').setInputFiles(SAMPLE);
        await tabTo(page, 'import-add');
        await page.keyboard.press('Enter');
        await page.getByRole('status').getByTestId('import-done').waitFor();
        await focusIsOn(page, 'Your data');
        await tabTo(page, 'vault-lock');
        await page.keyboard.press('Enter');
        await house.person.reachVault('locked');
        await focusIsOn(page, 'Your vault is locked');
        await tabTo(page, 'unlock-passphrase');
        await page.keyboard.type(PASSPHRASE);
        await page.keyboard.press('Enter');
        await house.person.reachVault('unlocked');
        await focusIsOn(page, 'Your data');
      },
    },
  ],
});

export const damagedScreens = suite<House>({
  name: 'screens of a damaged vault',
  make: () => House.furnished(),
  scenarios: [
    {
      name: 'a vault that cannot be read says so to the person, and no more than a refusal to the site',
      run: async (house) => {
        const vault = await house.person.reachVault('unlocked');
        await vault.evaluate(spoilHeader);
        await house.browser.stopCore();
        const { window, bare } = await house.asks(QUERIES.name);
        await window.reaches('failed');
        await window.page.locator('[data-testid="fault"]').waitFor();
        equal(await bare.endCount(), 0);
        for (const language of ['de', 'en'] as const) {
          const page = await house.browser.context.newPage();
          await page.goto(house.browser.url('vault.html'));
          await page.getByTestId('settings-language').selectOption(language);
          await page.locator(`html[lang="${language}"]`).waitFor();
          await page.getByTestId('fault').waitFor();
          await mustBeAccessible(page, `a vault that cannot be read, ${language}`);
          await page.close();
          await window.page.locator(`html[lang="${language}"]`).waitFor();
          await mustBeAccessible(window.page, `a request to a vault that cannot be read, ${language}`);
        }
        await window.closeByButton();
        equal((await bare.error()).name, 'NotAllowedError');
      },
    },
  ],
});

/** As a broken disk would: bytes that are no header. */
function spoilHeader(): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('hailstone');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const work = opening.result.transaction('meta', 'readwrite');
      work.objectStore('meta').put(new Uint8Array([1, 2, 3]), 'header');
      work.oncomplete = () => {
        opening.result.close();
        resolve();
      };
      work.onerror = () => reject(work.error);
    };
  });
}

export const screens = suite<House>({
  name: 'screens',
  make: () => House.furnished(),
  scenarios: [
    {
      name: 'every screen of the vault breaks no rule of accessibility, in English and in German',
      run: async (house) => {
        for (const language of ['de', 'en'] as const) {
          await house.person.speak(language);
          const page = await house.person.reachVault('unlocked');
          await house.person.data();
          await mustBeAccessible(page, `data, ${language}`);
          await house.person.receipts();
          await mustBeAccessible(page, `history, ${language}`);
          await house.person.lock();
          await mustBeAccessible(page, `locked, ${language}`);
          await page.getByTestId('unlock-passphrase').fill('wrong');
          await page.getByTestId('unlock-submit').click();
          await page.getByTestId('fault').waitFor();
          await mustBeAccessible(page, `wrong passphrase, ${language}`);
          await house.person.unlock();
        }
      },
    },
    ...(['de', 'en'] as const).map((language) => ({
      name: `every state of the consent window breaks no rule of accessibility: ${language}`,
      run: async (house: House) => {
        await house.person.speak(language);
        try {
          for (const { state, what, reach } of STATES) {
            const window = await reach(house);
            await window.reaches(state);
            equal(await window.page.locator('html').getAttribute('lang'), language);
            await mustBeAccessible(window.page, `${what}, ${language}`);
            await house.tidy();
          }
        } finally {
          await house.person.speak('en');
        }
      },
    })),
    {
      name: 'the demonstration site and the small window break no rule of accessibility',
      run: async (house) => {
        const site = await house.demoSite();
        const shop = await house.browser.context.newPage();
        await shop.goto(site.url());
        await mustBeAccessible(shop, 'shop');
        const click = (): Promise<void> => shop.locator('#wallet-button').click();
        const refused = await house.person.consentAfter(click);
        await refused.refuse();
        await shop.locator('#error:not([hidden])').waitFor();
        equal(await shop.locator('#error').getAttribute('data-code'), 'site.refused');
        await mustBeAccessible(shop, 'shop after a refusal');
        await shop.bringToFront();
        const shared = await house.person.consentAfter(click);
        await shared.share();
        await shop.locator('#received:not([hidden])').waitFor();
        await mustBeAccessible(shop, 'shop after an answer');
        await shop.goto(site.url({ lang: 'de' }));
        await mustBeAccessible(shop, 'shop in German');

        const popup = await house.browser.context.newPage();
        await popup.setViewportSize({ width: 360, height: 600 });
        await popup.goto(house.browser.url('popup.html'));
        await popup.getByTestId('popup-receipt').first().waitFor();
        await mustBeAccessible(popup, 'small window');
      },
    },
    {
      name: 'a request is unlocked, read, changed and answered by keyboard alone',
      run: async (house) => {
        await house.person.lock();
        const asking = await house.asks(QUERIES.person);
        const { page } = asking.window;
        await asking.window.reaches('locked');
        await page.bringToFront();
        await tabTo(page, 'unlock-passphrase');
        await page.keyboard.type(PASSPHRASE);
        await page.keyboard.press('Enter');
        await asking.window.reaches('ready');
        await tabTo(page, 'consent-tick-nickname');
        await page.keyboard.press('Space');
        await page.locator('[data-testid="consent-claim-nickname"][data-sent="yes"]').waitFor();
        await tabTo(page, 'consent-share');
        await asking.window.readyToShare();
        await Promise.all([page.waitForEvent('close'), page.keyboard.press('Enter')]);
        equal((await house.opened(asking)).claims.person?.nickname, 'Mina');
      },
    },
    {
      name: 'the consent window fits its own size: nothing has to be scrolled sideways, and the buttons are in view',
      run: async (house) => {
        for (const language of ['de', 'en'] as const) {
          await house.person.speak(language);
          const asking = await house.asks(QUERIES.all);
          await asking.window.reaches('ready');
          const { page } = asking.window;
          const size = await page.evaluate(() => ({
            wide: document.documentElement.scrollWidth,
            width: innerWidth,
          }));
          equal(size.width, 460);
          ok(size.wide <= size.width, `${size.wide} points wide`);
          for (const id of ['consent-share', 'consent-refuse'])
            ok(
              await page
                .getByTestId(id)
                .evaluate((button) => button.getBoundingClientRect().bottom <= innerHeight),
            );
          await asking.window.refuse();
          await asking.bare.end();
        }
      },
    },
  ],
});
