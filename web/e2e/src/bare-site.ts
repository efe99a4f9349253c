/**
 * A site without our SDK: one page with one button, which calls `navigator.credentials.get` with what it was given and
 * keeps what came of it. Each site has an origin of its own, because the extension counts what an origin asks for.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { until } from './chromium.js';

/** What a call came to, as the page saw it. */
export type End =
  | { readonly got: { readonly protocol: string; readonly data: unknown; readonly isInstance: boolean } }
  | { readonly error: { readonly name: string; readonly message: string } };

interface BareWindow {
  /** What the next click asks for: the argument of `get`, as JSON. */
  next: string;
  controller: AbortController | null;
  ends: End[];
  times: { asked: number; ended: number }[];
}

const SCRIPT = `
const state = window;
state.next = '{}';
state.controller = null;
state.ends = [];
state.times = [];
async function ask() {
  const time = { asked: performance.timeOrigin + performance.now(), ended: 0 };
  state.times.push(time);
  let end;
  try {
    const options = JSON.parse(state.next);
    if (state.controller) options.signal = state.controller.signal;
    const credential = await navigator.credentials.get(options);
    state.got = credential;
    end = { got: { protocol: credential.protocol, data: credential.data, isInstance: credential instanceof DigitalCredential } };
  } catch (error) {
    end = { error: { name: error.name, message: error.message } };
  }
  time.ended = performance.timeOrigin + performance.now();
  state.ends.push(end);
  document.getElementById('ends').textContent = state.ends.length;
}
document.getElementById('ask').addEventListener('click', () => {
  const calls = Number(new URLSearchParams(location.search).get('calls') ?? 1);
  for (let call = 0; call < calls; call += 1) ask();
});
const auto = new URLSearchParams(location.search).get('auto');
if (auto) { state.next = auto; ask(); }
`;

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A bare site</title><link rel="icon" href="data:,"></head>
<body><main><h1>A bare site</h1><button id="ask" type="button">Ask</button><p>Ended: <span id="ends">0</span></p></main>
<script>${SCRIPT}</script></body></html>`;

export interface SiteFile {
  readonly type: string;
  readonly body: string | Uint8Array;
  /** Its Content Security Policy. */
  readonly policy?: string;
}

export class BareSite {
  readonly origin: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  }

  /** `files` answers other paths. */
  static async start(files: (path: string) => SiteFile | null = () => null): Promise<BareSite> {
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname;
      const file: SiteFile | null = path === '/' ? { type: 'text/html', body: PAGE } : files(path);
      response.writeHead(file === null ? 404 : 200, {
        'content-type': file?.type ?? 'text/plain',
        ...(file?.policy === undefined ? {} : { 'content-security-policy': file.policy }),
      });
      response.end(file?.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new BareSite(server);
  }

  end(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** A page of a bare site in a tab. */
export class BarePage {
  readonly page: Page;

  #protocol = 'openid4vp-v1-unsigned';

  constructor(page: Page) {
    this.page = page;
  }

  /** A request with our protocol. `data` may be JSON text that no object could be. */
  async prepare(data: object | string, protocol = 'openid4vp-v1-unsigned'): Promise<void> {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    this.#protocol = protocol;
    await this.prepareRaw(`{"digital":{"requests":[{"protocol":"${protocol}","data":${text}}]}}`);
  }

  async prepareRaw(options: string): Promise<void> {
    await this.page.evaluate((next) => {
      (window as unknown as BareWindow).next = next;
    }, options);
  }

  async prepareSignal(): Promise<void> {
    await this.page.evaluate(() => {
      (window as unknown as BareWindow).controller = new AbortController();
    });
  }

  async abort(): Promise<void> {
    await this.page.evaluate(() => (window as unknown as BareWindow).controller?.abort());
  }

  async click(): Promise<void> {
    await this.page.bringToFront();
    await this.page.locator('#ask').click();
  }

  async endCount(): Promise<number> {
    return this.page.evaluate(() => (window as unknown as BareWindow).ends.length);
  }

  /** How call number `index` ended, in the order of the ends. */
  async end(index = 0): Promise<End> {
    await until('the page’s call ends', async () => (await this.endCount()) > index);
    const end = await this.page.evaluate((at) => (window as unknown as BareWindow).ends[at], index);
    if (end === undefined) throw new Error('no end');
    return end;
  }

  /** In milliseconds since 1970, with fractions. */
  async times(index = 0): Promise<{ asked: number; ended: number }> {
    const times = await this.page.evaluate((at) => (window as unknown as BareWindow).times[at], index);
    if (times === undefined) throw new Error('no call');
    return times;
  }

  async error(index = 0): Promise<{ name: string; message: string }> {
    const end = await this.end(index);
    if (!('error' in end)) throw new Error(`the site got an answer: ${JSON.stringify(end).slice(0, 200)}`);
    return end.error;
  }

  async answer(index = 0): Promise<unknown> {
    const end = await this.end(index);
    if (!('got' in end)) throw new Error(`the site got ${end.error.name}: ${end.error.message}`);
    const { protocol, data, isInstance } = end.got;
    if (protocol !== this.#protocol || !isInstance)
      throw new Error(`the page got a credential of protocol ${protocol}, instance: ${isInstance}`);
    return data;
  }
}
