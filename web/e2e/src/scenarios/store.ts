/**
 * The store conformance suite of the core, in the browser: a module built for tests, on a page of its own. What is behind a line
 * in earnest, the bridge's process, keeps the same suite in its own tests.
 */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { House } from '../house.js';
import { product } from '../products.js';
import { suite } from '../runner.js';

interface Contacts {
  list(): Promise<string>;
  save(id: string, text: string): Promise<void>;
  readAll(): Promise<string>;
}

interface Testkit {
  readonly Contacts: {
    make(database: string, texts: readonly string[]): Promise<void>;
    open(database: string): Promise<Contacts>;
  };
  default(options: { module_or_path: string }): Promise<unknown>;
  storeConformance(prefix: string): Promise<string[]>;
  memoryStoreConformance(): Promise<string[]>;
  lineConformance(
    database: string,
    lines: (kind: 'fresh' | 'reopen' | 'another') => object,
  ): Promise<string[]>;
}

/** A store in the page, behind what the core takes for a line to the bridge. Runs in the page, so it stands alone. */
function linesToMemory(): (kind: 'fresh' | 'reopen' | 'another') => object {
  interface Held {
    revision: bigint | null;
    header?: Uint8Array;
    pages: Map<number, Uint8Array>;
  }
  let held: Held = { revision: null, pages: new Map() };
  /** As `Changes::write` says. */
  function apply(store: Held, changes: Uint8Array): void {
    const view = new DataView(changes.buffer, changes.byteOffset, changes.byteLength);
    let at = 0;
    const step = (length: number): number => {
      at += length;
      return at - length;
    };
    const number = (): number => view.getUint32(step(4));
    const part = (): Uint8Array => {
      const length = number();
      return changes.slice(step(length), at);
    };
    const base = view.getUint8(step(1)) === 0 ? null : view.getBigUint64(step(8));
    if (base !== store.revision) throw Object.assign(new Error(), { code: 'store.conflict' });
    store.revision = view.getBigUint64(step(8));
    store.header = part();
    for (let count = number(); count > 0; count -= 1) store.pages.set(number(), part());
    for (let count = number(); count > 0; count -= 1) store.pages.delete(number());
    if (at !== changes.length) throw new Error('more than changes');
  }
  return (kind) => {
    if (kind === 'fresh') held = { revision: null, pages: new Map() };
    const store = held;
    return {
      header: async () => store.header,
      read: async (pages: Uint32Array) => [...pages].map((page) => store.pages.get(page)),
      apply: async (changes: Uint8Array) => apply(store, changes),
    };
  };
}

/** What the page has at hand. */
interface Bench {
  testkit: Testkit;
  contacts: Contacts;
}

/** The module and its scripts. */
const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', wasm: 'application/wasm' };

export const store = suite<House>({
  name: 'the store',
  make: () => House.empty(),
  scenarios: [
    {
      name: 'IndexedDB and a line to another process keep every rule of a store, the same as a store in memory',
      run: async (house) => {
        const page = await testkitPage(house);
        const held = await page.evaluate(async (linesSource) => {
          const { testkit } = globalThis as unknown as Bench;
          const lines = new Function(`return (${linesSource})()`)() as Parameters<
            Testkit['lineConformance']
          >[1];
          const failed = (why: unknown): string[] => [`FAILED: ${String(why)}`];
          return {
            database: await testkit.storeConformance('conformance').catch(failed),
            line: await testkit.lineConformance('line', lines).catch(failed),
            memory: await testkit.memoryStoreConformance().catch(failed),
          };
        }, linesToMemory.toString());
        ok(
          held.database.length > 0 && !held.database.some((rule) => rule.startsWith('FAILED')),
          held.database.join(),
        );
        deepEqual(held.database, held.memory);
        deepEqual(held.line, held.memory);
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
          after.split('\0').map((text) => text.slice(0, 10)),
          before.split('\0').map((text) => (text === 'first' ? 'second'.padEnd(10, '.') : text.slice(0, 10))),
        );
      },
    },
  ],
});

/** A page of a site with the module that is built for tests, in `testkit`. */
export async function testkitPage(house: House): Promise<Page> {
  const folder = product('output', 'wasm');
  const site = await house.site((path) => {
    const type = path.startsWith('/testkit/') ? TYPES[path.split('.').pop() ?? ''] : undefined;
    return type === undefined ? null : { type, body: new Uint8Array(readFileSync(`${folder}${path}`)) };
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
  const list = (await contacts.list()).split('\0');
  const failed = (thrown: { code: unknown; class: unknown }): { code: unknown; class: unknown } => ({
    code: thrown.code,
    class: thrown.class,
  });
  return contacts.save(list[1] ?? '', 'second'.padEnd(300_000, '.')).then(() => null, failed);
}
