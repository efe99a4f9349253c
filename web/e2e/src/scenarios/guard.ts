/** A consent window is not to be clicked through: what Share does in the first moments. */
import { equal } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { QUERIES } from '../asking.js';
import { House } from '../house.js';
import { suite } from '../runner.js';

interface Watched {
  /** `aria-disabled` of the button, from its first appearance on, each time that it was another. */
  shareSeen: string[];
  /** Lets the moment pass. */
  passMoment(): void;
}

/**
 * Runs in the consent window before anything of it. Notes what the button says, and holds the clock of the guard, whose
 * length is as `ui/consent/guard.ts` has it: the first moments last until the test lets them pass, so no clock decides.
 */
const WATCH = `
if (location.pathname === '/consent.html') {
  const GUARD_MS = 700;
  window.shareSeen = [];
  new MutationObserver(() => {
    const state = document.querySelector('[data-testid="consent-share"]')?.getAttribute('aria-disabled') ?? null;
    if (state !== null && state !== window.shareSeen.at(-1)) window.shareSeen.push(state);
  }).observe(document, { childList: true, subtree: true, attributes: true });
  const { setTimeout: later, clearTimeout: never } = window;
  const held = new Map();
  window.setTimeout = (work, ms, ...rest) => {
    if (ms !== GUARD_MS) return later.call(window, work, ms, ...rest);
    const timer = -1 - held.size;
    held.set(timer, work);
    return timer;
  };
  window.clearTimeout = (timer) => {
    if (held.has(timer)) held.set(timer, () => undefined);
    else never.call(window, timer);
  };
  window.passMoment = () => {
    for (const [timer, work] of held) {
      held.set(timer, () => undefined);
      work();
    }
  };
}
`;

function seen(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as Watched).shareSeen);
}

async function passMoment(page: Page): Promise<void> {
  await page.evaluate(() => (window as unknown as Watched).passMoment());
}

export const guard = suite<House>({
  name: 'the first moments',
  make: async () => {
    const house = await House.furnished();
    await house.browser.context.addInitScript(WATCH);
    return house;
  },
  scenarios: [
    {
      name: 'Share takes no click and no key in the first moments of a window, and takes them afterwards',
      run: async (house) => {
        const asking = await house.asks(QUERIES.name);
        const { page } = asking.window;
        await asking.window.reaches('ready');
        await page.bringToFront();
        const share = asking.window.shareButton();
        await share.focus();
        for (const key of ['Enter', 'Space']) await page.keyboard.press(key);
        await share.click({ force: true });
        // Every state that the button had until now, its first among them.
        equal((await seen(page)).join(), 'true');
        equal(await page.getByTestId('busy').getAttribute('data-busy'), 'no');
        equal(await asking.window.state(), 'ready');
        equal(await asking.bare.endCount(), 0);
        await passMoment(page);
        await asking.window.readyToShare();
        equal(await share.evaluate((button) => button === document.activeElement), true);
        await Promise.all([page.waitForEvent('close'), page.keyboard.press('Enter')]);
        await house.opened(asking);
      },
    },
    {
      name: 'a window that comes back to the front, or shows something by itself, has first moments again',
      run: async (house) => {
        const asking = await house.asks(QUERIES.person);
        const { page } = asking.window;
        await asking.window.reaches('ready');
        await passMoment(page);
        await asking.window.readyToShare();
        // A browser without a screen has no windows that lose the front, so the event is made.
        await page.evaluate(() => window.dispatchEvent(new Event('focus')));
        await page.locator('[data-testid="consent-share"][aria-disabled="true"]').waitFor();
        await passMoment(page);
        await asking.window.readyToShare();

        await asking.window.tick('nickname');
        // No moment passes here, so an own choice has none.
        await asking.window.readyToShare();

        await house.person.lock();
        await asking.window.reaches('locked');
        await house.person.unlock();
        await asking.window.reaches('ready');
        await page.locator('[data-testid="consent-share"][aria-disabled="true"]').waitFor();
        equal(await asking.bare.endCount(), 0);
        await passMoment(page);
        await asking.window.readyToShare();
        await asking.window.share();
        await house.opened(asking);
      },
    },
  ],
});
