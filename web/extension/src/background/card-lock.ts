/**
 * Locks the vault when the card that opened it is taken out, if the person wants that: it stays open only as long as that
 * card is known to be in its reader.
 */

import { locksAtRemoval } from '../shared/card-lock.js';
import { deferred } from '../shared/deferred.js';
import type { Sight } from './card-watch.js';

/** For so long nobody has to be able to tell: the service for cards is started anew, or the bridge. */
const PATIENCE_MS = 7_000;
/** For so long a vault that is to go on where it was stopped waits for the first look. */
const FIRST_LOOK_MS = 3_000;

export interface CardLockHost {
  /** What is in the readers, as far as it is known now. */
  sight(): Sight;
  /** Whether somebody has to look for this. */
  want(wanted: boolean): void;
  /** As the lock button does. */
  lock(): Promise<void>;
}

export class CardLock {
  readonly #host: CardLockHost;
  #isOn = false;
  /** The reader with the card that opened the vault; `null` where it is locked, or was opened by something else. */
  #reader: string | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #waiting = deferred<void>();

  constructor(host: CardLockHost) {
    this.#host = host;
  }

  /** Whether anybody has to look at the readers for this. */
  get isNeeded(): boolean {
    return this.#isOn && this.#reader !== null;
  }

  /** What the person chose, as the setting has it. */
  choose(setting: unknown): void {
    this.#isOn = locksAtRemoval(setting);
    this.#begin();
  }

  /** The vault was opened by the card in this reader; `null`: it is locked. */
  opened(reader: string | null): void {
    this.#reader = reader;
    this.#begin();
  }

  /** Something new is to be seen. */
  look(): void {
    if (!this.isNeeded) return;
    const isThere = this.#isThere();
    if (isThere === undefined) return;
    this.#waiting.resolve();
    this.#waiting = deferred();
    if (isThere === true) this.#calm();
    else if (isThere === false && this.#timer === null) this.#lock();
    else this.#timer ??= setTimeout(() => this.#lock(), PATIENCE_MS);
  }

  /** Whether a vault that was stopped may go on: that nothing is known is not enough. */
  async allows(): Promise<boolean> {
    const until = Date.now() + FIRST_LOOK_MS;
    const reader = this.#reader;
    while (this.isNeeded) {
      const isThere = this.#isThere();
      if (typeof isThere === 'boolean') return isThere;
      const left = until - Date.now();
      if (left <= 0) return false;
      await Promise.race([this.#waiting.promise, new Promise((resolve) => setTimeout(resolve, left))]);
    }
    // Locked in the meantime is not what was asked about.
    return this.#reader === reader;
  }

  #begin(): void {
    this.#calm();
    this.#host.want(this.isNeeded);
    this.look();
  }

  /** `null` where nobody can tell. */
  #isThere(): boolean | null | undefined {
    const sight = this.#host.sight();
    return (
      sight?.some(({ reader, hasCard }) => hasCard && reader === this.#reader) ?? (sight as null | undefined)
    );
  }

  #calm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #lock(): void {
    this.#calm();
    // A core that cannot be reached holds nothing that is unlocked.
    this.#host.lock().catch(() => undefined);
  }
}
