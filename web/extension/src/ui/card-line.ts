/** A screen's line to the background for what is in the readers, open only while the screen shows cards and somebody can see it. */
import { PORTS, type ReaderView } from '@hailstone/protocol/wire';
import { connect, type Port } from '../platform/port.js';
import { isObject } from '../shared/parse.js';

/** Not at once: a background that stops again and again would be called again and again. */
const RETRY_MS = 1_000;

export class CardLine {
  readonly #onReaders: (readers: readonly ReaderView[] | null) => void;
  #wanted = false;
  #port: Port | null = null;

  constructor(onReaders: (readers: readonly ReaderView[] | null) => void) {
    this.#onReaders = onReaders;
    document.addEventListener('visibilitychange', () => this.#follow());
  }

  want(wanted: boolean): void {
    this.#wanted = wanted;
    this.#follow();
  }

  #follow(): void {
    const open = this.#wanted && !document.hidden;
    if (open === (this.#port !== null)) return;
    if (open) {
      this.#open();
      return;
    }
    this.#port?.close();
    this.#port = null;
    // Nothing is known of what nobody looks at.
    this.#onReaders(null);
  }

  #open(): void {
    const port = connect(PORTS.cards);
    this.#port = port;
    port.onMessage((message) => {
      // The background is our own code of the same version.
      if (this.#port === port && isObject(message))
        this.#onReaders(message.readers as readonly ReaderView[] | null);
    });
    port.onClose(() => {
      if (this.#port !== port) return;
      this.#port = null;
      this.#onReaders(null);
      setTimeout(() => this.#follow(), RETRY_MS);
    });
  }
}
