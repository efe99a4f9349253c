/**
 * The key under which the core parks the open root, so that it goes on where its process was stopped. It lives as long as the
 * vault is unlocked and the browser runs, in memory only; the core has it for a moment at a time, no page ever.
 */
import { encodeBase64url } from '../shared/base64url.js';

export const SESSION_KEY = 'session-key';
const LENGTH = 32;

export interface SessionKeyHost {
  read(): Promise<unknown>;
  write(key: string): Promise<void>;
  remove(): Promise<void>;
  /** Whether the vault would still be unlocked, had nothing been stopped. */
  isSomebodyThere(): Promise<boolean>;
}

export class SessionKey {
  readonly #host: SessionKeyHost;
  /** How many calls to lock are on their way to the core. */
  #locking = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(host: SessionKeyHost) {
    this.#host = host;
  }

  /** For a root that is to be parked: made where there is none; `null` for one that is about to be forgotten. */
  toPark(): Promise<string | null> {
    return this.#inTurn(async () => {
      if (this.#locking > 0) return null;
      const kept = await this.#read();
      if (kept !== null) return kept;
      const key = encodeBase64url(crypto.getRandomValues(new Uint8Array(LENGTH)));
      await this.#host.write(key);
      return key;
    });
  }

  /** For a root that was parked, unless it should have been forgotten meanwhile, or nobody can tell. */
  toResume(): Promise<string | null> {
    const kept = this.#inTurn(async () => {
      const kept = await this.#read();
      const isHeld = kept !== null && this.#locking === 0 && (await this.#host.isSomebodyThere());
      return isHeld ? kept : null;
    });
    return kept.catch(() => null);
  }

  isKept(): Promise<boolean> {
    return this.#inTurn(async () => (await this.#read()) !== null);
  }

  /** Does this while the vault is unlocked and is not about to be locked. Gives whether it was. */
  whileKept(work: () => Promise<void>): Promise<boolean> {
    return this.#inTurn(async () => {
      if (this.#locking > 0 || (await this.#read()) === null) return false;
      await work();
      return true;
    });
  }

  drop(): Promise<null> {
    return this.#inTurn(async () => {
      await this.#host.remove();
      return null;
    });
  }

  /** Drops the key, whether or not there is a core, and then has the core forget what it holds. */
  async lock(core: () => Promise<unknown>): Promise<void> {
    this.#locking += 1;
    const dropped = this.drop();
    try {
      await dropped.catch(() => undefined);
      await core();
    } finally {
      this.#locking -= 1;
    }
    await dropped;
  }

  async #read(): Promise<string | null> {
    const kept = await this.#host.read();
    return typeof kept === 'string' ? kept : null;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
