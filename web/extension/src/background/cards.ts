/** Who wants to know what is in the readers: screens that show cards, and the lock at removal. Nobody looks for nobody. */
import type { ReadersFrame } from '@hailstone/protocol/wire';
import type { Port } from '../platform/port.js';
import { CardLock } from './card-lock.js';
import { CardWatch } from './card-watch.js';

export const OPENED_IN = 'opened-in-reader';

export interface CardsHost {
  connect(): Port;
  lock(): Promise<void>;
}

export class Cards {
  readonly lock: CardLock;
  readonly #watch: CardWatch;
  readonly #screens = new Set<Port>();

  constructor({ connect, lock }: CardsHost) {
    this.#watch = new CardWatch({
      connect,
      seen: () => {
        for (const port of this.#screens) this.#show(port);
        this.lock.look();
      },
    });
    this.lock = new CardLock({
      sight: () => this.#watch.sight,
      want: () => this.#want(),
      lock,
    });
  }

  /** A screen shows cards until it closes this port. */
  accept(port: Port): void {
    this.#screens.add(port);
    port.onClose(() => {
      this.#screens.delete(port);
      this.#want();
    });
    this.#want();
    this.#show(port);
  }

  #want(): void {
    this.#watch.want(this.#screens.size > 0 || this.lock.isNeeded);
  }

  #show(port: Port): void {
    const { sight } = this.#watch;
    if (sight === undefined) return;
    const frame: ReadersFrame = { readers: sight };
    port.post(frame);
  }
}
