/** A fresh headless Chromium for each measurement, on a profile that may be kept, with a page of a local site in it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { BareSite } from '../bare-site.js';
import { product, WEB } from '../products.js';
import { dropScratch, makeScratch } from '../scratch.js';
import type { Timed } from './pages/serve.js';

/** Nobody has typed a passphrase before. */
const TYPING_MS = 500;

const PATIENCE_MS = 600_000;

/** Where a program runs. */
export type Place = 'worker' | 'page';

interface BenchWindow {
  readonly benchStarted: number;
  benchCall(name: string, args: readonly unknown[]): Promise<Timed>;
}

/** `benchStart` of a page: the program in a worker, or in the page itself. */
const SCRIPT = `
window.benchStart = async (program, place) => {
  window.benchStarted = performance.now();
  const path = '/pages/' + program + '.js';
  if (place === 'page') {
    await import(path);
    return;
  }
  const worker = new Worker(path, { type: 'module' });
  const said = () => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => data.failed ? reject(new Error(data.failed)) : resolve(data);
    worker.onerror = (event) => reject(new Error(event.message || 'the worker does not start'));
  });
  await said();
  window.benchCall = (name, args) => {
    const answer = said();
    worker.postMessage({ name, args });
    return answer;
  };
};`;

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,"></head>
<body><script>${SCRIPT}</script></body></html>`;

export class Lab {
  readonly #site: BareSite;

  private constructor(site: BareSite) {
    this.#site = site;
  }

  static async start(): Promise<Lab> {
    return new Lab(await BareSite.start(file));
  }

  end(): void {
    this.#site.end();
  }

  /** One visit in a browser that has just started and is closed afterwards. */
  async visit<T>(
    profile: Profile,
    program: string,
    place: Place,
    act: (visit: Visit) => Promise<T>,
  ): Promise<T> {
    const context = await chromium.launchPersistentContext(profile.path, {
      executablePath: '/usr/bin/chromium',
      headless: true,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
      ],
    });
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      await page.goto(`${this.#site.origin}/bench`);
      await page.evaluate(
        ([program, place]) =>
          (window as unknown as { benchStart(program: string, place: string): Promise<void> }).benchStart(
            program,
            place,
          ),
        [program, place] as const,
      );
      return await act(new Visit(context, page));
    } finally {
      await context.close();
    }
  }
}

/** What a browser keeps between visits. */
export class Profile {
  readonly path = makeScratch('bench');

  drop(): void {
    dropScratch(this.path);
  }
}

export class Visit {
  readonly #context: BrowserContext;
  readonly #page: Page;

  constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.#page = page;
  }

  /** Times are taken in the browser, around the call alone. */
  async call(name: string, ...args: readonly unknown[]): Promise<Timed> {
    return this.#page.evaluate(([name, args]) => (window as unknown as BenchWindow).benchCall(name, args), [
      name,
      args,
    ] as const);
  }

  /** Has ours warm up, and gives the browser the time that a person at least takes to type. */
  async warmUp(): Promise<void> {
    await this.call('warmUp');
    await new Promise((resolve) => setTimeout(resolve, TYPING_MS));
  }

  /** Milliseconds since the program's script was asked for. */
  async sinceStart(): Promise<number> {
    return this.#page.evaluate(() => performance.now() - (window as unknown as BenchWindow).benchStarted);
  }

  /** How much memory, in KiB, the page's process took at most for `act` on top of what it had before. */
  async peakDuring(act: () => Promise<unknown>): Promise<number> {
    const pids = await this.#renderers();
    for (const pid of pids) writeFileSync(`/proc/${pid}/clear_refs`, '5');
    const before = new Map(pids.map((pid) => [pid, memory(pid, 'VmRSS')]));
    await act();
    // The page's own process is the one that has grown.
    return Math.max(...pids.map((pid) => memory(pid, 'VmHWM') - (before.get(pid) ?? 0)));
  }

  async #renderers(): Promise<number[]> {
    const session = (await this.#context.browser()?.newBrowserCDPSession()) as CDPSession;
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  }
}

function memory(pid: number, name: 'VmRSS' | 'VmHWM'): number {
  const found = new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (found?.[1] === undefined) throw new Error(`no ${name} of process ${pid}`);
  return Number(found[1]);
}

function file(path: string): { type: string; body: string | Uint8Array } | null {
  if (path === '/bench') return { type: 'text/html', body: PAGE };
  const name = path.split('/').pop() ?? '';
  if (path.startsWith('/testkit/'))
    return {
      type: name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript',
      body: new Uint8Array(readFileSync(join(product('output', 'wasm'), path))),
    };
  if (path.startsWith('/pages/'))
    return { type: 'text/javascript', body: readFileSync(join(WEB, 'e2e/dist/pages', name), 'utf8') };
  return null;
}
