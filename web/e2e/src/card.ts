/** Virtual cards behind a real pcscd, the bridge as the browser finds it, and a pinentry that answers by itself. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { promisify } from 'node:util';
import { type Chromium, PATIENCE_MS, until } from './chromium.js';
import { PASSED_FILE, type Passed, TRICK_FILE, type Trick } from './meddler-tricks.js';
import { messageOf } from './narrator.js';
import { product, WEB } from './products.js';
import { dropScratch, makeScratch } from './scratch.js';

const run = promisify(execFile);

/** Of every virtual card, whose owner has changed the one that it was delivered with. */
export const PIN = '271828';
/** What a card with our own application is given here, which has none at first. */
export const STONE_PIN = '246810';
const STONE_PUK = '1357911131';

/** Of every card as it is delivered. */
export const FACTORY_PIN = '123456';

export interface CardOptions {
  readonly cards?: number;
  /** One card, with our own application on it. */
  readonly stone?: boolean;
  /** What passes between the browser and the bridge goes through somebody: see `meddler.ts`. */
  readonly meddled?: boolean;
  /** What is typed at the PIN questions, one after the other, the last one for ever; `cancel` types nothing. */
  readonly pins?: readonly string[];
  /** The cards have a key of P-256 for OpenPGP signatures. */
  readonly signing?: boolean;
  /** The cards still have the PINs that cards are delivered with. */
  readonly delivered?: boolean;
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
  readonly #options: CardOptions;

  private constructor(
    socket: string,
    log: string,
    stack: ChildProcess,
    answers: Interface,
    folder: string,
    options: CardOptions,
  ) {
    const { stone = false, delivered = false, askPerson = false } = options;
    const { pins = [stone ? STONE_PIN : PIN] } = options;
    this.#options = options;
    this.#process = stack;
    this.#log = log;
    this.#answers = answers;
    this.#folder = folder;
    this.#unattended = {
      PCSCLITE_CSOCK_NAME: socket,
      PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}`,
      HAILSTONE_DEMO_PIN: pins.join(','),
      ...(delivered ? { HAILSTONE_DEMO_ADMIN_PIN: '12345678' } : {}),
      HAILSTONE_DEMO_PIN_STATE: join(folder, 'pins-given'),
      HAILSTONE_DEMO_PINENTRY_LOG: join(folder, 'pinentry.log'),
    };
    this.env = askPerson && hasPinentry() ? { PCSCLITE_CSOCK_NAME: socket } : this.#unattended;
  }

  static async start(options: CardOptions = {}): Promise<CardStack> {
    const { cards = 1, stone = false, signing = false, delivered = false } = options;
    const folder = makeScratch('card');
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    symlinkSync(product('pinentry'), join(bin, 'pinentry'));
    const pins = signing ? 'signing' : delivered ? 'factory' : 'own';
    const inReaders = stone ? ['--apps', 'hailstone'] : ['--cards', String(cards), '--pins', pins];
    const stack = spawn(product('virtual-stack'), inReaders, {
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
    await this.#setUp(browser);
    await installBridge(browser);
    this.#meddle(join(browser.userData, 'NativeMessagingHosts'));
  }

  /** The same for Firefox, which looks in the person's home. */
  async prepareFirefox(person: Environment): Promise<void> {
    await this.#setUp(person);
    await this.bridge(person, 'browser', 'install', '--browser', 'firefox');
    this.#meddle(join(person.env.HOME ?? '', '.mozilla/native-messaging-hosts'));
  }

  async #setUp(person: Environment): Promise<void> {
    if (this.#options.stone) {
      const typed = [STONE_PIN, STONE_PIN, STONE_PUK, STONE_PUK].join(',');
      const env = { ...person.env, ...this.#unattended, HAILSTONE_DEMO_PIN: typed };
      await run(product('bridge'), ['card', 'init'], { env });
    } else {
      for (const serial of await this.serials(person)) await this.bridge(person, 'card', 'init', serial);
    }
    // What is typed from here on is counted anew.
    writeFileSync(join(this.#folder, 'pins-given'), '');
  }

  /** Puts somebody between the browser and the bridge that was just installed. */
  #meddle(manifests: string): void {
    if (!this.#options.meddled) return;
    const manifest = join(manifests, 'app.hailstone.bridge.json');
    const written = JSON.parse(readFileSync(manifest, 'utf8')) as { path: string };
    const program = join(this.#folder, 'meddler');
    const meddler = join(WEB, 'e2e/dist/meddler.js');
    const words = [process.execPath, meddler, this.#folder, written.path].map((word) => `'${word}'`);
    writeFileSync(program, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`);
    chmodSync(program, 0o755);
    writeFileSync(manifest, JSON.stringify({ ...written, path: program }));
  }

  /** From now on whoever is between does this. */
  play(trick: Trick): void {
    writeFileSync(join(this.#folder, TRICK_FILE), trick);
  }

  /** Everything that has passed between the browser and the bridge. */
  passed(): Passed[] {
    const lines = readFileSync(join(this.#folder, PASSED_FILE), 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as Passed);
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
