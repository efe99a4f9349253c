/** The screens that are open: their calls go to the router, and news goes to all of them. */
import type { Push, PushFrame } from '@hailstone/protocol/wire';
import type { Port } from '../platform/port.js';
import { faultOf } from '../shared/fault.js';
import { parseCallFrame, reply } from '../shared/rpc.js';
import type { Caller } from './callers.js';

export type Answer = (caller: Caller, type: string, takes: unknown) => Promise<unknown>;

export class Screens {
  readonly #open = new Set<Port>();
  readonly #answer: Answer;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  get count(): number {
    return this.#open.size;
  }

  accept(port: Port, caller: Caller, onGone: () => void = () => undefined): void {
    this.#open.add(port);
    port.onClose(() => {
      this.#open.delete(port);
      onGone();
    });
    port.onMessage((message) => {
      const frame = parseCallFrame(message);
      if (frame === null) return;
      this.#answer(caller, frame.type, frame.takes).then(
        (gives) => port.post(reply(frame.id, gives)),
        (thrown: unknown) => port.post({ id: frame.id, fault: faultOf(thrown) }),
      );
    });
  }

  push(push: Push): void {
    const frame: PushFrame = { push };
    for (const port of this.#open) port.post(frame);
  }
}
