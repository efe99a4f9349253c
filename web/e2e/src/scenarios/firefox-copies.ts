/** Copies of the vault in Firefox: restored by a sheet, merged, saved, exported. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { By } from 'selenium-webdriver';
import { until } from '../chromium.js';
import { Firefox } from '../firefox.js';
import { RECORDS, unlock } from '../firefox-person.js';
import { COPIES } from '../products.js';
import { suite } from '../runner.js';

const WORDS = 'letter advice cage absurd amount doctor acoustic avoid letter advice cage above';
const COPY_PASSPHRASE = 'two copies of one vault';

/** The file that comes into the folder for downloads, whole. */
async function saved(firefox: Firefox, name: RegExp): Promise<Buffer> {
  const files = (): string[] => (existsSync(firefox.downloads) ? readdirSync(firefox.downloads) : []);
  const found = (): string | undefined => files().find((file) => name.test(file));
  const isWhole = (): boolean => !files().some((file) => file.endsWith('.part'));
  await until(`a file ${name} is saved`, () => {
    const file = found();
    return file !== undefined && isWhole() && readFileSync(join(firefox.downloads, file)).length > 0;
  });
  return readFileSync(join(firefox.downloads, found() ?? ''));
}

async function type(firefox: Firefox, id: string, text: string): Promise<void> {
  await (await firefox.byTestId(id)).sendKeys(text);
}

export const firefoxCopies = suite<Firefox>({
  name: 'firefox: copies of one vault',
  make: () => Firefox.start(),
  scenarios: [
    {
      name: 'a backup is restored by its sheet, another is brought in, the person chooses, and saves both kinds of file',
      run: async (firefox) => {
        await firefox.openTab(firefox.url('vault.html'));
        await type(firefox, 'restore-file', join(COPIES, 'ours.backup'));
        await firefox.click('[data-testid="unlock-paper"] summary');
        await type(firefox, 'paper-words', WORDS);
        await firefox.click('[data-testid="paper-submit"]');
        await firefox.byTestId('vault', '[data-state="unlocked"]');
        await firefox.click('[data-testid="tab-safety"]');
        // The sheet was just used, so nothing is missing.
        equal((await firefox.driver.findElements(By.css('[data-testid="safety-notice"]'))).length, 0);
        await type(firefox, 'merge-file', join(COPIES, 'theirs.backup'));
        await firefox.byTestId('merge-done', '[data-came="1"][data-choices="2"]');
        await firefox.click('[data-testid="backup-save"]');
        await firefox.byTestId('backup-saved');
        ok((await saved(firefox, /^hailstone-[-\d]+\.backup$/)).length > 1000);
        await firefox.click('[data-testid="tab-data"]');
        await firefox.click('[data-testid="choice-keep"]');
        await firefox.click('[data-testid="choice-value"]');
        await until('all is chosen', async () => {
          const left = await firefox.driver.findElements(By.css('[data-testid="choices"]'));
          return left.length === 0;
        });
        const records = await firefox.driver.executeScript<string[]>(RECORDS);
        equal(records.length, 4);
        await firefox.click('[data-testid="tab-safety"]');
        await firefox.click('[data-testid="export-begin"]');
        await firefox.click('[data-testid="export-go-on"]');
        await firefox.byTestId('export-unlocking');
        await unlock(firefox, COPY_PASSPHRASE);
        const all: unknown = JSON.parse(
          (await saved(firefox, /^hailstone-export-.*\.json$/)).toString('utf8'),
        );
        const { format, records: written } = all as { format: string; records: unknown[] };
        deepEqual([format, written.length], ['hailstone-export', records.length]);
      },
    },
    {
      name: 'a sheet is made, typed, and opens the vault again',
      run: async (firefox) => {
        await firefox.click('[data-testid="tab-safety"]');
        await firefox.click('[data-testid="add-sheet"]');
        await firefox.byTestId('sheet-words');
        const words = await firefox.driver.executeScript<string[]>(
          'return [...document.querySelectorAll(\'[data-testid="sheet-words"] li\')].map((word) => word.textContent)',
        );
        equal(words.length, 12);
        await firefox.click('[data-testid="sheet-on-paper"]');
        await type(firefox, 'paper-words', words.join(' '));
        await firefox.click('[data-testid="paper-submit"]');
        match(await (await firefox.byTestId('access-done')).getText(), /works/);
        await firefox.click('[data-testid="vault-lock"]');
        await firefox.byTestId('vault', '[data-state="locked"]');
        await firefox.driver.executeScript(
          'document.querySelectorAll(\'[data-testid="unlock-paper"]\')[2].open = true',
        );
        const papers = await firefox.driver.findElements(By.css('[data-testid="paper-words"]'));
        await papers.at(-1)?.sendKeys(words.join(' '));
        const submits = await firefox.driver.findElements(By.css('[data-testid="paper-submit"]'));
        await submits.at(-1)?.click();
        await firefox.byTestId('vault', '[data-state="unlocked"]');
      },
    },
  ],
});
