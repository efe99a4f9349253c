/** The background's line to the core host, wherever that lives in this browser. */
import type { CoreCall, CoreCalls, Gives, Takes } from '@hailstone/protocol/wire';
import { startCoreWorker } from '../offscreen/core-line.js';
import { callCoreHome } from '../platform/core-home.js';
import type { Port } from '../platform/port.js';
import { deferred } from '../shared/deferred.js';
import { makeFault } from '../shared/fault.js';
import { Caller } from '../shared/rpc.js';

const CONNECT_TIMEOUT_MS = 10_000;

export interface Core {
  call<T extends CoreCall>(type: T, takes: Takes<CoreCalls, T>): Promise<Gives<CoreCalls, T>>;
}

/** Chromium: the offscreen document opens a port to us. */
export class OffscreenCore implements Core {
  #line: Caller | null = null;
  #arrival = deferred<Caller>();
  readonly #onGone: () => void;

  constructor(onGone: () => void) {
    this.#onGone = onGone;
  }

  accept(port: Port): void {
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

  constructor(onGone: () => void) {
    this.#onGone = onGone;
  }

  async call<T extends CoreCall>(type: T, takes: Takes<CoreCalls, T>): Promise<Gives<CoreCalls, T>> {
    this.#line ??= new Caller(this.#start(), 'core.stopped');
    return (await this.#line.call(type, takes)) as Gives<CoreCalls, T>;
  }

  #start() {
    const line = startCoreWorker();
    line.onClose(() => {
      this.#line = null;
      this.#onGone();
    });
    return line;
  }
}
