/** A file vault that several browsers and the tool share: one person's folders on one computer, without a card. */
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installBridge } from './card.js';
import type { Chromium } from './chromium.js';
import { PASSPHRASE } from './person.js';
import { product } from './products.js';
import { dropScratch, makeScratch } from './scratch.js';

const run = promisify(execFile);

/** Knows the passphrase, and gives it whenever it is asked. */
const PINENTRY = `#!/bin/sh
echo OK
while read -r line; do
  case "$line" in
    GETPIN) echo 'D ${PASSPHRASE}'; echo OK ;;
    BYE) echo OK; exit ;;
    *) echo OK ;;
  esac
done
`;

export class SharedComputer {
  readonly #folder = makeScratch('shared');
  /** For every browser, whose native program inherits it. */
  readonly env: Readonly<Record<string, string>>;

  constructor() {
    const bin = join(this.#folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'pinentry'), PINENTRY);
    chmodSync(join(bin, 'pinentry'), 0o755);
    this.env = {
      PATH: `${bin}:${process.env.PATH ?? ''}`,
      XDG_DATA_HOME: join(this.#folder, 'data'),
      XDG_STATE_HOME: join(this.#folder, 'state'),
      XDG_RUNTIME_DIR: join(this.#folder, 'run'),
      LC_ALL: 'C.UTF-8',
    };
    mkdirSync(join(this.#folder, 'run'), { mode: 0o700 });
  }

  /** As a person does it once in each browser after installing the program. */
  prepare(browser: Chromium): Promise<void> {
    return installBridge(browser);
  }

  /** The same in Firefox, which looks in the person's home. */
  async prepareFirefox(home: string): Promise<void> {
    const env = { ...process.env, ...this.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config') };
    mkdirSync(join(home, '.mozilla'), { recursive: true });
    await run(product('bridge'), ['browser', 'install', '--browser', 'firefox'], { env });
  }

  /** The tool, with the person at the pinentry. */
  async tool(...args: readonly string[]): Promise<string> {
    const env = { ...process.env, ...this.env, HOME: this.#folder };
    const { stdout } = await run(product('bridge'), args, { env });
    return stdout;
  }

  /** The hosts that browsers have started here. */
  hosts(): number[] {
    const mine = `XDG_RUNTIME_DIR=${this.env.XDG_RUNTIME_DIR}`;
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        const [program = '', caller = ''] = read(`/proc/${pid}/cmdline`).split('\0');
        // Chromium names who calls, Firefox the manifest.
        const isHost =
          program.endsWith('/hailstone') && /^chrome-extension:|app\.hailstone\.bridge/.test(caller);
        return isHost && read(`/proc/${pid}/environ`).split('\0').includes(mine);
      })
      .map(Number);
  }

  end(): void {
    dropScratch(this.#folder);
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It has just ended, or is somebody else's.
    return '';
  }
}
