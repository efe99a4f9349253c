/** Draws a screen from its state, again after every change of it. */
import { render } from 'lit';
import type { Part } from './parts/common.js';

export class Screen<S extends object> {
  readonly #root: HTMLElement;
  readonly #view: (state: S) => Part;
  readonly #onDrawn: (before: S, now: S) => void;
  #state: S;
  #drawn: S;
  #drawing = false;

  constructor(
    root: HTMLElement,
    initial: S,
    view: (state: S) => Part,
    onDrawn: (before: S, now: S) => void = () => undefined,
  ) {
    this.#root = root;
    this.#state = initial;
    this.#drawn = initial;
    this.#view = view;
    this.#onDrawn = onDrawn;
    this.#draw();
  }

  get state(): S {
    return this.#state;
  }

  set(change: Partial<S>): void {
    this.#state = { ...this.#state, ...change };
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => this.#draw());
  }

  #draw(): void {
    this.#drawing = false;
    render(this.#view(this.#state), this.#root);
    const before = this.#drawn;
    this.#drawn = this.#state;
    this.#onDrawn(before, this.#state);
  }
}

/** Resolves when what was drawn last is on the screen, so that a busy sign is seen before the work begins. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    // A hidden document draws no frames; it has nobody to show them to either.
    if (document.hidden) return resolve();
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
}

export function rootElement(): HTMLElement {
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no #root');
  return root;
}
