/** The demonstration site, started as anybody would start it, and its log. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PATIENCE_MS, until } from './chromium.js';
import { WEB } from './products.js';

export interface VerifiedLine {
  readonly event: 'verified';
  readonly origin: string;
  readonly subject: string;
  readonly presentations: readonly { readonly id: string; readonly vct: string; readonly raw: string }[];
  readonly [type: string]: unknown;
}
export type LogLine =
  | VerifiedLine
  | { readonly event: 'refused'; readonly origin: string; readonly code: string };

export class DemoSite {
  readonly origin: string;
  readonly lines: LogLine[] = [];
  readonly #process: ChildProcess;

  private constructor(origin: string, process: ChildProcess) {
    this.origin = origin;
    this.#process = process;
  }

  static async start(): Promise<DemoSite> {
    const server = spawn(process.execPath, [join(WEB, 'demo-site/dist/server.js'), '--json-log'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: server.stdout });
    const site = await new Promise<DemoSite>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the demo site does not start')), PATIENCE_MS);
      server.once('exit', () => reject(new Error('the demo site ended')));
      lines.once('line', (line) => {
        clearTimeout(timer);
        resolve(new DemoSite(line.replace('listening ', ''), server));
      });
    });
    lines.on('line', (line) => site.lines.push(JSON.parse(line) as LogLine));
    return site;
  }

  url({ ask = 'all', enc = 'P-256', lang = 'en' } = {}): string {
    return `${this.origin}/?${new URLSearchParams({ ask, enc, lang })}`;
  }

  /** The answer number `index` that came in. */
  async answer(index = 0): Promise<LogLine> {
    await until('the site gets an answer', () => this.lines.length > index);
    const line = this.lines[index];
    if (line === undefined) throw new Error('no answer');
    return line;
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGTERM');
    await gone;
  }
}
