/** Copies of one vault that were changed apart, and what goes out in the clear. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { mustBeAccessible } from '../axe.js';
import { faultOn } from '../fault.js';
import { House } from '../house.js';
import { PASSPHRASE } from '../person.js';
import { COPIES, ROOT } from '../products.js';
import { suite } from '../runner.js';

const WORDS = 'letter advice cage absurd amount doctor acoustic avoid letter advice cage above';
/** Two of three shares. */
const SHARES = [
  'accuse boy ancient gauge light almost review frozen buzz system off federal enact across abstract',
  'accuse boy angry agent reveal exhibit stumble share buddy because chase play pyramid visual drift',
];
const COPY_PASSPHRASE = 'two copies of one vault';

/** The vault of the samples: restored here, by its sheet. */
async function restored(house: House): Promise<Page> {
  const page = await house.person.reachVault('none');
  await page.getByTestId('restore-file').setInputFiles(join(COPIES, 'ours.backup'));
  await page.getByTestId('restore-cancel').waitFor();
  const sheet = page.getByTestId('unlock-paper').filter({ hasText: 'Recovery sheet' });
  await sheet.locator('summary').click();
  await sheet.getByTestId('paper-words').fill(WORDS);
  await sheet.getByTestId('paper-submit').click();
  await house.person.reachVault('unlocked');
  return page;
}

async function merge(house: House, name: string): Promise<Page> {
  const page = await house.person.openSafety();
  await page.getByTestId('merge-file').setInputFiles(join(COPIES, `${name}.backup`));
  return page;
}

/** Records that came, that changed, and what waits for a choice. */
async function cameOf(page: Page): Promise<(string | null)[]> {
  const done = page.getByTestId('merge-done');
  await done.waitFor();
  return Promise.all(['came', 'changed', 'choices'].map((what) => done.getAttribute(`data-${what}`)));
}

async function openChoices(house: House): Promise<Page> {
  const page = await house.person.reachVault('unlocked');
  await page.getByTestId('tab-data').click();
  await page.getByTestId('choices').waitFor();
  return page;
}

export const merging = suite<House>({
  name: 'copies of one vault',
  make: () => House.empty(),
  fresh: true,
  scenarios: [
    {
      name: 'a copy is brought in, nothing is dropped, and the person chooses where both were changed',
      run: async (house) => {
        await restored(house);
        const page = await merge(house, 'theirs');
        deepEqual(await cameOf(page), ['1', '3', '2']);
        await mustBeAccessible(page, 'a copy was brought in');
        await openChoices(house);
        for (const language of ['de', 'en'] as const) {
          await house.person.speak(language);
          await mustBeAccessible(page, `choices, ${language}`);
        }
        equal(await page.getByTestId('choice-record').count(), 2);
        deepEqual((await page.getByTestId('choice-value').allInnerTexts()).toSorted(), [
          'Ada King',
          'Ada Lovelace',
        ]);
        // What waits is there after the vault was locked, too.
        await house.person.lock();
        await house.person.unlock(COPY_PASSPHRASE);
        await openChoices(house);
        await page.getByTestId('choice-value').filter({ hasText: 'Ada King' }).click();
        await page.getByTestId('choice-value').first().waitFor({ state: 'detached' });
        await page.getByTestId('choice-keep').click();
        await page.getByTestId('choices').waitFor({ state: 'detached' });
        const data = (await house.person.data()).join('\n');
        ok(data.includes('Ada King') && !data.includes('Ada Lovelace'), data);
        for (const address of ['old@example.org', 'new@example.org', 'ada@example.org'])
          ok(data.includes(address), address);
        deepEqual(await cameOf(await merge(house, 'theirs')), ['0', '0', '0']);
      },
    },
    {
      name: 'a copy from which something was removed that opened it is opened by one of its own ways',
      run: async (house) => {
        await restored(house);
        const page = await merge(house, 'newer');
        await page.getByTestId('merge-locked').waitFor();
        await mustBeAccessible(page, 'a copy to be opened');
        const form = page.getByTestId('merge-locked');
        await form.getByTestId('unlock-passphrase').fill('not the one');
        await form.getByTestId('unlock-submit').click();
        await faultOn(page, 'vault.passphrase_wrong');
        await form.getByTestId('unlock-passphrase').fill(COPY_PASSPHRASE);
        await form.getByTestId('unlock-submit').click();
        deepEqual(await cameOf(page), ['1', '3', '2']);
        // It can be given up as well.
        await merge(house, 'newer');
        await page.getByTestId('merge-cancel').click();
        await page.getByTestId('merge-file').waitFor();
      },
    },
    {
      name: 'shares on paper open the vault together, and what is wrong with one is said with its place',
      run: async (house) => {
        const page = await restored(house);
        await house.person.lock();
        const shares = page.getByTestId('unlock-paper').filter({ hasText: 'Family' });
        await shares.locator('summary').click();
        const fields = shares.getByTestId('paper-words');
        equal(await fields.count(), 2);
        await mustBeAccessible(page, 'locked, with shares');
        const enter = async (one: string, other: string): Promise<void> => {
          await fields.first().fill(one);
          await fields.last().fill(other);
          await shares.getByTestId('paper-submit').click();
        };
        const [one = '', other = ''] = SHARES;
        await enter(one, one);
        await faultOn(page, 'vault.share_twice');
        match(await page.getByTestId('fault').innerText(), /It is share 2\./);
        await enter(one, other.replace('angry', 'hailstone'));
        await faultOn(page, 'vault.recovery_word_unknown');
        match(await page.getByTestId('fault').innerText(), /It is word 3 of share 2\./);
        await enter(other, one);
        await house.person.reachVault('unlocked');
      },
    },
    {
      name: 'a file that is no copy of this vault is refused, and nothing is changed',
      run: async (house) => {
        const page = await restored(house);
        const before = await house.person.data();
        await house.person.openSafety();
        await page.getByTestId('merge-file').setInputFiles(join(ROOT, 'core/tests/frozen/backup-1.bin'));
        await faultOn(page, 'vault.other_vault');
        await page.getByTestId('merge-file').setInputFiles(join(COPIES, '../person.vcf'));
        await faultOn(page, 'vault.backup_malformed');
        deepEqual(await house.person.data(), before);
      },
    },
  ],
});

export const exporting = suite<House>({
  name: 'export in the clear and locking by itself',
  make: () => House.furnished(),
  fresh: true,
  scenarios: [
    {
      name: 'everything goes out after a warning, and only to who unlocks the vault once more',
      run: async (house) => {
        const page = await house.person.openSafety();
        let downloads = 0;
        page.on('download', () => {
          downloads += 1;
        });
        await page.getByTestId('export-begin').click();
        for (const language of ['de', 'en'] as const) {
          await house.person.speak(language);
          await mustBeAccessible(page, `before an export, ${language}`);
        }
        await page.getByTestId('export-cancel').click();
        // Given up while the vault is locked: who unlocks it then gets no file.
        await page.getByTestId('export-begin').click();
        await page.getByTestId('export-go-on').click();
        await house.person.reachVault('locked');
        await mustBeAccessible(page, 'an export that waits for the unlock');
        await page.getByTestId('export-cancel').click();
        await house.person.unlock();
        await house.person.data();
        equal(downloads, 0);

        await house.person.openSafety();
        await page.getByTestId('export-begin').click();
        await page.getByTestId('export-go-on').click();
        await house.person.reachVault('locked');
        const begun = page.waitForEvent('download');
        await page.getByTestId('unlock-passphrase').fill(PASSPHRASE);
        await page.getByTestId('unlock-submit').click();
        const folder = mkdtempSync(join(tmpdir(), 'hailstone-export-'));
        try {
          const file = join(folder, 'all.json');
          await (await begun).saveAs(file);
          const all = JSON.parse(readFileSync(file, 'utf8')) as {
            format: string;
            version: number;
            records: { kind: string; fields: Record<string, string> }[];
          };
          deepEqual([all.format, all.version], ['hailstone-export', 1]);
          const shown = (await house.person.data()).length;
          equal(all.records.filter(({ kind }) => kind !== 'receipt').length, shown);
          ok(all.records.some(({ fields }) => fields.email !== undefined));
        } finally {
          rmSync(folder, { recursive: true });
        }
        await house.person.openSafety();
        await page.getByTestId('export-done').waitFor();
        // The next unlock is an unlock and nothing more.
        await house.person.lock();
        await house.person.unlock();
        await house.person.data();
        equal(downloads, 1);
      },
    },
    {
      name: 'the time after which the vault locks itself is chosen, and stays chosen',
      run: async (house) => {
        const page = await house.person.openSafety();
        const select = page.getByTestId('auto-lock');
        equal(await select.inputValue(), '15');
        await select.selectOption('5');
        await page.reload();
        await house.person.openSafety();
        equal(await select.inputValue(), '5');
      },
    },
  ],
});
