/** The vault in a file, in Firefox: shared with the tool. */
import { equal, ok } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../chromium.js';
import { SharedComputer } from '../file.js';
import { Firefox } from '../firefox.js';
import { makeVault, RECORDS, unlock } from '../firefox-person.js';
import { suite } from '../runner.js';

/** Firefox, and the computer that it shares with the tool. */
class FirefoxHouse {
  readonly computer: SharedComputer;
  readonly firefox: Firefox;

  private constructor(computer: SharedComputer, firefox: Firefox) {
    this.computer = computer;
    this.firefox = firefox;
  }

  static async start(): Promise<FirefoxHouse> {
    const computer = new SharedComputer();
    const { env } = computer;
    const firefox = await Firefox.start({ env, prepare: (home) => computer.prepareFirefox(home) });
    return new FirefoxHouse(computer, firefox);
  }

  tidy(): Promise<void> {
    return this.firefox.tidy();
  }

  explain(name: string): Promise<string[]> {
    return this.firefox.explain(name);
  }

  async end(): Promise<void> {
    await this.firefox.end();
    this.computer.end();
  }
}

export const firefoxFile = suite<FirefoxHouse>({
  name: 'firefox: a vault in the file',
  make: () => FirefoxHouse.start(),
  scenarios: [
    {
      name: 'is made, shared with the tool, and locked by it',
      run: async ({ firefox, computer }) => {
        await firefox.openTab(firefox.url('vault.html'));
        await firefox.byTestId('place-browser');
        await firefox.click('[data-testid="place-file"]');
        // Until the browser has gone there, there is nothing to be made.
        await firefox.wait('[data-testid="place-file"]:not(:disabled)');
        await firefox.wait('div:not([inert]) > section #create-passphrase');
        await makeVault(firefox);
        const shown = await computer.tool('show');
        ok(shown.includes('person'), shown);
        const contact = join(firefox.downloads, '..', 'grace.vcf');
        const lines = ['BEGIN:VCARD', 'VERSION:4.0', 'FN:Grace', 'EMAIL:grace@example.org', 'END:VCARD', ''];
        writeFileSync(contact, lines.join('\r\n'));
        await computer.tool('import', contact);
        // Without loading the page again.
        await until('what the tool wrote is shown', async () =>
          (await firefox.driver.executeScript<string[]>(RECORDS)).some((one) =>
            one.includes('grace@example.org'),
          ),
        );
        equal(await computer.tool('lock'), 'Locked in one browser.\n');
        await firefox.byTestId('vault', '[data-state="locked"]');
        await unlock(firefox);
      },
    },
  ],
});
