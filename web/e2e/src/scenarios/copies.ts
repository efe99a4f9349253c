/** A backup: saved from the screen, and brought back after the browser has thrown the vault away. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { mustBeAccessible } from '../axe.js';
import { faultOn } from '../fault.js';
import { House } from '../house.js';
import { PASSPHRASE } from '../person.js';
import { SAMPLE } from '../products.js';
import { suite } from '../runner.js';

/** Saves a backup, and gives the file's bytes. */
async function save(house: House, folder: string): Promise<string> {
  const page = await house.person.openSafety();
  const begun = page.waitForEvent('download');
  await page.getByTestId('backup-save').press('Enter');
  const download = await begun;
  match(download.suggestedFilename(), /^hailstone-\d{4}-\d\d-\d\d\.backup$/);
  await page.getByTestId('backup-saved').waitFor();
  const file = join(folder, 'vault.backup');
  await download.saveAs(file);
  return file;
}

/** The browser throws the vault away under the core, which goes on without it. */
async function evict(house: House): Promise<Page> {
  const page = await house.person.vault();
  const session = await house.browser.context.newCDPSession(page);
  const origin = await page.evaluate(() => location.origin);
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  return house.person.reachVault('none');
}

async function pick(page: Page, file: string): Promise<void> {
  await page.getByTestId('restore-file').setInputFiles(file);
  await page.getByTestId('restore-cancel').waitFor();
}

async function within(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hailstone-copies-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const copies = suite<House>({
  name: 'copies',
  make: () => House.furnished(),
  fresh: true,
  scenarios: [
    {
      name: 'what the browser has thrown away comes back from a backup, and is gone on with',
      run: (house) =>
        within(async (folder) => {
          const before = await house.person.data();
          const file = await save(house, folder);
          for (const language of ['de', 'en'] as const) {
            await house.person.speak(language);
            await mustBeAccessible(await house.person.vault(), `a backup saved, ${language}`);
          }
          // What comes after the backup is not in it.
          await house.person.importFile(SAMPLE);
          const page = await evict(house);
          await mustBeAccessible(page, 'the first run, with a backup');
          await pick(page, file);
          equal(await house.person.vaultState(), 'locked');
          await mustBeAccessible(page, 'a backup to be opened');
          // Given up, nothing is there; nor is anything after a wrong passphrase.
          await page.getByTestId('restore-cancel').press('Enter');
          await house.person.reachVault('none');
          await pick(page, file);
          await page.getByTestId('unlock-passphrase').fill('not the one');
          await page.getByTestId('unlock-submit').click();
          await faultOn(page, 'vault.passphrase_wrong');
          await page.reload();
          await page.getByTestId('restore-cancel').waitFor();
          await page.getByTestId('unlock-passphrase').fill(PASSPHRASE);
          await page.getByTestId('unlock-submit').click();
          await house.person.reachVault('unlocked');
          deepEqual(await house.person.data(), before);
          // It is stored, it is written to, and nobody takes it for an older copy any more.
          await house.person.importFile(SAMPLE);
          await house.browser.endSession();
          await page.reload();
          await house.person.unlock();
          await page.getByTestId('tab-data').click();
          equal((await house.person.data()).length, 2 * before.length);
        }),
    },
    {
      name: 'a file that is no whole backup is refused, and nothing is stored',
      run: (house) =>
        within(async (folder) => {
          const whole = new Uint8Array(readFileSync(await save(house, folder)));
          const page = await evict(house);
          const bad = join(folder, 'bad.backup');
          const flipped = whole.slice();
          flipped[whole.length >> 1] = (flipped[whole.length >> 1] ?? 0) ^ 1;
          for (const bytes of [
            new Uint8Array(),
            whole.subarray(0, -1),
            flipped,
            new TextEncoder().encode('no backup'),
          ]) {
            writeFileSync(bad, bytes);
            await page.getByTestId('restore-file').setInputFiles(bad);
            await faultOn(page, 'vault.backup_malformed');
            equal(await house.person.vaultState(), 'none');
            await page.reload();
            await house.person.reachVault('none');
          }
        }),
    },
  ],
});
