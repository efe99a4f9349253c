/** Chromium with the extension, on a profile of its own that can be closed and opened again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { extensionId } from './extension-id.js';
import { product } from './products.js';
import { dropScratch, makeScratch } from './scratch.js';

export const PATIENCE_MS = 30_000;
const WINDOW = { width: 1120, height: 920 } as const;

export interface ChromiumOptions {
  readonly headless: boolean;
  /** Added to the environment; the native program inherits it. */
  readonly env?: Readonly<Record<string, string>>;
  /** How many points of the picture a CSS pixel has. */
  readonly scale?: number;
  /** Runs before the browser first opens. */
  readonly prepare?: (browser: Chromium) => Promise<void>;
}

/** What runs in the background uses of the browser's extension interface. */
interface BackgroundApi {
  readonly offscreen: { closeDocument(): Promise<void> };
  readonly storage: {
    readonly session: { clear(): Promise<void>; get(keys: null): Promise<Record<string, unknown>> };
  };
  readonly idle: { readonly onStateChanged: { dispatch(state: string): void } };
}
declare const chrome: BackgroundApi;

export class Chromium {
  readonly id: string;
  readonly profile: string;
  readonly #options: ChromiumOptions;
  readonly #log: string[] = [];
  #context: BrowserContext | null = null;

  private constructor(options: ChromiumOptions, profile: string, id: string) {
    this.#options = options;
    this.profile = profile;
    this.id = id;
  }

  static async start(options: ChromiumOptions): Promise<Chromium> {
    const manifest = readFileSync(product('output', 'extension/chromium/manifest.json'), 'utf8');
    const { key } = JSON.parse(manifest) as { key: string };
    const browser = new Chromium(options, makeScratch('chromium'), extensionId(key));
    await options.prepare?.(browser);
    await browser.open();
    return browser;
  }

  get context(): BrowserContext {
    if (this.#context === null) throw new Error('the browser is closed');
    return this.#context;
  }

  /** What the pages said on their consoles, and what failed in them. */
  get log(): readonly string[] {
    return this.#log;
  }

  get userData(): string {
    return join(this.profile, 'user-data');
  }

  /** The environment of the browser and of what it starts: nothing of the person's own home is read or written. */
  get env(): Record<string, string> {
    return {
      ...inherited(),
      HOME: this.profile,
      XDG_CONFIG_HOME: join(this.profile, 'config'),
      ...this.#options.env,
    };
  }

  async open(): Promise<void> {
    const { headless, scale = 1 } = this.#options;
    const extension = product('output', 'extension/chromium');
    const context = await chromium.launchPersistentContext(this.userData, {
      executablePath: '/usr/bin/chromium',
      headless,
      // Windows have the size that the extension gives them.
      viewport: null,
      ignoreDefaultArgs: ['--disable-extensions'],
      args: [
        `--load-extension=${extension}`,
        `--disable-extensions-except=${extension}`,
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--force-device-scale-factor=${scale}`,
        // A screen on which the consent window has the size that it asks for; only a headless browser listens.
        '--screen-info={1440x1080}',
      ],
      env: this.env,
      timeout: 2 * PATIENCE_MS,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    context.on('page', (page) => this.#watch(page));
    for (const page of context.pages()) this.#watch(page);
    this.#context = context;
    if (context.serviceWorkers().length === 0) await context.waitForEvent('serviceworker');
    await this.#resize();
  }

  /** The profile stays. */
  async close(): Promise<void> {
    const context = this.#context;
    this.#context = null;
    await context?.close();
  }

  async reopen(): Promise<void> {
    await this.close();
    await this.open();
  }

  async end(): Promise<void> {
    await this.close();
    dropScratch(this.profile);
  }

  url(page: string): string {
    return `chrome-extension://${this.id}/${page}`;
  }

  isConsent(page: Page): boolean {
    return page.url().startsWith(this.url('consent.html'));
  }

  consentPages(): Page[] {
    return this.context.pages().filter((page) => this.isConsent(page));
  }

  /** The consent window that opens next, while `act` runs. */
  async consentAfter(act: () => Promise<unknown>): Promise<Page> {
    const known = new Set(this.consentPages());
    await act();
    const fresh = (): Page | undefined => this.consentPages().find((page) => !known.has(page));
    await until('a consent window opens', () => fresh() !== undefined);
    const page = fresh();
    if (page === undefined) throw new Error('the consent window closed at once');
    return page;
  }

  /** Throws when a consent window opens while `act` runs. */
  async noConsentDuring<T>(act: () => Promise<T>): Promise<T> {
    const opened: Page[] = [];
    const note = (page: Page): void => {
      opened.push(page);
    };
    this.context.on('page', note);
    try {
      const result = await act();
      const consents = opened.filter((page) => this.isConsent(page));
      if (consents.length > 0) throw new Error('a consent window opened');
      return result;
    } finally {
      this.context.off('page', note);
    }
  }

  /** Stops the service worker, as the browser does when it wants its memory back. */
  async stopServiceWorker(): Promise<void> {
    const stop = await this.prepareStop();
    await stop();
  }

  /** The same in two steps, for a moment that has to be met: all that takes time is done in the first. */
  async prepareStop(): Promise<() => Promise<void>> {
    const page = await this.context.newPage();
    await page.goto(this.url('icons/hailstone-16.png'));
    const session = await this.context.newCDPSession(page);
    await session.send('ServiceWorker.enable');
    return async () => {
      await session.send('ServiceWorker.stopAllWorkers');
      await page.close();
    };
  }

  /** Closes the document in which the core lives, as a crash would. What was unlocked comes back unlocked. */
  async stopCore(): Promise<void> {
    await this.#inBackground(() => chrome.offscreen.closeDocument());
  }

  /** The same, and nothing is remembered of the session: what was unlocked comes back locked. */
  async endSession(): Promise<void> {
    await this.#inBackground(async () => {
      await chrome.storage.session.clear();
      await chrome.offscreen.closeDocument();
    });
  }

  /** What is remembered until the browser ends, by its names. */
  async session(): Promise<string[]> {
    return this.#inBackground(async () => Object.keys(await chrome.storage.session.get(null)));
  }

  /** The browser says that the screen was locked. */
  async lockScreen(): Promise<void> {
    await this.#inBackground(async () => chrome.idle.onStateChanged.dispatch('locked'));
  }

  /** `work` runs there, so it stands alone. */
  async #inBackground<T>(work: () => Promise<T>): Promise<T> {
    const [worker] = this.context.serviceWorkers();
    if (worker === undefined) throw new Error('there is no background');
    return worker.evaluate(work);
  }

  /** The first window, to a size that pictures are good in. A switch would do it to the consent window, too. */
  async #resize(): Promise<void> {
    const page = this.context.pages()[0] ?? (await this.context.newPage());
    const session = await this.context.newCDPSession(page);
    const { windowId } = await session.send('Browser.getWindowForTarget');
    await session.send('Browser.setWindowBounds', { windowId, bounds: WINDOW });
    await session.detach();
  }

  #watch(page: Page): void {
    const from = (): string => page.url().replace(/#.*/, '');
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        this.#log.push(`${from()} ${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.#log.push(`${from()} threw: ${error.message}`));
  }
}

/** Looks again and again. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  everyMs = 25,
): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${PATIENCE_MS / 1000} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

export function inherited(): Record<string, string> {
  const defined = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return Object.fromEntries(defined) as Record<string, string>;
}
