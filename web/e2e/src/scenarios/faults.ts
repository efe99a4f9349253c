/**
 * What happens to the browser's own store from outside: bytes that rot, another writer, a store that the browser throws
 * away. It is always noticed, the screen says what to do, and what is whole stays readable.
 */
import { deepEqual, equal, notDeepEqual, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { QUERIES } from '../asking.js';
import { mustBeAccessible } from '../axe.js';
import { faultOn } from '../fault.js';
import { House } from '../house.js';
import { PASSPHRASE } from '../person.js';
import { SAMPLE } from '../products.js';
import { suite } from '../runner.js';

/** Every row of the vault's database: store, key, bytes or text. */
type Rows = readonly (readonly [store: string, key: string | number, value: number[] | string])[];

/** Reads all rows, and writes those of `rows` where some are given. */
function touch(rows: Rows | null): Promise<Rows> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('hailstone');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const found: [string, string | number, number[] | string][] = [];
      const work = database.transaction(['meta', 'pages'], 'readwrite');
      work.onabort = () => reject(work.error);
      work.oncomplete = () => {
        database.close();
        resolve(found);
      };
      for (const [store, key, value] of rows ?? [])
        work.objectStore(store).put(typeof value === 'string' ? value : new Uint8Array(value), key);
      for (const store of ['meta', 'pages'])
        work.objectStore(store).openCursor().onsuccess = (event) => {
          const cursor = (event.target as IDBRequest<IDBCursorWithValue | null>).result;
          if (cursor === null) return;
          const value: unknown = cursor.value;
          found.push([
            store,
            cursor.key as string | number,
            typeof value === 'string' ? value : Array.from(value as Uint8Array),
          ]);
          cursor.continue();
        };
    };
  });
}

function pages(rows: Rows): (readonly [number, number[]])[] {
  return rows.flatMap(([store, key, value]) =>
    store === 'pages' && typeof key === 'number' && typeof value !== 'string' ? [[key, value] as const] : [],
  );
}

/** The core starts anew, with nothing in its memory, as when the browser does. */
async function startAnew(house: House): Promise<Page> {
  await house.browser.endSession();
  const page = await house.person.vault();
  await page.reload();
  return page;
}

async function titles(house: House): Promise<string[]> {
  const page = await house.person.vault();
  const records = await page.getByTestId('vault-record').all();
  return Promise.all(records.map((record) => record.innerText()));
}

async function unlockAnew(house: House): Promise<Page> {
  await startAnew(house);
  await house.person.unlock();
  const page = await house.person.vault();
  await page.getByTestId('tab-data').click();
  return page;
}

/** Anew, with the right passphrase, whatever comes of it. */
async function tryToUnlock(house: House): Promise<Page> {
  const page = await startAnew(house);
  await house.person.reachVault('locked');
  await page.getByTestId('unlock-passphrase').fill(PASSPHRASE);
  await page.getByTestId('unlock-submit').click();
  return page;
}

/** The vault is older than what was seen of it, which is said, and then taken as it is, by keyboard. */
async function acceptOlder(house: House): Promise<void> {
  const page = await tryToUnlock(house);
  await faultOn(page, 'vault.rolled_back');
  equal(await house.person.vaultState(), 'locked');
  await page.getByTestId('accept-older').press('Enter');
  await page.locator('[data-testid="older"][data-accepted="yes"]').waitFor();
  await house.person.unlock();
  await page.getByTestId('tab-data').click();
}

/** Puts other bytes in the place of the header and starts anew: what the screen says. */
async function withHeader(house: House, change: (header: number[]) => number[], code: string): Promise<void> {
  const page = await house.person.vault();
  const rows = await page.evaluate(touch, null);
  const row = rows.find(([, key]) => key === 'header');
  ok(row !== undefined && typeof row[2] !== 'string');
  await page.evaluate(touch, [['meta', 'header', change([...row[2]])]] as Rows);
  const again = await startAnew(house);
  await faultOn(again, code);
  await again.evaluate(touch, [row] as Rows);
}

export const faults = suite<House>({
  name: 'the store, from outside',
  make: () => House.furnished(),
  fresh: true,
  scenarios: [
    {
      name: 'a page that was changed is noticed wherever it lies, and everything else stays readable',
      run: async (house) => {
        // A second import, so that there is more than one page of records.
        await house.person.importFile(SAMPLE);
        const page = await house.person.reachVault('unlocked');
        const before = await house.person.data();
        const rows = await page.evaluate(touch, null);
        ok(pages(rows).length >= 2, 'a page of records, and one of the index');
        for (const [number, bytes] of pages(rows)) {
          const changed = bytes.map((byte, place) => (place === bytes.length >> 1 ? byte ^ 1 : byte));
          await page.evaluate(touch, [['pages', number, changed]] as Rows);
          const damaged = await unlockAnew(house);
          await faultOn(damaged, 'wallet.partly_damaged');
          const left = await titles(house);
          ok(left.length < before.length && left.every((one) => before.includes(one)));
          const asking = await house.asks(QUERIES.all);
          await asking.window.page.getByTestId('consent-damaged').waitFor();
          await mustBeAccessible(asking.window.page, 'a request to a damaged vault');
          await asking.window.page.close();
          await asking.bare.page.close();
          await damaged.bringToFront();
          await damaged.evaluate(touch, [['pages', number, bytes]] as Rows);
          await unlockAnew(house);
          deepEqual(await house.person.data(), before);
          equal(await damaged.getByTestId('fault').count(), 0);
        }
      },
    },
    {
      name: 'a page of another vault does not open in this one',
      run: async (house) => {
        const other = await House.furnished();
        try {
          const foreign = await (await other.person.vault()).evaluate(touch, null);
          const page = await house.person.reachVault('unlocked');
          const before = await house.person.data();
          const own = await page.evaluate(touch, null);
          const swapped = pages(foreign).filter(([number]) => pages(own).some(([known]) => known === number));
          ok(swapped.length > 0);
          await page.evaluate(
            touch,
            swapped.map(([number, bytes]) => ['pages', number, bytes]) as unknown as Rows,
          );
          await faultOn(await unlockAnew(house), 'wallet.partly_damaged');
          notDeepEqual(await titles(house), before);
        } finally {
          await other.end();
        }
      },
    },
    {
      name: 'a header that was cut off, or is of a newer version, or was changed, says so and what to do',
      run: async (house) => {
        await withHeader(house, (header) => header.slice(0, -1), 'vault.header_malformed');
        await withHeader(house, (header) => header.with(5, 0xff), 'vault.version_too_new');
        await startAnew(house);
        await house.person.unlock();
        // A changed name of the unlocker still reads as a header; only the root knows better.
        const page = await house.person.vault();
        const rows = await page.evaluate(touch, null);
        const header = rows.find(([, key]) => key === 'header')?.[2] as number[];
        const changed = header.with(header.length - 1, (header[header.length - 1] ?? 0) ^ 1);
        await page.evaluate(touch, [['meta', 'header', changed]] as Rows);
        const locked = await startAnew(house);
        await house.person.reachVault('locked');
        await locked.getByTestId('unlock-passphrase').fill(PASSPHRASE);
        await locked.getByTestId('unlock-submit').click();
        await faultOn(locked, 'vault.tampered');
        equal(await house.person.vaultState(), 'locked');
        await page.evaluate(touch, [['meta', 'header', header]] as Rows);
        await startAnew(house);
        await house.person.unlock();
      },
    },
    {
      name: 'what a second writer stored meanwhile is gone on from, and neither overwrites the other',
      run: async (house) => {
        const page = await house.person.reachVault('unlocked');
        const before = await house.person.data();
        const older = await page.evaluate(touch, null);
        await house.person.importFile(SAMPLE);
        const newer = await page.evaluate(touch, null);
        // The core begins with the vault as it was before the import, and then finds it as another one left it.
        await page.evaluate(touch, older);
        await acceptOlder(house);
        deepEqual(await house.person.data(), before);
        await page.evaluate(touch, newer);
        await house.person.importFile(SAMPLE);
        await unlockAnew(house);
        equal((await house.person.data()).length, 3 * before.length);
      },
    },
    {
      name: 'nothing is written over a store that has gone back to what it was',
      run: async (house) => {
        const page = await house.person.reachVault('unlocked');
        const before = await house.person.data();
        const older = await page.evaluate(touch, null);
        await house.person.importFile(SAMPLE);
        await page.evaluate(touch, older);
        const meta = (rows: Rows): Rows => rows.filter(([store]) => store === 'meta');
        await house.person.pickFile(SAMPLE);
        await page.getByTestId('import-add').click();
        // The page shows nothing of it any more, and says why.
        await house.person.reachVault('locked');
        await faultOn(page, 'vault.rolled_back');
        equal(await page.getByTestId('vault-record').count(), 0);
        deepEqual(meta(await page.evaluate(touch, null)), meta(older));
        await acceptOlder(house);
        deepEqual(await house.person.data(), before);
        // It is no older copy any more, and can be written to.
        await house.person.importFile(SAMPLE);
        await unlockAnew(house);
        equal((await house.person.data()).length, 2 * before.length);
      },
    },
    {
      name: 'a copy from before what was seen is noticed when it is opened, wherever the core has been meanwhile',
      run: async (house) => {
        const page = await house.person.reachVault('unlocked');
        const older = await page.evaluate(touch, null);
        await house.person.importFile(SAMPLE);
        const newer = await page.evaluate(touch, null);
        await page.evaluate(touch, older);
        const again = await tryToUnlock(house);
        await faultOn(again, 'vault.rolled_back');
        await mustBeAccessible(again, 'an older copy');
        equal(await house.person.vaultState(), 'locked');
        // The newer copy has turned up.
        await page.evaluate(touch, newer);
        await unlockAnew(house);
        equal(await again.getByTestId('fault').count(), 0);
      },
    },
    {
      name: 'a core that is stopped while an older copy is put in the vault’s place does not go on with it',
      run: async (house) => {
        const page = await house.person.reachVault('unlocked');
        const older = await page.evaluate(touch, null);
        await house.person.importFile(SAMPLE);
        const newer = await page.evaluate(touch, null);
        await page.evaluate(touch, older);
        await house.browser.stopCore();
        await page.reload();
        equal(await house.person.vaultState(), 'locked');
        await page.getByTestId('unlock-passphrase').fill(PASSPHRASE);
        await page.getByTestId('unlock-submit').click();
        await faultOn(page, 'vault.rolled_back');
        await page.evaluate(touch, newer);
        await unlockAnew(house);
      },
    },
    {
      name: 'a store that the browser throws away is not taken for a wallet that is locked or whole',
      run: async (house) => {
        const page = await house.person.reachVault('unlocked');
        const session = await house.browser.context.newCDPSession(page);
        const origin = await page.evaluate(() => location.origin);
        await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
        // The page hears of it by itself, and so does a site's request.
        await house.person.reachVault('none');
        equal(await page.getByTestId('vault-record').count(), 0);
        const asking = await house.asks(QUERIES.name);
        await asking.window.reaches('no-vault');
        await asking.window.page.close();
        await startAnew(house);
        equal(await house.person.vaultState(), 'none');
        // There is room for another one.
        await house.person.createVault();
      },
    },
  ],
});
