import { isObject } from '../shared/parse.js';
import { type Line, parseCallFrame } from '../shared/rpc.js';

/**
 * Joins the core to one background after another. A background that was stopped may leave calls behind, and the next one
 * numbers its own from the beginning: so calls get numbers of ours on the way in, and a reply goes to whoever asked.
 */
export class Switchboard {
  readonly #core: Line;
  readonly #asked = new Map<number, { readonly port: Line; readonly id: number }>();
  #next = 1;

  constructor(core: Line) {
    this.#core = core;
    core.onMessage((message) => this.#answer(message));
  }

  join(port: Line): void {
    port.onMessage((message) => {
      const frame = parseCallFrame(message);
      if (frame === null) return;
      const id = this.#next++;
      this.#asked.set(id, { port, id: frame.id });
      this.#core.post({ ...frame, id });
    });
    port.onClose(() => {
      for (const [id, asked] of this.#asked) if (asked.port === port) this.#asked.delete(id);
    });
  }

  /** A call of our own, whose reply nobody waits for. */
  tell(type: string, takes: unknown): void {
    this.#core.post({ id: this.#next++, type, takes });
  }

  #answer(message: unknown): void {
    if (!isObject(message) || typeof message.id !== 'number') return;
    const asked = this.#asked.get(message.id);
    this.#asked.delete(message.id);
    asked?.port.post({ ...message, id: asked.id });
  }
}
