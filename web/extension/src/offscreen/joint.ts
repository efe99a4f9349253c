import type { CoreCall } from '@hailstone/protocol/wire';
import { type Line, parseCallFrame } from '../shared/rpc.js';

const END_ALL: CoreCall = 'endAllReleases';

/**
 * Joins the core to the backgrounds that come and go. Each of them counts its frames from 1, so a frame gets a number of
 * the joint's own on its way in: a reply that comes late is for the background that asked, and never for the next one.
 */
export class Joint {
  readonly #core: Line;
  readonly #asked = new Map<number, { readonly background: Line; readonly id: number }>();
  #last = 0;

  constructor(core: Line) {
    this.#core = core;
    core.onMessage((message) => this.#answer(message));
  }

  add(background: Line): void {
    background.onMessage((message) => {
      const frame = parseCallFrame(message);
      if (frame === null) return;
      const { type, takes } = frame;
      const id = this.#post(type, takes);
      this.#asked.set(id, { background, id: frame.id });
    });
    background.onClose(() => {
      for (const [id, asked] of this.#asked) if (asked.background === background) this.#asked.delete(id);
      // Nobody is left who could answer the pages, and nobody waits for this reply.
      this.#post(END_ALL, {});
    });
  }

  #post(type: string, takes: unknown): number {
    this.#last += 1;
    this.#core.post({ id: this.#last, type, takes });
    return this.#last;
  }

  #answer(message: unknown): void {
    // The worker is our own code of the same version, and says nothing but replies.
    const reply = message as { readonly id: number };
    const asked = this.#asked.get(reply.id);
    if (asked === undefined) return;
    this.#asked.delete(reply.id);
    asked.background.post({ ...reply, id: asked.id });
  }
}
