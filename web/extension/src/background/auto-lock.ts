/** Locks the vault when nobody is there: after a time without a key or a pointer, and at once when the screen is locked. */
import type { Presence } from '../platform/idle.js';
import { autoLockMinutes } from '../shared/auto-lock.js';

/** How long nobody has to be there. */
export function secondsOf(setting: unknown): number {
  return autoLockMinutes(setting) * 60;
}

export interface AutoLockHost {
  /** The vault, if there is one that is unlocked. */
  lock(): Promise<void>;
  setIdleSeconds(seconds: number): void;
}

export class AutoLock {
  readonly #host: AutoLockHost;

  constructor(host: AutoLockHost) {
    this.#host = host;
  }

  /** What the person chose, as the setting has it; anything else is the usual. */
  choose(setting: unknown): void {
    this.#host.setIdleSeconds(secondsOf(setting));
  }

  heard(presence: Presence): void {
    if (presence === 'active') return;
    // A core that cannot be reached holds nothing that is unlocked.
    this.#host.lock().catch(() => undefined);
  }
}
