/** Firefox with the extension, through geckodriver. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Builder, By, type WebDriver, type WebElement } from 'selenium-webdriver';
import { Options, ServiceBuilder } from 'selenium-webdriver/firefox.js';
import { inherited, until } from './chromium.js';
import { product, WEB } from './products.js';
import type { Ground } from './runner.js';
import { dropScratch, makeScratch } from './scratch.js';

interface Identity {
  readonly firefoxId: string;
  readonly firefoxUuidForTests: string;
}

type Driver = WebDriver & {
  installAddon(path: string, temporary: boolean): Promise<string>;
  setContext(context: 'chrome' | 'content'): Promise<void>;
};

export interface FirefoxOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly prepare?: (home: string) => Promise<void>;
  /** How long nothing has to happen before the browser stops the event page; half a minute, as it comes. */
  readonly idleMs?: number;
}

/** What the browser does to an event page that has been idle for long, whatever speaks against it here. */
const STOP_BACKGROUND = `return WebExtensionPolicy.getByID(arguments[0])
  .extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true })`;

export class Firefox implements Ground {
  readonly driver: WebDriver;
  readonly #id: string;
  readonly #uuid: string;
  readonly #home: string;

  private constructor(driver: WebDriver, { firefoxId, firefoxUuidForTests }: Identity, home: string) {
    this.driver = driver;
    this.#id = firefoxId;
    this.#uuid = firefoxUuidForTests;
    this.#home = home;
  }

  /** In a home of its own where it gets more `env`, which the native program inherits; `prepare` is told where that is. */
  static async start({ env, prepare, idleMs = 30_000 }: FirefoxOptions = {}): Promise<Firefox> {
    const identity = JSON.parse(readFileSync(join(WEB, 'extension/identity.json'), 'utf8')) as Identity;
    const { firefoxId, firefoxUuidForTests: uuid } = identity;
    const home = makeScratch('firefox');
    const options = new Options()
      .addArguments('-headless', '--width=1120', '--height=920')
      .setBinary('/usr/bin/firefox')
      // Firefox gives each installation a random address; the tests have to know it.
      .setPreference('extensions.webextensions.uuids', JSON.stringify({ [firefoxId]: uuid }))
      .setPreference('datareporting.policy.dataSubmissionEnabled', false)
      .setPreference('app.update.enabled', false)
      .setPreference('extensions.background.idle.timeout', idleMs)
      .setPreference('intl.locale.requested', 'en-US')
      // What is saved goes here, and nobody is asked.
      .setPreference('browser.download.folderList', 2)
      .setPreference('browser.download.dir', join(home, 'downloads'))
      .setPreference('browser.download.useDownloadDir', true);
    const service = new ServiceBuilder(product('geckodriver')).addArguments(
      '--allow-system-access',
      '--profile-root',
      home,
    );
    if (env !== undefined)
      service.setEnvironment({ ...inherited(), ...env, HOME: home, XDG_CONFIG_HOME: join(home, '.config') });
    await prepare?.(home);
    const driver = await new Builder()
      .forBrowser('firefox')
      .setFirefoxOptions(options)
      .setFirefoxService(service)
      .build();
    await driver.manage().setTimeouts({ script: 30_000, pageLoad: 60_000, implicit: 0 });
    const firefox = new Firefox(driver, identity, home);
    await (driver as Driver).installAddon(product('output', 'extension/firefox'), true);
    return firefox;
  }

  get downloads(): string {
    return join(this.#home, 'downloads');
  }

  url(page: string): string {
    return `moz-extension://${this.#uuid}/${page}`;
  }

  async openTab(url: string): Promise<string> {
    await this.driver.switchTo().newWindow('tab');
    await this.driver.get(url);
    return this.driver.getWindowHandle();
  }

  async show(handle: string): Promise<void> {
    await this.driver.switchTo().window(handle);
  }

  /** The window that opens while `act` runs, with an address that starts like this. */
  async windowAfter(start: string, act: () => Promise<unknown>): Promise<string> {
    const before = new Set(await this.driver.getAllWindowHandles());
    await act();
    let found = '';
    await until(`a window of ${start} opens`, async () => {
      for (const handle of await this.driver.getAllWindowHandles()) {
        if (before.has(handle)) continue;
        // A window may be gone again before it is looked at.
        const address = await this.show(handle)
          .then(() => this.driver.getCurrentUrl())
          .catch(() => '');
        if (address.startsWith(start)) found = handle;
      }
      return found !== '';
    });
    return found;
  }

  /** Stops the event page, and with it the core. */
  async stopBackground(): Promise<void> {
    const driver = this.driver as Driver;
    await driver.setContext('chrome');
    try {
      await driver.executeScript(STOP_BACKGROUND, this.#id);
    } finally {
      await driver.setContext('content');
    }
  }

  byTestId(id: string, more = ''): Promise<WebElement> {
    return this.wait(`[data-testid="${id}"]${more}`);
  }

  async wait(selector: string): Promise<WebElement> {
    const find = (): Promise<WebElement[]> => this.driver.findElements(By.css(selector));
    await until(`${selector} is there`, async () => (await find()).length > 0);
    return this.driver.findElement(By.css(selector));
  }

  async click(selector: string): Promise<void> {
    await (await this.wait(selector)).click();
  }

  async tidy(): Promise<void> {
    // Each scenario goes on from where the one before it stopped.
  }

  async explain(name: string): Promise<string[]> {
    const folder = join(product('output'), 'e2e-failures');
    mkdirSync(folder, { recursive: true });
    const lines: string[] = [];
    for (const [index, handle] of (await this.driver.getAllWindowHandles()).entries()) {
      await this.show(handle);
      const path = join(folder, `firefox-${name.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 80)}-${index}.png`);
      writeFileSync(path, await this.driver.takeScreenshot(), 'base64');
      lines.push(`${await this.driver.getCurrentUrl()}: ${path}`);
    }
    return lines;
  }

  async end(): Promise<void> {
    await this.driver.quit();
    dropScratch(this.#home);
  }
}
