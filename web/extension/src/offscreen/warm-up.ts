/** Has the module run what follows an unlock while the person types: a browser compiles code well only when it has run. */

/** So that what a screen asks for as it opens is answered first. */
const SOON_MS = 100;

/** Looks at the answers that go out, and calls `run` once: soon after somebody was told that the vault is locked. */
export class WarmUp {
  readonly #run: () => void;
  readonly #later: (run: () => void) => unknown;
  #begun = false;

  constructor(run: () => void, later = (run: () => void): unknown => setTimeout(run, SOON_MS)) {
    this.#run = run;
    this.#later = later;
  }

  answered(type: string, gives: unknown): void {
    if (this.#begun || type !== 'status') return;
    const { state } = gives as { readonly state?: unknown };
    if (state !== 'locked') return;
    this.#begun = true;
    this.#later(() => {
      try {
        this.#run();
      } catch {
        // Then what follows takes as long as it takes, and says what is wrong.
      }
    });
  }
}
