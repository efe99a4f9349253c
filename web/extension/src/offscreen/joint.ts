import type { AskFrame, CoreCall } from '@hailstone/protocol/wire';
import { makeFault } from '../shared/fault.js';
import { isObject } from '../shared/parse.js';
import { type Line, parseAskFrame, parseCallFrame } from '../shared/rpc.js';

const END_ALL: CoreCall = 'endAllReleases';

/**
 * Joins the core to the backgrounds that come and go. Each of them counts its frames from 1, so a frame gets a number of
 * the joint's own on its way in: a reply that comes late is for the background that asked, and never for the next one. What
 * the core asks in turn goes to the background that came last; when that one is gone, it is answered here.
 */
export class Joint {
  readonly #core: Line;
  readonly #asked = new Map<number, { readonly background: Line; readonly id: number }>();
  /** The numbers of what the core asked and has no answer to yet, and whom. */
  readonly #asks = new Map<number, Line>();
  #background: Line | null = null;
  #last = 0;

  constructor(core: Line) {
    this.#core = core;
    core.onMessage((message) => this.#answer(message));
  }

  add(background: Line): void {
    this.#background = background;
    background.onMessage((message) => {
      if (isObject(message) && typeof message.answer === 'number') {
        if (this.#asks.get(message.answer) === background && this.#asks.delete(message.answer))
          this.#core.post(message);
        return;
      }
      const frame = parseCallFrame(message);
      if (frame === null) return;
      const { type, takes } = frame;
      const id = this.#post(type, takes);
      this.#asked.set(id, { background, id: frame.id });
    });
    background.onClose(() => {
      for (const [id, asked] of this.#asked) if (asked.background === background) this.#asked.delete(id);
      if (this.#background === background) this.#background = null;
      for (const [ask, asked] of this.#asks) if (asked === background) this.#unanswered(ask);
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
    const ask = parseAskFrame(message);
    if (ask !== null) {
      this.#pass(ask);
      return;
    }
    // The worker is our own code of the same version, and says nothing else but replies.
    const reply = message as { readonly id: number };
    const asked = this.#asked.get(reply.id);
    if (asked === undefined) return;
    this.#asked.delete(reply.id);
    asked.background.post({ ...reply, id: asked.id });
  }

  #pass(frame: AskFrame): void {
    const background = this.#background;
    if (background === null) {
      this.#unanswered(frame.ask);
      return;
    }
    this.#asks.set(frame.ask, background);
    background.post(frame);
  }

  #unanswered(ask: number): void {
    this.#asks.delete(ask);
    this.#core.post({ answer: ask, fault: makeFault('bridge.stopped', 'retry').fault });
  }
}
