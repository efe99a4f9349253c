/** The process of the core ends while the vault is unlocked, and nobody is asked for a passphrase before it is to be locked. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { QUERIES } from '../asking.js';
import { until } from '../chromium.js';
import { House } from '../house.js';
import { SAMPLE } from '../products.js';
import { suite } from '../runner.js';
import { FileHouse } from './file.js';
import { testkitPage } from './store.js';

const KEY = 'session-key';

/** How many sealed roots lie in the core's database for them. */
function countParked(): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('hailstone-parked', 1);
    opening.onerror = () => reject(opening.error);
    // Nothing was ever parked.
    opening.onupgradeneeded = () => opening.result.createObjectStore('parked');
    opening.onsuccess = () => {
      const request = opening.result.transaction('parked').objectStore('parked').count();
      request.onsuccess = () => {
        opening.result.close();
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
    };
  });
}

/** Whether there is a key in the browser's memory, and a root under it on its disk. */
async function left(house: House): Promise<[key: boolean, parked: number]> {
  const page = await house.person.vault();
  return [(await house.browser.session()).includes(KEY), await page.evaluate(countParked)];
}

/** With no screen that would have the core come back at once. */
async function stopUnseen(house: House): Promise<void> {
  await (await house.person.vault()).close();
  await house.browser.stopCore();
}

interface Parking {
  openEpoch(): number | undefined;
  park(key: Uint8Array): Uint8Array;
  resume(key: Uint8Array, parked: Uint8Array): void;
  lock(): void;
  status(): { readonly state: string };
  createWithPassphrase(label: string, passphrase: string): Promise<void>;
  records(): Promise<unknown[]>;
}

/** Runs in a page that has the module, with wallets of its own. */
async function parkAndResume(): Promise<Record<string, unknown>> {
  const { testkit } = globalThis as unknown as {
    testkit: { Wallet: { open(database: string): Promise<Parking> } };
  };
  const key = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
  const codeOf = (work: () => unknown): unknown => {
    try {
      work();
      return 'none';
    } catch (thrown) {
      return (thrown as { code: unknown }).code;
    }
  };
  const first = await testkit.Wallet.open('parked');
  const empty = [
    codeOf(() => first.park(key(1))),
    codeOf(() => first.resume(key(1), new Uint8Array(88))),
    first.openEpoch(),
  ];
  await first.createWithPassphrase('Passphrase', 'one of several');
  const epoch = first.openEpoch();
  const parked = first.park(key(1));
  const flipped = parked.map((byte, place) => (place === 40 ? byte ^ 1 : byte));
  // As another process would: with nothing but the store.
  const second = await testkit.Wallet.open('parked');
  const refused = [
    codeOf(() => second.resume(key(2), parked)),
    codeOf(() => second.resume(key(1), flipped)),
    codeOf(() => second.resume(key(1), parked.subarray(1))),
    codeOf(() => second.resume(key(1).subarray(1), parked)),
    second.status().state,
  ];
  second.resume(key(1), parked);
  const resumed = [second.status().state, second.openEpoch() === epoch, (await second.records()).length];
  const again = codeOf(() => second.resume(key(1), parked));
  second.lock();
  const locked = [codeOf(() => second.park(key(1))), second.openEpoch()];
  const other = await testkit.Wallet.open('parked-other');
  await other.createWithPassphrase('Passphrase', 'one of several');
  other.lock();
  return {
    empty,
    length: parked.length,
    anew: String(first.park(key(1))) !== String(parked),
    refused,
    resumed,
    again,
    locked,
    other: codeOf(() => other.resume(key(1), parked)),
  };
}

export const restart = suite<House>({
  name: 'the core is stopped',
  make: () => House.furnished(),
  scenarios: [
    {
      name: 'while the vault is unlocked, and comes back unlocked: it is read, written to and released from',
      run: async (house) => {
        const before = await house.person.data();
        for (let time = 0; time < 2; time += 1) {
          await house.browser.stopCore();
          await (await house.person.vault()).reload();
          equal(await house.person.vaultState(), 'unlocked');
          deepEqual(await house.person.data(), before);
        }
        await stopUnseen(house);
        const asking = await house.asks(QUERIES.person);
        await asking.window.reaches('ready');
        await asking.window.share();
        await house.opened(asking);
        await house.browser.stopCore();
        await house.person.importFile(SAMPLE);
        await house.browser.stopCore();
        await (await house.person.vault()).reload();
        equal((await house.person.data()).length, 2 * before.length);
      },
    },
    {
      name: 'after the vault was locked, and comes back locked: neither the key nor what it opens is left',
      run: async (house) => {
        await house.person.reachVault('unlocked');
        deepEqual(await left(house), [true, 1]);
        await house.person.lock();
        deepEqual(await left(house), [false, 0]);
        await house.browser.stopCore();
        await (await house.person.vault()).reload();
        equal(await house.person.vaultState(), 'locked');
        deepEqual(await left(house), [false, 0]);
      },
    },
    {
      name: 'and the screen is locked before it comes back: then it comes back locked',
      run: async (house) => {
        await house.person.reachVault('unlocked');
        await stopUnseen(house);
        await house.browser.lockScreen();
        await until('the key is gone', async () => !(await house.browser.session()).includes(KEY));
        equal(await house.person.vaultState(), 'locked');
        deepEqual(await left(house), [false, 0]);
      },
    },
    {
      name: 'with the whole browser, and comes back locked',
      run: async (house) => {
        await house.person.reachVault('unlocked');
        await house.browser.reopen();
        equal(await house.person.vaultState(), 'locked');
        deepEqual(await left(house), [false, 0]);
        await house.person.unlock();
        deepEqual(await left(house), [true, 1]);
      },
    },
    {
      name: 'and what the module parked opens this vault alone, under this key alone',
      run: async (house) => {
        const page = await testkitPage(house);
        const stale = 'vault.parked_stale';
        deepEqual(await page.evaluate(parkAndResume), {
          empty: ['wallet.locked', 'wallet.out_of_order', undefined],
          length: 88,
          anew: true,
          refused: [stale, stale, stale, 'wallet.argument_invalid', 'locked'],
          resumed: ['unlocked', true, 0],
          again: 'wallet.out_of_order',
          locked: ['wallet.locked', undefined],
          other: stale,
        });
      },
    },
  ],
});

export const restartInFile = suite<FileHouse>({
  name: 'the core is stopped, with the vault in the file',
  make: () => FileHouse.empty(),
  fresh: true,
  scenarios: [
    {
      name: 'and comes back unlocked, but not after `hailstone lock`, which it hears all the same',
      run: async (house) => {
        const data = await house.furnish();
        await house.browser.stopCore();
        await (await house.person.vault()).reload();
        equal(await house.person.vaultState(), 'unlocked');
        deepEqual(await house.person.data(), data);
        await stopUnseen(house);
        equal(await house.computer.tool('lock'), 'Locked in one browser.\n');
        equal(await house.person.vaultState(), 'locked');
        await house.person.unlock();
        deepEqual(await house.person.data(), data);
      },
    },
    {
      name: 'and so is all else of the extension while `hailstone lock` is called: it comes back locked',
      run: async (house) => {
        await house.furnish();
        await stopUnseen(house);
        await house.browser.stopServiceWorker();
        await until('the bridge has ended', () => house.computer.hosts().length === 0);
        await house.computer.tool('lock');
        equal(await house.person.vaultState(), 'locked');
        ok(!(await house.browser.session()).includes(KEY));
      },
    },
    {
      name: 'and an unlocker is removed meanwhile: what was open before opens nothing any more',
      run: async (house) => {
        await house.furnish();
        await house.computer.tool('unlocker', 'add', '--passphrase', '--label', 'Second');
        await stopUnseen(house);
        await house.computer.tool('unlocker', 'remove', 'Passphrase', '--with', 'Second');
        equal(await house.person.vaultState(), 'locked');
        await house.person.unlock();
      },
    },
  ],
});
