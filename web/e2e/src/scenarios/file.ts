/** The vault in a file: one for several browsers and the tool. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { QUERIES } from '../asking.js';
import { mustBeAccessible } from '../axe.js';
import { Chromium, until } from '../chromium.js';
import { SharedComputer } from '../file.js';
import { House } from '../house.js';
import { Person } from '../person.js';
import { SAMPLE } from '../products.js';
import { suite } from '../runner.js';

export class FileHouse extends House {
  readonly computer: SharedComputer;
  readonly #others: Chromium[] = [];

  private constructor(browser: Chromium, computer: SharedComputer) {
    super(browser);
    this.computer = computer;
  }

  static override async empty(): Promise<FileHouse> {
    const computer = new SharedComputer();
    return new FileHouse(await start(computer), computer);
  }

  /** Somebody at another browser of the same computer. */
  async another(): Promise<Person> {
    const browser = await start(this.computer);
    this.#others.push(browser);
    return new Person(browser);
  }

  async furnish(): Promise<string[]> {
    await choosePlace(this.person, 'file');
    await this.person.createVault();
    await this.person.importFile(SAMPLE);
    return this.person.data();
  }

  override async tidy(): Promise<void> {
    // Every scenario has a computer of its own.
  }

  override async end(): Promise<void> {
    for (const browser of this.#others) await browser.end();
    await super.end();
    this.computer.end();
  }
}

function start(computer: SharedComputer): Promise<Chromium> {
  const prepare = (browser: Chromium): Promise<void> => computer.prepare(browser);
  return Chromium.start({ headless: true, env: computer.env, prepare });
}

/** At the first run. */
async function choosePlace(person: Person, place: 'browser' | 'file'): Promise<void> {
  const page = await person.reachVault('none');
  await page.getByTestId(`place-${place}`).click();
}

/** At the foot of the page, where there is a vault. */
async function switchPlace(person: Person, to: 'browser' | 'file'): Promise<void> {
  const page = await person.vault();
  await page.getByTestId('place-switch').click();
  await page.locator(`[data-testid="place"][data-place="${to}"]`).waitFor();
}

/** Without loading the page again: what is on it changes by itself. */
async function comesToShow(person: Person, text: string): Promise<void> {
  const page = await person.vault();
  await page.getByTestId('vault-record').filter({ hasText: text }).first().waitFor();
}

function contact(house: FileHouse, name: string): string {
  const file = join(house.browser.profile, `${name}.vcf`);
  const lines = ['BEGIN:VCARD', 'VERSION:4.0', `FN:${name}`, `EMAIL:${name}@example.org`, 'END:VCARD', ''];
  writeFileSync(file, lines.join('\r\n'));
  return file;
}

export const file = suite<FileHouse>({
  name: 'a vault in the file',
  make: () => FileHouse.empty(),
  fresh: true,
  scenarios: [
    {
      name: 'is one for the browser and the tool: each sees what the other wrote',
      run: async (house) => {
        await house.furnish();
        const asking = await house.asks(QUERIES.person);
        await asking.window.reaches('ready');
        await asking.window.share();
        await house.opened(asking);
        const shown = await house.computer.tool('show', '--receipts');
        match(shown, /^person$/m);
        ok(shown.includes(asking.origin), shown);

        await house.computer.tool('import', contact(house, 'grace'));
        await (await house.person.vault()).getByTestId('tab-data').click();
        await comesToShow(house.person, 'grace@example.org');
        // On top of what the tool wrote, without a word of it to the person.
        await house.person.importFile(contact(house, 'edsger'));
        const both = await house.computer.tool('show');
        for (const name of ['grace', 'edsger']) ok(both.includes(`${name}@example.org`), both);
      },
    },
    {
      name: 'is one for two browsers, and `hailstone lock` locks both',
      run: async (house) => {
        const data = await house.furnish();
        const other = await house.another();
        await choosePlace(other, 'file');
        // There is a vault already, so it is simply opened.
        await other.unlock();
        deepEqual(await other.data(), data);
        await other.importFile(contact(house, 'barbara'));
        await comesToShow(house.person, 'barbara@example.org');
        equal(await house.computer.tool('lock'), 'Locked in 2 browsers.\n');
        for (const person of [house.person, other]) await person.reachVault('locked');
        await house.person.unlock();
        equal(await other.vaultState(), 'locked');
        await comesToShow(house.person, 'barbara@example.org');
      },
    },
    {
      name: 'survives a bridge that is stopped, and a browser that is closed',
      run: async (house) => {
        const data = await house.furnish();
        const [host] = house.computer.hosts();
        ok(host !== undefined);
        process.kill(host, 'SIGKILL');
        // Whether before or after it was noticed: the next call finds a new one, and nothing is lost.
        await until('the bridge is gone', () => !house.computer.hosts().includes(host));
        await house.person.importFile(contact(house, 'donald'));
        await until('another bridge runs', () => house.computer.hosts().length > 0);
        equal(await house.computer.tool('lock'), 'Locked in one browser.\n');
        await house.person.reachVault('locked');
        await house.browser.reopen();
        await house.person.unlock();
        deepEqual((await house.person.data()).length, data.length + 2);
      },
    },
    {
      name: 'an unlocker removed by the tool locks the browser, which opens with the other one',
      run: async (house) => {
        await house.furnish();
        await house.computer.tool('unlocker', 'add', '--passphrase', '--label', 'Second');
        await house.computer.tool('unlocker', 'remove', 'Passphrase', '--with', 'Second');
        await house.person.reachVault('locked');
        await house.person.unlock();
        await house.person.data();
      },
    },
    {
      name: 'a vault in the browser and another in the file are both said to be there, and neither is touched',
      run: async (house) => {
        await choosePlace(house.person, 'browser');
        await house.person.createVault();
        await house.person.importFile(contact(house, 'ada'));
        await house.computer.tool('create');
        const page = await house.person.vault();
        await page.reload();
        for (const language of ['en', 'de'] as const) {
          await house.person.speak(language);
          await page.getByTestId('place-other').waitFor();
          await mustBeAccessible(page, `two vaults, ${language}`);
        }
        await switchPlace(house.person, 'file');
        await house.person.unlock();
        equal(await page.getByTestId('vault-record').count(), 0);
        await page.getByTestId('place-other').waitFor();
        await switchPlace(house.person, 'browser');
        await house.person.unlock();
        await comesToShow(house.person, 'ada@example.org');
      },
    },
    {
      name: 'the choice of the first run is for everybody to use',
      run: async (house) => {
        const page = await house.person.reachVault('none');
        for (const language of ['en', 'de'] as const) {
          await house.person.speak(language);
          await page.getByTestId('place-file').waitFor();
          await mustBeAccessible(page, `the place, ${language}`);
        }
      },
    },
  ],
});
