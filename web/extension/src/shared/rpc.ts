/** Calls over a port: numbered frames out, replies in. Knows nothing of what is called. */
import type { AskFrame, CallFrame, ReplyFrame } from '@hailstone/protocol/wire';
import { FaultError, faultOf, makeFault, parseFault } from './fault.js';
import { isObject } from './parse.js';

/** The part of a port that calls need. */
export interface Line {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

/** One message type of a set of calls, untyped; {@link Caller} is given its types by who makes it. */
export class Caller {
  readonly #line: Line;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  readonly #goneCode: string;
  #next = 1;
  #gone = false;

  constructor(line: Line, goneCode: string) {
    this.#line = line;
    this.#goneCode = goneCode;
    line.onMessage((message) => this.#receive(message));
    line.onClose(() => {
      this.#gone = true;
      for (const { reject } of this.#waiting.values()) reject(makeFault(goneCode, 'retry'));
      this.#waiting.clear();
    });
  }

  call(type: string, takes: unknown): Promise<unknown> {
    if (this.#gone) return Promise.reject(makeFault(this.#goneCode, 'retry'));
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const frame: CallFrame = { id, type, takes };
      this.#line.post(frame);
    });
  }

  #receive(message: unknown): void {
    if (!isObject(message) || typeof message.id !== 'number') return;
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) return;
    this.#waiting.delete(message.id);
    if (!('fault' in message)) {
      waiting.resolve(message.gives);
      return;
    }
    const fault = parseFault(message.fault);
    waiting.reject(fault === null ? makeFault('extension.defect', 'ours') : new FaultError(fault));
  }
}

export function parseCallFrame(message: unknown): CallFrame | null {
  if (!isObject(message)) return null;
  const { id, type, takes } = message;
  return typeof id === 'number' && typeof type === 'string' ? { id, type, takes } : null;
}

export function reply(id: number, gives: unknown): ReplyFrame {
  return { id, gives };
}

/** A line on which calls go the other way, beside the usual ones: see `AskFrame`. */
export function askingOver(line: Line): Line {
  return {
    post: (message) => {
      const { id, type, takes } = message as CallFrame;
      const frame: AskFrame = { ask: id, type, takes };
      line.post(frame);
    },
    onMessage: (listener) =>
      line.onMessage((message) => {
        if (isObject(message) && typeof message.answer === 'number')
          listener({ ...message, id: message.answer });
      }),
    onClose: (listener) => line.onClose(listener),
  };
}

export function parseAskFrame(message: unknown): AskFrame | null {
  if (!isObject(message)) return null;
  const { ask, type, takes } = message;
  return typeof ask === 'number' && typeof type === 'string' ? { ask, type, takes } : null;
}

/** Answers the calls that come that way. */
export function answerAsks(line: Line, answer: (type: string, takes: unknown) => Promise<unknown>): void {
  line.onMessage((message) => {
    const frame = parseAskFrame(message);
    if (frame === null) return;
    answer(frame.type, frame.takes).then(
      (gives) => line.post({ answer: frame.ask, gives }),
      (thrown: unknown) => line.post({ answer: frame.ask, fault: faultOf(thrown) }),
    );
  });
}
