/** The store conformance suite of the core, on IndexedDB in the browser: a module built for tests, on a page of its own. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { House } from '../house.js';
import { product } from '../products.js';
import { suite } from '../runner.js';

interface Contacts {
  list(): Promise<string[]>;
  save(id: string, text: string): Promise<void>;
  readAll(): Promise<string[]>;
}

interface Testkit {
  readonly Contacts: {
    make(database: string, texts: readonly string[]): Promise<void>;
    open(database: string): Promise<Contacts>;
  };
  default(options: { module_or_path: string }): Promise<unknown>;
  storeConformance(prefix: string): Promise<string[]>;
  memoryStoreConformance(): Promise<string[]>;
}

/** What the page has at hand. */
interface Bench {
  testkit: Testkit;
  contacts: Contacts;
}

const FILES: Readonly<Record<string, string>> = {
  '/testkit/hailstone_wasm.js': 'text/javascript',
  '/testkit/hailstone_wasm_bg.wasm': 'application/wasm',
};

export const store = suite<House>({
  name: 'the store',
  make: () => House.empty(),
  scenarios: [
    {
      name: 'IndexedDB keeps every rule of a store, the same as a store in memory',
      run: async (house) => {
        const page = await testkitPage(house);
        const held = await page.evaluate(async () => {
          const { testkit } = globalThis as unknown as Bench;
          const failed = (why: unknown): string[] => [`FAILED: ${String(why)}`];
          return {
            database: await testkit.storeConformance('conformance').catch(failed),
            memory: await testkit.memoryStoreConformance().catch(failed),
          };
        });
        ok(
          held.database.length > 0 && !held.database.some((rule) => rule.startsWith('FAILED')),
          held.database.join(),
        );
        deepEqual(held.database, held.memory);
      },
    },
    {
      // On a site, because the extension may keep as much as the disk holds, and no test fills the machine's.
      name: 'when there is no more room nothing is written, it is said, and when there is again everything goes on',
      run: async (house) => {
        const page = await testkitPage(house);
        const origin = await page.evaluate(() => location.origin);
        const session = await house.browser.context.newCDPSession(page);
        // From the start: the browser remembers for a while how much room there was.
        await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 200_000 });
        const before = await page.evaluate(async () => {
          const bench = globalThis as unknown as Bench;
          await bench.testkit.Contacts.make('full', ['Ada', 'ada@example.org', 'first']);
          bench.contacts = await bench.testkit.Contacts.open('full');
          return bench.contacts.readAll();
        });
        deepEqual(await page.evaluate(saveSecond), { code: 'store.full', class: 'person' });
        const unchanged = await page.evaluate(async () => {
          const bench = globalThis as unknown as Bench;
          const anew = await bench.testkit.Contacts.open('full');
          return [await bench.contacts.readAll(), await anew.readAll()];
        });
        deepEqual(unchanged, [before, before]);
        await session.send('Storage.overrideQuotaForOrigin', { origin });
        equal(await page.evaluate(saveSecond), null);
        const after = await page.evaluate(async () => {
          const anew = await (globalThis as unknown as Bench).testkit.Contacts.open('full');
          return anew.readAll();
        });
        deepEqual(
          after.map((text) => text.slice(0, 10)),
          before.map((text) => (text === 'first' ? 'second'.padEnd(10, '.') : text.slice(0, 10))),
        );
      },
    },
  ],
});

/** A page of a site with the module that is built for tests, in `testkit`. */
async function testkitPage(house: House): Promise<Page> {
  const folder = product('output', 'wasm/testkit');
  const site = await house.site((path) => {
    const type = FILES[path];
    return type === undefined
      ? null
      : { type, body: new Uint8Array(readFileSync(`${folder}/${path.split('/').pop()}`)) };
  });
  const page = await house.browser.context.newPage();
  await page.goto(site.origin);
  await page.evaluate(async () => {
    const path = '/testkit/hailstone_wasm';
    const testkit = (await import(`${path}.js`)) as Testkit;
    await testkit.default({ module_or_path: `${path}_bg.wasm` });
    Object.assign(globalThis, { testkit });
  });
  return page;
}

/** Long enough that no browser lets it pass as nothing. `null`, or why not. */
async function saveSecond(): Promise<{ code: unknown; class: unknown } | null> {
  const { contacts } = globalThis as unknown as Bench;
  const list = await contacts.list();
  const failed = (thrown: { code: unknown; class: unknown }): { code: unknown; class: unknown } => ({
    code: thrown.code,
    class: thrown.class,
  });
  return contacts.save(list[1] ?? '', 'second'.padEnd(300_000, '.')).then(() => null, failed);
}
