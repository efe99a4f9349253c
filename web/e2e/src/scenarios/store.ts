/** The store conformance suite of the core, on IndexedDB in the browser: a module built for tests, on a page of its own. */
import { deepEqual, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { House } from '../house.js';
import { product } from '../products.js';
import { suite } from '../runner.js';

interface Testkit {
  default(options: { module_or_path: string }): Promise<unknown>;
  storeConformance(prefix: string): Promise<string[]>;
  memoryStoreConformance(): Promise<string[]>;
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
        const folder = product('output', 'wasm/testkit');
        const site = await house.site((path) => {
          const type = FILES[path];
          return type === undefined
            ? null
            : { type, body: new Uint8Array(readFileSync(`${folder}/${path.split('/').pop()}`)) };
        });
        const page = await house.browser.context.newPage();
        await page.goto(site.origin);
        const held = await page.evaluate(async () => {
          const path = '/testkit/hailstone_wasm';
          const testkit = (await import(`${path}.js`)) as Testkit;
          await testkit.default({ module_or_path: `${path}_bg.wasm` });
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
  ],
});
