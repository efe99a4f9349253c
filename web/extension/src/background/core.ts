/** The background's line to the core host, wherever that lives in this browser. */
import type { CoreCall, CoreCalls, Gives, Takes } from '@hailstone/protocol/wire';
import { startCoreWorker } from '../offscreen/core-line.js';
import { callCoreHome } from '../platform/core-home.js';
import type { Port } from '../platform/port.js';
import { deferred } from '../shared/deferred.js';
import { makeFault } from '../shared/fault.js';
import { answerAsks, Caller } from '../shared/rpc.js';

const CONNECT_TIMEOUT_MS = 10_000;

export interface Core {
  call<T extends CoreCall>(type: T, takes: Takes<CoreCalls, T>): Promise<Gives<CoreCalls, T>>;
}

/** Answers what the core asks in turn. */
export type AnswerCore = (type: string, takes: unknown) => Promise<unknown>;

/** Chromium: the offscreen document opens a port to us. */
export class OffscreenCore implements Core {
  #line: Caller | null = null;
  #arrival = deferred<Caller>();
  readonly #onGone: () => void;
  readonly #answer: AnswerCore;

  constructor(onGone: () => void, answer: AnswerCore) {
    this.#onGone = onGone;
    this.#answer = answer;
  }

  accept(port: Port): void {
    answerAsks(port, this.#answer);
    const line = new Caller(port, 'core.stopped');
    this.#line = line;
    this.#arrival.resolve(line);
    port.onClose(() => {
      if (this.#line !== line) return;
      this.#line = null;
      this.#arrival = deferred();
      this.#onGone();
    });
  }

  async call<T extends CoreCall>(type: T, takes: Takes<CoreCalls, T>): Promise<Gives<CoreCalls, T>> {
    const line = this.#line ?? (await this.#reach());
    // The core host is our own code of the same version: what it gives has the type that the call says.
    return (await line.call(type, takes)) as Gives<CoreCalls, T>;
  }

  async #reach(): Promise<Caller> {
    const arrival = this.#arrival.promise;
    await callCoreHome();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(makeFault('core.unreachable', 'retry')), CONNECT_TIMEOUT_MS);
    });
    return Promise.race([arrival, timeout]).finally(() => clearTimeout(timer));
  }
}

/** Firefox: the event page is the core's home itself. */
export class LocalCore implements Core {
  #line: Caller | null = null;
  readonly #onGone: () => void;
  readonly #answer: AnswerCore;

  constructor(onGone: () => void, answer: AnswerCore) {
    this.#onGone = onGone;
    this.#answer = answer;
  }

  async call<T extends CoreCall>(type: T, takes: Takes<CoreCalls, T>): Promise<Gives<CoreCalls, T>> {
    this.#line ??= new Caller(this.#start(), 'core.stopped');
    return (await this.#line.call(type, takes)) as Gives<CoreCalls, T>;
  }

  #start() {
    const line = startCoreWorker();
    answerAsks(line, this.#answer);
    line.onClose(() => {
      this.#line = null;
      this.#onGone();
    });
    return line;
  }
}
