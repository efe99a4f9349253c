/** Keeps a site from flooding a person with windows. Time comes in as milliseconds. */

const OPEN_AT_ONCE = 3;
const UNANSWERED_ALLOWED = 6;
const WINDOW_MS = 60_000;

export class Limits {
  /** By origin: when a window of it ended without being answered with yes. */
  readonly #unanswered = new Map<string, number[]>();

  /** `open`: the tabs that have a window now. */
  mayAsk(origin: string, tabId: number, open: readonly { readonly tabId: number }[], now: number): boolean {
    if (open.length >= OPEN_AT_ONCE || open.some((one) => one.tabId === tabId)) return false;
    return this.#recent(origin, now).length < UNANSWERED_ALLOWED;
  }

  ended(origin: string, shared: boolean, now: number): void {
    if (shared) this.#unanswered.delete(origin);
    else this.#unanswered.set(origin, [...this.#recent(origin, now), now]);
  }

  #recent(origin: string, now: number): number[] {
    const recent = (this.#unanswered.get(origin) ?? []).filter((at) => now - at < WINDOW_MS);
    if (recent.length === 0) this.#unanswered.delete(origin);
    else this.#unanswered.set(origin, recent);
    return recent;
  }
}

/** How long a request that gets no window waits for its end, about as long as a person takes to say no. */
export function likeDelay(random: number): number {
  return 1500 + Math.floor(random * 2500);
}
