/** Virtual cards behind a real pcscd, the bridge as the browser finds it, and a pinentry that answers by itself. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { promisify } from 'node:util';
import { type Chromium, PATIENCE_MS, until } from './chromium.js';
import { messageOf } from './narrator.js';
import { product } from './products.js';
import { dropScratch, makeScratch } from './scratch.js';

const run = promisify(execFile);

/** Of every virtual card, whose owner has changed the one that it was delivered with. */
export const PIN = '271828';

export interface CardOptions {
  readonly cards?: number;
  /** What is typed at the PIN questions, one after the other, the last one for ever; `cancel` types nothing. */
  readonly pins?: readonly string[];
  /** The person is asked in the system's own pinentry, if there is one. */
  readonly askPerson?: boolean;
}

/** What a browser, or a person's home, has in common for the programs that are started there. */
interface Environment {
  readonly env: NodeJS.ProcessEnv;
}

export class CardStack {
  /** For the browser, whose native program inherits it. */
  readonly env: Readonly<Record<string, string>>;
  readonly #unattended: Readonly<Record<string, string>>;
  readonly #process: ChildProcess;
  readonly #answers: Interface;
  readonly #log: string;
  readonly #folder: string;

  private constructor(
    socket: string,
    log: string,
    stack: ChildProcess,
    answers: Interface,
    folder: string,
    { pins = [PIN], askPerson = false }: CardOptions,
  ) {
    this.#process = stack;
    this.#log = log;
    this.#answers = answers;
    this.#folder = folder;
    this.#unattended = {
      PCSCLITE_CSOCK_NAME: socket,
      PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}`,
      HAILSTONE_DEMO_PIN: pins.join(','),
      HAILSTONE_DEMO_PIN_STATE: join(folder, 'pins-given'),
      HAILSTONE_DEMO_PINENTRY_LOG: join(folder, 'pinentry.log'),
    };
    this.env = askPerson && hasPinentry() ? { PCSCLITE_CSOCK_NAME: socket } : this.#unattended;
  }

  static async start(options: CardOptions = {}): Promise<CardStack> {
    const { cards = 1 } = options;
    const folder = makeScratch('card');
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    symlinkSync(product('pinentry'), join(bin, 'pinentry'));
    const stack = spawn(product('virtual-stack'), ['--cards', String(cards)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      // Ctrl-C must not reach it: it tidies up when its input closes, which happens whichever way we end.
      detached: true,
    });
    const answers = createInterface({ input: stack.stdout });
    const ended = new Promise<never>((_, reject) => {
      stack.once('exit', () => reject(new Error('the virtual card reader ended')));
      stack.once('error', reject);
    });
    ended.catch(() => undefined);
    const first = await Promise.race([nextLine(answers), ended]);
    const { PCSCLITE_CSOCK_NAME: socket, log } = JSON.parse(first) as {
      PCSCLITE_CSOCK_NAME: string;
      log: string;
    };
    return new CardStack(socket, log, stack, answers, folder, options);
  }

  /** Makes a decryption key on each card that has none, and tells the browser where the bridge is. */
  async prepare(browser: Chromium): Promise<void> {
    for (const serial of await this.serials(browser)) await this.bridge(browser, 'card', 'init', serial);
    await installBridge(browser);
    // The Admin PIN was asked for; what is typed from here on is counted anew.
    writeFileSync(join(this.#folder, 'pins-given'), '');
  }

  /** The same for Firefox, which looks in the person's home. */
  async prepareFirefox(person: Environment): Promise<void> {
    for (const serial of await this.serials(person)) await this.bridge(person, 'card', 'init', serial);
    await this.bridge(person, 'browser', 'install', '--browser', 'firefox');
    writeFileSync(join(this.#folder, 'pins-given'), '');
  }

  async serials(browser: Environment): Promise<string[]> {
    const listed = await this.bridge(browser, 'card', 'list').catch((error: unknown) => {
      // No card at all is nothing to list.
      if (messageOf(error).includes('[card.absent')) return '';
      throw error;
    });
    return [...listed.matchAll(/\b[0-9A-F]{4}:[0-9A-F]{8}\b/g)].map(([serial]) => serial);
  }

  async bridge(browser: Environment, ...args: readonly string[]): Promise<string> {
    const { stdout } = await run(product('bridge'), args, { env: { ...browser.env, ...this.#unattended } });
    return stdout;
  }

  async remove(slot: number): Promise<void> {
    await this.#order(`remove ${slot}`);
  }

  /** Returns when the reader has noticed: what is put in between two of its looks was never out. */
  async removeAndWait(slot: number): Promise<void> {
    const removals = (): number => this.pcscdLog().split('Card Removed').length;
    const before = removals();
    await this.remove(slot);
    await until('pcscd notices that a card is gone', () => removals() > before);
  }

  async insert(slot: number): Promise<void> {
    await this.#order(`insert ${slot}`);
  }

  /** What the PIN dialogs said, one line for each; never a PIN. */
  dialogs(): string[] {
    const log = join(this.#folder, 'pinentry.log');
    return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  }

  /** What pcscd noticed; it holds no APDU. */
  pcscdLog(): string {
    return readFileSync(this.#log, 'utf8');
  }

  /** The reader ends when its input closes. */
  async end(): Promise<void> {
    if (this.#process.exitCode === null) {
      const gone = new Promise((resolve) => this.#process.once('exit', resolve));
      this.#process.stdin?.end();
      await gone;
    }
    dropScratch(this.#folder);
  }

  async #order(line: string): Promise<void> {
    const answer = nextLine(this.#answers);
    this.#process.stdin?.write(`${line}\n`);
    const { ok, error } = JSON.parse(await answer) as { ok: boolean; error?: string };
    if (!ok) throw new Error(`the virtual card reader refused "${line}": ${error}`);
  }
}

/** As a person does it once after installing the program. */
export async function installBridge(browser: Chromium): Promise<void> {
  const args = [
    'browser',
    'install',
    '--browser',
    'chromium',
    '--profile',
    browser.userData,
    '--extension-id',
    browser.id,
  ];
  await run(product('bridge'), args, { env: browser.env });
}

/** One that can open a window: a browser gives its native program no terminal. */
function hasPinentry(): boolean {
  const found = (process.env.PATH ?? '')
    .split(':')
    .map((folder) => join(folder, 'pinentry'))
    .find(existsSync);
  return found !== undefined && !/curses|tty/.test(realpathSync(found));
}

function nextLine(lines: Interface): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the virtual card reader is silent')), PATIENCE_MS);
    lines.once('line', (line) => {
      clearTimeout(timer);
      resolve(line);
    });
  });
}
