/**
 * The click-through guard: a window that appears under a moving mouse, or in front of a page that counts on a second
 * click, does not take that click as a yes. Share works only after the window was in front for a moment.
 */
export const GUARD_MS = 700;

export interface GuardHost {
  setTimeout(work: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

export class Guard {
  readonly #host: GuardHost;
  readonly #onChange: (guarded: boolean) => void;
  #timer: unknown = null;

  constructor(host: GuardHost, onChange: (guarded: boolean) => void) {
    this.#host = host;
    this.#onChange = onChange;
  }

  /** The window has come, or come back, to the front, or shows something new. */
  raise(): void {
    if (this.#timer !== null) this.#host.clearTimeout(this.#timer);
    this.#onChange(true);
    this.#timer = this.#host.setTimeout(() => {
      this.#timer = null;
      this.#onChange(false);
    }, GUARD_MS);
  }
}
