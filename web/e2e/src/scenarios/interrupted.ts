/** Something goes away in the middle: the site gets an end, the person is told, the vault is whole. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { ask, QUERIES } from '../asking.js';
import { until } from '../chromium.js';
import { type Asking, House } from '../house.js';
import { PASSPHRASE } from '../person.js';
import { suite } from '../runner.js';

async function endedBecause({ window }: Asking, reason: string): Promise<void> {
  await window.reaches('ended');
  equal(await window.page.getByTestId('consent-ended').getAttribute('data-reason'), reason);
  equal(await window.shareButton().count(), 0);
  await window.closeByButton();
}

/** A window whose answer may have gone out does not say that nothing was sent; one that heard of it is gone. */
async function goneOrUnknown(asking: Asking): Promise<void> {
  const { page } = asking.window;
  const ended = page.getByTestId('consent-ended');
  await until(
    'the window is gone or says how it ended',
    async () => page.isClosed() || (await ended.count().catch(() => 0)) > 0,
  );
  if (!page.isClosed()) await endedBecause(asking, 'unknown');
}

/** The vault still works after whatever happened: the next release does. */
async function nextReleaseWorks(house: House): Promise<void> {
  const asking = await house.asks(QUERIES.person);
  if ((await asking.window.state()) === 'locked') await asking.window.unlock(PASSPHRASE);
  await asking.window.reaches('ready');
  await asking.window.share();
  await house.opened(asking);
}

export const interrupted = suite<House>({
  name: 'interrupted',
  make: () => House.furnished(),
  scenarios: [
    {
      name: 'a page that takes its request back gets an AbortError, and the window says that it is over',
      run: async (house) => {
        const bare = await house.bare();
        await bare.prepareSignal();
        const asking = await house.asksOn(bare, bare.origin, await ask(QUERIES.name));
        await asking.window.reaches('ready');
        await bare.abort();
        equal((await bare.error()).name, 'AbortError');
        await endedBecause(asking, 'aborted');
        await house.receiptSays(bare.origin, 'aborted');
        await nextReleaseWorks(house);
      },
    },
    {
      name: 'a page that is closed while it waits leaves a window that says so',
      run: async (house) => {
        const asking = await house.asks(QUERIES.name);
        await asking.window.reaches('ready');
        await asking.bare.page.close();
        await endedBecause(asking, 'aborted');
        await house.receiptSays(asking.origin, 'aborted');
        await nextReleaseWorks(house);
      },
    },
    {
      name: 'a page that is left while it waits leaves a window that says so',
      run: async (house) => {
        const asking = await house.asks(QUERIES.name);
        await asking.window.reaches('ready');
        await asking.bare.page.goto((await house.site()).origin);
        await endedBecause(asking, 'aborted');
        await house.receiptSays(asking.origin, 'aborted');
        await nextReleaseWorks(house);
      },
    },
    {
      name: 'the service worker is stopped while the window waits: the site gets an end, the person is told, nothing is lost',
      run: async (house) => {
        const before = await house.person.data();
        const asking = await house.asks(QUERIES.name);
        await asking.window.reaches('ready');
        await house.browser.stopServiceWorker();
        equal((await asking.bare.error()).name, 'NotAllowedError');
        await endedBecause(asking, 'interrupted');
        // The core lives in the offscreen document, which a service worker that stops leaves alone.
        equal(await house.person.vaultState(), 'unlocked');
        await house.receiptSays(asking.origin, 'aborted');
        deepEqual(await house.person.data(), before);
        await nextReleaseWorks(house);
      },
    },
    {
      name: 'the service worker is stopped while Share is under way: the site has all or nothing, and the vault is whole',
      run: async (house) => {
        const before = await house.person.data();
        const asking = await house.asks(QUERIES.name);
        await asking.window.reaches('ready');
        await asking.window.readyToShare();
        const stop = await house.browser.prepareStop();
        await asking.window.page.bringToFront();
        await asking.window.shareButton().click();
        await stop();
        const end = await asking.bare.end();
        if ('got' in end) await house.opened(asking);
        else equal(end.error.name, 'NotAllowedError');
        await goneOrUnknown(asking);
        equal(await house.person.vaultState(), 'unlocked');
        deepEqual(await house.person.data(), before);
        await nextReleaseWorks(house);
      },
    },
    {
      name: 'a window that lost the background during Share does not say that nothing was sent, in English and in German',
      run: async (house) => {
        for (const [language, words] of [
          ['de', /Vielleicht wurde sie gesendet/],
          ['en', /It may have been sent/],
        ] as const) {
          await house.person.speak(language);
          const asking = await house.asks(QUERIES.name);
          const { page } = asking.window;
          await asking.window.readyToShare();
          await asking.window.stayAtSharing();
          await house.browser.stopServiceWorker();
          equal((await asking.bare.error()).name, 'NotAllowedError');
          await asking.window.reaches('ended');
          match(await page.getByTestId('consent-ended').innerText(), words);
          await endedBecause(asking, 'unknown');
          await house.receiptSays(asking.origin, 'aborted');
        }
      },
    },
    {
      name: 'the core is stopped while the window waits: the site gets an end, the person is told, the vault stays unlocked',
      run: async (house) => {
        const before = await house.person.data();
        const asking = await house.asks(QUERIES.name);
        await asking.window.reaches('ready');
        await house.browser.stopCore();
        equal((await asking.bare.error()).name, 'NotAllowedError');
        await endedBecause(asking, 'interrupted');
        equal(await house.person.vaultState(), 'unlocked');
        deepEqual(await house.person.data(), before);
        await nextReleaseWorks(house);
      },
    },
    {
      name: 'the vault is locked while the window waits: the window asks to unlock, and goes on',
      run: async (house) => {
        const asking = await house.asks(QUERIES.name);
        await asking.window.reaches('ready');
        await house.person.lock();
        await asking.window.reaches('locked');
        await asking.window.unlock(PASSPHRASE);
        await asking.window.reaches('ready');
        await asking.window.share();
        await house.opened(asking);
      },
    },
  ],
});
