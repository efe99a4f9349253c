/** Passkeys: a vault is made with one, opened with one, and gets one beside its passphrase. */
import { deepEqual, equal } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { QUERIES } from '../asking.js';
import { Authenticator, type AuthenticatorOptions } from '../authenticator.js';
import { mustBeAccessible } from '../axe.js';
import { faultOn } from '../fault.js';
import { House } from '../house.js';
import { PASSPHRASE } from '../person.js';
import { SAMPLE } from '../products.js';
import { suite } from '../runner.js';

/** By this name the program `hailstone` asks a security key for passkeys (docs/decisions/0012-fido2-in-the-tool.md). */
const RELYING_PARTY = 'chrome-extension://npnmgkfobdfbedmijlmedgkcicfnblid';

/** The vault page, and an authenticator that works in it while `use` runs. */
async function withAuthenticator(
  house: House,
  use: (page: Page, authenticator: Authenticator) => Promise<void>,
  options: AuthenticatorOptions = {},
): Promise<void> {
  const page = await house.person.vault();
  const authenticator = await Authenticator.plug(page, options);
  try {
    await use(page, authenticator);
  } finally {
    await authenticator.unplug();
  }
}

export const passkeyFirst = suite<House>({
  name: 'a vault with a passkey',
  make: () => House.empty(),
  fresh: true,
  scenarios: [
    {
      name: 'is made, locked, opened again with it alone, also out of the consent window',
      run: (house) =>
        withAuthenticator(house, async (page) => {
          await house.person.reachVault('none');
          await page.getByTestId('create-means-passkey').check();
          for (const language of ['de', 'en'] as const) {
            await house.person.speak(language);
            await mustBeAccessible(page, `make a vault with a passkey, ${language}`);
          }
          await page.getByTestId('create-passkey-submit').click();
          await house.person.reachVault('unlocked');
          await house.person.importFile(SAMPLE);
          const before = await house.person.data();

          await house.person.lock();
          equal(await page.getByTestId('unlock-passphrase').count(), 0);
          await mustBeAccessible(page, 'locked, with a passkey');
          await page.getByTestId('unlock-passkey').click();
          await house.person.reachVault('unlocked');
          deepEqual(await house.person.data(), before);

          await house.person.lock();
          const asking = await house.asks(QUERIES.person);
          await asking.window.reaches('locked');
          await mustBeAccessible(asking.window.page, 'a locked vault with a passkey');
          await asking.window.page.getByTestId('unlock-passkey').click();
          await page.bringToFront();
          await page.getByTestId('unlock-passkey').click();
          await asking.window.reaches('ready');
          await asking.window.share();
          await house.opened(asking);
        }),
    },
    {
      name: 'is not made when the person cancels, which is said',
      run: (house) =>
        withAuthenticator(
          house,
          async (page) => {
            await house.person.reachVault('none');
            await page.getByTestId('create-means-passkey').check();
            await page.getByTestId('create-passkey-submit').click();
            await faultOn(page, 'passkey.cancelled');
            await mustBeAccessible(page, 'make a vault with a passkey, cancelled');
            equal(await house.person.vaultState(), 'none');
          },
          { verifies: false },
        ),
    },
    {
      name: 'is not made by an authenticator without PRF, which is said',
      run: (house) =>
        withAuthenticator(
          house,
          async (page) => {
            await house.person.reachVault('none');
            await page.getByTestId('create-means-passkey').check();
            await page.getByTestId('create-passkey-submit').click();
            await faultOn(page, 'passkey.no_prf');
            equal(await house.person.vaultState(), 'none');
            // What was begun in vain is in the way of nothing.
            await house.person.createVault();
          },
          { hasPrf: false },
        ),
    },
  ],
});

export const passkeyAdded = suite<House>({
  name: 'a passkey beside a passphrase',
  make: () => House.furnished(),
  scenarios: [
    {
      name: 'is added once on one authenticator, opens the vault, and when it is gone the passphrase still does',
      run: (house) =>
        withAuthenticator(house, async (page, authenticator) => {
          const before = await house.person.data();
          await house.person.openSafety();
          await page.getByTestId('passkey-add').click();
          await page.getByTestId('passkey-added').waitFor();
          await mustBeAccessible(page, 'a passkey was added');
          await page.getByTestId('passkey-add').click();
          await faultOn(page, 'passkey.already');
          equal(await authenticator.count(), 1);
          deepEqual(await authenticator.relyingParties(), [RELYING_PARTY]);

          await house.person.lock();
          await mustBeAccessible(page, 'locked, with a passphrase and a passkey');
          await page.getByTestId('unlock-passkey').click();
          await house.person.reachVault('unlocked');
          deepEqual(await house.person.data(), before);

          await house.person.lock();
          await authenticator.forget();
          await page.getByTestId('unlock-passkey').click();
          await faultOn(page, 'passkey.cancelled');
          equal(await house.person.vaultState(), 'locked');
          await house.person.unlock(PASSPHRASE);
          deepEqual(await house.person.data(), before);
        }),
    },
  ],
});
