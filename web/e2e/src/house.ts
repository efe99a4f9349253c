/** Chromium with a person at it, and bare sites that ask: what the scenarios stand on. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Asked, ask, type Curve, type Query } from './asking.js';
import { BarePage, BareSite } from './bare-site.js';
import { Chromium, type ChromiumOptions, until } from './chromium.js';
import type { ConsentWindow } from './consent-window.js';
import { DemoSite } from './demo-site.js';
import { type Opened, open } from './oracle.js';
import { Person } from './person.js';
import { product, SAMPLE } from './products.js';
import type { Ground } from './runner.js';

/** A call that waits for its window, and what was asked. */
export interface Asking {
  readonly asked: Asked;
  readonly origin: string;
  readonly bare: BarePage;
  readonly window: ConsentWindow;
}

export class House implements Ground {
  readonly browser: Chromium;
  readonly person: Person;
  readonly #sites: BareSite[] = [];
  #demoSite: DemoSite | null = null;

  protected constructor(browser: Chromium) {
    this.browser = browser;
    this.person = new Person(browser);
  }

  /** A profile as it is after installing. */
  static async empty(options: Partial<ChromiumOptions> = {}): Promise<House> {
    return new House(await Chromium.start({ headless: true, ...options }));
  }

  /** With a vault, opened by a passphrase, that holds the sample. */
  static async furnished(): Promise<House> {
    const house = await House.empty();
    await house.person.createVault();
    await house.person.importFile(SAMPLE);
    return house;
  }

  async demoSite(): Promise<DemoSite> {
    this.#demoSite ??= await DemoSite.start();
    return this.#demoSite;
  }

  /** A new origin, and a page of it in a tab. */
  async bare(search = ''): Promise<BarePage & { readonly origin: string }> {
    const site = await this.site();
    const page = await this.browser.context.newPage();
    await page.goto(`${site.origin}/${search}`);
    return Object.assign(new BarePage(page), { origin: site.origin });
  }

  async site(files?: Parameters<typeof BareSite.start>[0]): Promise<BareSite> {
    const site = await BareSite.start(files);
    this.#sites.push(site);
    return site;
  }

  /** A site asks; returns when the consent window is there and shows something. */
  async asks(query: Query, curve: Curve = 'P-256'): Promise<Asking> {
    const bare = await this.bare();
    const asked = await ask(query, curve);
    return this.asksOn(bare, bare.origin, asked);
  }

  async asksOn(bare: BarePage, origin: string, asked: Asked, protocol?: string): Promise<Asking> {
    await bare.prepare(asked.data, protocol);
    const window = await this.person.consentAfter(() => bare.click());
    await window.page.getByTestId('consent').waitFor();
    return { asked, origin, bare, window };
  }

  /** Opens the answer with other people's software. */
  async opened({ asked, origin, bare }: Asking, index = 0): Promise<Opened> {
    return open(asked, origin, await bare.answer(index));
  }

  /** Waits until the newest receipt of the site says this. */
  async receiptSays(origin: string, outcome: string): Promise<void> {
    let seen = '';
    const says = async (): Promise<boolean> => {
      const [newest] = await this.person.receipts(origin);
      seen = newest?.outcome ?? 'none';
      return seen === outcome;
    };
    await until(`the receipt of ${origin} says ${outcome}, not ${seen}`, says);
  }

  async tidy(): Promise<void> {
    const vault = await this.person.vault();
    for (const page of this.browser.context.pages()) if (page !== vault) await page.close();
    for (const site of this.#sites.splice(0)) site.end();
    // The extension hears of closed windows a moment later.
    if ((await this.person.vaultState()) === 'locked') await this.person.unlock();
  }

  async explain(name: string): Promise<string[]> {
    const folder = join(product('output'), 'e2e-failures');
    mkdirSync(folder, { recursive: true });
    const lines = [...this.browser.log];
    for (const [index, page] of this.browser.context.pages().entries()) {
      const path = join(folder, `${name.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 80)}-${index}.png`);
      await page.screenshot({ path, timeout: 5_000 }).catch(() => undefined);
      lines.push(`${page.url().slice(0, 100)}: ${path}`);
    }
    return lines;
  }

  async end(): Promise<void> {
    for (const site of this.#sites.splice(0)) site.end();
    await this.#demoSite?.end();
    await this.browser.end();
  }
}
